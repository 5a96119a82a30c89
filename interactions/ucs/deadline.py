"""How long an answer may take, held at every single read from the socket.

The time-outs of requests are for one read each: a server that sends a byte a second, in its headers or in
its body, never meets them and holds a worker for ever. Here each read asks the deadline how long it may
wait, and there is a last one. Looking up the server's name is the system's, within the system's limits, and
a name with several addresses has the connect time-out for each.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

MIN_BYTES_PER_SECOND = 1024  # bytes a second that a streamed content must come with


class ResponseDeadline:
    """The limits of one answer: `total` seconds for all of it, `read` seconds between two reads.

    A recording may stream for long, at the pace of the person who listens. So from `stream()` on only the
    time counts that we wait for the UCS, and each KiB that came earns another second of it: what comes
    slower than `MIN_BYTES_PER_SECOND` ends `total` seconds later at most, and a reader who pauses costs
    nothing.
    """

    def __init__(self, total: float, read: float) -> None:
        self.total, self.read = total, read
        self.ends = time.monotonic() + total
        self.streaming = False
        self.waited, self.received = 0.0, 0

    def left(self) -> float:
        """Seconds that may still be waited in all; nought or less when the time is up."""
        if self.streaming:
            return self.total + self.received / MIN_BYTES_PER_SECOND - self.waited
        return self.ends - time.monotonic()

    def patience(self, longest: float | None = None) -> float:
        """Seconds that the next step may take, at most `longest` (a read's limit unless given)."""
        left = self.left()
        if left <= 0:
            raise TimeoutError("total time limit reached")
        return min(self.read if longest is None else longest, left)

    def stream(self) -> None:
        """The headers are here; from now on the pace counts and not the whole."""
        self.streaming = True

    def note(self, waited: float, received: int) -> None:
        """One read took `waited` seconds and gave `received` bytes."""
        self.waited += waited
        self.received += received


_current_deadline: ContextVar[ResponseDeadline] = ContextVar("deadline")


@contextmanager
def apply_deadline(deadline: ResponseDeadline) -> Iterator[None]:
    """Every answer whose reading begins inside is held to this deadline, to its last byte."""
    token = _current_deadline.set(deadline)
    try:
        yield
    finally:
        _current_deadline.reset(token)


def get_current_deadline() -> ResponseDeadline:
    """The deadline that this thread works within."""
    return _current_deadline.get()

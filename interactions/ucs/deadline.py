"""How long a response may take, enforced at every single read from the socket.

The time-outs of requests bound one read each: a server that sends a byte a second, in its headers or in its
body, never meets them and occupies a worker for ever. Here each read asks the deadline how long it may wait,
and all reads together have an end. Resolving the server's name is the system's work, within the system's
limits, and a name with several addresses has the connect time-out for each.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

MIN_BYTES_PER_SECOND = 1024  # bytes a second that a streamed content must come with


class ResponseDeadline:
    """The limits of one response: `total_seconds` for all of it, `read_seconds` between two reads.

    A recording may stream for long, at the pace of the person who listens. So after `start_streaming()` only
    the time counts that is spent waiting for the UCS, and each KiB that arrives earns another second: what
    comes slower than `MIN_BYTES_PER_SECOND` ends `total_seconds` later at most, and a reader who pauses costs
    nothing.
    """

    def __init__(self, total_seconds: float, read_seconds: float) -> None:
        self.total_seconds, self.read_seconds = total_seconds, read_seconds
        self.ends_at = time.monotonic() + total_seconds
        self.is_streaming = False
        self.waited_seconds, self.received_bytes = 0.0, 0

    def get_remaining_seconds(self) -> float:
        """Seconds that may still be waited in all; zero or less when the time is up."""
        if self.is_streaming:
            return self.total_seconds + self.received_bytes / MIN_BYTES_PER_SECOND - self.waited_seconds
        return self.ends_at - time.monotonic()

    def get_timeout(self, max_seconds: float | None = None) -> float:
        """Seconds that the next step may take: at most `max_seconds`, or the limit of one read where that is
        None.

        Raises `TimeoutError` when the time for the whole response is up.
        """
        left = self.get_remaining_seconds()
        if left <= 0:
            raise TimeoutError("total time limit reached")
        return min(self.read_seconds if max_seconds is None else max_seconds, left)

    def start_streaming(self) -> None:
        """Switches from bounding the whole response to bounding its pace. Called when the headers are
        read."""
        self.is_streaming = True

    def record_read(self, seconds: float, byte_count: int) -> None:
        """Adds one read, which took `seconds` and gave `byte_count` bytes."""
        self.waited_seconds += seconds
        self.received_bytes += byte_count


_current_deadline: ContextVar[ResponseDeadline] = ContextVar("deadline")


@contextmanager
def apply_deadline(deadline: ResponseDeadline) -> Iterator[None]:
    """Holds every response whose reading begins in this block to the deadline, up to its last byte."""
    token = _current_deadline.set(deadline)
    try:
        yield
    finally:
        _current_deadline.reset(token)


def get_current_deadline() -> ResponseDeadline:
    """The deadline of the innermost `apply_deadline` block of this thread. Raises `LookupError` outside of
    one."""
    return _current_deadline.get()

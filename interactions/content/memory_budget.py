"""How many bytes of large contents are in memory at once, so that a dozen readers of a dozen large mails wait
for each other rather than fill the memory.

A request leases memory before it reads a large content whole, and has it until its response has been sent:
what is written to a slow reader is still in memory. Small contents need none, so that nobody waits for
whoever opens large ones.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Condition

from django.utils.translation import gettext as _

from interactions.content.errors import MemoryBudgetExhausted
from interactions.content.limits import get_content_limits

UNCOUNTED_BYTES = 2**21  # up to which a content needs no lease; as much as a page has of a text
PATIENCE_SECONDS = 30.0
RECLAIM_INTERVAL_SECONDS = 1.0


class MemoryBudget:
    """Leases on `max_bytes` in all, on one content at least, whatever its size. Thread-safe.

    While somebody waits, `reclaim` is called about once a second: it may end what holds a lease and stands
    still.
    """

    def __init__(self, max_bytes: Callable[[], int], patience: float = PATIENCE_SECONDS) -> None:
        self.max_bytes, self.patience = max_bytes, patience
        self.held_bytes = 0
        self.reclaim: Callable[[], None] = lambda: None
        self._changed = Condition()  # reentrant, since a lease may be forgotten, and released, at any moment

    def acquire(self, lease: "MemoryLease", size: int) -> None:
        """Waits until this lease may have `size` bytes in all. Raises `MemoryBudgetExhausted` after
        `patience` seconds."""
        if size <= UNCOUNTED_BYTES:
            return
        ends_at = time.monotonic() + self.patience
        while not self._acquire_within(
            lease, size, min(RECLAIM_INTERVAL_SECONDS, ends_at - time.monotonic())
        ):
            if time.monotonic() >= ends_at:
                raise MemoryBudgetExhausted(_("Other large files are being opened. Try again in a moment."))
            self.reclaim()

    def shrink(self, lease: "MemoryLease", size: int) -> None:
        """Gives back what this lease has beyond `size` bytes; all of it when they need no lease."""
        with self._changed:
            kept = min(lease.size, size) if size > UNCOUNTED_BYTES else 0
            self.held_bytes -= lease.size - kept
            lease.size = kept
            self._changed.notify_all()

    def release(self, lease: "MemoryLease") -> None:
        """Gives back all that this lease has; once is as good as twice."""
        self.shrink(lease, 0)

    def _acquire_within(self, lease: "MemoryLease", size: int, seconds: float) -> bool:
        with self._changed:
            if not self._changed.wait_for(lambda: self._fits(lease, size), seconds):
                return False
            self.held_bytes += max(0, size - lease.size)
            lease.size = max(size, lease.size)
            return True

    def _fits(self, lease: "MemoryLease", size: int) -> bool:
        others = self.held_bytes - lease.size
        return size <= lease.size or not others or others + size <= self.max_bytes()


class MemoryLease:
    """The bytes that one request has of a budget. One thread may make its response, and another send it. A
    lease that is forgotten is released: a response that broke before it was sent is closed by nobody."""

    def __init__(self, budget: MemoryBudget) -> None:
        self.budget, self.size = budget, 0

    def acquire(self, size: int) -> None:
        """Waits until it has `size` bytes in all; what it has counts. Raises `MemoryBudgetExhausted`."""
        self.budget.acquire(self, size)

    def shrink(self, size: int) -> None:
        """Keeps `size` bytes at most."""
        self.budget.shrink(self, size)

    def release(self) -> None:
        """Gives back all; once is as good as twice."""
        self.budget.release(self)

    __del__ = release

    @contextmanager
    def activate(self) -> Iterator[None]:
        """What is acquired within the block, by whatever function, is acquired for this lease."""
        token = _active_lease.set(self)
        try:
            yield
        finally:
            _active_lease.reset(token)


_active_lease: ContextVar[MemoryLease | None] = ContextVar("active_lease", default=None)
memory_budget = MemoryBudget(lambda: get_content_limits().opened_bytes)


def get_active_lease() -> MemoryLease:
    """The lease of the request that is being answered; outside of one a lease of its own, which is released
    as soon as it is forgotten."""
    return _active_lease.get() or MemoryLease(memory_budget)

"""Room for large contents: how much of them all is held at once, so that a dozen readers of a dozen large
mails wait a second for each other rather than fill the memory.

A request takes room before it reads a large content whole and has it until its answer is made; the pages'
middleware gives it back. Small contents take none, so nobody waits for whoever opens large ones.
"""

import threading
from collections.abc import Callable

from interactions.content.errors import MemoryBudgetExhausted
from interactions.content.limits import get_content_limits

SMALL = 2**21  # bytes for which no room is needed; as much as a page has of a text
PATIENCE = 30.0  # seconds


class Room:
    """`most` bytes in all, at least one content whatever its size. Safe to use from many threads."""

    def __init__(self, most: Callable[[], int], patience: float = PATIENCE) -> None:
        self.most, self.patience = most, patience
        self.taken, self.changed, self.own = 0, threading.Condition(), threading.local()

    def take(self, size: int) -> None:
        """Waits until this thread may hold `size` bytes; what it has taken already counts towards them.
        Raises `MemoryBudgetExhausted` when it waits for too long."""
        if size <= SMALL:
            return
        mine: int = getattr(self.own, "size", 0)
        more = max(0, size - mine)
        with self.changed:
            if not self.changed.wait_for(lambda: self._fits(mine, more), self.patience):
                raise MemoryBudgetExhausted("Other large files are being opened; try again in a moment.")
            self.taken += more
        self.own.size = mine + more

    def _fits(self, mine: int, more: int) -> bool:
        return not more or self.taken == mine or self.taken + more <= self.most()

    def give_back(self) -> None:
        """All that this thread has taken."""
        with self.changed:
            self.taken -= getattr(self.own, "size", 0)
            self.changed.notify_all()
        self.own.size = 0


room = Room(lambda: get_content_limits().opened_bytes)

"""What a UCS gave, kept for a moment in this process: histories, so that paging, filtering and stepping
through one customer's interactions ask the UCS once (its list has no paging: ucs-protocol §1.3), and
contents that hold others, so that a mail's frame, pictures and parts do.

Bounded in weight and in time; gone with the process; on no disk and in no cache that others share.
Safe to use from many threads.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from threading import Event, Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
SECONDS = 60.0


class Kept(Generic[K, V]):
    """A least-recently-used store. `weigh` gives a value's weight, `most` the weight of all together; `mark`
    is done to a value when it is put in, so that who gets it later knows that it was kept."""

    def __init__(
        self,
        *,
        weigh: Callable[[V], int],
        most: Callable[[], int],
        mark: Callable[[V], V] = lambda value: value,
        seconds: float = SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.weigh, self.most, self.mark = weigh, most, mark
        self.seconds, self.clock = seconds, clock
        self.entries: OrderedDict[K, tuple[float, V]] = OrderedDict()
        self.asking: dict[K, Event] = {}
        self.lock = Lock()

    def get(self, key: K, fetch: Callable[[], V], *, fresh: bool = False) -> V:
        """The kept value, or the one that `fetch` gives. An error of `fetch` keeps what was there."""
        if not fresh and (entry := self._look_up(key)):
            return entry[1]
        with self._one_asks(key) as waited:
            if waited and not fresh and (entry := self._look_up(key)):
                return entry[1]
            value = fetch()
            self._keep(key, value)
            return value

    def clear(self) -> None:
        with self.lock:
            self.entries.clear()

    @contextmanager
    def _one_asks(self, key: K) -> Iterator[bool]:
        """Lets one reader in and the others of the same key once it is through, and says who waited: a
        dozen tabs opened at once are one answer of many megabytes and not a dozen. When it fails they all
        ask, so that nobody waits longer than for two."""
        with self.lock:
            before = self.asking.get(key)
            own = self.asking.setdefault(key, Event())
        if before:
            before.wait()
            yield True
            return
        try:
            yield False
        finally:
            with self.lock:
                del self.asking[key]
            own.set()

    def _look_up(self, key: K) -> tuple[float, V] | None:
        with self.lock:
            self._let_go_of_the_old()
            if key not in self.entries:
                return None
            self.entries.move_to_end(key)
            return self.entries[key]

    def _keep(self, key: K, value: V) -> None:
        with self.lock:
            self._let_go_of_the_old()
            self.entries[key] = (self.clock(), self.mark(value))
            self.entries.move_to_end(key)
            weight = sum(self.weigh(value) for _, value in self.entries.values())
            while len(self.entries) > 1 and weight > self.most():
                _, (_, oldest) = self.entries.popitem(last=False)
                weight -= self.weigh(oldest)

    def _let_go_of_the_old(self) -> None:
        """By time, whether anybody asks for them again or not."""
        ended = self.clock() - self.seconds
        for key in [key for key, (at, _) in self.entries.items() if at < ended]:
            del self.entries[key]

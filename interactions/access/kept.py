"""What a UCS gave, kept for a moment in this process: histories, so that paging, filtering and stepping
through one customer's interactions ask the UCS once (its list has no paging: docs/ucs-protocol.md §1.3), and
contents that hold others, so that a mail's frame, pictures and parts do.

Bounded in weight and in time; gone with the process; on no disk. Safe to use from many threads.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
SECONDS = 60.0


@dataclass(frozen=True)
class Entry(Generic[V]):
    """A value, when it was asked for (seconds since 1970), and what it weighs."""

    value: V
    at: float
    weight: int


class Kept(Generic[K, V]):
    """A least-recently-used store. `weigh` gives a value's weight, `most` the weight of all together.

    `seconds` is how long a value is kept, 0 for not at all, and `born` from when on (seconds since 1970; now,
    without it). `mark` is done to a value when it is put in, so that who gets it later knows that it was
    kept. `let_go` is told of what had to go for want of room, never of what had its time.
    """

    def __init__(
        self,
        *,
        weigh: Callable[[V], int],
        most: Callable[[], int],
        seconds: Callable[[], float] = lambda: SECONDS,
        born: Callable[[V], float] = lambda value: float("inf"),
        mark: Callable[[V], V] = lambda value: value,
        let_go: Callable[[K, V], None] = lambda key, value: None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.weigh, self.most, self.seconds = weigh, most, seconds
        self.born, self.mark, self.let_go, self.clock = born, mark, let_go, clock
        self.entries: OrderedDict[K, Entry[V]] = OrderedDict()
        self.asking: dict[K, Future[Entry[V]]] = {}
        self.lock = Lock()

    def get(
        self,
        key: K,
        fetch: Callable[[], V],
        *,
        since: float = 0,
        enough: Callable[[V], bool] = lambda value: True,
    ) -> V:
        """The kept value, or the one that `fetch` gives, which takes its place; none from before `since`
        (seconds since 1970), and none that is not `enough`. An error of `fetch` keeps what was there.

        A dozen who come at once are one question. When it fails one of them asks again, for all: nobody waits
        longer than for two.
        """
        failed = False
        while True:
            with self.lock:
                if (entry := self._look_up(key, since)) and enough(entry.value):
                    return entry.value
                question = self.asking.get(key)
                if question is None:
                    question = self.asking[key] = Future()
                    break
            if error := question.exception():
                if failed:
                    raise error
                failed = True
            elif (answer := question.result()).at >= since and enough(answer.value):
                return answer.value
        return self._ask(key, fetch, question)

    def clear(self) -> None:
        with self.lock:
            self.entries.clear()

    def _ask(self, key: K, fetch: Callable[[], V], question: "Future[Entry[V]]") -> V:
        """Asks for all who wait for this question. It is kept before it is answered: nobody falls between."""
        try:
            value = fetch()
            entry = Entry(self.mark(value), min(self.born(value), self.clock()), self.weigh(value))
        except BaseException as error:
            self._answered(key)
            question.set_exception(error)
            raise
        gone = self._answered(key, entry)
        question.set_result(entry)
        for old, left in gone:
            self.let_go(old, left.value)
        return value

    def _answered(self, key: K, entry: Entry[V] | None = None) -> list[tuple[K, Entry[V]]]:
        """The question is over; what is kept is there. Gives what had to go."""
        with self.lock:
            del self.asking[key]
            return self._keep(key, entry) if entry and self.seconds() > 0 else []

    def _look_up(self, key: K, since: float) -> Entry[V] | None:
        self._let_go_of_the_old()
        entry = self.entries.get(key)
        if entry is None or entry.at < since:
            return None
        self.entries.move_to_end(key)
        return entry

    def _keep(self, key: K, entry: Entry[V]) -> list[tuple[K, Entry[V]]]:
        self._let_go_of_the_old()
        self.entries[key] = entry
        self.entries.move_to_end(key)
        weight, gone = sum(entry.weight for entry in self.entries.values()), []
        while len(self.entries) > 1 and weight > self.most():
            gone.append(self.entries.popitem(last=False))
            weight -= gone[-1][1].weight
        return gone

    def _let_go_of_the_old(self) -> None:
        """By time, whether anybody asks for them again or not."""
        ended = self.clock() - self.seconds()
        for key in [key for key, entry in self.entries.items() if entry.at < ended]:
            del self.entries[key]

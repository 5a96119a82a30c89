"""A cache that loads each missing key once, however many threads ask for it at the same moment."""

import time
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Any, Generic, TypeVar

from interactions.access.cache.bounded_store import BoundedStore, StoredEntry

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


def accept_any(value: Any) -> bool:
    """Any value will do."""
    return True


def ignore_eviction(key: Any, value: Any) -> None:
    """Nobody has to know."""


class SingleFlightCache(Generic[K, V]):
    """A time-bounded LRU cache with single flight: concurrent calls for one key share one load. Thread-safe.

    `max_bytes` bounds the sum of what `size_of` gives for the values; one that is larger alone is cached
    alone. `ttl` is the seconds for which a value is cached, 0 for not at all, counted from `created_at`
    (seconds since 1970, from when its load began without it). Both bounds are read anew each time. `on_evict`
    is told of what went for want of room, never of what expired.

    `clock` gives seconds since 1970, and only says which of two values is newer; `timer` lets values expire,
    so that a clock that is set makes none live longer.
    """

    def __init__(
        self,
        *,
        max_bytes: Callable[[], int],
        ttl: Callable[[], float],
        size_of: Callable[[V], int],
        created_at: Callable[[V], float] | None = None,
        on_evict: Callable[[K, V], None] = ignore_eviction,
        clock: Callable[[], float] = time.time,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self.max_bytes, self.ttl, self.size_of = max_bytes, ttl, size_of
        self.created_at, self.on_evict = created_at, on_evict
        self.clock, self.timer = clock, timer
        self._store: BoundedStore[K, V] = BoundedStore(timer)
        self._in_flight: dict[K, Future[StoredEntry[V]]] = {}
        self._lock = Lock()

    def get_or_load(
        self,
        key: K,
        load: Callable[[], V],
        *,
        not_before: float = 0.0,
        is_usable: Callable[[V], bool] = accept_any,
    ) -> V:
        """The cached value, if it was created at or after `not_before` (seconds since 1970) and is usable;
        else what `load` returns, which takes its place. Raises what `load` raises; what was cached then
        stays.

        A caller whose shared load failed loads once more, for all who wait: nobody waits for more than two.
        """
        has_failed = False
        while True:
            with self._lock:
                entry = self._store.find(key)
                if entry and self._is_recent(entry, not_before) and is_usable(entry.value):
                    return entry.value
                call = self._in_flight.get(key)
                if call is None:
                    call = self._in_flight[key] = Future()
                    break
            error = call.exception()
            if error is None:
                entry = call.result()
                if self._is_recent(entry, not_before) and is_usable(entry.value):
                    return entry.value
            elif isinstance(error, Exception):  # else it ended the other thread, and is none of this one's
                if has_failed:
                    raise error
                has_failed = True
        return self._load(key, load, call)

    def clear(self) -> None:
        with self._lock:
            self._store.clear()

    def get_keys(self) -> list[K]:
        """The keys of what is cached now, in the order of insertion."""
        with self._lock:
            return list(self._store)

    def _load(self, key: K, load: Callable[[], V], call: "Future[StoredEntry[V]]") -> V:
        """Loads for all who wait for this call. The value is cached before the call ends, so that whoever
        comes between the two finds it."""
        try:
            entry = self._load_entry(load)
            with self._lock:
                evicted = self._store.put(key, entry, max_bytes=self.max_bytes(), min_entries=1)
                del self._in_flight[key]
        except BaseException as error:
            with self._lock:
                del self._in_flight[key]
            call.set_exception(error)
            raise
        call.set_result(entry)
        for evicted_key, evicted_entry in evicted:
            self.on_evict(evicted_key, evicted_entry.value)
        return entry.value

    def _load_entry(self, load: Callable[[], V]) -> StoredEntry[V]:
        started_at = self.clock()
        value = load()
        now = self.clock()
        created_at = min(self.created_at(value) if self.created_at else started_at, now)
        expires_at = self.timer() + self.ttl() - (now - created_at)
        return StoredEntry(value, self.size_of(value), created_at, expires_at)

    def _is_recent(self, entry: StoredEntry[V], not_before: float) -> bool:
        """Whether it is known to be from `not_before` or later. One that seems to come from the future is
        not: the clock was set back since."""
        return not_before <= 0 or not_before <= entry.created_at <= self.clock()

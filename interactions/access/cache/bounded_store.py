"""The store under every cache of a process: cachetools' TLRUCache, bounded in bytes and in time."""

import math
import time
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from cachetools import TLRUCache

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(frozen=True)
class StoredEntry(Generic[V]):
    """A value with its size (bytes), when it was made (seconds since 1970) and when its time is up (by the
    store's timer)."""

    value: V
    size: int
    created_at: float
    expires_at: float


class BoundedStore(Generic[K, V]):
    """Entries by key. Expired ones go at the next call, whatever its key; for want of room, the least
    recently used go first.

    Not thread-safe, as cachetools is not: callers hold a lock. No call looks at all entries, so that the lock
    is held for microseconds. `timer` gives seconds that no change of the clock moves.
    """

    def __init__(self, timer: Callable[[], float] = time.monotonic) -> None:
        self.timer = timer
        self._entries: TLRUCache[K, StoredEntry[V], float] = TLRUCache(
            math.inf, ttu=lambda key, entry, now: entry.expires_at, timer=timer, getsizeof=_get_size
        )

    def find(self, key: K) -> StoredEntry[V] | None:
        self._entries.expire()
        return self._entries.get(key)

    def put(
        self, key: K, entry: StoredEntry[V], *, max_bytes: int, min_entries: int = 0
    ) -> list[tuple[K, StoredEntry[V]]]:
        """Stores an entry, unless its time is up, in place of an older one, and returns those that were
        evicted to keep all of them within `max_bytes`. The last `min_entries` stay, whatever their size."""
        self._entries[key] = entry
        evicted = []
        while self._entries.currsize > max_bytes and len(self._entries) > min_entries:
            evicted.append(self._entries.popitem())
        return evicted

    def delete(self, key: K) -> bool:
        """Whether there was such an entry."""
        return self._entries.pop(key, None) is not None

    def clear(self) -> None:
        self._entries.clear()

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[K]:
        """Keys in the order of insertion."""
        return iter(self._entries)


def _get_size(entry: StoredEntry[V]) -> int:
    return entry.size

"""Cached histories on two levels: decoded ones in this process, from which a page takes a millisecond, over
serialized ones in Django's cache (shared_cache.py), a thirtieth of their size or less.

A cache that processes share gets every history that was loaded. The one in this process gets what the first
level evicts: until then it would hold the same twice.
"""

import time
from collections.abc import Callable
from dataclasses import replace

from django.conf import settings

from interactions.access.cache.cache_key import CacheKey
from interactions.access.cache.shared_cache import SharedCache
from interactions.access.cache.single_flight import SingleFlightCache, accept_any
from interactions.history.history import History
from interactions.history.history_key import HistoryKind

ROW_BYTES = 1350  # of a decoded row with its part of all columns of the index, measured
UDATA_PAIR_BYTES = 13  # of a key and its value in the attached data
MIN_HISTORY_BYTES = 2048  # that a history counts as at least, or there could be any number of empty ones


class HistoryCache:
    """The histories of one process. `clock` gives seconds since 1970."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.shared = SharedCache(clock)
        self.decoded: SingleFlightCache[CacheKey[HistoryKind], History] = SingleFlightCache(
            max_bytes=lambda: settings.HISTORY_KEPT_BYTES,
            ttl=lambda: settings.HISTORY_SECONDS,
            size_of=measure_history,
            created_at=lambda history: history.fetched_at.timestamp(),
            on_evict=self._share_evicted,
            clock=clock,
        )

    def get_or_load(
        self,
        key: CacheKey[HistoryKind],
        load: Callable[[], History],
        *,
        not_before: float = 0.0,
        with_udata: bool = False,
    ) -> History:
        """The history from this process, else from the shared cache, else from the UCS by `load`; none that
        was fetched before `not_before` (seconds since 1970). With `with_udata` never from the shared cache,
        which has none. Raises what `load` raises."""
        loaded: list[History] = []

        def load_for_all() -> History:
            shared = None if with_udata else self.shared.find(key, not_before)
            loaded.append(shared or self._load_and_share(key, load))
            return replace(loaded[0], kept=True)

        is_usable = has_udata if with_udata else accept_any
        cached = self.decoded.get_or_load(key, load_for_all, not_before=not_before, is_usable=is_usable)
        return loaded[0] if loaded else cached

    def _load_and_share(self, key: CacheKey[HistoryKind], load: Callable[[], History]) -> History:
        history = load()
        if settings.CACHE_URL:
            self.shared.put(key, history)
        return history

    def _share_evicted(self, key: CacheKey[HistoryKind], history: History) -> None:
        if not settings.CACHE_URL:
            self.shared.put(key, history)


def measure_history(history: History) -> int:
    """Bytes: what its rows take, or what the UCS sent when that is more, as with long subjects; and what its
    attached data takes."""
    udata = UDATA_PAIR_BYTES * history.index.udata.pairs if history.index.udata else 0
    return max(MIN_HISTORY_BYTES, ROW_BYTES * len(history.rows), history.size) + udata


def has_udata(history: History) -> bool:
    """Whether it can be filtered by its attached data."""
    return history.index.udata is not None


history_cache = HistoryCache()

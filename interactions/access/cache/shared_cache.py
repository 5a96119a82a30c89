"""The second level of cached histories: serialized and encrypted in Django's cache `histories`, which several
processes share when CACHE_URL names one.

A cache is a convenience. One that is down, slow, full or holds something else is a line in the log and a
question to the UCS, and then it is left alone for a while, so that not every page waits for it.
"""

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.core.cache import caches

from interactions.access.cache.cache_key import CacheKey
from interactions.access.cache.encryption import build_pseudonym, decrypt, encrypt
from interactions.access.cache.serialization import FORMAT_VERSION, deserialize_history, serialize_history
from interactions.history.history import History
from interactions.history.history_key import HistoryKind

T = TypeVar("T")
logger = logging.getLogger("interactions.access")
RETRY_SECONDS = 10.0  # for which a cache that failed is left alone


class SharedCache:
    """Histories by key. `clock` gives seconds since 1970, which processes have in common; `timer` seconds
    that no change of the clock moves."""

    def __init__(
        self, clock: Callable[[], float] = time.time, timer: Callable[[], float] = time.monotonic
    ) -> None:
        self.clock, self.timer = clock, timer
        self._retry_at = 0.0  # by the timer

    def find(self, key: CacheKey[HistoryKind], not_before: float) -> History | None:
        """The history, if there is one that was fetched at or after `not_before` (seconds since 1970) and has
        not expired."""
        entry_name = _build_entry_name(key)
        encrypted = self._try(lambda: caches["histories"].get(entry_name))
        if encrypted is None:
            return None
        history = _read_entry(encrypted, entry_name, key)
        if history is None:
            logger.warning("An entry of the cache of histories is none of ours: the UCS is asked")
            return None
        is_recent = history.fetched_at.timestamp() >= not_before and self._get_ttl(history) > 0
        return history if is_recent else None

    def put(self, key: CacheKey[HistoryKind], history: History) -> None:
        """Stores it for the rest of its time. One that is too large deletes what was there, which is
        older."""
        ttl = self._get_ttl(history)
        if ttl <= 0:
            return
        entry_name = _build_entry_name(key)
        data = serialize_history(history, settings.UCS_MAX_BYTES)
        if data is None or len(data) > settings.HISTORY_ENTRY_BYTES:
            self._try(lambda: caches["histories"].delete(entry_name))
            return
        encrypted = encrypt(data, entry_name)
        self._try(lambda: caches["histories"].set(entry_name, encrypted, timeout=max(1, int(ttl))))

    def is_available(self) -> bool:
        """Whether the cache answers now, left alone or not: for the health check."""
        try:
            caches["histories"].has_key("availability")
        except Exception:  # noqa: BLE001 - as below
            return False
        return True

    def _get_ttl(self, history: History) -> float:
        """Seconds for which it may still be shown. A clock that is ahead elsewhere gives no more time."""
        age = max(0.0, self.clock() - history.fetched_at.timestamp())
        return float(settings.HISTORY_SECONDS - age)

    def _try(self, query: Callable[[], T]) -> T | None:
        if self.timer() < self._retry_at:
            return None
        try:
            return query()
        except Exception as error:  # noqa: BLE001 - caches raise what their client raises: there is no one error
            self._retry_at = self.timer() + RETRY_SECONDS
            logger.warning(
                "The cache of histories fails (%s) and is left alone for %d s",
                type(error).__name__,
                RETRY_SECONDS,
            )
            return None


def _build_entry_name(key: CacheKey[HistoryKind]) -> str:
    """Tells the format too: a release with another one finds none of these."""
    return build_pseudonym(FORMAT_VERSION, key.pseudonym)


def _read_entry(encrypted: object, entry_name: str, key: CacheKey[HistoryKind]) -> History | None:
    """The history of an entry; None for anything that was not written under this name and with our key."""
    data = decrypt(encrypted, entry_name) if isinstance(encrypted, bytes) else None
    if data is None:
        return None
    return deserialize_history(
        data, key.kind, key.identifier, max_bytes=settings.UCS_MAX_BYTES, repeat_days=settings.REPEAT_DAYS
    )

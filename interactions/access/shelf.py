"""The second level of what is kept: histories packed and sealed in Django's cache `histories`, which several
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

from interactions.access.packing import FORM, pack, unpack
from interactions.access.seal import name_of, seal, unseal
from interactions.history.history import History, HistoryKind

T = TypeVar("T")
logger = logging.getLogger("interactions.access")
PAUSE = 10.0  # seconds for which a cache that failed is left alone


class Shelf:
    """`clock` gives seconds since 1970."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.left_alone_until = 0.0

    def take(self, name: str, owner: HistoryKind, identifier: str, since: float) -> History | None:
        """The history under this name, when there is one that was fetched since then and still has time."""
        sealed = self._try(lambda: caches["histories"].get(_place(name)))
        if sealed is None:
            return None
        packed = unseal(sealed, _place(name)) if isinstance(sealed, bytes) else None
        told = (owner, identifier, settings.UCS_MAX_BYTES, settings.REPEAT_DAYS)
        history = unpack(packed, *told) if packed is not None else None
        if history is None:
            logger.warning("An entry of the cache of histories is none of ours: the UCS is asked")
            return None
        return history if history.fetched_at.timestamp() >= since and self._left(history) > 0 else None

    def put(self, name: str, history: History) -> None:
        """Puts it there for the rest of its time. One that is too large takes away what was there: it would
        be older."""
        left = self._left(history)
        if left <= 0:
            return
        packed = pack(history, settings.UCS_MAX_BYTES)
        if packed is None or len(packed) > settings.HISTORY_ENTRY_BYTES:
            self._try(lambda: caches["histories"].delete(_place(name)))
            return
        sealed = seal(packed, _place(name))
        self._try(lambda: caches["histories"].set(_place(name), sealed, timeout=max(1, int(left))))

    def answers(self) -> bool:
        """Whether the cache can be asked now, left alone or not: for the health check."""
        try:
            caches["histories"].has_key(_place(""))
        except Exception:  # noqa: BLE001 - as below
            return False
        return True

    def _left(self, history: History) -> float:
        """Seconds for which it may still be shown. A clock that is ahead elsewhere gives no more time."""
        age = max(0.0, self.clock() - history.fetched_at.timestamp())
        return float(settings.HISTORY_SECONDS - age)

    def _try(self, work: Callable[[], T]) -> T | None:
        if self.clock() < self.left_alone_until:
            return None
        try:
            return work()
        except Exception as error:  # noqa: BLE001 - caches raise what their client raises: there is no one error
            self.left_alone_until = self.clock() + PAUSE
            logger.warning(
                "The cache of histories fails (%s) and is left alone for %d s", type(error).__name__, PAUSE
            )
            return None


def _place(name: str) -> str:
    """The key of an entry, which says its form too: another release finds none of another form."""
    return name_of(FORM, name)

"""Histories, kept for a moment on two levels: decoded ones in this process, from which a page takes a
millisecond, over packed ones in Django's cache (shelf.py), a thirtieth of their size or less.

A cache that processes share is given every history that was fetched. The one in this process is given what
the first level has no more room for: until then it would hold the same twice.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from django.conf import settings

from interactions.access.kept import Kept
from interactions.access.seal import name_of
from interactions.access.shelf import Shelf
from interactions.history.history import History, HistoryKind

ROW = 1350  # bytes of a decoded row with its part of all columns of the index, measured
PAIR = 13  # bytes of a key and its value in the attached data
LEAST = 2048  # bytes that a history weighs at least, or there could be any number of empty ones


@dataclass(frozen=True)
class Key:
    """What a kept history is found by: the UCS that gave it, what the reader may see, and whose it is."""

    origin: tuple[str, ...]
    scope: str
    owner: HistoryKind
    identifier: str

    @cached_property
    def name(self) -> str:
        """The same without any of it being told."""
        return name_of(*self.origin, self.scope, self.owner, self.identifier)


class Histories:
    """What one process keeps. `clock` gives seconds since 1970."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.shelf = Shelf(clock)
        self.decoded: Kept[Key, History] = Kept(
            weigh=weight,
            most=lambda: settings.HISTORY_KEPT_BYTES,
            seconds=lambda: settings.HISTORY_SECONDS,
            born=lambda history: history.fetched_at.timestamp(),
            mark=lambda history: replace(history, kept=True),
            let_go=self._let_go,
            clock=clock,
        )

    def get(self, key: Key, ask: Callable[[], History], *, since: float = 0, udata: bool = False) -> History:
        """From this process, else from the cache, else from the UCS by `ask`; nothing that was asked for
        before `since` (seconds since 1970). With `udata` never from the cache, which has none."""
        if udata:
            return self.decoded.get(key, lambda: self._ask(key, ask), since=since, enough=with_udata)
        return self.decoded.get(key, lambda: self._fetch(key, ask, since), since=since)

    def _fetch(self, key: Key, ask: Callable[[], History], since: float) -> History:
        found = self.shelf.take(key.name, key.owner, key.identifier, since)
        return found or self._ask(key, ask)

    def _ask(self, key: Key, ask: Callable[[], History]) -> History:
        history = ask()
        if settings.CACHE_URL:
            self.shelf.put(key.name, history)
        return history

    def _let_go(self, key: Key, history: History) -> None:
        if not settings.CACHE_URL:
            self.shelf.put(key.name, history)


def weight(history: History) -> int:
    """Bytes: what its rows take, or what the UCS sent when that is more, as with long subjects; and what its
    attached data takes."""
    attached = PAIR * history.index.udata.pairs if history.index.udata else 0
    return max(LEAST, ROW * len(history.rows), history.size) + attached


def with_udata(history: History) -> bool:
    """Whether it can be filtered by its attached data."""
    return history.index.udata is not None


histories = Histories()

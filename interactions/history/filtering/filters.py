"""Which of a history's interactions a reader wants to see, and in what order."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from interactions.history.columns.record_codes import (
    ContentPresence,
    Direction,
    InteractionStatus,
    MediaFamily,
)


@dataclass(frozen=True)
class HistoryFilter:
    """Which rows of a history are wanted, and in what order. An empty group asks nothing.

    `start` and `end` are days, both included, of a zone that whoever applies the filter names. `handler` are
    agents, or owners as `owner 203`. A row matches `content` with one of its values. `udata` are conditions
    that must all hold (udata_index.py), `repeat` asks for repeat contacts (repeat_contacts.py). All words of
    `text` must occur in a row's subject, agent, owner, sub-type, media type or IDs, in any case; the attached
    data is not searched."""

    media: frozenset[MediaFamily] = frozenset()
    direction: frozenset[Direction] = frozenset()
    status: frozenset[InteractionStatus] = frozenset()
    handler: frozenset[str] = frozenset()
    content: frozenset[ContentPresence] = frozenset()
    udata: tuple[str, ...] = ()
    repeat: bool = False
    thread: str = ""
    start: date | None = None
    end: date | None = None
    text: str = ""
    oldest_first: bool = False

    def changed(self, **changes: Any) -> "HistoryFilter":
        """A copy with other values in some of its fields."""
        return replace(self, **changes)

    @property
    def turned(self) -> "HistoryFilter":
        """This filter with the order of its list reversed."""
        return self.changed(oldest_first=not self.oldest_first)

    @property
    def cleared(self) -> "HistoryFilter":
        """The filter that asks nothing, in the order of this one."""
        return HistoryFilter(oldest_first=self.oldest_first)

    @property
    def narrows(self) -> bool:
        """Whether it may leave anything out."""
        return self.narrows_more_than_period or bool(self.start or self.end)

    @property
    def narrows_more_than_period(self) -> bool:
        """Whether it may leave out some of a day's interactions and show others."""
        return self != HistoryFilter(start=self.start, end=self.end, oldest_first=self.oldest_first)

    @property
    def words(self) -> tuple[str, ...]:
        """The words that must all occur in a row, case-folded."""
        return tuple(self.text.casefold().split())

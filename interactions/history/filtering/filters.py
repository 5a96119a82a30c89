"""Which of a history's interactions a reader wants to see, and in what order."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from interactions.history.record_codes import ContentPresence, Direction, InteractionStatus, MediaFamily

MAX_FILTER_VALUE_CHARACTERS = 200


@dataclass(frozen=True)
class HistoryFilter:
    """An empty group asks nothing. `start` and `end` are days, both included, of the zone that the page says.
    `handler` are agents, or owners as `owner 203`; `content` asks for one of its values; `udata` are
    conditions that must all hold; `repeat` asks for repeat contacts (repeat_contacts.py); `text` asks
    for all of its words, anywhere in a row's subject, agent, owner, sub-type, media type and IDs, in any
    case, and not in its attached data."""

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
        """The same filter with other values in some of its fields."""
        return replace(self, **changes)

    @property
    def turned(self) -> "HistoryFilter":
        """The same list the other way round."""
        return self.changed(oldest_first=not self.oldest_first)

    @property
    def cleared(self) -> "HistoryFilter":
        """The whole list, in the same order."""
        return HistoryFilter(oldest_first=self.oldest_first)

    @property
    def narrows(self) -> bool:
        """Whether it may leave anything out."""
        return self.narrows_more_than_period or bool(self.start or self.end)

    @property
    def narrows_more_than_period(self) -> bool:
        """Whether a day's interactions may be shown in part."""
        return self != HistoryFilter(start=self.start, end=self.end, oldest_first=self.oldest_first)

    @property
    def words(self) -> tuple[str, ...]:
        """What must occur in a row, ready to be compared."""
        return tuple(self.text.casefold().split())

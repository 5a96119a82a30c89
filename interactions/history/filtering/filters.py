"""Which of a history's interactions a reader wants to see, and in what order: kept in a page's query.

media=voice&media=chat&direction=inbound&status=done&handler=KMILBURN&content=plain_text
&udata=OrderNumber%3D4471&repeat=yes&thread=00000J0A&from=2026-01-01&to=2026-02-01&q=parcel&order=oldest
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.http import QueryDict

from interactions.history.columns.row_columns.record_codes import (
    ContentPresence,
    Direction,
    InteractionStatus,
    MediaFamily,
)
from interactions.history.columns.row_columns.udata_index import fold_for_comparison

E = TypeVar("E", bound=StrEnum)
MAX_FILTER_VALUE_CHARACTERS = 200
MAX_HANDLERS = 50  # agents in one filter
MAX_UDATA_CONDITIONS = 5
YES_VALUE = "yes"


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

    @classmethod
    def from_query(cls, query: QueryDict) -> "HistoryFilter":
        """The filter that a query asks for. What is not understood is left out (see `find_ignored_values`);
        a period whose ends are the wrong way round is turned."""
        start, end = _parse_date(query.get("from", "")), _parse_date(query.get("to", ""))
        if start and end and start > end:
            start, end = end, start
        return cls(
            media=_parse_members(MediaFamily, query.getlist("media")),
            direction=_parse_members(Direction, query.getlist("direction")),
            status=_parse_members(InteractionStatus, query.getlist("status")),
            handler=frozenset(
                name[:MAX_FILTER_VALUE_CHARACTERS] for name in query.getlist("handler")[:MAX_HANDLERS] if name
            ),
            content=_parse_members(ContentPresence, query.getlist("content")),
            udata=_parse_conditions(query)[:MAX_UDATA_CONDITIONS],
            repeat=YES_VALUE in query.getlist("repeat"),
            thread=query.get("thread", "").strip()[:MAX_FILTER_VALUE_CHARACTERS],
            start=start,
            end=end,
            text=" ".join(query.get("q", "").split())[:MAX_FILTER_VALUE_CHARACTERS],
            oldest_first=query.get("order") == "oldest",
        )

    def query(self, **changes: Any) -> str:
        """The canonical query string, of this filter with `changes` of its fields; "" when nothing is set."""
        chosen = self.changed(**changes)
        pairs = [
            *(("media", value) for value in MediaFamily if value in chosen.media),
            *(("direction", value) for value in Direction if value in chosen.direction),
            *(("status", value) for value in InteractionStatus if value in chosen.status),
            *(("handler", value) for value in sorted(chosen.handler)),
            *(("content", value) for value in ContentPresence if value in chosen.content),
            *(("udata", value) for value in chosen.udata),
        ]
        named = {
            "repeat": YES_VALUE if chosen.repeat else "",
            "thread": chosen.thread,
            "from": chosen.start.isoformat() if chosen.start else "",
            "to": chosen.end.isoformat() if chosen.end else "",
            "q": chosen.text,
            "order": "oldest" if chosen.oldest_first else "",
        }
        return urlencode([*pairs, *((name, value) for name, value in named.items() if value)])

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


def find_ignored_values(query: QueryDict) -> tuple[str, ...]:
    """The values of a query that no filter can mean, for whoever typed them or got a mangled link."""
    groups: dict[str, type[StrEnum]] = {
        "media": MediaFamily,
        "direction": Direction,
        "status": InteractionStatus,
        "content": ContentPresence,
    }
    members = [
        value
        for name, group in groups.items()
        for value in query.getlist(name)
        if value and value not in set(group)
    ]
    days = [
        value
        for name in ("from", "to", "day")
        if (value := query.get(name, "")) and _parse_date(value) is None
    ]
    udata = [value for value in query.getlist("udata") if len(value.strip()) > MAX_FILTER_VALUE_CHARACTERS]
    repeat = [value for value in query.getlist("repeat") if value not in ("", YES_VALUE)]
    return (*members, *udata, *_parse_conditions(query)[MAX_UDATA_CONDITIONS:], *repeat, *days)


def parse_requested_day(query: QueryDict) -> date | None:
    """The day that a query wants the list to begin with, `day=2026-05-03`; `None` when it names none."""
    return _parse_date(query.get("day", ""))


def _parse_members(group: type[E], values: Iterable[str]) -> frozenset[E]:
    known = {member.value: member for member in group}
    return frozenset(known[value] for value in values if value in known)


def _parse_conditions(query: QueryDict) -> tuple[str, ...]:
    """Each once, in the order given; one that is too long would be another when it is cut."""
    values = (value.strip() for value in query.getlist("udata"))
    return tuple(
        {
            fold_for_comparison(value): value
            for value in values
            if 0 < len(value) <= MAX_FILTER_VALUE_CHARACTERS
        }.values()
    )


def _parse_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

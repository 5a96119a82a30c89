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

from interactions.history.filtering.udata import folded
from interactions.history.media import Direction, Family, Has, State

E = TypeVar("E", bound=StrEnum)
LONGEST_TEXT = 200
MOST = 50  # agents in one filter
MOST_UDATA = 5
YES = "yes"


@dataclass(frozen=True)
class Filter:
    """An empty group asks nothing. `start` and `end` are days, both included, of the zone that the page says.
    `handler` are agents, or owners as `owner 203`; `content` asks for one of its values; `udata` are
    conditions that must all hold (udata.py); `repeat` asks for repeated contacts (repeats.py); `text` asks
    for all of its words, anywhere in a row's subject, agent, owner, sub-type, media type and IDs, in any
    case, and not in its attached data."""

    media: frozenset[Family] = frozenset()
    direction: frozenset[Direction] = frozenset()
    status: frozenset[State] = frozenset()
    handler: frozenset[str] = frozenset()
    content: frozenset[Has] = frozenset()
    udata: tuple[str, ...] = ()
    repeat: bool = False
    thread: str = ""
    start: date | None = None
    end: date | None = None
    text: str = ""
    oldest_first: bool = False

    @classmethod
    def from_query(cls, query: QueryDict) -> "Filter":
        """The filter that a query asks for. What is not understood is left out (see `ignored`); a period
        whose ends are the wrong way round is turned."""
        start, end = _day(query.get("from", "")), _day(query.get("to", ""))
        if start and end and start > end:
            start, end = end, start
        return cls(
            media=_members(Family, query.getlist("media")),
            direction=_members(Direction, query.getlist("direction")),
            status=_members(State, query.getlist("status")),
            handler=frozenset(name[:LONGEST_TEXT] for name in query.getlist("handler")[:MOST] if name),
            content=_members(Has, query.getlist("content")),
            udata=_conditions(query)[:MOST_UDATA],
            repeat=YES in query.getlist("repeat"),
            thread=query.get("thread", "").strip()[:LONGEST_TEXT],
            start=start,
            end=end,
            text=" ".join(query.get("q", "").split())[:LONGEST_TEXT],
            oldest_first=query.get("order") == "oldest",
        )

    def query(self, **changes: Any) -> str:
        """The canonical query string, of this filter with `changes` of its fields; "" when nothing is set."""
        chosen = self.changed(**changes)
        pairs = [
            *(("media", value) for value in Family if value in chosen.media),
            *(("direction", value) for value in Direction if value in chosen.direction),
            *(("status", value) for value in State if value in chosen.status),
            *(("handler", value) for value in sorted(chosen.handler)),
            *(("content", value) for value in Has if value in chosen.content),
            *(("udata", value) for value in chosen.udata),
        ]
        named = {
            "repeat": YES if chosen.repeat else "",
            "thread": chosen.thread,
            "from": chosen.start.isoformat() if chosen.start else "",
            "to": chosen.end.isoformat() if chosen.end else "",
            "q": chosen.text,
            "order": "oldest" if chosen.oldest_first else "",
        }
        return urlencode([*pairs, *((name, value) for name, value in named.items() if value)])

    def changed(self, **changes: Any) -> "Filter":
        """The same filter with other values in some of its fields."""
        return replace(self, **changes)

    @property
    def turned(self) -> "Filter":
        """The same list the other way round."""
        return self.changed(oldest_first=not self.oldest_first)

    @property
    def cleared(self) -> "Filter":
        """The whole list, in the same order."""
        return Filter(oldest_first=self.oldest_first)

    @property
    def narrows(self) -> bool:
        """Whether it may leave anything out."""
        return self.narrows_more_than_period or bool(self.start or self.end)

    @property
    def narrows_more_than_period(self) -> bool:
        """Whether a day's interactions may be shown in part."""
        return self != Filter(start=self.start, end=self.end, oldest_first=self.oldest_first)

    @property
    def words(self) -> tuple[str, ...]:
        """What must occur in a row, ready to be compared."""
        return tuple(self.text.casefold().split())


def ignored(query: QueryDict) -> tuple[str, ...]:
    """The values of a query that no filter can mean, for whoever typed them or got a mangled link."""
    groups: dict[str, type[StrEnum]] = {
        "media": Family,
        "direction": Direction,
        "status": State,
        "content": Has,
    }
    members = [
        value
        for name, group in groups.items()
        for value in query.getlist(name)
        if value and value not in set(group)
    ]
    days = [value for name in ("from", "to", "day") if (value := query.get(name, "")) and _day(value) is None]
    udata = [value for value in query.getlist("udata") if len(value.strip()) > LONGEST_TEXT]
    repeat = [value for value in query.getlist("repeat") if value not in ("", YES)]
    return (*members, *udata, *_conditions(query)[MOST_UDATA:], *repeat, *days)


def day_asked(query: QueryDict) -> date | None:
    """The day that a query wants the list to begin with, `day=2026-05-03`; `None` when it names none."""
    return _day(query.get("day", ""))


def _members(group: type[E], values: Iterable[str]) -> frozenset[E]:
    known = {member.value: member for member in group}
    return frozenset(known[value] for value in values if value in known)


def _conditions(query: QueryDict) -> tuple[str, ...]:
    """Each once, in the order given; one that is too long would be another when it is cut."""
    values = (value.strip() for value in query.getlist("udata"))
    return tuple({folded(value): value for value in values if 0 < len(value) <= LONGEST_TEXT}.values())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

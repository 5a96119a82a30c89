"""A filter as the query of an address, parsed and written.

media=voice&media=chat&direction=inbound&status=done&handler=KMILBURN&content=plain_text
&udata=OrderNumber%3D4471&repeat=yes&thread=00000J0A&from=2026-01-01&to=2026-02-01&q=parcel&order=oldest
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.http import QueryDict

from interactions.history.columns.record_codes import (
    ContentPresence,
    Direction,
    InteractionStatus,
    MediaFamily,
)
from interactions.history.columns.row_columns import MAX_FILTER_VALUE_CHARACTERS
from interactions.history.columns.udata_index import fold_for_comparison
from interactions.history.filtering.filters import HistoryFilter

E = TypeVar("E", bound=StrEnum)
MAX_HANDLERS = 50  # agents in one filter
MAX_UDATA_CONDITIONS = 5
YES_VALUE = "yes"
ENUM_PARAMETERS: dict[str, type[StrEnum]] = {
    "media": MediaFamily,
    "direction": Direction,
    "status": InteractionStatus,
    "content": ContentPresence,
}


def parse_filter(query: QueryDict) -> HistoryFilter:
    """The filter that a query asks for. Values that are not understood are left out (`find_ignored_values`
    names them); a period whose ends are the wrong way round is turned."""
    start, end = parse_date(query.get("from", "")), parse_date(query.get("to", ""))
    if start and end and start > end:
        start, end = end, start
    return HistoryFilter(
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


def format_filter_query(history_filter: HistoryFilter, **changes: Any) -> str:
    """The canonical query string of a filter with `changes` of its fields; "" when nothing is set."""
    changed = history_filter.changed(**changes)
    pairs = [
        *(("media", value) for value in MediaFamily if value in changed.media),
        *(("direction", value) for value in Direction if value in changed.direction),
        *(("status", value) for value in InteractionStatus if value in changed.status),
        *(("handler", value) for value in sorted(changed.handler)),
        *(("content", value) for value in ContentPresence if value in changed.content),
        *(("udata", value) for value in changed.udata),
    ]
    single_values = {
        "repeat": YES_VALUE if changed.repeat else "",
        "thread": changed.thread,
        "from": changed.start.isoformat() if changed.start else "",
        "to": changed.end.isoformat() if changed.end else "",
        "q": changed.text,
        "order": "oldest" if changed.oldest_first else "",
    }
    return urlencode([*pairs, *((name, value) for name, value in single_values.items() if value)])


def find_ignored_values(query: QueryDict) -> tuple[str, ...]:
    """The values of a query that no list can mean, for a reader who mistyped them or got a mangled link."""
    members = [
        value
        for name, group in ENUM_PARAMETERS.items()
        for value in query.getlist(name)
        if value and value not in set(group)
    ]
    days = [
        value
        for name in ("from", "to", "day")
        if (value := query.get(name, "")) and parse_date(value) is None
    ]
    udata = [value for value in query.getlist("udata") if len(value.strip()) > MAX_FILTER_VALUE_CHARACTERS]
    repeat = [value for value in query.getlist("repeat") if value not in ("", YES_VALUE)]
    return (*members, *udata, *_parse_conditions(query)[MAX_UDATA_CONDITIONS:], *repeat, *days)


def parse_date(text: str) -> date | None:
    """The day of an ISO 8601 date, `2026-05-03`; `None` when the text is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _parse_members(group: type[E], values: Iterable[str]) -> frozenset[E]:
    members = {member.value: member for member in group}
    return frozenset(members[value] for value in values if value in members)


def _parse_conditions(query: QueryDict) -> tuple[str, ...]:
    """Each condition once, in the order given. One that is too long is left out: cut, it would be another."""
    values = (value.strip() for value in query.getlist("udata"))
    return tuple(
        {
            fold_for_comparison(value): value
            for value in values
            if 0 < len(value) <= MAX_FILTER_VALUE_CHARACTERS
        }.values()
    )

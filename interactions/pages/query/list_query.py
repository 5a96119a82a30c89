"""The query of a list's address as one value. Each view parses it once, and hands the value on."""

from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext_noop

from interactions.history.filtering.filters import HistoryFilter
from interactions.history.filtering.pagination import PageCursor
from interactions.pages.query.filter_query import find_ignored_values, parse_date, parse_filter
from interactions.pages.query.return_target import ReturnTarget, parse_among_filter, parse_return_target

HISTOGRAM_RANGES = {
    "30d": (30, gettext_noop("30 days")),
    "90d": (90, gettext_noop("90 days")),
    "13m": (395, gettext_noop("13 months")),
}


@dataclass(frozen=True)
class ListQuery:
    """What a query asks of a customer's or a service's interactions: a filter, and which part of what it
    leaves is to be seen.

    `cursor` (`after=`) is behind what stands above the page; `has_invalid_cursor` says that there was one
    which can't be understood. `at` is the ID of what the page has to hold, "" for none. `day` is the day that
    the page begins with. `range` names a stretch of the activity histogram (`HISTOGRAM_RANGES`), or is "".
    `zone` (`tz=`) and `service` stand as they were written. `return_target` is the page that this one was
    opened from, `among` the filter of the threads above a journey. `ignored` are the values that nothing
    could be made of.
    """

    filter: HistoryFilter = field(default_factory=HistoryFilter)
    cursor: PageCursor | None = None
    has_invalid_cursor: bool = False
    at: str = ""
    day: date | None = None
    range: str = ""
    zone: str = ""
    service: str = ""
    return_target: ReturnTarget = field(default_factory=ReturnTarget)
    among: HistoryFilter = field(default_factory=HistoryFilter)
    ignored: tuple[str, ...] = ()


def parse_list_query(query: QueryDict) -> ListQuery:
    """What a query asks for. Raises `TooManyFieldsSent`, Django's 400, when the query within `among` has more
    fields than a query may have."""
    token, range_ = query.get("after", ""), query.get("range", "")
    cursor = PageCursor.parse(token)
    return ListQuery(
        filter=parse_filter(query),
        cursor=cursor,
        has_invalid_cursor=bool(token) and cursor is None,
        at=query.get("at", ""),
        day=parse_date(query.get("day", "")),
        range=range_ if range_ in HISTOGRAM_RANGES else "",
        zone=query.get("tz", ""),
        service=query.get("service", "").strip(),
        return_target=parse_return_target(query),
        among=parse_among_filter(query),
        ignored=find_ignored_values(query),
    )

"""A timeline put together: a history and a query in, all that `_timeline.html` shows out."""

from dataclasses import dataclass
from datetime import date, tzinfo

from django.utils.translation import gettext as _

from interactions.access.visits import LastVisit
from interactions.history.clock.days import find_nearest_days, get_local_day, group_by_day
from interactions.history.filtering import pagination
from interactions.history.filtering.facets import count_facets
from interactions.history.filtering.filters import HistoryFilter
from interactions.history.filtering.pagination import PageCursor, RowPage
from interactions.history.filtering.selection import FilterMatches, RowSelection
from interactions.history.history import History
from interactions.history.history_index import HistoryIndex
from interactions.history.insights.changes_since_visit import ChangesSinceVisit
from interactions.pages.formatting import format_period
from interactions.pages.lists.facets_panel import (
    FacetGroup,
    FilterChip,
    build_facet_groups,
    build_filter_chips,
    sort_offered_keys,
)
from interactions.pages.lists.list_notes import collect_notes
from interactions.pages.lists.list_urls import ListAddressBuilder
from interactions.pages.page_links import HistoryLinks
from interactions.pages.page_zone import UTC_CHOICE, ZoneChoice
from interactions.pages.query.list_query import ListQuery
from interactions.pages.timeline.activity_histogram import (
    ActivityHistogram,
    build_activity_histogram,
)
from interactions.pages.timeline.timeline_rows import RowContext, TimelineDay, build_timeline_day


@dataclass(frozen=True)
class NearbyDay:
    """A day beside an empty period, and how many interactions it has."""

    date: date
    count: int
    filter: HistoryFilter


@dataclass(frozen=True)
class SharedListParts:
    """What all pages of a list have in common, worked out for the first of them."""

    matches: FilterMatches
    groups: tuple[FacetGroup, ...]
    keys: tuple[tuple[str, int], ...]
    histogram: ActivityHistogram | None


@dataclass(frozen=True)
class TimelinePage:
    """`period` is in words, or ""; `first`, `above` (the page that begins with the day above) and `more` are
    addresses, "" on the first and the last page. `here` is the day that the list was asked to begin with, or
    the next that it has; `passed` the one that was asked for when the list has none of it. `keys` are those
    of the attached data, each with its count, when it was asked for."""

    place: ListAddressBuilder
    chosen: HistoryFilter
    period: str
    page: RowPage
    days: tuple[TimelineDay, ...]
    groups: tuple[FacetGroup, ...]
    keys: tuple[tuple[str, int], ...]
    chips: tuple[FilterChip, ...]
    histogram: ActivityHistogram | None
    near: tuple[NearbyDay, ...]
    address: str
    first: str
    above: str
    here: date | None
    passed: date | None
    more: str
    notes: tuple[str, ...]
    news: ChangesSinceVisit


def build_timeline(
    history: History, query: ListQuery, zone: ZoneChoice = UTC_CHOICE, visit: LastVisit | None = None
) -> TimelinePage:
    """The timeline that a query asks for, its days those of `zone`; what is new since a visit is marked."""
    history_filter = query.filter
    links = HistoryLinks(history.key, history_filter, zone.query)
    urls = ListAddressBuilder(links.path, query.range, zone.query)
    index, tz = history.index, zone.tzinfo
    key = (history_filter, urls.range, tz)
    shared = history.remember(key, lambda: _build_list_context(index, *key))
    matches, rows = shared.matches, shared.matches.selection
    requested_day = None if query.at else query.day
    first_day = pagination.find_listed_day(rows, requested_day, tz) if requested_day else None
    page, page_notes = (
        (pagination.get_page_from_day(rows, first_day, tz), ()) if first_day else _find_row_page(rows, query)
    )
    is_unfiltered = not history_filter.narrows_more_than_period
    row_context = RowContext(
        threads=index.threads,
        find_former=index.repeats.former,
        changes=index.news(visit.seen, history.fetched_at) if visit else ChangesSinceVisit(),
    )
    return TimelinePage(
        place=urls,
        chosen=history_filter,
        period=format_period(history_filter.start, history_filter.end),
        page=page,
        days=tuple(
            build_timeline_day(day, row_context, links, whole=is_unfiltered)
            for day in group_by_day(rows, page.start, page.stop, tz)
        ),
        groups=shared.groups,
        keys=shared.keys,
        chips=build_filter_chips(shared.groups, history_filter),
        histogram=shared.histogram,
        near=() if rows else _find_nearby_days(index, matches),
        address=urls.of(
            history_filter,
            **({"day": first_day.isoformat()} if first_day else _build_page_parameters(rows, page)),
        ),
        first=urls.of(history_filter) if page.start else "",
        above=_build_previous_day_address(rows, page, urls, history_filter, tz),
        here=first_day,
        passed=requested_day if first_day != requested_day else None,
        more=urls.of(history_filter, after=page.next.token) if page.next else "",
        notes=(*collect_notes(history, query), *page_notes),
        news=row_context.changes,
    )


def _build_list_context(
    index: HistoryIndex, chosen: HistoryFilter, range_: str, zone: tzinfo
) -> SharedListParts:
    matches = FilterMatches(index, chosen, zone)
    counts = count_facets(matches)
    return SharedListParts(
        matches=matches,
        groups=build_facet_groups(counts, chosen, index.repeat_days),
        keys=sort_offered_keys(counts),
        histogram=build_activity_histogram(index, matches.without_period, chosen, range_, zone),
    )


def _find_row_page(rows: RowSelection, query: ListQuery) -> tuple[RowPage, tuple[str, ...]]:
    """The page that the query asks for, and a note when it can't be had."""
    lost: tuple[str, ...] = ()
    if query.at:
        if page := pagination.find_page_with(rows, query.at):
            return page, ()
        lost = (_("The interaction in this link is not in this list."),)
    if query.has_invalid_cursor:
        lost = (_("The position in this link is not valid, so the list starts from the beginning."),)
    return pagination.get_page_after(rows, query.cursor, oldest_first=query.filter.oldest_first), lost


def _build_page_parameters(rows: RowSelection, page: RowPage) -> dict[str, str]:
    """What of an address makes it this page's: the interaction above it."""
    if not page.start:
        return {}
    above = rows[page.start - 1]
    return {"after": PageCursor(above.start_date, above.interaction_id).token}


def _build_previous_day_address(
    rows: RowSelection, page: RowPage, place: ListAddressBuilder, chosen: HistoryFilter, zone: tzinfo
) -> str:
    """The page that begins with the day of the row above this one; "" when there is none."""
    day = get_local_day(rows[page.start - 1], zone) if page.start else None
    return place.of(chosen, day=day.isoformat()) if day else ""


def _find_nearby_days(index: HistoryIndex, matches: FilterMatches) -> tuple[NearbyDay, ...]:
    chosen = matches.filter
    rows = RowSelection(index, matches.without_period, oldest_first=True)
    return tuple(
        NearbyDay(day, count, chosen.changed(start=day, end=day))
        for day, count in find_nearest_days(rows, chosen.start, chosen.end, matches.zone)
    )

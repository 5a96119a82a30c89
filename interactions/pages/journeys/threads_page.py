"""A customer's or a service's threads: `/customers/{id}/threads`, `/services/{id}/threads`.

The query is the timeline's. A thread is listed when any of its interactions matches, the last contact first;
`after` holds the last contact and the ID of the thread above the page, or `at` the ID of one that is on it.
"""

from collections import Counter
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from interactions.history.columns.record_codes import (
    MediaFamily,
    get_media_family,
    get_status,
)
from interactions.history.filtering.facets import count_facets
from interactions.history.filtering.filters import HistoryFilter
from interactions.history.filtering.selection import FilterMatches
from interactions.history.history import History
from interactions.history.insights.threads import InteractionThread
from interactions.history.journeys.thread_list import ThreadList, ThreadMatch, ThreadPage
from interactions.history.journeys.time_axis import build_time_axis
from interactions.pages.formatting import (
    DAY,
    convert_to_local,
    format_clock,
    format_day_count,
    format_duration,
    format_period,
    format_short_date,
)
from interactions.pages.headline import format_handler, format_status, format_title, get_status_tone
from interactions.pages.lists.facets_panel import (
    FacetGroup,
    FilterChip,
    build_facet_groups,
    build_filter_chips,
    sort_offered_keys,
)
from interactions.pages.lists.list_notes import collect_notes
from interactions.pages.lists.list_urls import ListAddressBuilder
from interactions.pages.lists.list_view import LoadedList, build_key_figures, show_list
from interactions.pages.page_links import HistoryLinks
from interactions.pages.page_zone import UTC_CHOICE, ZoneChoice
from interactions.pages.paths import reverse_path
from interactions.pages.query.list_query import ListQuery
from interactions.pages.query.return_target import ReturnTarget

MAX_HANDLER_NAMES = 3  # of those who handled a thread, on its row
MAX_THREAD_DOTS = 24  # of a thread's interactions in its small drawing
DOT_WIDTH_PERCENT = 5.0  # percent that a dot takes of it


@dataclass(frozen=True)
class ThreadDot:
    """An interaction in a thread's small drawing, at `x` percent."""

    x: float
    family: MediaFamily


@dataclass(frozen=True)
class ThreadRow:
    """A thread as shown. `last` is the title of its last interaction, "" when it is that of the first.
    `journey` and `list` are addresses."""

    identifier: str
    title: str
    last: str
    span: str
    length: str
    total: int
    matching: int
    media: tuple[tuple[MediaFamily, int], ...]
    handlers: str
    state: str
    tone: str
    dots: tuple[ThreadDot, ...]
    journey: str
    list: str


@dataclass(frozen=True)
class ThreadOverview:
    """The page's list. `first` and `more` are addresses, "" on the first and the last page; `alone` that of
    the list, whose other interactions are in no thread."""

    place: ListAddressBuilder
    chosen: HistoryFilter
    period: str
    page: ThreadPage
    rows: tuple[ThreadRow, ...]
    groups: tuple[FacetGroup, ...]
    keys: tuple[tuple[str, int], ...]
    chips: tuple[FilterChip, ...]
    address: str
    first: str
    more: str
    timeline: str
    notes: tuple[str, ...]


@show_list
def history_threads(request: HttpRequest, loaded: LoadedList) -> HttpResponse:
    """The list of threads."""
    history = loaded.history
    shown = build_thread_overview(history, loaded.query, loaded.zone)
    context = {
        "owner": history.owner,
        "identifier": history.identifier,
        "history": history,
        "view": "threads",
        "timeline": shown,
        "figures": build_key_figures(history),
    }
    response = render(request, "threads.html", context)
    response["Content-Location"] = shown.address
    return response


def build_thread_overview(
    history: History, query: ListQuery, zone: ZoneChoice = UTC_CHOICE
) -> ThreadOverview:
    """The threads that a query asks for, its period that of `zone`."""
    history_filter = query.filter
    links = HistoryLinks(history.key, history_filter, zone.query, ReturnTarget(among=history_filter))
    urls = ListAddressBuilder(reverse_path(f"{history.owner}-threads", history.identifier), "", zone.query)
    matches = FilterMatches(history.index, history_filter, zone.tzinfo)
    page, page_notes = _find_thread_page(ThreadList(matches.selection), query)
    counts = count_facets(matches)
    groups = build_facet_groups(counts, history_filter, history.index.repeat_days)
    return ThreadOverview(
        place=urls,
        chosen=history_filter,
        period=format_period(history_filter.start, history_filter.end),
        page=page,
        rows=tuple(_build_thread_row(found, links) for found in page.found),
        groups=groups,
        keys=sort_offered_keys(counts),
        chips=build_filter_chips(groups, history_filter),
        address=urls.of(history_filter, **({"after": page.begins.token} if page.begins else {})),
        first=urls.of(history_filter) if page.start else "",
        more=urls.of(history_filter, after=page.next.token) if page.next else "",
        timeline=ListAddressBuilder(links.path, "", zone.query).of(history_filter),
        notes=(*collect_notes(history, query), *page_notes),
    )


def _find_thread_page(threads: ThreadList, query: ListQuery) -> tuple[ThreadPage, tuple[str, ...]]:
    """The page that the query asks for, and a note when it can't be had."""
    notes: tuple[str, ...] = ()
    if query.at:
        if page := threads.page_with(query.at):
            return page, ()
        notes = (_("The thread in this link is not in this list."),)
    if query.has_invalid_cursor:
        notes = (_("The position in this link is not valid, so the list starts from the beginning."),)
    return threads.page(query.cursor), notes


def _build_thread_row(match: ThreadMatch, links: HistoryLinks) -> ThreadRow:
    thread, rows = match.thread, match.thread.rows
    media_counts = Counter(get_media_family(row.media_type, row.entity_type) for row in rows)
    first, last = format_end_titles(thread)
    status = get_status(rows[-1].status)
    return ThreadRow(
        identifier=thread.identifier,
        title=first,
        last=last,
        span=format_thread_span(thread),
        length=format_thread_length(thread),
        total=len(rows),
        matching=match.matching,
        media=tuple((medium, media_counts[medium]) for medium in MediaFamily if media_counts[medium]),
        handlers=format_thread_handlers(thread),
        state=format_status(rows[-1].status),
        tone=get_status_tone(status),
        dots=_build_thread_dots(thread),
        journey=links.journey(thread.identifier),
        list=links.thread(thread.identifier),
    )


def format_end_titles(thread: InteractionThread) -> tuple[str, str]:
    """The titles of its first and its last interaction; the second is "" when it says the same."""
    first, last = format_title(thread.rows[0]), format_title(thread.rows[-1])
    return first, "" if last.removeprefix("Re: ") == first.removeprefix("Re: ") else last


def format_thread_span(thread: InteractionThread) -> str:
    """`3 Mar – 9 Mar 2026`, or of one day `5 Aug 2009, 09:33 – 10:02`."""
    first, end = thread.first, thread.end
    if not first or not end:
        return _("No start date")
    if format_short_date(first) == format_short_date(end):
        same = format_clock(first) == format_clock(end)
        return f"{format_short_date(first)}, {format_clock(first)}" + (
            "" if same else f" – {format_clock(end)}"
        )
    return format_period(convert_to_local(first).date(), convert_to_local(end).date())


def format_thread_length(thread: InteractionThread) -> str:
    """How long it went on: `29 min`, `6 days`; "" when that is unknown."""
    if not thread.first or not thread.end:
        return ""
    taken = thread.end - thread.first
    seconds = taken.total_seconds()
    return format_day_count(round(seconds / DAY)) if taken.days else format_duration(seconds)


def format_thread_handlers(thread: InteractionThread) -> str:
    """Who handled it, in the order of time."""
    names = list(dict.fromkeys(filter(None, map(format_handler, thread.rows))))
    if not names:
        return _("No agent")
    more = len(names) - MAX_HANDLER_NAMES
    shown = ", ".join(names[:MAX_HANDLER_NAMES])
    return _("%(names)s and %(number)s more") % {"names": shown, "number": more} if more > 0 else shown


def _build_thread_dots(thread: InteractionThread) -> tuple[ThreadDot, ...]:
    """The last of its interactions on an axis of their own, each beside the one before at least."""
    rows = [row for row in thread.rows if row.start_date][-MAX_THREAD_DOTS:]
    starts = [row.start_date for row in rows if row.start_date]
    if not starts:
        return ()
    axis = build_time_axis(starts)
    dot_width = min(DOT_WIDTH_PERCENT, 100 / len(starts))
    places, before = [], -dot_width
    for at, start in enumerate(starts):
        room = 100 - dot_width * (len(starts) - at)  # what those behind it leave
        before = max(min(axis.place(start), room), before + dot_width)
        places.append(before)
    return tuple(
        ThreadDot(round(x, 1), get_media_family(row.media_type, row.entity_type))
        for row, x in zip(rows, places, strict=True)
    )

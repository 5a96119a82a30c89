"""How a case went: the interactions of a thread, or of a period, as lanes on one time axis, and of a thread
what changed in the attached data from one to the next.

`/customers/{id}/journey` and `/services/{id}/journey`; the query is the timeline's, with `thread=` or
`from=` and `to=` as a rule, and `among` of who came from a filtered list of threads (query/return_target.py).
"""

from dataclasses import dataclass
from urllib.parse import parse_qsl

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from interactions.access.gate import Gate
from interactions.history.filtering.facets import count_facets
from interactions.history.filtering.filters import HistoryFilter
from interactions.history.filtering.selection import FilterMatches, RowSelection
from interactions.history.history import History
from interactions.history.insights.threads import InteractionThread
from interactions.history.journeys.journey_layout import lay_out_journey as laid_out
from interactions.pages.formatting import format_period
from interactions.pages.journeys.journey_chart import JourneyChart, build_journey_chart, get_label_percent
from interactions.pages.journeys.journey_steps import (
    JourneyEntry,
    build_journey_entries,
    list_missing_change_notes,
)
from interactions.pages.journeys.threads_page import (
    format_end_titles,
    format_thread_handlers,
    format_thread_length,
    format_thread_span,
)
from interactions.pages.lists.facets_panel import FilterChip, build_facet_groups, build_filter_chips
from interactions.pages.lists.list_notes import collect_notes
from interactions.pages.lists.list_urls import ListAddressBuilder
from interactions.pages.lists.list_view import LoadedList, build_key_figures, show_list
from interactions.pages.page_links import HistoryLinks
from interactions.pages.page_zone import UTC_CHOICE, ZoneChoice
from interactions.pages.paths import reverse_path
from interactions.pages.query.filter_query import format_filter_query
from interactions.pages.query.list_query import ListQuery
from interactions.pages.query.return_target import ReturnTarget
from interactions.ucs.resources import InteractionSummary

MAX_JOURNEY_BARS = 300  # drawn and listed; more is no journey any more
MAX_LOADED_RECORDS = 30  # of a thread that are read in full, one by one


@dataclass(frozen=True)
class ThreadHeadline:
    """What a thread's page says first. `last` is the title of its last interaction, "" when it is that of the
    first."""

    title: str
    last: str
    span: str
    length: str
    handlers: str


@dataclass(frozen=True)
class JourneyPage:
    """`total` are those that match, `left` how many of them are neither drawn nor listed. `head` is `None` of
    a period. `address` is the one to send to somebody, `threads` that of the list above a thread's journey,
    `listed` of the same in the list."""

    place: ListAddressBuilder
    chosen: HistoryFilter
    period: str
    chips: tuple[FilterChip, ...]
    head: ThreadHeadline | None
    total: int
    left: int
    undated: int
    chart: JourneyChart | None
    entries: tuple[JourneyEntry, ...]
    return_target: ReturnTarget
    address: str
    threads: str
    listed: str
    notes: tuple[str, ...]

    @property
    def long(self) -> bool:
        """Whether a thread is longer than what is read of it in full, so that a period is worth choosing."""
        return self.total > MAX_LOADED_RECORDS

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What a form that changes the period sends along."""
        return parse_qsl(format_filter_query(self.chosen, start=None, end=None)) + parse_qsl(
            self.return_target.above
        )


@show_list
def history_journey(request: HttpRequest, loaded: LoadedList) -> HttpResponse:
    """The journey."""
    history = loaded.history
    context = {
        "owner": history.owner,
        "identifier": history.identifier,
        "history": history,
        "view": "journey",
        "timeline": load_journey_page(loaded.gate, history, loaded.query, loaded.zone),
        "figures": build_key_figures(history),
    }
    return render(request, "journey.html", context)


def load_journey_page(
    gate: Gate, history: History, query: ListQuery, zone: ZoneChoice = UTC_CHOICE
) -> JourneyPage:
    """The journey that a query asks for. Only of a thread are the records read in full: what can't be had of
    them is said in its place, and the drawing, which the history alone suffices for, stays."""
    history_filter = query.filter
    links = HistoryLinks(history.key, history_filter, zone.query, ReturnTarget("journey", among=query.among))
    urls = ListAddressBuilder(reverse_path(f"{history.owner}-journey", history.identifier), "", zone.query)
    matches = FilterMatches(history.index, history_filter.changed(oldest_first=True), zone.tzinfo)
    rows = matches.selection
    shown = _take_last_rows(rows)
    layout = laid_out(shown, get_label_percent(len(shown)), zone.tzinfo)
    records = (
        gate.load_records(history, [row.interaction_id for row in shown[-MAX_LOADED_RECORDS:]])
        if history_filter.thread
        else None
    )
    return JourneyPage(
        place=urls,
        chosen=history_filter,
        period=format_period(history_filter.start, history_filter.end),
        chips=build_filter_chips(
            build_facet_groups(count_facets(matches), history_filter, history.index.repeat_days),
            history_filter,
        ),
        head=_build_thread_headline(InteractionThread(history_filter.thread, shown))
        if history_filter.thread and shown
        else None,
        total=len(rows),
        left=len(rows) - len(shown),
        undated=layout.undated,
        chart=build_journey_chart(layout, links, joined=bool(history_filter.thread)),
        entries=build_journey_entries(shown, records, links),
        return_target=links.return_target,
        address=urls.of(history_filter),
        threads=links.threads(history_filter.thread),
        listed=ListAddressBuilder(links.path, "", zone.query).of(history_filter),
        notes=(*collect_notes(history, query), *list_missing_change_notes(shown, records)),
    )


def _take_last_rows(rows: RowSelection) -> tuple[InteractionSummary, ...]:
    """Those with a start that came last, and of those without one as many as there is room for."""
    first = max(0, rows.dated - MAX_JOURNEY_BARS)
    return rows[first : first + MAX_JOURNEY_BARS]


def _build_thread_headline(thread: InteractionThread) -> ThreadHeadline:
    return ThreadHeadline(
        *format_end_titles(thread),
        format_thread_span(thread),
        format_thread_length(thread),
        format_thread_handlers(thread),
    )

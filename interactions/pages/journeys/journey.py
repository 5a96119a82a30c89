"""How a case went: the interactions of a thread, or of a period, as lanes on one time axis, and of a thread
what changed in the attached data from one to the next.

`/customers/{id}/journey` and `/services/{id}/journey`; the query is the timeline's, with `thread=` or
`from=` and `to=` as a rule, and `among` of who came from a filtered list of threads (way_back.py).
"""

from dataclasses import dataclass
from urllib.parse import parse_qsl

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from interactions.access.gate import Gate, get_gate
from interactions.history.filtering.facets import facets
from interactions.history.filtering.filters import Filter
from interactions.history.filtering.selection import Matches, Selection
from interactions.history.history import History, Owner
from interactions.history.journeys.journey import journey as laid_out
from interactions.history.journeys.threads import Thread
from interactions.pages.format import period_words
from interactions.pages.journeys.chart import Chart, chart, label_room
from interactions.pages.journeys.steps import Entry, entries, untold
from interactions.pages.journeys.threads import ends, handlers, length, span
from interactions.pages.links import Links
from interactions.pages.paths import path_of
from interactions.pages.timeline.listing import Place, notes
from interactions.pages.timeline.page import figures, unknown
from interactions.pages.timeline.rail import Chip, chips, groups
from interactions.pages.way_back import WayBack
from interactions.pages.zone import UNIVERSAL, ZoneChoice, with_customer
from interactions.ucs.resources import Summary

MOST_BARS = 300  # drawn and listed; more is no journey any more
MOST_RECORDS = 30  # of a thread that are read in full, one by one


@dataclass(frozen=True)
class Head:
    """What a thread's page says first. `last` is the title of its last interaction, "" when it is that of the
    first."""

    title: str
    last: str
    span: str
    length: str
    handlers: str


@dataclass(frozen=True)
class JourneyShown:
    """`total` are those that match, `left` how many of them are neither drawn nor listed. `head` is `None` of
    a period. `address` is the one to send to somebody, `threads` that of the list above a thread's journey,
    `listed` of the same in the list."""

    place: Place
    chosen: Filter
    period: str
    chips: tuple[Chip, ...]
    head: Head | None
    total: int
    left: int
    undated: int
    chart: Chart | None
    entries: tuple[Entry, ...]
    way: WayBack
    address: str
    threads: str
    listed: str
    notes: tuple[str, ...]

    @property
    def long(self) -> bool:
        """Whether a thread is longer than what is read of it in full, so that a period is worth choosing."""
        return self.total > MOST_RECORDS

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What a form that changes the period sends along."""
        return parse_qsl(self.chosen.query(start=None, end=None)) + parse_qsl(self.way.above)


@require_safe
def page(request: HttpRequest, identifier: str, owner: Owner) -> HttpResponse:
    """The journey; 404 with a way on when the UCS knows no interaction of theirs."""
    door = get_gate(request)
    chosen = Filter.from_query(request.GET)
    history = door.load_history(owner, identifier, with_udata=bool(chosen.udata))
    context = {"owner": owner, "identifier": identifier, "history": history, "view": "journey"}
    zone = with_customer(request, history.index.timeshift)
    if not history.rows:
        return unknown(request, history)
    shown = journey(door, history, request.GET, zone)
    return render(request, "journey.html", context | {"timeline": shown, "figures": figures(history)})


def journey(door: Gate, history: History, query: QueryDict, zone: ZoneChoice = UNIVERSAL) -> JourneyShown:
    """The journey that a query asks for. Only of a thread are the records read in full: what can't be had of
    them is said in its place, and the drawing, which the history alone suffices for, stays."""
    chosen = Filter.from_query(query)
    links = Links(history.owner, history.identifier, chosen, zone.query, WayBack.by_journey(query))
    place = Place(path_of(f"{history.owner}-journey", history.identifier), "", zone.query)
    matches = Matches(history.index, chosen.changed(oldest_first=True), zone.tzinfo)
    rows = matches.selection
    shown = _last(rows)
    drawn = laid_out(shown, label_room(len(shown)), zone.tzinfo)
    several = (
        door.load_records(history, [row.interaction_id for row in shown[-MOST_RECORDS:]])
        if chosen.thread
        else None
    )
    return JourneyShown(
        place=place,
        chosen=chosen,
        period=period_words(chosen.start, chosen.end),
        chips=chips(groups(facets(matches), chosen, history.index.repeat_days), chosen),
        head=_head(Thread(chosen.thread, shown)) if chosen.thread and shown else None,
        total=len(rows),
        left=len(rows) - len(shown),
        undated=drawn.undated,
        chart=chart(drawn, links, joined=bool(chosen.thread)),
        entries=entries(shown, several, links),
        way=links.way,
        address=place.of(chosen),
        threads=links.threads(chosen.thread),
        listed=Place(links.path, "", zone.query).of(chosen),
        notes=(*notes(history, chosen, query), *untold(shown, several)),
    )


def _last(rows: Selection) -> tuple[Summary, ...]:
    """Those with a start that came last, and of those without one as many as there is room for."""
    first = max(0, rows.dated - MOST_BARS)
    return rows[first : first + MOST_BARS]


def _head(thread: Thread) -> Head:
    return Head(*ends(thread), span(thread), length(thread), handlers(thread))

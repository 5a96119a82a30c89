"""A customer's or a service's threads: `/customers/{id}/threads`, `/services/{id}/threads`.

The query is the timeline's. A thread is listed when any of its interactions matches, the last contact first;
`after` holds the last contact and the ID of the thread above the page, or `at` the ID of one that is on it.
"""

from collections import Counter
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from interactions.access.gate import get_gate
from interactions.history.filtering.cursor import Cursor
from interactions.history.filtering.facets import facets
from interactions.history.filtering.filters import Filter
from interactions.history.filtering.selection import Matches
from interactions.history.history import History, Owner
from interactions.history.journeys.axis import axis
from interactions.history.journeys.thread_list import Found, ThreadList, ThreadPage
from interactions.history.journeys.threads import Thread
from interactions.history.media import Family, State, family, state
from interactions.pages.format import clock, duration, local, period_words, plural, short_date
from interactions.pages.headline import handled_by, title
from interactions.pages.links import Links
from interactions.pages.paths import path_of
from interactions.pages.timeline.listing import Place, keys_offered, notes
from interactions.pages.timeline.page import figures, unknown
from interactions.pages.timeline.rail import Chip, Group, chips, groups
from interactions.pages.timeline.rows import state_words
from interactions.pages.way_back import WayBack
from interactions.pages.zone import UNIVERSAL, ZoneChoice, with_customer

MOST_NAMES = 3  # of those who handled a thread, on its row
MOST_DOTS = 24  # of a thread's interactions in its small drawing
SIZE = 5.0  # percent that a dot takes of it


@dataclass(frozen=True)
class Dot:
    """An interaction in a thread's small drawing, at `x` percent."""

    x: float
    family: Family


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
    media: tuple[tuple[Family, int], ...]
    handlers: str
    state: str
    tone: str
    dots: tuple[Dot, ...]
    journey: str
    list: str


@dataclass(frozen=True)
class Threads:
    """The page's list. `first` and `more` are addresses, "" on the first and the last page; `alone` that of
    the list, whose other interactions are in no thread."""

    place: Place
    chosen: Filter
    period: str
    page: ThreadPage
    rows: tuple[ThreadRow, ...]
    groups: tuple[Group, ...]
    keys: tuple[tuple[str, int], ...]
    chips: tuple[Chip, ...]
    address: str
    first: str
    more: str
    timeline: str
    notes: tuple[str, ...]


@require_safe
def page(request: HttpRequest, identifier: str, owner: Owner) -> HttpResponse:
    """The list of threads; 404 with a way on when the UCS knows no interaction of theirs."""
    chosen = Filter.from_query(request.GET)
    history = get_gate(request).load_history(owner, identifier, with_udata=bool(chosen.udata))
    context = {"owner": owner, "identifier": identifier, "history": history, "view": "threads"}
    zone = with_customer(request, history.index.timeshift)
    if not history.rows:
        return unknown(request, history)
    shown = threads(history, request.GET, zone)
    response = render(request, "threads.html", context | {"timeline": shown, "figures": figures(history)})
    response["Content-Location"] = shown.address
    return response


def threads(history: History, query: QueryDict, zone: ZoneChoice = UNIVERSAL) -> Threads:
    """The threads that a query asks for, its period that of `zone`."""
    chosen = Filter.from_query(query)
    links = Links(history.owner, history.identifier, chosen, zone.query, WayBack(among=chosen))
    place = Place(path_of(f"{history.owner}-threads", history.identifier), "", zone.query)
    matches = Matches(history.index, chosen, zone.tzinfo)
    listed, lost = _page(ThreadList(matches.selection), query)
    counts = facets(matches)
    offered = groups(counts, chosen, history.index.repeat_days)
    return Threads(
        place=place,
        chosen=chosen,
        period=period_words(chosen.start, chosen.end),
        page=listed,
        rows=tuple(_row(found, links) for found in listed.found),
        groups=offered,
        keys=keys_offered(counts),
        chips=chips(offered, chosen),
        address=place.of(chosen, **({"after": listed.begins.token} if listed.begins else {})),
        first=place.of(chosen) if listed.start else "",
        more=place.of(chosen, after=listed.next.token) if listed.next else "",
        timeline=Place(links.path, "", zone.query).of(chosen),
        notes=(*notes(history, chosen, query), *lost),
    )


def _page(listed: ThreadList, query: QueryDict) -> tuple[ThreadPage, tuple[str, ...]]:
    """The page that the query asks for, and a note when it can't be had."""
    lost: tuple[str, ...] = ()
    if at := query.get("at"):
        if found := listed.page_with(at):
            return found, ()
        lost = ("The thread that this link names is not in this list.",)
    token = query.get("after", "")
    after = Cursor.parse(token)
    if token and after is None:
        lost = ("The place that this link names could not be understood.",)
    return listed.page(after), lost


def _row(found: Found, links: Links) -> ThreadRow:
    thread, rows = found.thread, found.thread.rows
    counted = Counter(family(row.media_type, row.entity_type) for row in rows)
    first, last = ends(thread)
    standing = state(rows[-1].status)
    return ThreadRow(
        identifier=thread.identifier,
        title=first,
        last=last,
        span=span(thread),
        length=length(thread),
        total=len(rows),
        matching=found.matching,
        media=tuple((medium, counted[medium]) for medium in Family if counted[medium]),
        handlers=handlers(thread),
        state=state_words(rows[-1].status),
        tone="" if standing is State.DONE else "odd" if standing is State.UNKNOWN else "live",
        dots=_dots(thread),
        journey=links.journey(thread.identifier),
        list=links.thread(thread.identifier),
    )


def ends(thread: Thread) -> tuple[str, str]:
    """The titles of its first and its last interaction; the second is "" when it says the same."""
    first, last = title(thread.rows[0]), title(thread.rows[-1])
    return first, "" if last.removeprefix("Re: ") == first.removeprefix("Re: ") else last


def span(thread: Thread) -> str:
    """`3 Mar – 9 Mar 2026`, or of one day `5 Aug 2009, 09:33 – 10:02`."""
    first, end = thread.first, thread.end
    if not first or not end:
        return "No start date"
    if short_date(first) == short_date(end):
        same = clock(first) == clock(end)
        return f"{short_date(first)}, {clock(first)}" + ("" if same else f" – {clock(end)}")
    return period_words(local(first).date(), local(end).date())


def length(thread: Thread) -> str:
    """How long it went on: `29 m`, `6 days`; "" when that can't be told."""
    if not thread.first or not thread.end:
        return ""
    taken = thread.end - thread.first
    return (
        plural(round(taken.total_seconds() / 86400), "day") if taken.days else duration(taken.total_seconds())
    )


def handlers(thread: Thread) -> str:
    """Who handled it, in the order of time."""
    names = list(dict.fromkeys(filter(None, map(handled_by, thread.rows))))
    if not names:
        return "No agent"
    more = len(names) - MOST_NAMES
    return ", ".join(names[:MOST_NAMES]) + (f" and {more} more" if more > 0 else "")


def _dots(thread: Thread) -> tuple[Dot, ...]:
    """The last of its interactions on an axis of their own, each beside the one before at least."""
    rows = [row for row in thread.rows if row.start_date][-MOST_DOTS:]
    starts = [row.start_date for row in rows if row.start_date]
    if not starts:
        return ()
    drawn = axis(starts)
    least = min(SIZE, 100 / len(starts))
    places, before = [], -least
    for at, start in enumerate(starts):
        room = 100 - least * (len(starts) - at)  # what those behind it leave
        before = max(min(drawn.place(start), room), before + least)
        places.append(before)
    return tuple(
        Dot(round(x, 1), family(row.media_type, row.entity_type)) for row, x in zip(rows, places, strict=True)
    )

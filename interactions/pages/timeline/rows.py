"""The rows of a timeline as shown: every word, link and width ready, so that the template only writes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import log10
from typing import Literal, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from msgspec import Struct

from interactions.history.activity import news as history_news
from interactions.history.clock.days import Day
from interactions.history.journeys.threads import Threads
from interactions.history.media import (
    STATE_WORDS,
    Direction,
    Family,
    State,
    direction,
    family,
    kind,
    state,
)
from interactions.history.phases import Phases, phases
from interactions.pages.format import clock, count, duration, iso, largest_unit, moment, twice
from interactions.pages.headline import direction_words, handled_by, title
from interactions.pages.links import Links
from interactions.ucs.resources import Summary

WIDTH, GAP, LEAST = 104.0, 1.5, 2.0  # of a bar, between its parts and of a part, in CSS pixels
SHORTEST, DECADE = 8.0, 16.6  # a bar's length for no time, and for ten times as long; a week fills WIDTH
TICKS = (60, 3600, 86400)  # seconds that are written on the scale of the bars
DIRECTION_ICONS = {
    Direction.INBOUND: "arrow-down-left",
    Direction.OUTBOUND: "arrow-up-right",
    Direction.INTERNAL: "arrow-left-right",
    Direction.OTHER: "",
}
Tone = Literal["", "live", "odd"]
Part = Literal["w", "h", "p", "r"]
News = Literal["", "New", "Ended"]
RAILS = {(False, False): "th th-s", (False, True): "th th-a", (True, True): "th", (True, False): "th th-z"}


class Rect(NamedTuple):
    """A part of a bar: `w` wait, `h` handled, `p` wrap-up, `r` what the record does not split. CSS pixels."""

    part: Part
    x: float
    width: float


class Row(Struct, frozen=True, gc=False):
    """`start` and `clock` are "" without a start, `offset` but for a clock that comes twice, `duration`
    without an end. `rail` is the class of the thread rail; `chip` is the thread's size on the first of its
    rows that stand together, else 0. `news` is a word, or "" for what is none; `again` says of a repeat
    contact how long after the last one it came, else "".

    A msgspec Struct, made ten times as fast as a frozen dataclass.
    """

    identifier: str
    href: str
    start: str
    clock: str
    offset: str
    family: Family
    title: str
    named: bool
    kind: str
    direction: str
    direction_icon: str
    handler: str
    bar: tuple[Rect, ...]
    bar_words: str
    duration: str
    state: str
    tone: Tone
    rail: str
    chip: int
    thread_href: str
    problems: int
    news: News
    again: str
    again_words: str
    again_href: str


@dataclass(frozen=True)
class Known:
    """What rows tell of each other, and what is new of them to the reader."""

    threads: Threads
    repeated: Callable[[Summary], Summary | None] = lambda row: None
    news: history_news.News = field(default_factory=history_news.News)


@dataclass(frozen=True)
class DayShown:
    """A day with its rows; `media` in the order of `Family`, `gap` in words or ""."""

    date: date | None
    rows: tuple[Row, ...]
    total: int
    handled: float
    media: tuple[tuple[Family, int], ...]
    continued: bool
    gap: str


def shown(day: Day, known: Known, links: Links, *, whole: bool) -> DayShown:
    """A day as shown. `whole` says that the list leaves nothing out between two rows."""
    gap = _gap_words(day.gap, whole=whole) if day.gap else ""
    threads = [row.thread_id if row.thread_id in known.threads else None for row in day.rows]
    return DayShown(
        date=day.date,
        rows=tuple(_row(row, *_rail(threads, at), known, links) for at, row in enumerate(day.rows)),
        total=day.total,
        handled=day.handled,
        media=tuple((medium, day.media[medium]) for medium in Family if day.media[medium]),
        continued=day.continued,
        gap=gap,
    )


def _gap_words(days_without: int, *, whole: bool) -> str:
    if whole:
        words = ngettext("No contact for %(num)s day", "No contact for %(num)s days", days_without)
    else:
        words = ngettext("No matches for %(num)s day", "No matches for %(num)s days", days_without)
    return words % {"num": count(days_without)}


def _row(row: Summary, rail: str, first: bool, known: Known, links: Links) -> Row:
    medium, way, standing = family(row.media_type, row.entity_type), direction(row.type), state(row.status)
    times = phases(row)
    former = known.repeated(row)
    again, again_words = _again(row, former) if former else ("", "")
    return Row(
        identifier=row.interaction_id,
        href=links.interaction(row.interaction_id),
        start=iso(row.start_date) if row.start_date else "",
        clock=clock(row.start_date) if row.start_date else "",
        offset=twice(row.start_date) if row.start_date else "",
        family=medium,
        title=title(row),
        named=bool(row.subject),
        kind=kind(row.type, row.sub_type),
        direction=direction_words(row.type) or _("No direction"),
        direction_icon=DIRECTION_ICONS[way],
        handler=handled_by(row),
        bar=bar(times),
        bar_words=bar_words(times),
        duration="" if times.total is None else duration(times.total),
        state=state_words(row.status),
        tone="" if standing is State.DONE else "odd" if standing is State.UNKNOWN else "live",
        rail=rail,
        chip=known.threads.sizes[row.thread_id] if first and row.thread_id else 0,
        thread_href=links.thread(row.thread_id) if first and row.thread_id else "",
        problems=len(row.problems),
        news=_news(row.interaction_id, known.news),
        again=again,
        again_words=again_words,
        again_href=links.interaction(former.interaction_id) if former else "",
    )


def _again(row: Summary, former: Summary) -> tuple[str, str]:
    """How long after a contact ended it was repeated, in a few words and in a sentence."""
    if row.start_date is None or former.end_date is None:
        return "", ""
    seconds = (row.start_date - former.end_date).total_seconds()
    words = _("Contacted us again %(duration)s after “%(title)s” (ended %(date)s)") % {
        "duration": duration(seconds),
        "title": title(former),
        "date": moment(former.end_date),
    }
    return _("Repeat contact, %(duration)s later") % {"duration": largest_unit(seconds)}, words


def _news(identifier: str, known: history_news.News) -> News:
    if identifier in known.began:
        return "New"
    return "Ended" if identifier in known.ended else ""


def state_words(status: int | None) -> str:
    """The state in a word or two; an unknown code is shown as it is."""
    if status is None:
        return _("No status")
    standing = state(status)
    if standing is State.UNKNOWN:
        return _("Status %(code)s") % {"code": status}
    return _(STATE_WORDS[standing])


def bar(times: Phases) -> tuple[Rect, ...]:
    """The bar of a row: as long as its time is on the one scale of all rows, a logarithmic one. Its parts
    share the length as they share the time. A part that is not known is not drawn; what no part covers is a
    thin line."""
    parts: list[tuple[Part, float | None]] = [("w", times.wait), ("h", times.handled), ("p", times.wrap_up)]
    known = [(part, seconds) for part, seconds in parts if seconds]
    whole = sum([seconds for _, seconds in known])
    rest = (times.total or 0.0) - whole
    if rest >= 1.0 or (not known and rest > 0):
        known.append(("r", rest))
        whole += rest
    if not known:
        return ()
    length = scaled(whole) - GAP * (len(known) - 1)
    scale = (length - LEAST * len(known)) / whole
    rects, x = [], 0.0
    for part, seconds in known:
        width = LEAST + scale * seconds
        rects.append(Rect(part, x, width))
        x += width + GAP
    return tuple(rects)


def scaled(seconds: float) -> float:
    """Where a time lies on the scale of the bars, in CSS pixels: a minute at 38, an hour at 67, a day at 90,
    a week and all beyond at its end. It begins at 8, or short bars would have no room for their parts."""
    return min(WIDTH, SHORTEST + DECADE * log10(1 + seconds))


def ticks() -> tuple[tuple[str, float], ...]:
    """What is written on the scale of the bars, and where."""
    return tuple((largest_unit(seconds), round(scaled(seconds), 1)) for seconds in TICKS)


def bar_words(times: Phases) -> str:
    """The bar in words, for those who point at it or can't see it."""
    said = []
    if times.wait is not None:
        said.append(_("%(duration)s wait") % {"duration": duration(times.wait)})
    if times.handled is not None:
        said.append(_("%(duration)s handled") % {"duration": duration(times.handled)})
    if times.wrap_up is not None:
        said.append(_("%(duration)s wrap-up") % {"duration": duration(times.wrap_up)})
    if said:
        return ", ".join(said)
    if times.total is not None:
        return _("%(duration)s from start to end") % {"duration": duration(times.total)}
    return _("No times recorded")


def _rail(threads: Sequence[str | None], at: int) -> tuple[str, bool]:
    """The rail's class, and whether the row is the first of its thread's rows that stand together."""
    own = threads[at]
    if own is None:
        return "nth", False
    above = at > 0 and threads[at - 1] == own
    below = at + 1 < len(threads) and threads[at + 1] == own
    return RAILS[above, below], not above

"""The rows of a timeline as shown: every word, link and width ready, so that the template only writes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import log10
from typing import Literal, NamedTuple

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
from interactions.pages.format import clock, duration, iso, moment, twice
from interactions.pages.headline import direction_words, handled_by, title
from interactions.pages.links import Links
from interactions.ucs.resources import InteractionSummary

WIDTH, GAP, LEAST = 104.0, 1.5, 2.0  # of a bar, between its parts and of a part, in CSS pixels
SHORTEST, DECADE = 8.0, 16.6  # a bar's length for no time, and for ten times as long; a week fills WIDTH
TICKS = (("1 m", 60), ("1 h", 3600), ("1 d", 86400))
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
    rows that stand together, else 0. `news` is a word, or "" for what is none; `again` of what repeats a
    contact how long after it, else "".

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
    repeated: Callable[[InteractionSummary], InteractionSummary | None] = lambda row: None
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
    gap = f"{'No contact' if whole else 'None of these'} for {day.gap} days" if day.gap else ""
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


def _row(row: InteractionSummary, rail: str, first: bool, known: Known, links: Links) -> Row:
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
        direction=direction_words(row.type) or "No direction",
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


def _again(row: InteractionSummary, former: InteractionSummary) -> tuple[str, str]:
    """How long after a contact was over it was repeated: in its larger unit, and in a sentence."""
    if row.start_date is None or former.end_date is None:
        return "", ""
    after = duration((row.start_date - former.end_date).total_seconds())
    words = f"Came again {after} after “{title(former)}”, which was over on {moment(former.end_date)}"
    return " ".join(after.split()[:2]), words


def _news(identifier: str, known: history_news.News) -> News:
    if identifier in known.began:
        return "New"
    return "Ended" if identifier in known.ended else ""


def state_words(status: int | None) -> str:
    """The state in a word or two; an unknown code is shown as it is."""
    if status is None:
        return "No status"
    standing = state(status)
    return f"Status {status}" if standing is State.UNKNOWN else STATE_WORDS[standing]


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
    return tuple((words, round(scaled(seconds), 1)) for words, seconds in TICKS)


def bar_words(times: Phases) -> str:
    """The same in words, for those who point at the bar or can't see it."""
    parts = (("wait", times.wait), ("handled", times.handled), ("wrap-up", times.wrap_up))
    said = [f"{duration(seconds)} {word}" for word, seconds in parts if seconds is not None]
    if said:
        return ", ".join(said)
    return f"{duration(times.total)} from start to end" if times.total is not None else "No times to measure"


def _rail(threads: Sequence[str | None], at: int) -> tuple[str, bool]:
    """The rail's class, and whether the row is the first of its thread's rows that stand together."""
    own = threads[at]
    if own is None:
        return "nth", False
    above = at > 0 and threads[at - 1] == own
    below = at + 1 < len(threads) and threads[at + 1] == own
    return RAILS[above, below], not above

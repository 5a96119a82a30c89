"""The rows of a timeline as shown: every word, link and width ready, so that the template only writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import log10
from typing import Literal, NamedTuple

from msgspec import Struct

from interactions.history.days import Day
from interactions.history.media import (
    DIRECTION_WORDS,
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
from interactions.history.threads import Threads
from interactions.pages.format import clock, duration, iso, twice
from interactions.pages.headline import handled_by, title
from interactions.pages.links import Links
from interactions.ucs.resources import Summary

WIDTH, GAP, LEAST = 104.0, 1.5, 2.0  # of a bar, between its parts and of a part, in CSS pixels
DIRECTION_ICONS = {
    Direction.INBOUND: "arrow-down-left",
    Direction.OUTBOUND: "arrow-up-right",
    Direction.INTERNAL: "arrow-left-right",
    Direction.OTHER: "",
}
Tone = Literal["", "live", "odd"]
Part = Literal["w", "h", "p", "r"]
RAILS = {(False, False): "th th-s", (False, True): "th th-a", (True, True): "th", (True, False): "th th-z"}


class Rect(NamedTuple):
    """A part of a bar: `w` wait, `h` handled, `p` wrap-up, `r` what the record does not split. CSS pixels."""

    part: Part
    x: float
    width: float


class Row(Struct, frozen=True, gc=False):
    """`start` and `clock` are "" without a start, `offset` but for a clock that comes twice, `duration`
    without an end. `rail` is the class of the
    thread rail; `chip` is the thread's size on the first of its rows that stand together, else 0.

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


def shown(day: Day, together: Threads, links: Links, *, whole: bool) -> DayShown:
    """A day as shown. `whole` says that the list leaves nothing out between two rows."""
    gap = f"{'No contact' if whole else 'None of these'} for {day.gap} days" if day.gap else ""
    threads = [row.thread_id if row.thread_id in together else None for row in day.rows]
    return DayShown(
        date=day.date,
        rows=tuple(_row(row, *_rail(threads, at), together, links) for at, row in enumerate(day.rows)),
        total=day.total,
        handled=day.handled,
        media=tuple((medium, day.media[medium]) for medium in Family if day.media[medium]),
        continued=day.continued,
        gap=gap,
    )


def _row(row: Summary, rail: str, first: bool, together: Threads, links: Links) -> Row:
    medium, way, standing = family(row.media_type, row.entity_type), direction(row.type), state(row.status)
    times = phases(row)
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
        direction=(row.type or "No direction") if way is Direction.OTHER else DIRECTION_WORDS[way],
        direction_icon=DIRECTION_ICONS[way],
        handler=handled_by(row),
        bar=bar(times),
        bar_words=bar_words(times),
        duration="" if times.total is None else duration(times.total),
        state=state_words(row.status),
        tone="" if standing is State.DONE else "odd" if standing is State.UNKNOWN else "live",
        rail=rail,
        chip=together.sizes[row.thread_id] if first and row.thread_id else 0,
        thread_href=links.thread(row.thread_id) if first and row.thread_id else "",
        problems=len(row.problems),
    )


def state_words(status: int | None) -> str:
    """The state in a word or two; an unknown code is shown as it is."""
    if status is None:
        return "No status"
    standing = state(status)
    return f"Status {status}" if standing is State.UNKNOWN else STATE_WORDS[standing]


def bar(times: Phases) -> tuple[Rect, ...]:
    """The bar of a row: its whole length grows with the logarithm of the time, its parts share it as they
    share the time. A part that is not known is not drawn; what no part covers is a thin line."""
    parts: list[tuple[Part, float | None]] = [("w", times.wait), ("h", times.handled), ("p", times.wrap_up)]
    known = [(part, seconds) for part, seconds in parts if seconds]
    whole = sum([seconds for _, seconds in known])
    rest = (times.total or 0.0) - whole
    if rest >= 1.0 or (not known and rest > 0):
        known.append(("r", rest))
        whole += rest
    if not known:
        return ()
    length = min(WIDTH, 8 + 24 * log10(1 + whole)) - GAP * (len(known) - 1)
    scale = (length - LEAST * len(known)) / whole
    rects, x = [], 0.0
    for part, seconds in known:
        width = LEAST + scale * seconds
        rects.append(Rect(part, x, width))
        x += width + GAP
    return tuple(rects)


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

"""What became of an interaction between its start and its end: waited, handled, wrap-up
(docs/ucs-protocol.md §2.4).

A chat says when it was established and released; a phone call says how many seconds it lasted, not when
in its time they lay; all others have a start and an end at most. Nothing is guessed: a phase of which a
time is missing or lies before the one it follows is `None`. All lengths are seconds.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, Literal, NamedTuple

from interactions.history.media import ENTITY_TYPES, Family, State, state
from interactions.ucs.resources import InteractionSummary

Name = Literal["start", "established", "released", "end"]
Kind = Literal["wait", "handled", "wrap_up", "mixed"]
FIELDS: dict[Name, str] = {
    "start": "start_date",
    "established": "established_date",
    "released": "released_date",
    "end": "end_date",
}
KINDS: dict[tuple[Name, Name], Kind] = {
    ("start", "established"): "wait",
    ("established", "released"): "handled",
    ("released", "end"): "wrap_up",
}


class Phases(NamedTuple):
    """Seconds of each phase; `None` is unknown. `handled` is the chat's released − established or the phone
    call's own `duration`; `total` is end − start, or that duration when the record has no such pair."""

    wait: float | None
    handled: float | None
    wrap_up: float | None
    total: float | None


def phases(row: InteractionSummary) -> Phases:
    """The phases of a row. An e-mail, a callback or a work item has a `total` alone."""
    took = handled(row)
    total = _between(row.start_date, row.end_date)
    return Phases(
        wait=_between(row.start_date, row.established_date),
        handled=took,
        wrap_up=_between(row.released_date, row.end_date),
        total=took if total is None and row.duration is not None else total,
    )


def handled(row: InteractionSummary) -> float | None:
    """The seconds of that phase alone."""
    took = _between(row.established_date, row.released_date)
    if took is None and row.duration is not None and row.duration >= 0:
        return float(row.duration)
    return took


def _between(earlier: datetime | None, later: datetime | None) -> float | None:
    """Seconds from one to the other; `None` when one is missing or they are reversed."""
    if earlier is None or later is None or later < earlier:
        return None
    return (later - earlier).total_seconds()


@dataclass(frozen=True)
class Point:
    """One of the four times. `at` is `None` when it is missing; `raw` then holds what could not be read."""

    name: Name
    at: datetime | None
    raw: Any = None


@dataclass(frozen=True)
class Span:
    """From one point to the next that has a time. `seconds` is negative when the two are reversed. `x` and
    `width` are percent of the bar, 0 when no bar can be drawn."""

    kind: Kind
    earlier: Name
    later: Name
    seconds: float
    x: float = 0.0
    width: float = 0.0


@dataclass(frozen=True)
class Lifecycle:
    """The points in the order they should have, the spans between those that are there, and whether their
    times are in that order and apart, so that a bar of them says the truth (`drawable`)."""

    points: tuple[Point, ...]
    spans: tuple[Span, ...]
    phases: Phases
    duration: int | None
    drawable: bool
    finished: bool

    def span_after(self, name: Name) -> Span | None:
        """The span that begins at this point."""
        return next((span for span in self.spans if span.earlier == name), None)

    @property
    def missing(self) -> tuple[Point, ...]:
        """The points that the record should have and has not, in order."""
        return tuple(point for point in self.points if point.at is None)


def lifecycle(row: InteractionSummary) -> Lifecycle:
    """The lifecycle of a row, ready to be drawn. `established` and `released` are expected of a chat only."""
    points = _points(row)
    dated = [(point.name, point.at) for point in points if point.at is not None]
    seconds = [(later - earlier).total_seconds() for (_, earlier), (_, later) in pairwise(dated)]
    whole = sum(seconds)
    drawable = whole > 0 and min(seconds) >= 0
    spans = []
    at = 0.0
    for ((earlier, _), (later, _)), length in zip(pairwise(dated), seconds, strict=True):
        width = 100 * length / whole if drawable else 0.0
        kind = KINDS.get((earlier, later), "mixed")
        spans.append(Span(kind, earlier, later, length, round(at, 3), round(width, 3)))
        at += width
    return Lifecycle(
        points=points,
        spans=tuple(spans),
        phases=phases(row),
        duration=row.duration,
        drawable=drawable,
        finished=state(row.status) is State.DONE or row.end_date is not None,
    )


def _points(row: InteractionSummary) -> tuple[Point, ...]:
    raw = {problem.field: problem.raw for problem in row.problems}
    session = (
        ENTITY_TYPES.get(row.entity_type) is Family.CHAT
        or row.established_date is not None
        or row.released_date is not None
        or not raw.keys().isdisjoint({"established_date", "released_date"})
    )
    names: tuple[Name, ...] = tuple(FIELDS) if session else ("start", "end")
    return tuple(Point(name, getattr(row, FIELDS[name]), raw.get(FIELDS[name])) for name in names)

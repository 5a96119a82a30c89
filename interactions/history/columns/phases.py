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

from interactions.history.columns.record_codes import (
    FAMILIES_BY_ENTITY_TYPE,
    InteractionStatus,
    MediaFamily,
    get_status,
)
from interactions.ucs.resources import InteractionSummary

PointName = Literal["start", "established", "released", "end"]
PhaseKind = Literal["wait", "handled", "wrap_up", "mixed"]
POINT_FIELDS: dict[PointName, str] = {
    "start": "start_date",
    "established": "established_date",
    "released": "released_date",
    "end": "end_date",
}
PHASE_KINDS: dict[tuple[PointName, PointName], PhaseKind] = {
    ("start", "established"): "wait",
    ("established", "released"): "handled",
    ("released", "end"): "wrap_up",
}


class PhaseSeconds(NamedTuple):
    """Seconds of each phase; `None` is unknown. `handled` is the chat's released − established or the phone
    call's own `duration`; `total` is end − start, or that duration when the record has no such pair."""

    wait: float | None
    handled: float | None
    wrap_up: float | None
    total: float | None


def measure_phases(row: InteractionSummary) -> PhaseSeconds:
    """The phases of a row. An e-mail, a callback or a work item has a `total` alone."""
    took = measure_handled_seconds(row)
    total = _measure_seconds_between(row.start_date, row.end_date)
    return PhaseSeconds(
        wait=_measure_seconds_between(row.start_date, row.established_date),
        handled=took,
        wrap_up=_measure_seconds_between(row.released_date, row.end_date),
        total=took if total is None and row.duration is not None else total,
    )


def measure_handled_seconds(row: InteractionSummary) -> float | None:
    """The seconds for which somebody handled it: the chat's released − established, else the phone call's own
    `duration`; `None` when neither is known."""
    took = _measure_seconds_between(row.established_date, row.released_date)
    if took is None and row.duration is not None and row.duration >= 0:
        return float(row.duration)
    return took


def _measure_seconds_between(earlier: datetime | None, later: datetime | None) -> float | None:
    """Seconds from one to the other; `None` when one is missing or they are reversed."""
    if earlier is None or later is None or later < earlier:
        return None
    return (later - earlier).total_seconds()


@dataclass(frozen=True)
class LifecyclePoint:
    """One of the four times. `at` is `None` when it is missing; `raw` then holds what could not be read."""

    name: PointName
    at: datetime | None
    raw: Any = None


@dataclass(frozen=True)
class LifecycleSpan:
    """From one point to the next that has a time. `seconds` is negative when the two are reversed. `x` and
    `width` are percent of the bar, 0 when no bar can be drawn."""

    kind: PhaseKind
    earlier: PointName
    later: PointName
    seconds: float
    x: float = 0.0
    width: float = 0.0


@dataclass(frozen=True)
class Lifecycle:
    """The points in the order they should have, the spans between those that are there, and whether their
    times are in that order and apart, so that a bar of them says the truth (`drawable`)."""

    points: tuple[LifecyclePoint, ...]
    spans: tuple[LifecycleSpan, ...]
    phases: PhaseSeconds
    duration: int | None
    drawable: bool
    finished: bool

    def span_after(self, name: PointName) -> LifecycleSpan | None:
        """The span that begins at this point."""
        return next((span for span in self.spans if span.earlier == name), None)

    @property
    def missing(self) -> tuple[LifecyclePoint, ...]:
        """The points that the record should have and has not, in order."""
        return tuple(point for point in self.points if point.at is None)


def build_lifecycle(row: InteractionSummary) -> Lifecycle:
    """The lifecycle of a row, ready to be drawn. `established` and `released` are expected of a chat only."""
    points = _build_points(row)
    dated = [(point.name, point.at) for point in points if point.at is not None]
    seconds = [(later - earlier).total_seconds() for (_, earlier), (_, later) in pairwise(dated)]
    whole = sum(seconds)
    drawable = whole > 0 and min(seconds) >= 0
    spans = []
    at = 0.0
    for ((earlier, _), (later, _)), length in zip(pairwise(dated), seconds, strict=True):
        width = 100 * length / whole if drawable else 0.0
        kind = PHASE_KINDS.get((earlier, later), "mixed")
        spans.append(LifecycleSpan(kind, earlier, later, length, round(at, 3), round(width, 3)))
        at += width
    return Lifecycle(
        points=points,
        spans=tuple(spans),
        phases=measure_phases(row),
        duration=row.duration,
        drawable=drawable,
        finished=get_status(row.status) is InteractionStatus.DONE or row.end_date is not None,
    )


def _build_points(row: InteractionSummary) -> tuple[LifecyclePoint, ...]:
    raw = {problem.field: problem.raw for problem in row.problems}
    session = (
        FAMILIES_BY_ENTITY_TYPE.get(row.entity_type) is MediaFamily.CHAT
        or row.established_date is not None
        or row.released_date is not None
        or not raw.keys().isdisjoint({"established_date", "released_date"})
    )
    names: tuple[PointName, ...] = tuple(POINT_FIELDS) if session else ("start", "end")
    return tuple(
        LifecyclePoint(name, getattr(row, POINT_FIELDS[name]), raw.get(POINT_FIELDS[name])) for name in names
    )

"""Interactions as lanes, one a medium, over one time axis: where each bar begins, how long it is, and in
which line of its lane it stands so that no two cover each other. Numbers alone; drawing is for a page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from interactions.history.journeys.axis import Axis, axis
from interactions.history.media import Family, family
from interactions.history.order import sort_key
from interactions.history.phases import Kind, lifecycle
from interactions.ucs.resources import InteractionSummary

LEAST = 1.0  # percent that a bar takes at least, so that a finger hits it
TURN = 72.0  # percent from which on a label stands before its bar's end


@dataclass(frozen=True)
class Part:
    """A part of a bar, as the phases of the interaction; places and widths are percent of the axis."""

    kind: Kind
    x: float
    width: float


@dataclass(frozen=True)
class Bar:
    """One interaction. `number` counts from 1 in time, `line` from 0 within the lane; `stop` is `None` when
    the record does not say how long it lasted. `turned`: its label ends where the bar does."""

    row: InteractionSummary
    number: int
    stop: datetime | None
    x: float
    width: float
    parts: tuple[Part, ...]
    line: int = 0

    @property
    def turned(self) -> bool:
        return self.x > TURN

    def reach(self, label: float) -> tuple[float, float]:
        """From where to where it takes room, with a label of so many percent."""
        end = self.x + max(self.width, LEAST)
        return (min(self.x, end - label), end) if self.turned else (self.x, max(end, self.x + label))


@dataclass(frozen=True)
class Lane:
    """The bars of one medium, in time, in so many `lines`."""

    family: Family
    bars: tuple[Bar, ...]
    lines: int


@dataclass(frozen=True)
class Journey:
    """`lanes` in the order in which their media first occur; `undated` counts rows that no axis has."""

    axis: Axis | None
    lanes: tuple[Lane, ...]
    undated: int

    @property
    def bars(self) -> tuple[Bar, ...]:
        """All of them in time."""
        return tuple(sorted((bar for lane in self.lanes for bar in lane.bars), key=lambda bar: bar.number))


def journey(rows: Iterable[InteractionSummary], label: float = 0.0, zone: tzinfo = UTC) -> Journey:
    """The journey of some rows. `label` is what a bar's label takes of the axis, in percent."""
    given = tuple(rows)
    dated = sorted((row for row in given if row.start_date), key=sort_key)
    if not dated:
        return Journey(None, (), len(given))
    times = [_moments(row) for row in dated]
    drawn = axis((at for moments in times for at, _ in moments), zone)
    lanes: dict[Family, list[Bar]] = {}
    for number, (row, moments) in enumerate(zip(dated, times, strict=True), 1):
        medium = family(row.media_type, row.entity_type)
        lanes.setdefault(medium, []).append(_bar(row, number, moments, drawn))
    return Journey(
        axis=drawn,
        lanes=tuple(_lane(medium, bars, label) for medium, bars in lanes.items()),
        undated=len(given) - len(dated),
    )


Moments = tuple[tuple[datetime, Kind | None], ...]


def _moments(row: InteractionSummary) -> Moments:
    """The times of a row that has a start, in order, each with the phase that begins there; one alone when
    the record does not say how long it lasted, or says it wrongly."""
    life = lifecycle(row)
    at = {point.name: point.at for point in life.points if point.at}
    if life.drawable:
        begun = {span.earlier: span.kind for span in life.spans}
        return tuple((moment, begun.get(name)) for name, moment in at.items())
    start = at["start"]
    try:
        return (start, "mixed"), (start + timedelta(seconds=max(life.phases.total or 0.0, 0.0)), None)
    except OverflowError:
        return ((start, None),)


def _bar(row: InteractionSummary, number: int, moments: Moments, drawn: Axis) -> Bar:
    places = [drawn.place(at) for at, _ in moments]
    stop = moments[-1][0]
    return Bar(
        row=row,
        number=number,
        stop=stop if stop > moments[0][0] or row.end_date else None,
        x=places[0],
        width=places[-1] - places[0],
        parts=tuple(
            Part(kind, x, after - x)
            for (_, kind), x, after in zip(moments, places, places[1:], strict=False)
            if kind and after > x
        ),
    )


def _lane(medium: Family, bars: Sequence[Bar], label: float) -> Lane:
    """Each bar in the first line in which it finds room."""
    taken: list[list[tuple[float, float]]] = []
    placed = []
    for bar in bars:
        start, stop = bar.reach(label)
        free = (
            at for at, line in enumerate(taken) if all(stop <= first or last <= start for first, last in line)
        )
        at = next(free, len(taken))
        if at == len(taken):
            taken.append([])
        taken[at].append((start, stop))
        placed.append(Bar(bar.row, bar.number, bar.stop, bar.x, bar.width, bar.parts, at))
    return Lane(medium, tuple(placed), len(taken))

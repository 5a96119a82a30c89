"""Interactions as lanes, one a medium, over one time axis: where each bar begins, how long it is, and in
which line of its lane it stands so that no two cover each other. Numbers alone; drawing is for a page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from interactions.history.columns.order import get_sort_key
from interactions.history.columns.phases import PhaseKind, build_lifecycle
from interactions.history.columns.record_codes import MediaFamily, get_media_family
from interactions.history.journeys.time_axis import TimeAxis, build_time_axis
from interactions.ucs.resources import InteractionSummary

MIN_BAR_WIDTH_PERCENT = 1.0  # percent that a bar takes at least, so that a finger hits it
TURNED_LABEL_PERCENT = 72.0  # percent from which on a label stands before its bar's end


@dataclass(frozen=True)
class BarPart:
    """A part of a bar, as the phases of the interaction; places and widths are percent of the axis."""

    kind: PhaseKind
    x: float
    width: float


@dataclass(frozen=True)
class JourneyBar:
    """One interaction. `number` counts from 1 in time, `line` from 0 within the lane; `stop` is `None` when
    the record does not say how long it lasted. `turned`: its label ends where the bar does."""

    row: InteractionSummary
    number: int
    stop: datetime | None
    x: float
    width: float
    parts: tuple[BarPart, ...]
    line: int = 0

    @property
    def turned(self) -> bool:
        return self.x > TURNED_LABEL_PERCENT

    def reach(self, label: float) -> tuple[float, float]:
        """From where to where it takes room, with a label of so many percent."""
        end = self.x + max(self.width, MIN_BAR_WIDTH_PERCENT)
        return (min(self.x, end - label), end) if self.turned else (self.x, max(end, self.x + label))


@dataclass(frozen=True)
class JourneyLane:
    """The bars of one medium, in time, in so many `lines`."""

    family: MediaFamily
    bars: tuple[JourneyBar, ...]
    lines: int


@dataclass(frozen=True)
class JourneyLayout:
    """`lanes` in the order in which their media first occur; `undated` counts rows that no axis has."""

    axis: TimeAxis | None
    lanes: tuple[JourneyLane, ...]
    undated: int

    @property
    def bars(self) -> tuple[JourneyBar, ...]:
        """All of them in time."""
        return tuple(sorted((bar for lane in self.lanes for bar in lane.bars), key=lambda bar: bar.number))


def lay_out_journey(
    rows: Iterable[InteractionSummary], label: float = 0.0, zone: tzinfo = UTC
) -> JourneyLayout:
    """The journey of some rows. `label` is what a bar's label takes of the axis, in percent."""
    given = tuple(rows)
    dated = sorted((row for row in given if row.start_date), key=get_sort_key)
    if not dated:
        return JourneyLayout(None, (), len(given))
    times = [_build_phase_moments(row) for row in dated]
    drawn = build_time_axis((at for moments in times for at, _ in moments), zone)
    lanes: dict[MediaFamily, list[JourneyBar]] = {}
    for number, (row, moments) in enumerate(zip(dated, times, strict=True), 1):
        medium = get_media_family(row.media_type, row.entity_type)
        lanes.setdefault(medium, []).append(_build_journey_bar(row, number, moments, drawn))
    return JourneyLayout(
        axis=drawn,
        lanes=tuple(_build_journey_lane(medium, bars, label) for medium, bars in lanes.items()),
        undated=len(given) - len(dated),
    )


PhaseMoments = tuple[tuple[datetime, PhaseKind | None], ...]


def _build_phase_moments(row: InteractionSummary) -> PhaseMoments:
    """The times of a row that has a start, in order, each with the phase that begins there; one alone when
    the record does not say how long it lasted, or says it wrongly."""
    life = build_lifecycle(row)
    at = {point.name: point.at for point in life.points if point.at}
    if life.drawable:
        begun = {span.earlier: span.kind for span in life.spans}
        return tuple((moment, begun.get(name)) for name, moment in at.items())
    start = at["start"]
    try:
        return (start, "mixed"), (start + timedelta(seconds=max(life.phases.total or 0.0, 0.0)), None)
    except OverflowError:
        return ((start, None),)


def _build_journey_bar(
    row: InteractionSummary, number: int, moments: PhaseMoments, drawn: TimeAxis
) -> JourneyBar:
    places = [drawn.place(at) for at, _ in moments]
    stop = moments[-1][0]
    return JourneyBar(
        row=row,
        number=number,
        stop=stop if stop > moments[0][0] or row.end_date else None,
        x=places[0],
        width=places[-1] - places[0],
        parts=tuple(
            BarPart(kind, x, after - x)
            for (_, kind), x, after in zip(moments, places, places[1:], strict=False)
            if kind and after > x
        ),
    )


def _build_journey_lane(medium: MediaFamily, bars: Sequence[JourneyBar], label: float) -> JourneyLane:
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
        placed.append(JourneyBar(bar.row, bar.number, bar.stop, bar.x, bar.width, bar.parts, at))
    return JourneyLane(medium, tuple(placed), len(taken))

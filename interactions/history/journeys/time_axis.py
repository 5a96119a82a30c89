"""A time axis from milliseconds to centuries, on which long stretches without any event are broken out.

A thread is minutes of contact with days between them: drawn to scale throughout, each contact would be a dot.
So stretches that are each at least twice as long as all that is left without them are drawn as breaks of one
width; what stands between breaks is drawn to one scale. Places and widths are percent of the axis.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cached_property
from itertools import pairwise
from typing import Literal

MAX_AXIS_BREAKS = 5
BREAK_WIDTH_PERCENT, MIN_RUN_WIDTH_PERCENT = 5.0, 10.0  # the width of a break, and the least of a run
FIRST_BREAK_FACTOR, NEXT_BREAK_FACTOR = (
    2,
    10,
)  # how much longer than all that is left together; where something is broken out already
MIN_BREAK_SECONDS = 3600.0  # seconds; what is shorter is never broken out
TICK_LABEL_PERCENT, MIN_END_LABEL_PERCENT = (
    7.0,
    5.5,
)  # the room of a tick's label, and the least that it needs at a run's end
HEAD_LABEL_PERCENT = 9.0  # the room of a head

TickUnit = Literal["second", "minute", "day", "month", "year"]
DAY_SECONDS = 86_400
CLOCK_STEP_SECONDS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200)
TICK_STEPS: tuple[tuple[TickUnit, int, float], ...] = (
    *(("second" if size < 60 else "minute", size, float(size)) for size in CLOCK_STEP_SECONDS),
    *(("day", count, float(count * DAY_SECONDS)) for count in (1, 2, 7, 14)),
    *(("month", count, count * 30.4 * DAY_SECONDS) for count in (1, 2, 3, 6)),
    *(("year", count, count * 365.25 * DAY_SECONDS) for count in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)),
)


@dataclass(frozen=True)
class AxisRun:
    """From `start` to `stop`, drawn from `x` on; it may be wider than its time needs."""

    start: datetime
    stop: datetime
    x: float
    width: float


@dataclass(frozen=True)
class AxisBreak:
    """A stretch of so many seconds in which nothing begins or ends."""

    seconds: float
    x: float
    width: float


@dataclass(frozen=True)
class AxisTick:
    """A moment to be labelled, as fine as `unit`: "minute" by the clock, "day" by day and month. A head says
    what its ticks leave out: the day of a clock, the year of a day."""

    x: float
    at: datetime
    unit: TickUnit


@dataclass(frozen=True)
class TimeAxis:
    """`scale` is percent a second, on all runs the same; 0 when no run has a length."""

    runs: tuple[AxisRun, ...]
    breaks: tuple[AxisBreak, ...]
    scale: float
    zone: tzinfo = UTC

    def place(self, moment: datetime) -> float:
        """Where a moment is. One within a break, or out of the axis, is at the nearest end of a run."""
        near = self.runs[0]
        for run in self.runs:
            if run.start <= moment:
                near = run
        seconds = (min(max(moment, near.start), near.stop) - near.start).total_seconds()
        return near.x + seconds * self.scale

    @cached_property
    def step(self) -> tuple[TickUnit, int]:
        """How far apart the ticks are, as many of a unit ("second" and "minute" count in seconds)."""
        for unit, count, seconds in TICK_STEPS:
            if seconds * self.scale >= TICK_LABEL_PERCENT:
                return unit, count
        return "minute", 60

    @property
    def ticks(self) -> tuple[AxisTick, ...]:
        """Round times by the clock and calendar of the zone."""
        if not self.scale:
            return tuple(AxisTick(run.x, run.start, "minute") for run in self.runs)
        return tuple(tick for run in self.runs for tick in self._ticks_of(run))

    @property
    def heads(self) -> tuple[AxisTick, ...]:
        """One where each run begins, and one where its day or its year changes."""
        unit: TickUnit = "day" if self.step[0] in {"second", "minute"} else "year"
        found = []
        for run in self.runs:
            last, key = run.x, _get_head_key(run.start, unit, self.zone)
            found.append(AxisTick(run.x, run.start, unit))
            for tick in self._ticks_of(run) if self.scale else ():
                if (new := _get_head_key(tick.at, unit, self.zone)) != key:
                    key = new
                    if (
                        tick.x - last >= HEAD_LABEL_PERCENT
                        and run.x + run.width - tick.x >= HEAD_LABEL_PERCENT
                    ):
                        found.append(AxisTick(tick.x, tick.at, unit))
                        last = tick.x
        return tuple(found)

    def _ticks_of(self, run: AxisRun) -> Iterator[AxisTick]:
        unit, count = self.step
        for at in _iter_round_moments(run.start, unit, count, self.zone):
            x = run.x + (at - run.start).total_seconds() * self.scale
            if x > run.x + run.width - MIN_END_LABEL_PERCENT:
                return
            if x >= run.x:
                yield AxisTick(x, at, unit)


def build_time_axis(moments: Iterable[datetime], zone: tzinfo = UTC) -> TimeAxis:
    """The axis of some moments, one at least; all aware."""
    at = sorted({moment.astimezone(UTC) for moment in moments})
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(at)]
    least = _find_min_break_seconds(gaps)
    starts = [0, *(place + 1 for place, gap in enumerate(gaps) if gap >= least)]
    stops = [*(start - 1 for start in starts[1:]), len(at) - 1]
    spans = [(at[start], at[stop]) for start, stop in zip(starts, stops, strict=True)]
    widths, scale = _compute_run_widths([(stop - start).total_seconds() for start, stop in spans])
    runs: list[AxisRun] = []
    breaks: list[AxisBreak] = []
    x = 0.0
    for (start, stop), width in zip(spans, widths, strict=True):
        if runs:
            breaks.append(AxisBreak((start - runs[-1].stop).total_seconds(), x, BREAK_WIDTH_PERCENT))
            x += BREAK_WIDTH_PERCENT
        runs.append(AxisRun(start, stop, x, width))
        x += width
    return TimeAxis(tuple(runs), tuple(breaks), scale, zone)


def _find_min_break_seconds(gaps: Sequence[float]) -> float:
    """How long a stretch must be to be broken out; infinite when none is worth it."""
    ordered, least = sorted(gaps, reverse=True), float("inf")
    for count in range(1, min(MAX_AXIS_BREAKS + 1, len(ordered))):
        shortest, left = ordered[count - 1], sum(ordered[count:])
        if (
            shortest >= MIN_BREAK_SECONDS
            and left
            and shortest >= left * (NEXT_BREAK_FACTOR if least < float("inf") else FIRST_BREAK_FACTOR)
        ):
            least = shortest
    return least


def _compute_run_widths(lengths: Sequence[float]) -> tuple[list[float], float]:
    """The width of each run, and the scale that they share. A run whose time needs less than `LEAST` gets
    that, and what it does not need stays empty."""
    room = 100.0 - BREAK_WIDTH_PERCENT * (len(lengths) - 1)
    small: set[int] = set()
    while True:
        whole = sum(length for at, length in enumerate(lengths) if at not in small)
        if not whole:
            return [room / len(lengths)] * len(lengths), 0.0
        scale = (room - MIN_RUN_WIDTH_PERCENT * len(small)) / whole
        more = {
            at
            for at, length in enumerate(lengths)
            if at not in small and length * scale < MIN_RUN_WIDTH_PERCENT
        }
        if not more:
            return [
                MIN_RUN_WIDTH_PERCENT if at in small else length * scale for at, length in enumerate(lengths)
            ], scale
        small |= more


def _iter_round_moments(first: datetime, unit: TickUnit, count: int, zone: tzinfo) -> Iterator[datetime]:
    """The round moments from just before `first` on, each later than the one before: a clock that is put
    back shows no time twice. They end where the calendar does."""
    last = None
    try:
        wall = _floor_to_unit(first.astimezone(zone).replace(tzinfo=None), unit, count)
        while True:
            at = wall.replace(tzinfo=zone).astimezone(UTC)
            if last is None or at > last:
                last = at
                yield at
            wall = _advance_by_unit(wall, unit, count)
    except (OverflowError, ValueError):
        return


def _floor_to_unit(wall: datetime, unit: TickUnit, count: int) -> datetime:
    midnight = wall.replace(hour=0, minute=0, second=0, microsecond=0)
    if unit in {"second", "minute"}:
        return midnight + timedelta(seconds=int((wall - midnight).total_seconds()) // count * count)
    if unit == "day":
        return midnight - timedelta(days=midnight.weekday() if count >= 7 else 0)
    if unit == "month":
        return midnight.replace(day=1, month=(wall.month - 1) // count * count + 1)
    return midnight.replace(day=1, month=1, year=max(wall.year // count * count, 1))


def _advance_by_unit(wall: datetime, unit: TickUnit, count: int) -> datetime:
    if unit in {"second", "minute"}:
        return wall + timedelta(seconds=count)
    if unit == "day":
        return wall + timedelta(days=count)
    if unit == "month":
        months = wall.month - 1 + count
        return wall.replace(year=wall.year + months // 12, month=months % 12 + 1)
    return wall.replace(year=wall.year // count * count + count)


def _get_head_key(at: datetime, unit: TickUnit, zone: tzinfo) -> object:
    """What two moments of one head share."""
    try:
        local = at.astimezone(zone)
    except OverflowError:
        return None
    return local.date() if unit == "day" else local.year

"""The activity histogram's axis: which of its days are named, and where."""

from dataclasses import dataclass
from datetime import date, timedelta

MAX_DAY_LABELS_DAYS, MAX_MONTH_LABELS_DAYS = (
    45,
    2300,
)  # the longest stretch with days on its axis, and with months
MAX_AXIS_LABELS = 13
LABEL_LIMIT_SHARE, NARROW_LABEL_LIMIT_SHARE = (
    0.96,
    0.9,
)  # of the axis: a label behind it would be cut, on a narrow screen sooner
QUARTER_MONTHS = {1, 4, 7, 10}


@dataclass(frozen=True)
class AxisDay:
    """A day that the axis may name. `major` ones stay on a narrow screen, `strong` ones begin a year."""

    day: date
    label: str
    major: bool
    strong: bool = False


@dataclass(frozen=True)
class HistogramTick:
    """A line of the grid and its label, "" where it has no room. `percent` is for the axis, which is not
    stretched; `strong` begins a year, `minor` may give way on a narrow screen."""

    x: int
    percent: float
    label: str
    strong: bool
    minor: bool


def build_histogram_ticks(first: date, days: int) -> tuple[HistogramTick, ...]:
    """Days, Mondays, months or years, as many as an axis can hold."""
    places = [(mark, (mark.day - first).days / days) for mark in _build_axis_days(first, days)]
    step = max(1, -(-sum(0 <= place < LABEL_LIMIT_SHARE for _, place in places) // MAX_AXIS_LABELS))
    return tuple(
        HistogramTick(
            x=(mark.day - first).days,
            percent=round(100 * place, 2),
            label=mark.label if place < LABEL_LIMIT_SHARE else "",
            strong=mark.strong,
            minor=place > NARROW_LABEL_LIMIT_SHARE
            or (not mark.major if step == 1 else bool((at // step) % 3)),
        )
        for at, (mark, place) in enumerate(within for within in places if 0 <= within[1] < 1)
        if at % step == 0
    )


def _build_axis_days(first: date, days: int) -> list[AxisDay]:
    if days <= MAX_DAY_LABELS_DAYS:
        all_days = [first + timedelta(days=day) for day in range(days)]
        few = days <= MAX_AXIS_LABELS
        wanted = all_days if few else [day for day in all_days if day.weekday() == 0]
        return [AxisDay(day, f"{day.day} {day:%b}", at % 3 == 0) for at, day in enumerate(wanted)]
    last_year = (first + timedelta(days=days - 1)).year
    years = range(first.year, last_year + 1)
    if days > MAX_MONTH_LABELS_DAYS:
        return [AxisDay(date(year, 1, 1), str(year), year % 3 == 0) for year in years]
    step = next(step for step in (1, 2, 3, 6) if days <= step * MAX_AXIS_LABELS * 31)
    months = [date(year, month, 1) for year in years for month in range(1, 13, step)]
    return [
        AxisDay(
            day=day,
            label=str(day.year) if day.month == 1 else f"{day:%b}",
            major=day.month in QUARTER_MONTHS,
            strong=day.month == 1,
        )
        for day in months
    ]

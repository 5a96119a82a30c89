"""The activity strip: a history's days as one drawing, with the chosen period on it.

Its horizontal unit is a day, whatever a bar counts, so that a period, the two handles and the brush speak of
days. Geometry stands in SVG attributes: the policy of our pages lets no style through.
"""

from dataclasses import dataclass
from datetime import UTC, date, timedelta, tzinfo
from functools import cache

from interactions.history.activity import DAY, HOUR, WEEK, Activity, activity
from interactions.history.days import local_day
from interactions.history.filters import Filter
from interactions.history.index import Index
from interactions.history.media import Family
from interactions.pages.format import clock, plural, short_date

RANGES = {"30d": (30, "30 d"), "90d": (90, "90 d"), "13m": (395, "13 months")}
TOP = 100.0  # the height of the tallest bar
MONTHLY, YEARLY = 45, 2300  # the longest stretch with days on its axis, and with months
MOST_LABELS = 13
ROOM, NARROW_ROOM = (
    0.96,
    0.9,
)  # of the axis; a label that begins later would be cut, on a narrow screen sooner
QUARTERS = {1, 4, 7, 10}


@dataclass(frozen=True)
class Mark:
    """A day that the axis may name. `major` ones stay on a narrow screen, `strong` ones begin a year."""

    day: date
    label: str
    major: bool
    strong: bool = False


@dataclass(frozen=True)
class Tick:
    """A line of the grid and its label, "" where it has no room. `percent` is for the axis, which is not
    stretched; `strong` begins a year, `minor` may give way on a narrow screen."""

    x: int
    percent: float
    label: str
    strong: bool
    minor: bool


@dataclass(frozen=True)
class Preset:
    """A stretch of the history's end, and the filter that asks for it; `name` is the query's `range`."""

    name: str
    label: str
    filter: Filter
    current: bool


@dataclass(frozen=True)
class Strip:
    """`first` and `days` are the stretch that is shown, `start` to `stop` the chosen part of it in days from
    `first`. `open` says that the stretch is the whole history, so that its edges ask for no period;
    `bar` is the width of a bar, in days."""

    first: date
    days: int
    start: int
    stop: int
    open: bool
    bar: float
    totals: str
    media: tuple[tuple[Family, str], ...]
    ticks: tuple[Tick, ...]
    peak: str
    words: str
    presets: tuple[Preset, ...]

    @property
    def starts(self) -> date:
        return self.first + timedelta(days=self.start)

    @property
    def ends(self) -> date:
        return self.first + timedelta(days=self.stop - 1)


def strip(index: Index, matching: int, chosen: Filter, range_: str, zone: tzinfo = UTC) -> Strip | None:
    """The strip of a history; `None` when nothing in it has a start. `matching` are the rows that the filter
    leaves, its period aside."""
    if not index.dated:
        return None
    ends = (local_day(index.rows[place], zone) for place in (0, index.dated - 1))
    whole = tuple(day for day in ends if day)
    if len(whole) != 2:
        return None
    zoom = _stretch(whole, chosen, range_)
    first, end = zoom or whole
    counted = activity(index, matching, first, end, zone)
    pen = _Pen(counted)
    start, stop = _chosen(counted, chosen)
    return Strip(
        first=counted.first,
        days=counted.days,
        start=start,
        stop=stop,
        open=zoom is None,
        bar=pen.width,
        totals=_totals(counted, pen),
        media=_media(counted, pen),
        ticks=_ticks(counted.first, counted.days),
        peak=f"{counted.peak} {_per(counted.hours)}" if counted.peak else "",
        words=_words(counted),
        presets=_presets(whole[1], chosen, range_ if zoom else ""),
    )


def period_words(start: date | None, end: date | None) -> str:
    """`1 May – 5 Aug 2009`, `since 1 May 2009`, `until 5 Aug 2009`; "" without a period."""
    if start and end:
        if start == end:
            return short_date(start)
        same = start.year == end.year
        return f"{f'{start.day} {start:%b}' if same else short_date(start)} – {short_date(end)}"
    if start:
        return f"since {short_date(start)}"
    return f"until {short_date(end)}" if end else ""


def _stretch(whole: tuple[date, date], chosen: Filter, range_: str) -> tuple[date, date] | None:
    """The stretch that a preset shows, as long as the chosen period lies in it; `None` is all."""
    if range_ not in RANGES or not (chosen.start or chosen.end):
        return None
    first, last = _back(whole[1], RANGES[range_][0]), whole[1]
    inside = (chosen.start or first) >= first and (chosen.end or last) <= last
    return (first, last) if inside and (chosen.end or last) >= first else None


def _back(last: date, days: int) -> date:
    """The first of so many days up to `last`."""
    return date.fromordinal(max(1, last.toordinal() - days + 1))


def _chosen(counted: Activity, chosen: Filter) -> tuple[int, int]:
    start = (chosen.start - counted.first).days if chosen.start else 0
    stop = (chosen.end - counted.first).days + 1 if chosen.end else counted.days
    start = min(max(start, 0), counted.days - 1)
    return start, min(max(stop, start + 1), counted.days)


def _presets(last: date, chosen: Filter, current: str) -> tuple[Preset, ...]:
    built = []
    for name, (days, label) in RANGES.items():
        built.append(Preset(name, label, chosen.changed(start=_back(last, days), end=None), name == current))
    return (*built, Preset("", "All", chosen.changed(start=None, end=None), not current))


class _Pen:
    """Writes bars as upright strokes: half the bytes of rectangles. Every number is written out once only,
    for there are few counts and a bar has up to seven parts."""

    def __init__(self, counted: Activity) -> None:
        unit = counted.hours / DAY
        self.width = round(0.72 * unit, 4)
        self.places = {at: f"M{(at + 0.5) * unit:.8g} " for at in counted.totals}
        scale = TOP / max(counted.peak, 1)
        self.floors = cache(lambda count: f"{TOP - count * scale:.4g}")
        self.heights = cache(lambda count: f"v-{count * scale:.4g}")

    def bar(self, at: int, floor: int, count: int) -> str:
        """`count` interactions in stretch `at`, on top of `floor` others."""
        return self.places[at] + self.floors(floor) + self.heights(count)


def _totals(counted: Activity, pen: _Pen) -> str:
    return "".join(pen.bar(at, 0, count) for at, count in sorted(counted.totals.items()))


def _media(counted: Activity, pen: _Pen) -> tuple[tuple[Family, str], ...]:
    """A path a medium, stacked on the media before it."""
    bars: dict[Family, list[str]] = {medium: [] for medium in Family}
    order = {medium: place for place, medium in enumerate(Family)}
    floor = last = 0
    for (at, medium), count in sorted(
        counted.media.items(), key=lambda item: (item[0][0], order[item[0][1]])
    ):
        floor = floor if at == last else 0
        bars[medium].append(pen.bar(at, floor, count))
        floor, last = floor + count, at
    return tuple((medium, "".join(own)) for medium, own in bars.items() if own)


def _ticks(first: date, days: int) -> tuple[Tick, ...]:
    """Days, Mondays, months or years, as many as an axis can hold."""
    places = [(mark, (mark.day - first).days / days) for mark in _marks(first, days)]
    step = max(1, -(-sum(0 <= place < ROOM for _, place in places) // MOST_LABELS))
    return tuple(
        Tick(
            x=(mark.day - first).days,
            percent=round(100 * place, 2),
            label=mark.label if place < ROOM else "",
            strong=mark.strong,
            minor=place > NARROW_ROOM or (not mark.major if step == 1 else bool((at // step) % 3)),
        )
        for at, (mark, place) in enumerate(within for within in places if 0 <= within[1] < 1)
        if at % step == 0
    )


def _marks(first: date, days: int) -> list[Mark]:
    if days <= MONTHLY:
        all_days = [first + timedelta(days=day) for day in range(days)]
        few = days <= MOST_LABELS
        wanted = all_days if few else [day for day in all_days if day.weekday() == 0]
        return [Mark(day, f"{day.day} {day:%b}", at % 3 == 0) for at, day in enumerate(wanted)]
    last_year = (first + timedelta(days=days - 1)).year
    years = range(first.year, last_year + 1)
    if days > YEARLY:
        return [Mark(date(year, 1, 1), str(year), year % 3 == 0) for year in years]
    step = next(step for step in (1, 2, 3, 6) if days <= step * MOST_LABELS * 31)
    months = [date(year, month, 1) for year in years for month in range(1, 13, step)]
    return [
        Mark(
            day=day,
            label=str(day.year) if day.month == 1 else f"{day:%b}",
            major=day.month in QUARTERS,
            strong=day.month == 1,
        )
        for day in months
    ]


def _per(hours: int) -> str:
    if hours > WEEK:
        return f"in {hours // WEEK} weeks"
    return {HOUR: "an hour", DAY: "a day", WEEK: "a week"}[hours]


def _words(counted: Activity) -> str:
    """The drawing in words, for those who can't see it."""
    last = counted.first + timedelta(days=counted.days - 1)
    said = f"Interactions {_per(counted.hours)}, {period_words(counted.first, last)}, by media."
    if not counted.peak:
        return said
    at = counted.begins(min(at for at, count in counted.totals.items() if count == counted.peak))
    when = f"{short_date(at)}, {clock(at)}" if counted.hours == HOUR else short_date(at)
    return f"{said} The most, {plural(counted.peak, 'interaction')}, begin on {when}."

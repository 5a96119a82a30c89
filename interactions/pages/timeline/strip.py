"""The activity strip: a history's days as one drawing, with the chosen period on it.

Its horizontal unit is a day, whatever a bar counts, so that a period, the two handles and the brush speak of
days. Geometry stands in SVG attributes: the policy of our pages lets no style through.
"""

from dataclasses import dataclass
from datetime import UTC, date, timedelta, tzinfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from interactions.history.activity.activity import DAY, HOUR, WEEK, Activity, activity
from interactions.history.clock.days import local_day
from interactions.history.filtering.filters import Filter
from interactions.history.index import Index
from interactions.history.media import Family
from interactions.pages.format import clock, count, interaction_count, period_words, short_date
from interactions.pages.timeline.axis import Tick, ticks
from interactions.pages.timeline.strip_marks import BurstMark, Gap, burst_marks, gaps

RANGES = {
    "30d": (30, gettext_noop("30 days")),
    "90d": (90, gettext_noop("90 days")),
    "13m": (395, gettext_noop("13 months")),
}
TOP = 100.0  # the height of the tallest bar
PEAK_ROOM = 6.0  # percent of the width that "20 a day" takes


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
    a bar counts `hours`, and `upright` is the transform of them all."""

    first: date
    days: int
    start: int
    stop: int
    open: bool
    hours: int
    most: int
    upright: str
    totals: str
    media: tuple[tuple[Family, str], ...]
    ticks: tuple[Tick, ...]
    words: str
    presets: tuple[Preset, ...]
    bursts: tuple[BurstMark, ...]
    gaps: tuple[Gap, ...]

    def together(self, one: date, other: date) -> bool:
        """Whether one bar counts both days."""
        return self._place(one) == self._place(other)

    def _place(self, day: date) -> int:
        return (day - self.first).days * DAY // self.hours

    @property
    def peak(self) -> str:
        """What the tallest bar counts, in words."""
        number = {"num": count(self.most)}
        if self.hours > WEEK:
            weeks = {"weeks": self.hours // WEEK}
            return ngettext("%(num)s in %(weeks)s weeks", "%(num)s in %(weeks)s weeks", self.most) % (
                number | weeks
            )
        return {
            HOUR: ngettext("%(num)s an hour", "%(num)s an hour", self.most),
            DAY: ngettext("%(num)s a day", "%(num)s a day", self.most),
            WEEK: ngettext("%(num)s a week", "%(num)s a week", self.most),
        }[self.hours] % number

    @property
    def peak_side(self) -> str:
        """Where above the bars it may stand: "left", "right", or "" when bursts are marked at both ends."""
        left = any(mark.start < PEAK_ROOM for mark in self.bursts)
        right = any(mark.end > 100 - PEAK_ROOM for mark in self.bursts)
        return "" if not self.most or (left and right) else "right" if left else "left"

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
    start, stop = _chosen(counted, chosen)
    silent = gaps(index, counted, zone)
    return Strip(
        first=counted.first,
        days=counted.days,
        start=start,
        stop=stop,
        open=zoom is None,
        hours=counted.hours,
        most=counted.peak,
        upright=_upright(counted),
        totals=_totals(counted),
        media=_media(counted),
        ticks=ticks(counted.first, counted.days),
        words=_words(counted, silent),
        presets=_presets(whole[1], chosen, range_ if zoom else ""),
        bursts=burst_marks(index, matching, counted.first, counted.days, chosen, zone=zone),
        gaps=silent,
    )


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
        built.append(
            Preset(name, _(label), chosen.changed(start=_back(last, days), end=None), name == current)
        )
    return (*built, Preset("", _("All"), chosen.changed(start=None, end=None), not current))


def _upright(counted: Activity) -> str:
    """The transform under which bars are whole numbers: across, the stretch; upwards, interactions."""
    unit = counted.hours / DAY
    return f"matrix({unit:.8g} 0 0 {-TOP / max(counted.peak, 1):.6g} {unit / 2:.8g} {TOP:g})"


def _totals(counted: Activity) -> str:
    """Bars as upright strokes: half the bytes of rectangles."""
    return "".join([f"M{at} 0v{count}" for at, count in sorted(counted.totals.items())])


def _media(counted: Activity) -> tuple[tuple[Family, str], ...]:
    """A path a medium, stacked on the media before it."""
    bars: dict[Family, list[str]] = {medium: [] for medium in Family}
    order = {medium: place for place, medium in enumerate(Family)}
    floor = last = 0
    for (at, medium), number in sorted(
        counted.media.items(), key=lambda item: (item[0][0], order[item[0][1]])
    ):
        floor = floor if at == last else 0
        bars[medium].append(f"M{at} {floor}v{number}")
        floor, last = floor + number, at
    return tuple((medium, "".join(own)) for medium, own in bars.items() if own)


def _words(counted: Activity, silent: tuple[Gap, ...]) -> str:
    """The drawing in words, for those who can't see it."""
    last = counted.first + timedelta(days=counted.days - 1)
    said = [_said_what(counted.hours, period_words(counted.first, last))]
    if not counted.peak:
        return said[0]
    at = counted.begins(min(at for at, count in counted.totals.items() if count == counted.peak))
    day, hour = short_date(at, counted.zone), clock(at, counted.zone)
    when = f"{day}, {hour}" if counted.hours == HOUR else day
    peak = {"interactions": interaction_count(counted.peak), "when": when}
    said.append(_("Peak: %(interactions)s, starting %(when)s.") % peak)
    if silent:
        longest = max(gap.days for gap in silent)
        words = ngettext(
            "Longest time without contact: %(num)s day.",
            "Longest time without contact: %(num)s days.",
            longest,
        )
        said.append(words % {"num": count(longest)})
    return " ".join(said)


def _said_what(hours: int, period: str) -> str:
    if hours > WEEK:
        values = {"weeks": hours // WEEK, "period": period}
        return _("Interactions per %(weeks)s weeks, %(period)s, by media type.") % values
    return {
        HOUR: _("Interactions per hour, %(period)s, by media type."),
        DAY: _("Interactions per day, %(period)s, by media type."),
        WEEK: _("Interactions per week, %(period)s, by media type."),
    }[hours] % {"period": period}

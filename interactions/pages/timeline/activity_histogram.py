"""The activity histogram: a history's days as one drawing, with the chosen period on it.

Its horizontal unit is a day, whatever a bar counts, so that a period, the two handles and the brush speak of
days. Geometry stands in SVG attributes: the policy of our pages lets no style through.
"""

from dataclasses import dataclass
from datetime import UTC, date, timedelta, tzinfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interactions.history.clock.days import get_local_day
from interactions.history.columns.record_codes import MediaFamily
from interactions.history.filtering.filters import HistoryFilter
from interactions.history.history_index import HistoryIndex
from interactions.history.insights.activity_counts import (
    DAY_HOURS,
    HOUR_HOURS,
    WEEK_HOURS,
    ActivityCounts,
    count_activity,
)
from interactions.pages.formatting import (
    format_clock,
    format_count,
    format_interaction_count,
    format_period,
    format_short_date,
)
from interactions.pages.query.list_query import HISTOGRAM_RANGES
from interactions.pages.timeline.histogram_axis import HistogramTick, build_histogram_ticks
from interactions.pages.timeline.histogram_marks import (
    BurstMark,
    ContactGap,
    build_burst_marks,
    find_contact_gaps,
)

BAR_AREA_HEIGHT = 100.0  # the height of the tallest bar
PEAK_LABEL_PERCENT = 6.0  # percent of the width that "20 a day" takes


@dataclass(frozen=True)
class RangePreset:
    """A stretch of the history's end, and the filter that asks for it; `name` is the query's `range`."""

    name: str
    label: str
    filter: HistoryFilter
    current: bool


@dataclass(frozen=True)
class ActivityHistogram:
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
    media: tuple[tuple[MediaFamily, str], ...]
    ticks: tuple[HistogramTick, ...]
    words: str
    presets: tuple[RangePreset, ...]
    bursts: tuple[BurstMark, ...]
    gaps: tuple[ContactGap, ...]

    def together(self, one: date, other: date) -> bool:
        """Whether one bar counts both days."""
        return self._place(one) == self._place(other)

    def _place(self, day: date) -> int:
        return (day - self.first).days * DAY_HOURS // self.hours

    @property
    def peak(self) -> str:
        """What the tallest bar counts, in words."""
        number = {"num": format_count(self.most)}
        if self.hours > WEEK_HOURS:
            weeks = {"weeks": self.hours // WEEK_HOURS}
            return ngettext("%(num)s in %(weeks)s weeks", "%(num)s in %(weeks)s weeks", self.most) % (
                number | weeks
            )
        return {
            HOUR_HOURS: ngettext("%(num)s an hour", "%(num)s an hour", self.most),
            DAY_HOURS: ngettext("%(num)s a day", "%(num)s a day", self.most),
            WEEK_HOURS: ngettext("%(num)s a week", "%(num)s a week", self.most),
        }[self.hours] % number

    @property
    def peak_side(self) -> str:
        """Where above the bars it may stand: "left", "right", or "" when bursts are marked at both ends."""
        left = any(mark.start < PEAK_LABEL_PERCENT for mark in self.bursts)
        right = any(mark.end > 100 - PEAK_LABEL_PERCENT for mark in self.bursts)
        return "" if not self.most or (left and right) else "right" if left else "left"

    @property
    def starts(self) -> date:
        return self.first + timedelta(days=self.start)

    @property
    def ends(self) -> date:
        return self.first + timedelta(days=self.stop - 1)


def build_activity_histogram(
    index: HistoryIndex, matching: int, chosen: HistoryFilter, range_: str, zone: tzinfo = UTC
) -> ActivityHistogram | None:
    """The histogram of a history; `None` when nothing in it has a start. `matching` are the rows that the
    filter leaves, its period aside."""
    if not index.dated:
        return None
    ends = (get_local_day(index.rows[place], zone) for place in (0, index.dated - 1))
    whole = tuple(day for day in ends if day)
    if len(whole) != 2:
        return None
    zoom = _find_preset_range(whole, chosen, range_)
    first, end = zoom or whole
    counted = count_activity(index, matching, first, end, zone)
    start, stop = _get_chosen_days(counted, chosen)
    silent = find_contact_gaps(index, counted, zone)
    return ActivityHistogram(
        first=counted.first,
        days=counted.days,
        start=start,
        stop=stop,
        open=zoom is None,
        hours=counted.hours,
        most=counted.peak,
        upright=_build_bar_transform(counted),
        totals=_build_totals_path(counted),
        media=_build_media_paths(counted),
        ticks=build_histogram_ticks(counted.first, counted.days),
        words=_describe_histogram(counted, silent),
        presets=_build_range_presets(whole[1], chosen, range_ if zoom else ""),
        bursts=build_burst_marks(index, matching, counted.first, counted.days, chosen, zone=zone),
        gaps=silent,
    )


def _find_preset_range(
    whole: tuple[date, date], chosen: HistoryFilter, range_: str
) -> tuple[date, date] | None:
    """The stretch that a preset shows, as long as the chosen period lies in it; `None` is all."""
    if range_ not in HISTOGRAM_RANGES or not (chosen.start or chosen.end):
        return None
    first, last = _get_first_day(whole[1], HISTOGRAM_RANGES[range_][0]), whole[1]
    inside = (chosen.start or first) >= first and (chosen.end or last) <= last
    return (first, last) if inside and (chosen.end or last) >= first else None


def _get_first_day(last: date, days: int) -> date:
    """The first of so many days up to `last`."""
    return date.fromordinal(max(1, last.toordinal() - days + 1))


def _get_chosen_days(counted: ActivityCounts, chosen: HistoryFilter) -> tuple[int, int]:
    start = (chosen.start - counted.first).days if chosen.start else 0
    stop = (chosen.end - counted.first).days + 1 if chosen.end else counted.days
    start = min(max(start, 0), counted.days - 1)
    return start, min(max(stop, start + 1), counted.days)


def _build_range_presets(last: date, chosen: HistoryFilter, current: str) -> tuple[RangePreset, ...]:
    built = []
    for name, (days, label) in HISTOGRAM_RANGES.items():
        built.append(
            RangePreset(
                name, _(label), chosen.changed(start=_get_first_day(last, days), end=None), name == current
            )
        )
    return (*built, RangePreset("", _("All"), chosen.changed(start=None, end=None), not current))


def _build_bar_transform(counted: ActivityCounts) -> str:
    """The transform under which bars are whole numbers: across, the stretch; upwards, interactions."""
    unit = counted.hours / DAY_HOURS
    height = -BAR_AREA_HEIGHT / max(counted.peak, 1)
    return f"matrix({unit:.8g} 0 0 {height:.6g} {unit / 2:.8g} {BAR_AREA_HEIGHT:g})"


def _build_totals_path(counted: ActivityCounts) -> str:
    """Bars as upright strokes: half the bytes of rectangles."""
    return "".join([f"M{at} 0v{count}" for at, count in sorted(counted.totals.items())])


def _build_media_paths(counted: ActivityCounts) -> tuple[tuple[MediaFamily, str], ...]:
    """A path a medium, stacked on the media before it."""
    bars: dict[MediaFamily, list[str]] = {medium: [] for medium in MediaFamily}
    order = {medium: place for place, medium in enumerate(MediaFamily)}
    floor = last = 0
    for (at, medium), number in sorted(
        counted.media.items(), key=lambda item: (item[0][0], order[item[0][1]])
    ):
        floor = floor if at == last else 0
        bars[medium].append(f"M{at} {floor}v{number}")
        floor, last = floor + number, at
    return tuple((medium, "".join(own)) for medium, own in bars.items() if own)


def _describe_histogram(counted: ActivityCounts, silent: tuple[ContactGap, ...]) -> str:
    """The drawing in words, for those who can't see it."""
    last = counted.first + timedelta(days=counted.days - 1)
    said = [_format_bar_unit(counted.hours, format_period(counted.first, last))]
    if not counted.peak:
        return said[0]
    at = counted.begins(min(at for at, count in counted.totals.items() if count == counted.peak))
    day, hour = format_short_date(at, counted.zone), format_clock(at, counted.zone)
    when = f"{day}, {hour}" if counted.hours == HOUR_HOURS else day
    peak = {"interactions": format_interaction_count(counted.peak), "when": when}
    said.append(_("Peak: %(interactions)s, starting %(when)s.") % peak)
    if silent:
        longest = max(gap.days for gap in silent)
        words = ngettext(
            "Longest time without contact: %(num)s day.",
            "Longest time without contact: %(num)s days.",
            longest,
        )
        said.append(words % {"num": format_count(longest)})
    return " ".join(said)


def _format_bar_unit(hours: int, period: str) -> str:
    if hours > WEEK_HOURS:
        values = {"weeks": hours // WEEK_HOURS, "period": period}
        return _("Interactions per %(weeks)s weeks, %(period)s, by media type.") % values
    return {
        HOUR_HOURS: _("Interactions per hour, %(period)s, by media type."),
        DAY_HOURS: _("Interactions per day, %(period)s, by media type."),
        WEEK_HOURS: _("Interactions per week, %(period)s, by media type."),
    }[hours] % {"period": period}

"""How much contact there was when: a history counted into hours, days or weeks."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cached_property
from itertools import pairwise

from interactions.history.clock.midnights import build_hour_starts, get_midnight
from interactions.history.columns.history_columns import HistoryColumns
from interactions.history.columns.record_codes import MediaFamily
from interactions.history.columns.row_columns import build_row_flags

HOUR_HOURS, DAY_HOURS, WEEK_HOURS = 1, 24, 7 * 24  # in hours
MAX_HOURLY_DAYS, MAX_DAILY_DAYS = 3, 400  # the longest stretch in days that is counted by hour, and by day
MAX_ACTIVITY_BARS = 800  # more can't be told apart on a screen; beyond that, a bar is several weeks


@dataclass(frozen=True)
class ActivityCounts:
    """From `first` (a Monday when counted by week) on, `days` long, cut into stretches of `hours` on
    the clock of `zone`.

    `totals` counts all interactions by stretch, from 0; `media` those that match, by stretch and medium.
    """

    first: date
    days: int
    hours: int
    totals: Counter[int]
    media: Counter[tuple[int, MediaFamily]]
    zone: tzinfo = UTC

    @cached_property
    def peak(self) -> int:
        """The most interactions in one stretch."""
        return max(self.totals.values(), default=0)

    def begins(self, stretch: int) -> datetime:
        """When a stretch begins (UTC), by the clock of `zone`."""
        return _build_stretch_starts(self.first, self.days, self.hours, self.zone)[stretch]


def count_activity(
    index: HistoryColumns, matching: int, first: date, last: date, zone: tzinfo = UTC
) -> ActivityCounts:
    """The activity from `first` to `last`, both included, by the clock of `zone`; what starts outside does
    not count. `matching` are the rows that a filter leaves.

    A stretch is a run of neighbouring rows, so counting it is counting bytes between two places, and the work
    depends on the days rather than on the rows.
    """
    width = _choose_stretch_hours((last - first).days + 1)
    if width >= WEEK_HOURS:
        first -= timedelta(days=first.weekday())
    stretch_days = max(1, width // DAY_HOURS)
    days = -(-((last - first).days + 1) // stretch_days) * stretch_days
    days = min(days, date.max.toordinal() - first.toordinal() + 1)
    edges = index.edges.get_or_build(
        (first, days, width, zone), lambda: _find_edges(index, first, days, width, zone)
    )
    filled = [(at, start, stop) for at, (start, stop) in enumerate(pairwise(edges)) if start < stop]
    return ActivityCounts(
        first=first,
        days=days,
        hours=width,
        totals=Counter({at: stop - start for at, start, stop in filled}),
        media=_count_media(index, matching, filled),
        zone=zone,
    )


def _count_media(
    index: HistoryColumns, matching: int, filled: list[tuple[int, int, int]]
) -> Counter[tuple[int, MediaFamily]]:
    """What matches, by stretch and medium. `filled` are the stretches with rows, each with its places."""
    rows = {medium: own for medium in MediaFamily if (own := matching & index.media.rows((medium,)))}
    flags = [build_row_flags(own, len(index)) for own in rows.values()]
    by_medium = [[own.count(1, start, stop) for _, start, stop in filled] for own in flags]
    by_stretch = zip(filled, zip(*by_medium, strict=True), strict=False)
    return Counter(
        {
            (at, medium): count
            for (at, _, _), own in by_stretch
            for medium, count in zip(rows, own, strict=True)
            if count
        }
    )


def _find_edges(index: HistoryColumns, first: date, days: int, width: int, zone: tzinfo) -> list[int]:
    """The places at which the stretches begin, and the one behind the last of them."""
    return [
        *map(index.before, _build_stretch_starts(first, days, width, zone)),
        _find_stop(index, first, days, zone),
    ]


def _build_stretch_starts(first: date, days: int, width: int, zone: tzinfo) -> list[datetime]:
    """The moments at which stretches of `width` hours begin."""
    if width == HOUR_HOURS:
        return build_hour_starts(first, days * DAY_HOURS, zone)
    return [get_midnight(first + timedelta(days=day), zone) for day in range(0, days, width // DAY_HOURS)]


def _find_stop(index: HistoryColumns, first: date, days: int, zone: tzinfo) -> int:
    """The place behind the last row of so many days."""
    try:
        return index.before(get_midnight(first + timedelta(days=days), zone))
    except OverflowError:  # no calendar has a day behind it
        return index.dated


def _choose_stretch_hours(days: int) -> int:
    if days <= MAX_HOURLY_DAYS:
        return HOUR_HOURS
    return DAY_HOURS if days <= MAX_DAILY_DAYS else WEEK_HOURS * -(-days // (7 * MAX_ACTIVITY_BARS))

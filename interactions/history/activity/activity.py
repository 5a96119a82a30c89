"""How much contact there was when: a history counted into hours, days or weeks."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cached_property
from itertools import pairwise

from interactions.history.clock.midnights import hours, midnight
from interactions.history.columns import as_flags
from interactions.history.index import Index
from interactions.history.media import Family

HOUR, DAY, WEEK = 1, 24, 7 * 24  # in hours
HOURLY, DAILY = 3, 400  # the longest stretch in days that is counted by hour, and by day
MOST_BARS = 800  # more can't be told apart on a screen; beyond that, a bar is several weeks


@dataclass(frozen=True)
class Activity:
    """From `first` (a Monday when counted by week) on, `days` long, cut into stretches of `hours` on
    the clock of `zone`.

    `totals` counts all interactions by stretch, from 0; `media` those that match, by stretch and medium.
    """

    first: date
    days: int
    hours: int
    totals: Counter[int]
    media: Counter[tuple[int, Family]]
    zone: tzinfo = UTC

    @cached_property
    def peak(self) -> int:
        """The most interactions in one stretch."""
        return max(self.totals.values(), default=0)

    def begins(self, stretch: int) -> datetime:
        """When a stretch begins (UTC), by the clock of `zone`."""
        return _begins(self.first, self.days, self.hours, self.zone)[stretch]


def activity(index: Index, matching: int, first: date, last: date, zone: tzinfo = UTC) -> Activity:
    """The activity from `first` to `last`, both included, by the clock of `zone`; what starts outside does
    not count. `matching` are the rows that a filter leaves.

    A stretch is a run of neighbouring rows, so counting it is counting bytes between two places, and the work
    depends on the days rather than on the rows.
    """
    width = _width((last - first).days + 1)
    if width >= WEEK:
        first -= timedelta(days=first.weekday())
    stretch_days = max(1, width // DAY)
    days = -(-((last - first).days + 1) // stretch_days) * stretch_days
    days = min(days, date.max.toordinal() - first.toordinal() + 1)
    edges = index.edges.get((first, days, width, zone), lambda: _edges(index, first, days, width, zone))
    filled = [(at, start, stop) for at, (start, stop) in enumerate(pairwise(edges)) if start < stop]
    return Activity(
        first=first,
        days=days,
        hours=width,
        totals=Counter({at: stop - start for at, start, stop in filled}),
        media=_media(index, matching, filled),
        zone=zone,
    )


def _media(index: Index, matching: int, filled: list[tuple[int, int, int]]) -> Counter[tuple[int, Family]]:
    """What matches, by stretch and medium. `filled` are the stretches with rows, each with its places."""
    rows = {medium: own for medium in Family if (own := matching & index.media.rows((medium,)))}
    flags = [as_flags(own, len(index)) for own in rows.values()]
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


def _edges(index: Index, first: date, days: int, width: int, zone: tzinfo) -> list[int]:
    """The places at which the stretches begin, and the one behind the last of them."""
    return [*map(index.before, _begins(first, days, width, zone)), _stop(index, first, days, zone)]


def _begins(first: date, days: int, width: int, zone: tzinfo) -> list[datetime]:
    """The moments at which stretches of `width` hours begin."""
    if width == HOUR:
        return hours(first, days * DAY, zone)
    return [midnight(first + timedelta(days=day), zone) for day in range(0, days, width // DAY)]


def _stop(index: Index, first: date, days: int, zone: tzinfo) -> int:
    """The place behind the last row of so many days."""
    try:
        return index.before(midnight(first + timedelta(days=days), zone))
    except OverflowError:  # no calendar has a day behind it
        return index.dated


def _width(days: int) -> int:
    if days <= HOURLY:
        return HOUR
    return DAY if days <= DAILY else WEEK * -(-days // (7 * MOST_BARS))

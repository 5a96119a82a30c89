"""How much contact there was when: a history counted into hours, days or weeks."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cached_property
from itertools import pairwise

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
        """When a stretch begins, by the clock of `zone`."""
        return datetime.combine(self.first, time(tzinfo=self.zone)) + timedelta(hours=stretch * self.hours)


def activity(index: Index, matching: int, first: date, last: date, zone: tzinfo = UTC) -> Activity:
    """The activity from `first` to `last`, both included, by the clock of `zone`; what starts outside does
    not count. `matching` are the rows that a filter leaves.

    A stretch is a run of neighbouring rows, so counting it is counting bytes between two places, and the work
    depends on the days rather than on the rows.
    """
    hours = _hours((last - first).days + 1)
    if hours >= WEEK:
        first -= timedelta(days=first.weekday())
    stretch_days = max(1, hours // DAY)
    end = -(-((last - first).days + 1) // stretch_days) * stretch_days * DAY // hours
    days = min(end * hours // DAY, date.max.toordinal() - first.toordinal() + 1)
    made = Activity(first, days, hours, Counter(), Counter(), zone)
    edges = [index.before(made.begins(at)) for at in range(days * DAY // hours)]
    edges.append(_stop(index, first, days, zone))
    flags = [(medium, as_flags(matching & index.media.rows((medium,)), len(index))) for medium in Family]
    for at, (start, stop) in enumerate(pairwise(edges)):
        if start == stop:
            continue
        made.totals[at] = stop - start
        for medium, own in flags:
            if count := own.count(1, start, stop):
                made.media[at, medium] = count
    return made


def _stop(index: Index, first: date, days: int, zone: tzinfo) -> int:
    """The place behind the last row of so many days."""
    try:
        return index.before(datetime.combine(first + timedelta(days=days), time(tzinfo=zone)))
    except OverflowError:  # no calendar has a day behind it
        return index.dated


def _hours(days: int) -> int:
    if days <= HOURLY:
        return HOUR
    return DAY if days <= DAILY else WEEK * -(-days // (7 * MOST_BARS))

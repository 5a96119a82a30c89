"""When days and hours begin where somebody is. Some zones change their clocks at midnight, which then is
skipped or comes twice; some days had 25 hours, some 23.5, and one never was (30 December 2011 in Samoa).

All moments here are in UTC: two moments of one other zone would be compared by what its clocks show.
"""

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache, partial
from itertools import accumulate

SECOND = timedelta(seconds=1)
EARLIEST, LATEST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


@lru_cache(8192)
def midnight(day: date, zone: tzinfo) -> datetime:
    """From when on it is `day` in `zone`: days follow each other without a gap and share no moment.

    Where clocks skip midnight it is the moment at which they do, also of a day that is skipped as a whole.
    Where they are put back across it, it is the second midnight, so that what came between the two belongs to
    the day that went on (in Newfoundland until 2011 one minute a year, by whose clock it was the next day).
    """
    first = datetime.combine(day, time(), zone)
    repeated = _offset(first) - _offset(first.replace(fold=1))
    if repeated > timedelta() and _day(again := _in_utc(first) + repeated - SECOND, zone) < day:
        return again + SECOND
    return _passed(first)


def day_of(moment: datetime, zone: tzinfo) -> date:
    """The day of a moment (UTC) in `zone`. Raises OverflowError when no calendar has it."""
    day = _day(moment, zone)
    if isinstance(zone, timezone) or midnight(day, zone) <= moment:
        return day
    return day - timedelta(days=1)


def hours(first: date, count: int, zone: tzinfo) -> list[datetime]:
    """When `count` hours begin by the clocks of `zone`, from a day's midnight on. One that clocks skip takes
    no time, one that comes twice takes both."""
    clock = [datetime.combine(first, time(), zone) + timedelta(hours=hour) for hour in range(count)]
    begun = [_passed(each) if each.hour else midnight(each.date(), zone) for each in clock]
    return list(accumulate(reversed(begun), min))[::-1]


def _passed(clock: datetime) -> datetime:
    """When clocks first show a time or, where they skip it, the second at which they do."""
    latest = _in_utc(clock)
    gap = _offset(clock.replace(fold=1)) - _offset(clock)
    if gap <= timedelta():
        return latest
    earliest, sought = latest - gap, clock.replace(tzinfo=None)
    shown = partial(_shown, earliest, clock.tzinfo)
    return earliest + SECOND * bisect_left(range(int(gap.total_seconds())), sought, key=shown)


def _shown(since: datetime, zone: tzinfo | None, seconds: int) -> datetime:
    """What clocks show so many seconds later."""
    return (since + SECOND * seconds).astimezone(zone).replace(tzinfo=None)


def _day(moment: datetime, zone: tzinfo) -> date:
    return moment.astimezone(zone).date()


def _offset(clock: datetime) -> timedelta:
    return clock.utcoffset() or timedelta()


def _in_utc(clock: datetime) -> datetime:
    """A moment of any zone; beyond the calendar's ends, the end."""
    try:
        return clock.astimezone(UTC)
    except OverflowError:
        return EARLIEST if clock.year == 1 else LATEST

"""When days and hours begin where somebody is. Some zones change their clocks at midnight, which then is
skipped or comes twice; some days had 25 hours, some 23.5, and one never was (30 December 2011 in Samoa).

All moments here are in UTC: two moments of one other zone would be compared by what its clocks show.
"""

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache, partial
from itertools import accumulate

ONE_SECOND = timedelta(seconds=1)
EARLIEST_MOMENT, LATEST_MOMENT = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


@lru_cache(8192)
def get_midnight(day: date, zone: tzinfo) -> datetime:
    """From when on it is `day` in `zone`: days follow each other without a gap and share no moment.

    Where clocks skip midnight it is the moment at which they do, also of a day that is skipped as a whole.
    Where they are put back across it, it is the second midnight, so that what came between the two belongs to
    the day that went on (in Newfoundland until 2011 one minute a year, by whose clock it was the next day).
    """
    first = datetime.combine(day, time(), zone)
    repeated = _get_utc_offset(first) - _get_utc_offset(first.replace(fold=1))
    if (
        repeated > timedelta()
        and _get_calendar_day(again := _clamp_to_utc(first) + repeated - ONE_SECOND, zone) < day
    ):
        return again + ONE_SECOND
    return _find_first_shown(first)


def get_day_at(moment: datetime, zone: tzinfo) -> date:
    """The day of a moment (UTC) in `zone`. Raises OverflowError when no calendar has it."""
    day = _get_calendar_day(moment, zone)
    if isinstance(zone, timezone) or get_midnight(day, zone) <= moment:
        return day
    return day - timedelta(days=1)


def build_hour_starts(first: date, count: int, zone: tzinfo) -> list[datetime]:
    """When `count` hours begin by the clocks of `zone`, from a day's midnight on. One that clocks skip takes
    no time, one that comes twice takes both."""
    clock = [datetime.combine(first, time(), zone) + timedelta(hours=hour) for hour in range(count)]
    begun = [_find_first_shown(each) if each.hour else get_midnight(each.date(), zone) for each in clock]
    return list(accumulate(reversed(begun), min))[::-1]


def _find_first_shown(clock: datetime) -> datetime:
    """When clocks first show a time or, where they skip it, the second at which they do."""
    latest = _clamp_to_utc(clock)
    gap = _get_utc_offset(clock.replace(fold=1)) - _get_utc_offset(clock)
    if gap <= timedelta():
        return latest
    earliest, sought = latest - gap, clock.replace(tzinfo=None)
    shown = partial(_read_clock_later, earliest, clock.tzinfo)
    return earliest + ONE_SECOND * bisect_left(range(int(gap.total_seconds())), sought, key=shown)


def _read_clock_later(since: datetime, zone: tzinfo | None, seconds: int) -> datetime:
    """What clocks show so many seconds later."""
    return (since + ONE_SECOND * seconds).astimezone(zone).replace(tzinfo=None)


def _get_calendar_day(moment: datetime, zone: tzinfo) -> date:
    return moment.astimezone(zone).date()


def _get_utc_offset(clock: datetime) -> timedelta:
    return clock.utcoffset() or timedelta()


def _clamp_to_utc(clock: datetime) -> datetime:
    """A moment of any zone; beyond the calendar's ends, the end."""
    try:
        return clock.astimezone(UTC)
    except OverflowError:
        return EARLIEST_MOMENT if clock.year == 1 else LATEST_MOMENT

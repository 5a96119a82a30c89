"""When people get in touch: office hours, busy Mondays, the weeks before Christmas, and weeks of silence.

All moments are aware and in UTC.
"""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

WEEKDAY_WEIGHTS = (13, 11, 10, 10, 9, 4, 1)
MONTH_WEIGHTS = {1: 12, 2: 9, 3: 9, 4: 8, 5: 8, 6: 8, 7: 6, 8: 5, 9: 9, 10: 10, 11: 14, 12: 17}
HOUR_WEIGHTS = {8: 6, 9: 13, 10: 14, 11: 12, 12: 7, 13: 7, 14: 11, 15: 11, 16: 10, 17: 8, 18: 4}
QUIET_WEEK_WEIGHT, BURST_WEEK_WEIGHT = 0, 5
UNIT_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def choose_moments(rng: Random, count: int, first: datetime, last: datetime) -> list[datetime]:
    """When a customer's matters begin in a plan, in order: in some weeks never, in some several times."""
    days = [first.date() + timedelta(days=n) for n in range((last - first).days)]
    weeks = {day.isocalendar()[:2]: 1 for day in days}
    for week in weeks:
        weeks[week] = rng.choices((QUIET_WEEK_WEIGHT, 1, BURST_WEEK_WEIGHT), (45, 45, 10))[0]
    weights = [
        weeks[day.isocalendar()[:2]] * WEEKDAY_WEIGHTS[day.weekday()] * MONTH_WEIGHTS[day.month]
        for day in days
    ]
    if not any(weights):
        weights = [WEEKDAY_WEIGHTS[day.weekday()] for day in days]
    return sorted(_choose_moment_of_day(rng, day) for day in rng.choices(days, weights, k=count))


def add_lag(rng: Random, moment: datetime, lag: str) -> datetime:
    """A while after `moment`: `lag` is like "20m", "3h" or "2d", and taken loosely (by half, either way)."""
    seconds = int(lag[:-1]) * UNIT_SECONDS[lag[-1]]
    return moment + timedelta(seconds=rng.randrange(seconds // 2, seconds * 3 // 2 + 1))


def move_to_office_hours(rng: Random, moment: datetime) -> datetime:
    """`moment` when it lies in office hours, else some minutes into the next working day."""
    opened = moment
    while opened.weekday() == 6 or not 8 <= opened.hour < (14 if opened.weekday() == 5 else 19):
        morning = datetime.combine(opened.date(), time(8), UTC)
        opened = morning if opened < morning and opened.weekday() < 6 else morning + timedelta(days=1)
    return opened if opened == moment else opened + timedelta(seconds=rng.randrange(120, 5400))


def move_to_daytime(moment: datetime) -> datetime:
    """`moment` in daytime; seven hours later when it is in the middle of the night."""
    return moment if 6 <= moment.hour < 23 else moment + timedelta(hours=7)


def _choose_moment_of_day(rng: Random, day: date) -> datetime:
    hour = rng.choices(tuple(HOUR_WEIGHTS), tuple(HOUR_WEIGHTS.values()))[0]
    return datetime.combine(day, time(hour, rng.randrange(60), rng.randrange(60)), UTC)


def format_instant(moment: datetime) -> str:
    """A date as a UCS writes it: `2009-08-05T09:33:10.000Z` (docs/ucs-protocol.md §2.4)."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"

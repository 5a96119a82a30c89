"""Days where clocks are changed, in zones that do it in every way there is."""

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from interactions.history.clock.days import find_nearest_days, get_local_day, group_by_day
from interactions.history.clock.midnights import build_hour_starts, get_day_at, get_midnight
from interactions.history.filtering.filters import HistoryFilter
from interactions.history.filtering.selection import select_matching_rows
from interactions.history.insights.activity_counts import HOUR_HOURS, count_activity
from tests.interactions.history.rows import build_index, build_row

ZONES = [
    UTC,
    timezone(timedelta(hours=5, minutes=30)),
    *map(
        ZoneInfo,
        (
            "Europe/Berlin",
            "America/St_Johns",  # at a minute past midnight until 2011
            "America/Havana",  # skips midnight, and repeats the hour after it
            "America/Sao_Paulo",  # skipped midnight until 2018
            "America/Toronto",  # skipped from half past eleven to half past midnight in 1919
            "Australia/Lord_Howe",  # by half an hour
            "Africa/Cairo",  # at midnight; not at all from 2015 to 2022
            "Africa/Casablanca",  # back for Ramadan
            "Antarctica/Troll",  # by two hours
            "Asia/Kathmandu",  # UTC+5:45
            "Pacific/Apia",  # had no 30 December 2011
            "Pacific/Kwajalein",  # nor 21 August 1993
        ),
    ),
]
NEWFOUNDLAND = ZoneInfo("America/St_Johns")


def changes(zone):
    """About when the clocks of a zone were changed, by a day."""
    begun = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=day) for year in YEARS for day in range(366)]
    offset = {each: each.astimezone(zone).utcoffset() for each in begun}
    return [earlier for earlier, later in pairwise(begun) if offset[earlier] != offset[later]]


YEARS = (1919, 1993, 2010, 2011, 2025, 2026)
CHANGES = {zone: changes(zone) or [datetime(2026, 3, 2, tzinfo=UTC)] for zone in ZONES}
zones = st.sampled_from(ZONES)


@st.composite
def moments(draw, zone):
    """Any, and many around the change of clocks."""
    near = st.builds(
        lambda at, seconds: at + timedelta(seconds=seconds),
        st.sampled_from(CHANGES[zone]),
        st.integers(-2 * 86400, 2 * 86400),
    )
    far = st.datetimes(datetime(1980, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))
    return draw(near | far)


@st.composite
def placed(draw):
    zone = draw(zones)
    return zone, draw(moments(zone))


@given(placed())
@example((NEWFOUNDLAND, datetime(2010, 11, 7, 2, 30, 30, tzinfo=UTC)))
def test_the_day_of_a_moment_is_that_of_its_clock(drawn):
    zone, at = drawn
    day, clock = get_day_at(at, zone), at.astimezone(zone)
    assert get_midnight(day, zone) <= at < get_midnight(day + timedelta(days=1), zone)
    if day != clock.date():  # the minute by which Newfoundland reached into a day that it then left again
        assert (zone, clock.time().hour, clock.fold) == (NEWFOUNDLAND, 0, 0)
        assert at + timedelta(minutes=1) > get_midnight(clock.date(), zone) - timedelta(hours=1)


@given(zones, st.dates(date(1900, 1, 1), date(2100, 1, 1)))
@example(ZoneInfo("Pacific/Apia"), date(2011, 12, 30))
@example(ZoneInfo("America/Toronto"), date(1919, 3, 31))
def test_before_midnight_it_is_an_earlier_day(zone, day):
    begins = get_midnight(day, zone)
    assert (begins - timedelta(seconds=1)).astimezone(zone).date() < day <= begins.astimezone(zone).date()


@given(placed())
@example((NEWFOUNDLAND, datetime(1993, 4, 4, 3, 31, tzinfo=UTC)))
def test_the_hours_of_a_day_fill_it(drawn):
    zone, at = drawn
    day = get_day_at(at, zone)
    begun = [*build_hour_starts(day, 24, zone), get_midnight(day + timedelta(days=1), zone)]
    assert begun == sorted(begun)
    assert begun[0] == get_midnight(day, zone)
    hour = max(number for number, begins in enumerate(begun[:24]) if begins <= at)
    repeated = at.astimezone(zone).fold or get_midnight(day, zone) + timedelta(hours=24) < begun[-1]
    assert hour == at.astimezone(zone).hour or repeated


@given(zones.flatmap(lambda zone: st.tuples(st.just(zone), st.lists(moments(zone), max_size=25))))
def test_each_row_is_in_one_day_and_its_period_gives_it(drawn):
    zone, starts = drawn
    known = build_index([build_row(f"{number:03}", start) for number, start in enumerate(starts)])
    shown = group_by_day(known.rows, 0, len(known.rows), zone)
    assert [each for day in shown for each in day.rows] == list(known.rows)
    assert len({day.date for day in shown}) == len(shown)
    for day in shown:
        asked = HistoryFilter(start=day.date, end=day.date, oldest_first=True)
        assert select_matching_rows(known, asked, zone)[:] == day.rows
        assert {get_local_day(each, zone) for each in day.rows} == {day.date}
        assert day.total == len(day.rows)


@given(zones.flatmap(lambda zone: st.tuples(st.just(zone), st.lists(moments(zone), min_size=1, max_size=25))))
def test_the_bars_are_the_rows_of_the_stretch(drawn):
    zone, starts = drawn
    known = build_index([build_row(f"{number:03}", start) for number, start in enumerate(starts)])
    last = get_local_day(known.rows[-1], zone)
    for length in (1, 3, 30, 5000):
        first = last - timedelta(days=length - 1)
        counted = count_activity(known, known.all, first, last, zone)
        asked = HistoryFilter(start=counted.first, end=counted.first + timedelta(days=counted.days - 1))
        assert sum(counted.totals.values()) == len(select_matching_rows(known, asked, zone))
        assert counted.media.total() == counted.totals.total()
        assert min(counted.totals.values()) > 0


@pytest.mark.parametrize(
    ("name", "day", "length"),
    [
        ("Europe/Berlin", date(2026, 3, 29), 23),
        ("Europe/Berlin", date(2026, 10, 25), 25),
        ("Australia/Lord_Howe", date(2026, 4, 5), 24.5),
        ("Australia/Lord_Howe", date(2026, 10, 4), 23.5),
        ("Africa/Cairo", date(2026, 4, 24), 23),
        ("Africa/Cairo", date(2026, 10, 29), 25),
        ("America/Havana", date(2026, 11, 1), 25),
        ("America/St_Johns", date(2010, 11, 6), 25),
        ("America/Toronto", date(1919, 3, 30), 23.5),
        ("America/Toronto", date(1919, 3, 31), 23.5),
        ("Pacific/Apia", date(2011, 12, 30), 0),
        ("Asia/Kathmandu", date(2026, 3, 29), 24),
    ],
)
def test_how_long_a_day_is(name, day, length):
    zone = ZoneInfo(name)
    assert get_midnight(day + timedelta(days=1), zone) - get_midnight(day, zone) == timedelta(hours=length)


def test_an_hour_that_comes_twice_is_one_bar_and_one_that_is_skipped_has_none():
    berlin = ZoneInfo("Europe/Berlin")
    summer, winter = date(2026, 3, 29), date(2026, 10, 25)
    starts = [datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)]
    known = build_index(
        [
            build_row("a", starts[0]),
            build_row("b", starts[1]),
            build_row("c", datetime(2026, 3, 29, 1, tzinfo=UTC)),
        ]
    )
    assert count_activity(known, known.all, winter, winter, berlin).totals == {2: 2}
    spring = count_activity(known, known.all, summer, summer, berlin)
    assert (spring.hours, spring.totals) == (HOUR_HOURS, {3: 1})


def test_a_zone_moves_what_is_near():
    rows = build_index([build_row("a", datetime(2026, 3, 1, 23, 30, tzinfo=UTC))]).rows
    empty = date(2026, 3, 1)
    assert find_nearest_days(rows, empty, empty, ZoneInfo("Europe/Berlin")) == ((date(2026, 3, 2), 1),)
    assert find_nearest_days(rows, empty, empty, UTC) == ()


def test_the_ends_of_the_calendar_have_midnights():
    east, west = timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))
    assert get_midnight(date.min, east) == datetime.min.replace(tzinfo=UTC)
    assert get_midnight(date.max, west).date() == date.max
    assert get_local_day(build_row("a", datetime.max.replace(tzinfo=UTC)), east) is None

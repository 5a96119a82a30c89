from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.history.clock.time_zones import (
    build_fixed_zone,
    format_utc_offset,
    is_ambiguous_time,
    list_zone_names,
    parse_time_zone,
)
from interactions.history.clock.timeshift import find_timeshift
from tests.interactions.history.rows import NOON, build_index, build_row

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("utc", "utc", "UTC"),
        ("UTC", "utc", "UTC"),
        ("Etc/UTC", "utc", "UTC"),
        ("Europe/Berlin", "Europe/Berlin", "Europe/Berlin"),
        ("america/new_york", "America/New_York", "America/New York"),
        ("+05:30", "+05:30", "UTC+5:30"),
        (" 05:30", "+05:30", "UTC+5:30"),  # a + that nobody escaped
        ("+0200", "+02:00", "UTC+2"),
        ("-03:30", "-03:30", "UTC−3:30"),
        ("−05:00", "-05:00", "UTC−5"),
        ("+14:00", "+14:00", "UTC+14"),
        ("-00:00", "utc", "UTC"),
    ],
)
def test_a_zone_by_its_name(text, value, words):
    found = parse_time_zone(text)
    assert (found.value, found.words) == (value, words)
    assert parse_time_zone(found.value) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Mars/Olympus",
        "../../etc/passwd",
        "/etc/localtime",
        "Europe",
        "Europe/",
        "tzdata.zi",
        "localtime",
        "posix/Europe/Berlin",
        "+14:01",
        "+99:00",
        "+05:60",
        "5:30",
        "+٠٥:٣٠",
        "Europe/Berlin\0",
        "CON",
        "x" * 100_000,
    ],
)
def test_what_is_no_zone(text):
    assert parse_time_zone(text) is None


@given(st.text(max_size=80))
def test_any_text_is_a_zone_or_none(text):
    found = parse_time_zone(text)
    assert found is None or datetime(2026, 3, 2, tzinfo=UTC).astimezone(found.tzinfo)


@given(st.integers(-14 * 60, 14 * 60))
def test_an_offset_is_read_as_it_is_written(minutes):
    made = build_fixed_zone(timedelta(minutes=minutes))
    assert parse_time_zone(made.value) == made
    assert made.tzinfo.utcoffset(None) == timedelta(minutes=minutes)


def test_every_name_is_a_zone():
    assert {"Europe/Berlin", "Asia/Kathmandu", "Pacific/Apia"} <= set(list_zone_names())
    assert all(ZoneInfo(name).utcoffset(NOON) is not None for name in list_zone_names())


def test_offsets_in_words():
    assert format_utc_offset(None) == "UTC"
    assert format_utc_offset(timedelta(hours=10, minutes=30)) == "UTC+10:30"
    assert format_utc_offset(datetime(1880, 1, 1, tzinfo=BERLIN).utcoffset()) == "UTC+0:53:28"


@pytest.mark.parametrize(
    ("hour", "minute", "repeats"),
    [(0, 0, True), (0, 59, True), (1, 30, True), (2, 0, False), (23, 59, False)],
)
def test_the_hour_that_comes_twice(hour, minute, repeats):
    at = datetime(2026, 10, 25, hour, minute, tzinfo=UTC)
    assert is_ambiguous_time(at.astimezone(BERLIN)) is repeats
    assert not is_ambiguous_time(at)
    assert not is_ambiguous_time(at.astimezone(timezone(timedelta(hours=2))))


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(720, "UTC+12"), (-300, "UTC−5"), (345, "UTC+5:45"), (0, "UTC"), (840, "UTC+14"), (-720, "UTC−12")],
)
def test_a_timeshift_is_minutes_to_add_to_utc(minutes, words):
    found = find_timeshift(build_row("a", timeshift=minutes))
    assert (found.zone.words, found.interaction_id) == (words, "a")
    assert NOON.astimezone(found.zone.tzinfo).utcoffset() == timedelta(minutes=minutes)


@pytest.mark.parametrize("minutes", [None, 1, -1, 7, 61, 841, 855, -735, 3600, 2**70])
def test_what_can_be_no_place_on_earth_is_not_believed(minutes):
    """The documented record has 1, with French numbers: hours."""
    assert find_timeshift(build_row("a", timeshift=minutes)) is None


def test_the_newest_record_that_says_it_counts():
    rows = [
        build_row("a", NOON, timeshift=120),
        build_row("b", NOON + timedelta(days=1), timeshift=60),
        build_row("c", NOON + timedelta(days=2), timeshift=1),
        build_row("d", NOON + timedelta(days=3)),
        build_row("e", None, timeshift=720),
    ]
    assert build_index(rows).timeshift.interaction_id == "b"
    assert build_index(rows[2:]).timeshift is None

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from interactions.pages import formatting as f

NINE = datetime(2009, 8, 5, 9, 33, 10, 4_000, tzinfo=UTC)
PARIS = NINE.astimezone(timezone(timedelta(hours=2)))


@pytest.mark.parametrize("value", [NINE, PARIS])
def test_every_time_is_utc(value):
    assert f.format_day(value) == "Wednesday 5 August 2009"
    assert f.format_short_date(value) == "5 Aug 2009"
    assert f.format_moment(value) == "5 Aug 2009, 09:33"
    assert f.format_clock(value) == "09:33"
    assert f.format_clock_seconds(value) == "09:33:10"
    assert f.format_clock_milliseconds(value) == "09:33:10.004"
    assert f.format_iso(value) == "2009-08-05T09:33:10.004000Z"


def test_a_time_far_away_is_in_its_own_zone():
    assert f.format_in_own_zone(PARIS) == "Wed 5 Aug 2009, 11:33 +0200"


def test_a_day_needs_no_time():
    assert f.format_day(date(2009, 8, 5)) == "Wednesday 5 August 2009"
    assert f.format_iso(date(2009, 8, 5)) == "2009-08-05"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (2, "2 s"),
        (54.14, "54.1 s"),
        (59.96, "1 m"),
        (60, "1 m"),
        (465, "7 m 45 s"),
        (3600, "1 h"),
        (3605, "1 h"),
        (5580, "1 h 33 m"),
        (3 * 86400 + 4 * 3600 + 59, "3 d 4 h"),
        (-465, "−7 m 45 s"),
    ],
)
def test_durations_have_their_two_largest_units(seconds, text):
    assert f.format_duration(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00"), (6, "0:06"), (761, "12:41"), (3723, "1:02:03"), (-65, "−1:05")]
)
def test_a_place_in_a_recording_or_a_session(seconds, text):
    assert f.format_elapsed(seconds) == text


@pytest.mark.parametrize(
    ("bytes_", "text"),
    [
        (0, "0 B"),
        (612, "612 B"),
        (999, "999 B"),
        (3_400, "3.4 kB"),
        (9_960, "10 kB"),
        (999_600, "1.0 MB"),
        (12_000_000, "12 MB"),
        (5 * 10**15, "5000 TB"),
    ],
)
def test_sizes_step_by_a_thousand(bytes_, text):
    assert f.format_size(bytes_) == text


def test_counts_and_plurals():
    assert f.format_count(10_482) == "10,482"
    assert f.pluralize(1, "interaction") == "1 interaction"
    assert f.pluralize(0, "interaction") == "0 interactions"
    assert f.pluralize(2, "reply", "replies") == "2 replies"

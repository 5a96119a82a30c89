from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from django.utils.timezone import now

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
        (0.4, "under 1 s"),
        (0.5, "1 s"),
        (2, "2 s"),
        (54.14, "54 s"),
        (59.96, "1 min"),
        (60, "1 min"),
        (465, "7 min 45 s"),
        (3600, "1 h"),
        (86_399, "23 h 59 min"),
        (86_399.6, "1 day"),
        (86_400 + 59 * 60, "1 day"),
        (90_000, "1 day 1 h"),
        (1_000 * 86_400, "1,000 days"),
        (3605, "1 h"),
        (5580, "1 h 33 min"),
        (3 * 86400 + 4 * 3600 + 59, "3 days 4 h"),
        (-465, "−7 min 45 s"),
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
    assert f.format_interaction_count(1) == "1 interaction"
    assert f.format_interaction_count(0) == "0 interactions"
    assert f.format_interaction_count(2_300) == "2,300 interactions"
    assert (f.format_day_count(1), f.format_day_count(2)) == ("1 day", "2 days")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 s"), (59, "59 s"), (119, "1 min"), (7_199, "1 h"), (172_799, "1 day"), (172_800, "2 days")],
)
def test_the_largest_unit_alone(seconds, text):
    assert f.format_largest_unit(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.01, "under 0.1 s"), (0.32, "0.3 s"), (1, "1.0 s"), (9.96, "10 s"), (75, "1 min 15 s")],
)
def test_the_time_of_an_answer(seconds, text):
    assert f.format_response_time(seconds) == text


def test_an_age_is_told_in_one_unit():
    assert f.format_age(now()) == "1 s ago"
    assert f.format_age(now() - timedelta(minutes=2, seconds=30)) == "2 min ago"

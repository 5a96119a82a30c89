from datetime import UTC, date, datetime, timedelta

import pytest

from interactions.history.columns.record_codes import MediaFamily
from interactions.history.insights.activity_counts import DAY_HOURS, HOUR_HOURS, WEEK_HOURS, count_activity
from tests.interactions.history.rows import NOON, build_index, build_row, build_rows

MONDAY = NOON.date()


@pytest.mark.parametrize(
    ("days", "hours"),
    [
        (1, HOUR_HOURS),
        (3, HOUR_HOURS),
        (4, DAY_HOURS),
        (400, DAY_HOURS),
        (401, WEEK_HOURS),
        (20_000, 4 * WEEK_HOURS),
    ],
)
def test_longer_stretches_are_counted_coarser(days, hours):
    counted = count_activity(build_index([]), 0, MONDAY, MONDAY + timedelta(days=days - 1))
    assert counted.hours == hours
    assert days <= counted.days < days + hours // DAY_HOURS + 1


def test_what_is_counted_where():
    rows = [
        build_row("a"),
        build_row("b"),
        build_row("c", NOON + timedelta(hours=1), media_type="voice"),
        build_row("d", None),
    ]
    rows.append(build_row("outside", NOON + timedelta(days=3)))
    known = build_index(rows)
    matching = known.media.rows({MediaFamily.VOICE})
    counted = count_activity(known, matching, MONDAY, MONDAY)
    assert counted.totals == {12: 2, 13: 1}
    assert counted.media == {(13, MediaFamily.VOICE): 1}
    assert counted.peak == 2
    assert counted.begins(13) == datetime(2026, 3, 2, 13, tzinfo=UTC)


def test_weeks_begin_on_mondays():
    rows = build_rows(200)
    counted = count_activity(build_index(rows), build_index(rows).all, MONDAY - timedelta(days=499), MONDAY)
    assert counted.first.weekday() == 0
    assert sum(counted.totals.values()) == sum(counted.media.values())


def test_the_ends_of_the_calendar_are_days_too():
    rows = [
        build_row("a", datetime(1, 1, 1, tzinfo=UTC)),
        build_row("z", datetime(9999, 12, 31, 23, tzinfo=UTC)),
    ]
    counted = count_activity(build_index(rows), build_index(rows).all, date.min, date.max)
    assert sum(counted.totals.values()) == 2
    assert counted.first + timedelta(days=counted.days - 1) == date.max

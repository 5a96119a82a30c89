from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from interactions.history.journeys.time_axis import (
    BREAK_WIDTH_PERCENT,
    MAX_AXIS_BREAKS,
    MIN_RUN_WIDTH_PERCENT,
    TICK_LABEL_PERCENT,
    build_time_axis,
)

from ..rows import NOON

PARIS = ZoneInfo("Europe/Paris")
MOMENTS = st.lists(
    st.one_of(
        st.datetimes(timezones=st.just(UTC)),
        st.integers(0, 86_400).map(lambda seconds: NOON + timedelta(seconds=seconds)),
    ),
    min_size=1,
    max_size=30,
)


def after(*hours):
    return [NOON + timedelta(hours=hour) for hour in hours]


@given(MOMENTS)
@example([datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)])
def test_every_moment_has_its_place_in_order(moments):
    drawn = build_time_axis(moments)
    places = [drawn.place(at) for at in sorted(moments)]
    assert places == sorted(places)
    assert places[0] == 0
    assert places[-1] <= 100.0001
    assert len(drawn.breaks) == len(drawn.runs) - 1 <= MAX_AXIS_BREAKS
    ends = [(part.x, part.x + part.width) for part in (*drawn.runs, *drawn.breaks)]
    assert all(stop == pytest.approx(start) for (_, stop), (start, _) in pairwise(sorted(ends)))
    assert max(ends)[1] == pytest.approx(100)


@given(MOMENTS, st.sampled_from((UTC, PARIS)))
@example([datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)], PARIS)
def test_ticks_and_heads_are_in_order_apart_and_few(moments, zone):
    drawn = build_time_axis(moments, zone)
    assert len(drawn.ticks) <= 2 * 100 / TICK_LABEL_PERCENT
    assert [tick.at for tick in drawn.ticks] == sorted({tick.at for tick in drawn.ticks})
    assert len(drawn.runs) <= len(drawn.heads) <= 2 * 100 / TICK_LABEL_PERCENT
    for tick in drawn.ticks:
        assert any(run.x <= tick.x <= run.x + run.width for run in drawn.runs)


def test_a_long_empty_stretch_is_broken_out_and_the_rest_is_to_one_scale():
    drawn = build_time_axis(after(0, 1, 99, 101, 105))
    assert [round(part.seconds / 3600) for part in drawn.breaks] == [98]
    assert drawn.place(after(1)[0]) == pytest.approx(drawn.scale * 3600)
    assert drawn.place(after(101)[0]) - drawn.place(after(99)[0]) == pytest.approx(drawn.scale * 7200)
    assert drawn.place(after(50)[0]) == drawn.place(after(1)[0]), "what lies in a break is at its end"


def test_an_even_rhythm_is_not_broken():
    assert not build_time_axis(after(*range(0, 240, 24))).breaks


def test_minutes_are_never_broken_out():
    assert not build_time_axis(after(0, 0.01, 0.9)).breaks


def test_a_short_run_beside_a_break_has_room_for_its_head():
    drawn = build_time_axis(after(0, 100, 300, 301, 310))
    assert [round(run.width, 3) for run in drawn.runs] == [
        MIN_RUN_WIDTH_PERCENT,
        MIN_RUN_WIDTH_PERCENT,
        100 - 2 * MIN_RUN_WIDTH_PERCENT - 2 * BREAK_WIDTH_PERCENT,
    ]


def test_moments_without_any_length_have_a_tick_each():
    assert len(build_time_axis(after(0)).ticks) == 1
    assert not build_time_axis(after(0, 500)).breaks, "two points need no scale but their own"


@pytest.mark.parametrize(
    ("hours", "unit", "count"),
    [
        (after(0, 0.005), "second", 2),
        (after(0, 1), "minute", 300),
        (after(0, 24), "minute", 7200),
        (after(*range(0, 24 * 20, 24)), "day", 2),
        (after(*range(0, 24 * 400, 240)), "month", 1),
        (after(*range(0, 24 * 366 * 30, 2400)), "year", 5),
    ],
)
def test_ticks_are_as_fine_as_there_is_room(hours, unit, count):
    assert build_time_axis(hours).step == (unit, count)


def test_ticks_are_round_by_the_clock_of_the_zone_on_the_day_it_is_changed_too():
    start = datetime(2026, 3, 29, 0, 10, tzinfo=UTC)
    drawn = build_time_axis([start + timedelta(minutes=20 * step) for step in range(19)], PARIS)
    assert [f"{tick.at.astimezone(PARIS):%H:%M}" for tick in drawn.ticks][:4] == [
        "01:30",
        "03:00",
        "03:30",
        "04:00",
    ]


def test_a_new_day_has_a_head():
    drawn = build_time_axis([NOON + timedelta(hours=hour) for hour in range(36)])
    assert [f"{head.at:%d %H}" for head in drawn.heads] == ["02 12", "03 00"]

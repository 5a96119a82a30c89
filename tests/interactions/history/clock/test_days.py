from datetime import date, timedelta

from interactions.history.clock.days import find_nearest_days, group_by_day
from interactions.history.columns.record_codes import MediaFamily
from tests.interactions.history.rows import NOON, build_row


def at(day, identifier, **attributes):
    return build_row(identifier, NOON + timedelta(days=day), **attributes)


def test_a_days_head_speaks_of_the_whole_day_wherever_the_page_is_cut():
    rows = (
        at(1, "a", duration=60),
        at(1, "b", duration=30, media_type="voice"),
        at(1, "c"),
        at(0, "d"),
    )
    first, second = group_by_day(rows, 1, 4)
    assert [found.interaction_id for found in first.rows] == ["b", "c"]
    assert (first.date, first.total, first.handled, first.continued) == (date(2026, 3, 3), 3, 90.0, True)
    assert first.media == {MediaFamily.CHAT: 2, MediaFamily.VOICE: 1}
    assert (second.total, second.continued) == (1, False)


def test_gaps_are_named_from_two_whole_days_on_and_across_pages():
    rows = (at(9, "a"), at(8, "b"), at(6, "c"), at(3, "d"), build_row("e", None))
    assert [day.gap for day in group_by_day(rows, 0, 5)] == [0, 0, 0, 2, 0]
    assert group_by_day(rows, 3, 5)[0].gap == 2
    assert [day.gap for day in group_by_day(rows[3::-1], 0, 4)] == [0, 2, 0, 0]


def test_those_without_a_start_are_a_group_of_their_own():
    last = group_by_day((at(0, "a"), build_row("b", None), build_row("c", None)), 0, 3)[-1]
    assert (last.date, last.total) == (None, 2)


def test_the_nearest_days_beside_an_empty_period():
    rows = [at(0, "a"), at(4, "b"), at(4, "c"), at(9, "d"), build_row("e", None)]
    start, end = date(2026, 3, 7), date(2026, 3, 8)
    assert find_nearest_days(rows, start, end) == ((date(2026, 3, 6), 2), (date(2026, 3, 11), 1))
    assert find_nearest_days(rows, None, date(2026, 3, 1)) == ((date(2026, 3, 2), 1),)
    assert find_nearest_days(rows, None, None) == ()

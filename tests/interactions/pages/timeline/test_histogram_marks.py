from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.history.columns.record_codes import Direction, MediaFamily
from interactions.history.filtering.filters import HistoryFilter
from interactions.history.filtering.selection import FilterMatches
from interactions.history.insights.activity_counts import count_activity
from interactions.pages.query.filter_query import format_filter_query
from interactions.pages.timeline.histogram_marks import (
    MAX_BURST_MARKS,
    MAX_CONTACT_GAPS,
    build_burst_marks,
    find_contact_gaps,
    format_burst,
)
from tests.interactions.history.rows import NOON, build_index, build_row

FIRST = NOON.date()


def on(*days):
    """A history of inbound chats so many days after NOON."""
    return build_index([build_row(f"{at:05}", NOON + timedelta(days=day)) for at, day in enumerate(days)])


def marks(known, first, days, chosen, **more):
    return build_burst_marks(known, FilterMatches(known, chosen).without_period, first, days, chosen, **more)


def silent(known, days, **more):
    counted = count_activity(known, known.all, FIRST, FIRST + timedelta(days=days - 1))
    return find_contact_gaps(known, counted, **more)


def test_a_burst_is_marked_over_its_days_and_its_link_asks_for_them():
    chosen = HistoryFilter(media=frozenset({MediaFamily.CHAT}))
    (mark,) = marks(on(0, 40, 40.1, 40.2, 41, 41.1, 99), FIRST, 100, chosen)
    assert (mark.start, mark.stop) == (40, 42)
    assert mark.label == "5 contacts in 2 days"
    assert mark.words == "5 contacts in 2 days, 11 Apr – 12 Apr 2026; usually 0.1 in 48 hours"
    assert mark.filter == chosen.changed(start=date(2026, 4, 11), end=date(2026, 4, 12))
    assert parse_qs(format_filter_query(mark.filter))["media"] == ["chat"]


def test_a_mark_says_how_many_of_it_the_filter_leaves():
    """Of its contacts: what we sent in these days is none of them, whatever the filter says of it."""
    media = dict(enumerate(("chat", "voice", "chat", "email", "chat")))
    contacts = [
        build_row(f"{at}", NOON + timedelta(hours=at), media_type=medium) for at, medium in media.items()
    ]
    known = build_index(
        [*contacts, build_row("sent", NOON + timedelta(hours=2), type="Outbound"), build_row("undated", None)]
    )
    said = {
        HistoryFilter(): "5 contacts in 1 day, 2 Mar 2026;",
        HistoryFilter(media=frozenset({MediaFamily.CHAT})): "5 contacts in 1 day, 3 as filtered, 2 Mar 2026;",
        HistoryFilter(text="voice"): "5 contacts in 1 day, 1 as filtered, 2 Mar 2026;",
        HistoryFilter(
            direction=frozenset({Direction.OUTBOUND})
        ): "5 contacts in 1 day, 0 as filtered, 2 Mar 2026;",
        HistoryFilter(direction=frozenset({Direction.INBOUND})): "5 contacts in 1 day, 2 Mar 2026;",
        HistoryFilter(start=FIRST + timedelta(days=9)): "5 contacts in 1 day, 2 Mar 2026;",
    }
    for chosen, words in said.items():
        (mark,) = marks(known, FIRST, 9, chosen)
        assert mark.words.startswith(words)


def test_bursts_too_near_share_a_mark_and_what_lies_outside_has_none():
    known = on(0, 0, 0, 4, 4, 4, 4, 8, 8, 8, 400, 400, 400, 400, 990)
    near, far = marks(known, FIRST, 991, HistoryFilter())
    assert near.words.startswith(
        "3 peaks in 9 days, 2 Mar – 10 Mar 2026, the highest 4 contacts in 1 day, 6 Mar 2026;"
    )
    assert (near.filter.start, near.filter.end) == (date(2026, 3, 2), date(2026, 3, 10))
    assert far.words.startswith("4 contacts in 1 day, 6 Apr 2027;")
    assert marks(known, FIRST + timedelta(days=500), 400, HistoryFilter()) == ()


def test_there_are_never_too_many_marks_and_the_strongest_stay():
    bursts = [day for day in range(0, 3000, 50) for _ in range(4)]
    found = marks(on(*bursts, *[1001] * 9), FIRST, 3000, HistoryFilter())
    assert len(found) == MAX_BURST_MARKS
    assert any("13 contacts in 2 days" in mark.words for mark in found)


@given(st.lists(st.integers(0, 400), max_size=60), st.integers(1, 500))
def test_marks_stay_on_the_strip_in_order_and_apart(days, length):
    found = marks(on(*days), FIRST, length, HistoryFilter())
    assert all(0 <= mark.start < mark.stop <= 100 for mark in found)
    assert all(one.stop < other.start for one, other in pairwise(found))


def test_a_burst_is_of_the_days_of_the_zone():
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    known = build_index([build_row(str(at), late + timedelta(minutes=at)) for at in range(3)])
    (mark,) = marks(known, FIRST, 9, HistoryFilter(), zone=ZoneInfo("Europe/Paris"))
    assert mark.filter.start == mark.filter.end == date(2026, 3, 3)


def test_long_gaps_are_named_with_their_days():
    found = silent(on(0, 1, 45, 46, 99), 100)
    assert [(gap.days, gap.start, gap.stop, gap.roomy) for gap in found] == [
        (43, 2, 45, True),
        (52, 47, 99, True),
    ]


def test_only_a_few_gaps_are_named_and_none_that_is_short():
    assert len(silent(on(*range(0, 400, 21)), 400)) == MAX_CONTACT_GAPS
    assert silent(on(*range(0, 400, 14)), 400) == ()  # as wide as its number would be
    assert silent(on(0, 3, 6, 9), 10) == ()
    assert silent(on(0, 0.9), 1) == ()  # by the hour, where nights would be named


def test_a_gap_that_began_before_the_strip_is_named_whole():
    known = build_index(
        [
            build_row("a", NOON - timedelta(days=60)),
            build_row("b", NOON + timedelta(days=20)),
            build_row("c", NOON),
        ]
    )
    first = FIRST - timedelta(days=10)
    counted = count_activity(known, known.all, first, FIRST + timedelta(days=20))
    assert [(gap.days, gap.start) for gap in find_contact_gaps(known, counted)] == [
        (59, 0),
        (19, pytest.approx(35.48)),
    ]


def test_a_gap_is_exact_where_bars_are_weeks():
    (gap,) = silent(on(0, 300, *range(320, 700, 2)), 700)
    assert gap.days == 299


@pytest.mark.parametrize(("days", "words"), [(0, "3 contacts in 1 day"), (1, "3 contacts in 2 days")])
def test_a_burst_in_words(days, words):
    assert format_burst(3, FIRST, FIRST + timedelta(days=days)) == words

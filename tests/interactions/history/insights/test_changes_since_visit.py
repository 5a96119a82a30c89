from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from interactions.history.insights.changes_since_visit import MAX_CLOCK_LEAD, NEVER_SEEN, ChangesSinceVisit
from tests.interactions.history.rows import NOON, build_index, build_row, build_rows

HOUR = timedelta(hours=1)
LATER = NOON + 1000 * HOUR


def test_what_was_seen_ends_with_the_last_moment_that_a_history_names():
    rows = [
        build_row("a", end_date=NOON + 5 * HOUR),
        build_row("b", NOON + HOUR),
        build_row("c", None, end_date=LATER),
    ]
    assert build_index(rows).latest(LATER) == NOON + 5 * HOUR
    assert build_index([*rows, build_row("d", NOON + 6 * HOUR)]).latest(LATER) == NOON + 6 * HOUR
    assert build_index([]).latest(LATER) == build_index([build_row("a", None)]).latest(LATER) == NEVER_SEEN


def test_a_moment_that_is_far_ahead_counts_for_nothing():
    rows = [build_row("a", end_date=NOON + HOUR), build_row("b", LATER), build_row("c", NOON, end_date=LATER)]
    known = build_index(rows)
    assert known.latest(NOON + HOUR) == NOON + HOUR
    assert known.news(NOON - HOUR, NOON + HOUR) == ChangesSinceVisit(frozenset("ac"), frozenset())
    assert known.news(NOON + HOUR, NOON + HOUR) == ChangesSinceVisit()
    assert known.latest(LATER - MAX_CLOCK_LEAD) == LATER


def test_what_began_is_new_and_what_ended_since_is_not_new_but_ended():
    rows = [
        build_row("a", end_date=NOON + HOUR),
        build_row("b", end_date=NOON + 9 * HOUR),
        build_row("c", NOON + 2 * HOUR),
    ]
    rows.append(build_row("d", NOON + 3 * HOUR, end_date=NOON + 4 * HOUR))
    assert build_index(rows).news(NOON + HOUR, LATER) == ChangesSinceVisit(frozenset("cd"), frozenset("b"))


@given(st.integers(0, 60), st.integers(0, 60))
def test_who_saw_all_finds_nothing_and_who_saw_some_finds_the_rest(seen, count):
    whole = build_rows(count)
    before = build_index(whole[:seen])
    known = build_index(whole)
    mark = before.latest(LATER)
    assert known.news(known.latest(LATER), LATER) == ChangesSinceVisit()
    told = known.news(mark, LATER)
    expected = {one.interaction_id for one in whole if one.start_date and one.start_date > mark}
    assert told.began == expected
    assert not told.began & told.ended

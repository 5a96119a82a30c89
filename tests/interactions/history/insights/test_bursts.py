from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.history.insights.bursts import (
    BURST_WINDOW,
    MIN_BURST_CONTACTS,
    USUAL_CONTACTS_FACTOR,
    compute_usual_contacts,
    find_bursts,
)
from tests.interactions.history.rows import NOON, build_index, build_row

HOURS = st.lists(st.integers(0, 24 * 700), max_size=80)


def contacts(*hours):
    return [build_row(f"{at:05}", NOON + timedelta(hours=hour)) for at, hour in enumerate(sorted(hours))]


def spans(rows):
    return [
        (burst.first.interaction_id, burst.last.interaction_id, burst.contacts) for burst in find_bursts(rows)
    ]


@pytest.mark.parametrize(
    ("hours", "found"),
    [
        ((), []),
        ((0, 1), []),
        ((0, 24, 48), [("00000", "00002", 3)]),
        ((0, 24, 48.1), []),
        ((0, 1, 2, 500, 501, 502, 503), [("00000", "00002", 3), ("00003", "00006", 4)]),
        ((0, 40, 47, 88, 95), [("00000", "00004", 5)]),  # windows that share contacts are one burst
        ((5, 5, 5), [("00000", "00002", 3)]),
    ],
)
def test_three_contacts_within_two_days_are_a_burst_of_somebody_who_seldom_calls(hours, found):
    assert spans(contacts(*hours)) == found


def test_what_is_a_burst_depends_on_what_is_usual():
    """With ten contacts a day three in two days are nothing, and forty-five are."""
    steady = [hour * 2.4 for hour in range(1000)]
    assert compute_usual_contacts(contacts(*steady)) == pytest.approx(20, rel=0.01)
    assert find_bursts(contacts(*steady)) == ()
    (burst,) = find_bursts(contacts(*steady, *[1200 + at / 2 for at in range(30)]))
    assert burst.contacts >= 45
    assert burst.usual == pytest.approx(20, rel=0.05)
    assert burst.excess > 20


def test_a_date_that_is_wrong_by_decades_changes_nothing():
    steady = [hour * 2.4 for hour in range(1000)]
    assert find_bursts(contacts(-500_000, *steady)) == ()


def test_the_ends_of_the_calendar_are_not_too_far():
    ends = [datetime.min.replace(tzinfo=NOON.tzinfo)] * 3 + [datetime.max.replace(tzinfo=NOON.tzinfo)] * 3
    rows = [build_row(str(at), start) for at, start in enumerate(ends)]
    assert [burst.contacts for burst in find_bursts(rows)] == [3, 3]


@given(HOURS)
def test_bursts_are_dense_apart_and_none_is_missed(hours):
    rows = contacts(*hours)
    starts = [contact.start_date for contact in rows]
    least = int(MIN_BURST_CONTACTS + USUAL_CONTACTS_FACTOR * compute_usual_contacts(rows))
    inside: set[str] = set()
    for burst in find_bursts(rows):
        ids = {
            contact.interaction_id for contact in rows[rows.index(burst.first) : rows.index(burst.last) + 1]
        }
        assert len(ids) == burst.contacts >= least
        assert not inside & ids
        inside |= ids
    for contact, start in zip(rows, starts, strict=True):
        around = [other for other in starts if start <= other <= start + BURST_WINDOW]
        assert len(around) < least or contact.interaction_id in inside


def test_only_what_comes_from_the_customer_counts():
    own = contacts(0, 1, 2)
    answers = [build_row(f"out{at}", NOON + timedelta(hours=at), type="Outbound") for at in range(9)]
    assert [burst.contacts for burst in build_index([*own, *answers, build_row("undated", None)]).bursts] == [
        3
    ]
    assert build_index(answers).bursts == ()

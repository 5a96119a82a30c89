from datetime import timedelta
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.history.columns.row_columns import build_row_set
from interactions.history.history_index import HistoryIndex
from interactions.history.insights import repeat_contacts
from interactions.history.insights.repeat_contacts import MAX_EAGER_CONTACTS, normalize_subject
from tests.interactions.history.rows import NOON, build_index, build_row

HOUR, WEEK = timedelta(hours=1), timedelta(days=7)


def contact(name, hours, lasts=1, **attributes):
    """An inbound contact of one customer, so many hours after noon."""
    start = NOON + hours * HOUR
    plain = {"customer_id": "c", "end_date": start + lasts * HOUR}
    return build_row(name, start, **(plain | attributes))


def repeated(*rows):
    """Which of the rows repeats which."""
    known = build_index(rows)
    found = {one.interaction_id: known.repeats.former(one) for one in rows}
    return {name: former.interaction_id for name, former in found.items() if former}


def test_who_comes_again_within_the_days_repeats_the_contact_before():
    assert repeated(contact("a", 0), contact("b", 1 + 24 * 7), contact("c", 2 + 24 * 15)) == {"b": "a"}


def test_of_several_it_is_the_one_that_began_last():
    assert repeated(contact("a", 0, lasts=30), contact("b", 1), contact("c", 40)) == {"c": "b"}


@pytest.mark.parametrize(
    ("former", "later"),
    [
        ({"type": "Outbound"}, {}),
        ({}, {"type": "Outbound"}),
        ({"type": None}, {}),
        ({"end_date": None}, {}),
        ({"end_date": NOON - HOUR}, {}),  # before its start
        ({"end_date": NOON + 60 * HOUR}, {}),  # still going on
        ({"customer_id": "other"}, {}),
        ({"customer_id": None}, {"customer_id": None}),
        ({"thread_id": "t"}, {"thread_id": "t"}),
        ({"subject": "Parcel 4471"}, {"subject": "Wrong VAT rate"}),
    ],
)
def test_what_repeats_nothing(former, later):
    assert repeated(contact("a", 0, **former), contact("b", 48, **later)) == {}


@pytest.mark.parametrize(
    ("former", "later"),
    [
        ({"thread_id": "s"}, {"thread_id": "t"}),
        ({"subject": "Parcel 4471"}, {}),
        ({"subject": "Parcel  4471"}, {"subject": "RE: AW: parcel 4471"}),
        ({"media_type": "voice"}, {"media_type": "email"}),
    ],
)
def test_what_may_be_about_the_same_does(former, later):
    assert repeated(contact("a", 0, **former), contact("b", 48, **later)) == {"b": "a"}


def test_the_first_of_a_thread_repeats_and_the_others_go_on():
    rows = (contact("a", 0), contact("b", 5, thread_id="t"), contact("c", 9, thread_id="t"))
    assert repeated(*rows) == {"b": "a"}


def test_an_undated_row_is_compared_with_nothing():
    assert repeated(contact("a", 0), build_row("b", None, customer_id="c", end_date=NOON + 9 * HOUR)) == {}


def test_only_the_last_fifty_before_it_are_looked_at():
    asked = contact("a", 0, subject="Parcel"), contact("z", 9, subject="Parcel")
    others = [contact(f"b{at:02}", 5, lasts=99, subject="VAT") for at in range(50)]
    assert repeated(*asked, *others[1:]) == {"z": "a"}
    assert repeated(*asked, *others) == {}


def test_no_days_repeat_nothing():
    known = HistoryIndex([contact("a", 0), contact("b", 48)])
    assert known.repeats.former(known.rows[1]) is None
    assert (known.repeated, known.repeats.few) == (0, True)


@pytest.mark.parametrize(("count", "few"), [(MAX_EAGER_CONTACTS, True), (MAX_EAGER_CONTACTS + 1, False)])
def test_what_is_not_worth_counting_for_nothing_is_told_by_what_customers_began(count, few):
    sent = [build_row(f"o{at}", type="Outbound") for at in range(2 * MAX_EAGER_CONTACTS)]
    assert build_index([*sent, *(build_row(f"i{at}") for at in range(count))]).repeats.few is few


@pytest.mark.parametrize(
    ("subject", "about"),
    [
        (None, ""),
        ("Re: ", ""),
        ("re[2]:Fwd: Parcel", "parcel"),
        ("Report: VAT", "report: vat"),
        ("Restart", "restart"),
    ],
)
def test_what_a_subject_is_about(subject, about):
    assert normalize_subject(subject) == about


ABOUT = st.sampled_from([None, "Parcel", "Re: parcel", "VAT"])
CONTACTS = st.lists(
    st.tuples(
        st.integers(0, 400),  # hours after noon
        st.one_of(st.none(), st.integers(-2, 300)),  # hours to the end
        ABOUT,
        st.sampled_from(["Inbound", "Outbound"]),
        st.sampled_from(["c", "d", None]),
        st.sampled_from([None, "s", "t"]),
    ),
    max_size=40,
)
# Of one customer, and many begin at once.
BUSY = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2), ABOUT), max_size=20)


def contacts(made):
    rows = [
        build_row(
            f"{number:02}",
            NOON + hours * HOUR,
            end_date=None if lasts is None else NOON + (hours + lasts) * HOUR,
            subject=subject,
            **dict(zip(("type", "customer_id", "thread_id"), more or ("Inbound", "c"), strict=False)),
        )
        for number, (hours, lasts, subject, *more) in enumerate(made)
    ]
    return build_index(rows)


@pytest.mark.parametrize("few", [0, MAX_EAGER_CONTACTS])
@given(CONTACTS)
def test_it_is_what_looking_at_every_pair_finds(few, made):
    known = contacts(made)
    for place, one in enumerate(known.rows):
        opens = one.thread_id is None or all(one.thread_id != other.thread_id for other in known.rows[:place])
        pairs = [
            other
            for other in known.rows
            if (one.type == other.type == "Inbound" and one.customer_id and opens)
            and one.customer_id == other.customer_id
            and other.end_date is not None
            and other.start_date <= other.end_date < one.start_date <= other.end_date + WEEK
            and (not one.subject or not other.subject or one.subject[-2:] == other.subject[-2:])
        ]
        with patch.object(repeat_contacts, "MAX_EAGER_CONTACTS", few):
            assert known.repeats.former(one) is (pairs[-1] if pairs else None)


@given(CONTACTS | BUSY, st.sampled_from([1, 2, 4]))
def test_all_of_them_are_what_asking_each_finds(made, looked_at):
    known = contacts(made)
    with (
        patch.object(repeat_contacts, "MAX_EARLIER_CONTACTS", looked_at),
        patch.object(repeat_contacts, "MAX_EAGER_CONTACTS", 0),
    ):
        found = [known.repeats.former(one) for one in known.rows]
        assert known.repeated == build_row_set(bytes(map(bool, found)))
    assert [known.repeats.formers.get(one.interaction_id) for one in known.rows] == found

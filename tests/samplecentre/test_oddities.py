"""Each record that is odd on purpose is there, and odd in the way that it says."""

import pytest

from samplecentre.oddities import iter_odd_records
from samplecentre.sample_calendar import PLAN_END, SampleCalendar

CALENDAR = SampleCalendar(PLAN_END)


@pytest.fixture(scope="module")
def odd():
    return {record.document.get("subject"): record for record in iter_odd_records(CALENDAR)}


@pytest.mark.parametrize(
    ("subject", "name", "value"),
    [
        ("A medium that nobody knows", "media_type", "hologram"),
        ("Entity type 4, which is unused", "entity_type", 4),
        ("Entity type 9, which is none", "entity_type", 9),
        ("Status 7", "status", 7),
        ("Wrong types", "status", "3"),
        ("Wrong types", "owner_id", "x"),
        ("Timeshift 720", "timeshift", 720),
        ("Timeshift −300", "timeshift", -300),
        ("No dates at all", "start_date", None),
        ("No customer", "customer_id", None),
        ("No thread", "thread_id", None),
        ("Dates as Web Services write them", "start_date", "2026-09-10 21:02:22.000+0200"),
        ("Structured text without its type", "structured_text_mime", None),
    ],
)
def test_one_attribute_is_odd(odd, subject, name, value):
    assert odd[subject].document.get(name) == value


def test_dates_that_are_reversed_or_equal(odd):
    names = ("start_date", "established_date", "released_date", "end_date")
    reversed_, equal = (
        [odd[subject].document[name] for name in names]
        for subject in ("Reversed dates", "All four dates are equal")
    )
    assert reversed_ == sorted(reversed_, reverse=True) and len(set(reversed_)) == 4
    assert len(set(equal)) == 1


def test_its_own_parent(odd):
    document = odd["Its own parent"].document
    assert document["parent_id"] == document["interaction_id"]


def test_subjects(odd):
    assert "" in odd
    assert max(map(len, odd)) > 450
    assert any("<script>" in subject for subject in odd)


def test_attached_data(odd):
    nested = odd["Nested attached data, three levels"].document["udata"]
    assert nested["Order"]["parcels"][0]["scans"][0]["place"] == "Ashby"
    assert len(odd["200 keys of attached data"].document["udata"]) == 200
    keys = odd["Odd characters in keys"].document["udata"]
    assert "PegAG?:Skill1 > 1" in keys and "رقم الطرد" in keys
    for character in ' ="<\u202e':
        assert any(character in key for key in keys)


def test_contents(odd):
    whole = odd["Structured text without its type"].contents["structured_text"].data
    assert whole.startswith(odd["A transcript that was cut off"].contents["structured_text"].data)
    assert b">Q & A<" in odd["A transcript with a bare ampersand"].contents["structured_text"].data
    assert odd["A content that is empty"].contents["plain_text"].data == b""
    with pytest.raises(UnicodeDecodeError):
        odd["Bytes that are no UTF-8"].contents["plain_text"].data.decode()

"""The attributes of records by hand: named, explained, never left out."""

from datetime import UTC, datetime

import pytest

from interactions.pages.interaction.attributes import (
    build_attribute_table,
    format_attribute_value,
)
from interactions.ucs.resources import Interaction, InteractionSummary, MailAddress, RecordProblem

DATE = datetime(2009, 8, 5, 9, 33, 10, tzinfo=UTC)


def read(summary=None, **more):
    """The attributes of a record with these parts."""
    return build_attribute_table(
        Interaction(InteractionSummary("00001aTESTIXN001", **(summary or {})), **more)
    )


@pytest.mark.parametrize(
    ("summary", "name", "shown"),
    [
        ({"status": 3}, "status", ("3", "done")),
        ({"status": 8}, "status", ("8", "undocumented code")),
        ({"entity_type": 2}, "entity_type", ("2", "chat")),
        ({"owner_id": 124}, "owner_id", ("124", "configuration ID of a person")),
        ({"start_date": DATE}, "start_date", ("2009-08-05T09:33:10.000Z", "5 Aug 2009, 09:33:10 UTC")),
        ({"sub_type": "InboundNew"}, "sub_type", ("InboundNew", "")),
    ],
)
def test_values_are_shown_as_sent_and_their_meaning_beside(summary, name, shown):
    found = read(summary).get(name)
    assert (found.text, found.meaning) == shown
    assert found.about.endswith(".")


def test_what_is_of_one_medium_comes_first():
    shown = read({"status": 3}, attributes={"callback_status": 9, "call_result": 7})
    assert [section.title for section in shown.sections] == ["Callback", "Record", "IDs"]
    assert [a.meaning for a in shown.sections[0].attributes] == ["final", "no answer"]


def test_a_mails_addresses_are_written_as_mails_write_them():
    ana = MailAddress("ana@example.com", "Ana Example")
    shown = read(attributes={"from": ana, "to": (MailAddress("care@example.org"), ana)})
    assert format_attribute_value(MailAddress("", "Ana Example")) == "Ana Example"
    assert shown.get("from").text == "Ana Example <ana@example.com>"
    assert shown.get("to").text == "care@example.org, Ana Example <ana@example.com>"


def test_unknown_attributes_are_shown_as_such():
    section = read(unknown={"colour": {"r": 1}}).sections[-1]
    assert section.title == "Undocumented"
    assert [(a.name, a.text, a.about) for a in section.attributes] == [("colour", '{"r":1}', "")]


def test_what_was_not_understood_is_shown_as_sent():
    problem = RecordProblem("end_date", "Expected a date and time.", "yesterday")
    shown = read(problems=(problem,))
    end = shown.get("end_date")
    assert (end.text, end.meaning, end.odd) == ("yesterday", "Expected a date and time.", True)
    assert shown.problems == (problem,) and "end_date" not in shown.absent


def test_absent_ones_are_named():
    assert "parent_id" in read().absent
    assert "parent_id" not in read({"parent_id": "00001aTESTIXN000"}).absent


def test_ids_lead_to_their_pages_when_they_can_be_ids():
    assert read({"customer_id": "00001aTESTCUST01"}).get("customer_id").path == "/customers/00001aTESTCUST01"
    assert read({"parent_id": "00001aTESTIXN000"}).get("parent_id").path == "/interactions/00001aTESTIXN000"
    assert read({"customer_id": "../admin"}).get("customer_id").path == ""


@pytest.mark.parametrize(("value", "shown"), [(True, "true"), (0, "0"), ([], "[]"), (1.5, "1.5"), ("", "")])
def test_all_else_is_json(value, shown):
    assert format_attribute_value(value) == shown

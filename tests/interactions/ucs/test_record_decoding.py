import json
from datetime import UTC, datetime

from interactions.ucs.decoding import decode_interaction
from interactions.ucs.resources import ContentKind, MailAddress, RecordProblem, UdataEntry


def decode(text="", **fields):
    record = json.dumps({"interaction_id": "X1"} | fields)
    return decode_interaction((record[:-1] + text + "}").encode(), "X1")


def test_the_common_attributes():
    interaction = decode(
        external_id="00AF4A7951D60009", creator_app_id=175, timeshift=-300, allow_children=True,
        structured_text_mime="text/xml", structured_text="http://ucshost:8080/x", binary_content="",
    )  # fmt: skip
    assert (interaction.external_id, interaction.creator_app_id) == ("00AF4A7951D60009", 175)
    assert (interaction.summary.timeshift, interaction.allow_children) == (-300, True)
    assert interaction.contents == (ContentKind.STRUCTURED_TEXT,)
    assert (interaction.unknown, interaction.problems) == ({}, ())


def test_the_attributes_of_a_mail():
    interaction = decode(
        **{"from": {"address": "a@example.com", "personal": "Ann Ray"}, "to": [{"address": "b@example.org"}]},
        cc="c@example.org",
        reply_to={"address": "a@example.com", "personal": ""},
        sent_date="2026-03-02T09:33:10Z",
    )
    assert interaction.attributes == {
        "from": MailAddress("a@example.com", "Ann Ray"),
        "reply_to": MailAddress("a@example.com"),
        "to": (MailAddress("b@example.org"),),
        "cc": (MailAddress("c@example.org"),),
        "sent_date": datetime(2026, 3, 2, 9, 33, 10, tzinfo=UTC),
    }


def test_the_attributes_of_calls_and_callbacks():
    interaction = decode(
        duration="54", outcome="Answered", phone_number=15550100, callback_status="8", attempts=2,
        call_result=0, start_time="2026-03-02T09:33:10Z",
    )  # fmt: skip
    assert interaction.summary.duration == 54
    assert interaction.attributes == {
        "outcome": "Answered",
        "phone_number": "15550100",
        "callback_status": 8,
        "attempts": 2,
        "call_result": 0,
        "start_time": datetime(2026, 3, 2, 9, 33, 10, tzinfo=UTC),
    }


def test_what_is_not_understood_is_said_and_kept():
    interaction = decode(
        allow_children="maybe", to=[{"personal": "nobody"}], callback_status={}, end_date="later"
    )
    assert interaction.problems == (
        RecordProblem("end_date", "Expected a date and time.", "later"),
        RecordProblem("to", "Expected an e-mail address.", [{"personal": "nobody"}]),
        RecordProblem("callback_status", "Expected a whole number.", {}),
        RecordProblem("allow_children", "Expected true or false.", "maybe"),
    )
    assert interaction.summary.problems == interaction.problems[:1]


def test_unknown_attributes_are_kept_in_the_order_sent():
    assert list(decode(zebra=1, comment="note", alpha=None).unknown.items()) == [
        ("zebra", 1),
        ("comment", "note"),
        ("alpha", None),
    ]


def test_udata_keeps_odd_keys_nesting_order_and_a_key_that_came_twice():
    interaction = decode(', "udata": {"PegAG?:Skill1 > 1": 1, "a": {"Skill": "1"}, "": null, "a": ""}')
    assert interaction.udata == (
        UdataEntry("PegAG?:Skill1 > 1", 1),
        UdataEntry("a", {"Skill": "1"}),
        UdataEntry("", None),
        UdataEntry("a", ""),
    )
    assert not interaction.problems


def test_an_attribute_that_came_twice_is_said():
    interaction = decode(', "status": 2, "status": 3')
    assert interaction.summary.status == 3
    assert interaction.problems == (
        RecordProblem("status", "This attribute was sent twice; the last value is used.", 3),
    )


def test_broken_bytes_are_said_and_the_document_stays_near_what_was_sent():
    interaction = decode_interaction(b'{"interaction_id": "X1", "subject": "caf\xe9"}', "X1")
    assert interaction.summary.subject == "caf\ufffd"
    assert len(interaction.problems) == 1
    assert interaction.document == '{"interaction_id": "X1", "subject": "caf\ufffd"}'.encode()

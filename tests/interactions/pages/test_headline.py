"""The first line of a page, by hand."""

import pytest

from interactions.history.columns.record_codes import MediaFamily
from interactions.pages.headline import build_headline
from interactions.ucs.resources import InteractionSummary


def line(**row):
    return build_headline(InteractionSummary("00001aTESTIXN001", **row))


@pytest.mark.parametrize(
    ("row", "title"),
    [
        ({"subject": " SMS chat "}, "SMS chat"),
        ({"subject": "x" * 500}, "x" * 500),
        ({"subject": "x" * 5_000_000}, "x" * 499 + "…"),
        ({"media_type": "voice", "type": "Inbound"}, "Inbound call"),
        ({"media_type": "voice", "type": "Consult"}, "Call"),
        ({"media_type": "email", "type": "Inbound", "subject": " "}, "(no subject)"),
        ({"media_type": "sms", "type": "Outbound"}, "Outbound SMS"),
        ({}, "Work item"),
    ],
)
def test_the_title_is_the_subject_or_says_what_it_is(row, title):
    assert line(**row).title == title


@pytest.mark.parametrize(
    ("type", "sub_type", "way"),
    [
        ("Inbound", "InboundNew", "Inbound, new"),
        ("Inbound", "InboundCustomerReply", "Inbound, customer reply"),
        ("Inbound", "InboundNDR", "Inbound, NDR"),
        ("Outbound", None, "Outbound"),
        ("Consult", None, "Consult"),
        (None, None, ""),
    ],
)
def test_the_way_is_in_words(type, sub_type, way):
    assert line(type=type, sub_type=sub_type).way == way


def test_who_handled_it_is_the_agent_or_else_the_owner():
    assert line(agent="1002", owner_id=124).handled_by == "Agent 1002"
    assert line(owner_id=0).handled_by == "Owner 0"
    assert line().handled_by == ""


def test_medium_and_state_have_words():
    chat = line(media_type="chat", status=3)
    assert (chat.family, chat.medium, chat.state, chat.done) == (MediaFamily.CHAT, "Chat", "Done", True)
    assert (line(status=2).state, line(status=2).done) == ("In process", False)
    assert line(status=9).state == "Status unknown"

"""A mail's record: attributes, udata keys and contents as docs/ucs-protocol.md §2, §3 and §4 have them."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contactserver.loaders.mail_interactions import ThreadPosition, build_mail_record, derive_identifier
from tests.contactserver.loaders.mails import ALTERNATIVE_MAIL, MAILS, MIXED_MAIL, build_mail

ALONE = ThreadPosition("0M0000a000000000", None, is_reply=False)
OWN = {"care@tern.example"}


def document(raw, place=ALONE, own=()):
    return build_mail_record("0M0000a111111111", raw, place, own, "a.eml").document


def customer(address):
    return derive_identifier("customer", address.encode())


def test_identifiers_look_like_those_of_genesys_and_are_stable():
    assert derive_identifier("customer", b"jane@example.com") == "0MIMAaNCD4QZLC80"
    assert derive_identifier("thread", b"jane@example.com") != derive_identifier(
        "customer", b"jane@example.com"
    )
    assert all(
        re.fullmatch(r"0M[0-9A-Z]{3}a[0-9A-Z]{10}", derive_identifier("x", bytes([n]))) for n in range(256)
    )


def test_an_inbound_mail():
    raw = build_mail(
        "Hi", "Cc: Joe <joe@example.org>", "Reply-To: <jd@example.com>", "Delivered-To: box@tern.example"
    )
    assert {key: value for key, value in document(raw).items() if key != "udata"} == {
        "interaction_id": "0M0000a111111111",
        "customer_id": customer("jane@example.com"),
        "status": 3,
        "entity_type": 0,
        "type": "Inbound",
        "sub_type": "InboundNew",
        "media_type": "email",
        "thread_id": "0M0000a000000000",
        "subject": "My parcel",
        "allow_children": True,
        "start_date": "2026-03-02T09:33:10.000Z",
        "sent_date": "2026-03-02T09:33:10.000Z",
        "timeshift": 60,
        "from": {"address": "jane@example.com", "personal": "Jane Doe"},
        "reply_to": {"address": "jd@example.com"},
        "to": [{"address": "care@tern.example"}],
        "cc": [{"address": "joe@example.org", "personal": "Joe"}],
    }


def test_the_udata():
    assert document(MIXED_MAIL)["udata"] == {
        "Subject": "Grüße",
        "FromAddress": "jane@example.com",
        "FromPersonal": "Jane Doe",
        "To": "care@tern.example",
        "toAddresses": "care@tern.example",
        "Mailbox": "",
        "Origination_Source": "Email",
        "_ContainsAttachment": "true",
        "_AttachmentFileNames": "Grüße.png",
        "_AttachmentsSize": "16",
        "Header_Content-Type": "multipart/mixed; boundary=b",
        "Header_From": "Jane Doe <jane@example.com>",
        "Header_To": "care@tern.example",
        "Header_Subject": "Grüße",
        "Header_Date": "Mon, 2 Mar 2026 10:33:10 +0100",
    }


def test_mail_from_our_own_address_is_outbound_and_the_customer_is_whom_it_went_to():
    raw = build_mail(sender="Care <Care@Tern.example>", to="care@tern.example, Jane@Example.com")
    found = document(raw, own=OWN)
    assert (found["type"], found["entity_type"], found["sub_type"]) == ("Outbound", 1, "OutboundNew")
    assert found["customer_id"] == customer("jane@example.com")
    assert found["udata"]["Mailbox"] == "Care@Tern.example"
    assert document(raw)["type"] == "Inbound"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (["To: x@example.org", "Cc: CARE@tern.example"], "CARE@tern.example"),
        (["X-Original-To: box@tern.example"], "box@tern.example"),
    ],
)
def test_the_mailbox_is_ours_or_the_one_delivered_to(headers, expected):
    raw = "\n".join([*headers, "From: jane@example.com", "", "Hi"]).encode()
    assert document(raw, own=OWN)["udata"]["Mailbox"] == expected


@pytest.mark.parametrize(
    ("raw", "sub_type"),
    [
        (build_mail(), "InboundCustomerReply"),
        (build_mail(sender="care@tern.example"), "OutboundReply"),
        (build_mail("", "Auto-Submitted: auto-replied", sender="care@tern.example"), "OutboundAutoResponse"),
        (
            build_mail("", "Content-Type: multipart/report; report-type=delivery-status; boundary=b"),
            "InboundNDR",
        ),
    ],
)
def test_sub_types_of_answers(raw, sub_type):
    found = document(raw, ThreadPosition("0M0000a000000000", "0M0000a222222222", is_reply=True), OWN)
    assert (found["sub_type"], found["parent_id"]) == (sub_type, "0M0000a222222222")


@pytest.mark.parametrize(
    ("headers", "correspondent"),
    [
        ("From: Nobody", "nobody"),
        ("From: Jane of Example", None),
        ("From: Nobody\nSender: jane@example.com", "jane@example.com"),
        ("Reply-To: jane@example.com", "jane@example.com"),
        ("Return-Path: <jane@example.com>", "jane@example.com"),
        ("Return-Path: <>", None),
    ],
)
def test_the_customer_when_from_names_none(headers, correspondent):
    expected = customer(correspondent) if correspondent else None
    assert document(f"{headers}\n\nHi".encode()).get("customer_id") == expected


def test_without_a_date_it_starts_as_it_was_received():
    raw = b"Received: a; nonsense\nReceived: by b; Mon, 2 Mar 2026 10:33:10 +0100\nDate: soon\n\nHi"
    found = document(raw)
    assert found["start_date"] == "2026-03-02T09:33:10.000Z"
    assert not {"sent_date", "timeshift"} & set(found)
    assert "start_date" not in document(b"Subject: x\n\nHi")


def test_contents():
    made = build_mail_record("0M0000a111111111", ALTERNATIVE_MAIL, ALONE, (), "a.eml")
    assert made.document["structured_text_mime"] == "text/html; charset=utf-8"
    assert {kind: (content.media_type, content.data) for kind, content in made.contents.items()} == {
        "plain_text": ("text/plain; charset=utf-8", "Grüße aus Ulm\n".encode()),
        "structured_text": ("text/html; charset=utf-8", "<p>Grüße aus Ulm</p>\n".encode()),
        "binary_content": ("message/rfc822", ALTERNATIVE_MAIL),
    }
    assert set(build_mail_record("0M0000a111111111", b"Subject: x\n\n", ALONE, (), "").contents) == {
        "binary_content"
    }


@settings(deadline=None)
@given(st.sampled_from(MAILS), st.integers(0, 300), st.binary(max_size=60))
def test_any_bytes_give_a_record_that_json_and_databases_take(raw, at, noise):
    made = build_mail_record("0M0000a111111111", raw[:at] + noise + raw[at:], ALONE, OWN, "")
    text = json.dumps(made.document, ensure_ascii=False, allow_nan=False)
    assert "\\u0000" not in text
    assert json.loads(text.encode()) == made.document

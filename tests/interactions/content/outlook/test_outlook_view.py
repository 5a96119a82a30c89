"""Outlook messages as contents: both formats, damaged and hostile files, real ones."""

import struct
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.errors import UnviewableContent
from interactions.content.limits import ContentLimits
from interactions.content.mail.mail_message import MailParticipant
from interactions.content.nested.container_registry import open_container
from interactions.content.nested.in_memory import build_in_memory_source
from interactions.content.nested.nested_content import find_nested_content
from interactions.content.outlook.mapi_properties import PropertyId
from interactions.content.outlook.outlook_container import open_outlook_container
from interactions.content.outlook.outlook_file import parse_outlook_file
from interactions.content.source import read_whole_source
from samplecentre.outlook_mails import build_packed_mail, build_saved_mail
from tests.interactions.content.conftest import ADDRESSES
from tests.interactions.content.conftest import shown as show_bytes
from tests.interactions.content.media.test_image_view import png
from tests.interactions.content.outlook.outlook_writers import (
    ATTACH_METHOD_TAG,
    SENDER_TYPE_TAG,
    build_compound_file,
    build_file_attachment,
    build_message_attachment,
    build_message_storage,
    build_property_storage,
    build_tnef,
    build_tnef_attachment,
    compress_rtf,
)
from tests.interactions.content.test_templates import render

SENT_AT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
BODY_PROPERTIES = {
    PropertyId.SUBJECT: "About the lamp",
    PropertyId.BODY: "It is broken.",
    PropertyId.CLIENT_SUBMIT_TIME: SENT_AT,
}
SENDER_PROPERTIES = {
    PropertyId.SENDER_NAME: "Lindholm, Vera",
    SENDER_TYPE_TAG: "SMTP",
    PropertyId.SENDER_ADDRESS: "vera@lindholm.example",
}
ENCAPSULATED_HTML = rb"{\rtf1\ansi\fromhtml1 {\*\htmltag64 <p>}The \b lamp{\*\htmltag72 </p>}}"


def build_msg(values, *attachments, **more):
    return build_compound_file(build_message_storage(values, *attachments, **more))


@pytest.mark.parametrize("media_type", ["application/vnd.ms-outlook", "application/x-msg", None])
def test_a_msg_is_shown_like_a_mail(shown, media_type):
    recipients = [
        {
            PropertyId.DISPLAY_NAME: "Tern",
            PropertyId.SMTP_ADDRESS: "care@tern.example",
            PropertyId.RECIPIENT_TYPE: 1,
        },
        {
            PropertyId.DISPLAY_NAME: 'Ilse "I"',
            PropertyId.ADDRESS: "/O=TERN/CN=ILSE",
            PropertyId.RECIPIENT_TYPE: 2,
        },
        {
            PropertyId.DISPLAY_NAME: "Silent",
            PropertyId.ADDRESS: "s@tern.example",
            PropertyId.RECIPIENT_TYPE: 3,
        },
    ]
    content_view = shown(
        build_msg(
            {**BODY_PROPERTIES, **SENDER_PROPERTIES},
            build_file_attachment("bill.pdf", b"%PDF-1.7"),
            recipients=recipients,
        ),
        media_type,
    )
    assert (content_view.title, content_view.template) == ("Outlook message", "content/_mail.html")
    message = content_view.view.mail.message
    assert dict(message.people) == {
        "From": (MailParticipant("Lindholm, Vera", "vera@lindholm.example"),),
        "To": (MailParticipant("Tern", "care@tern.example"),),
        "Cc": (MailParticipant('Ilse "I"', ""),),
        "Bcc": (MailParticipant("Silent", "s@tern.example"),),
    }
    assert (message.subject, message.date) == ("About the lamp", SENT_AT)
    assert [block.text for block in message.text] == ["It is broken."]
    bill = content_view.view.mail.attachments[0]
    assert (bill.name, bill.media_type, bill.size, bill.open_url) == (
        "bill.pdf",
        "application/pdf",
        8,
        "/c/parts/2",
    )
    assert "About the lamp" in render(content_view)


@pytest.mark.parametrize("media_type", ["application/ms-tnef", "application/vnd.ms-tnef", None])
def test_a_winmail_is_shown_like_a_mail(shown, media_type):
    content_view = shown(
        build_tnef({**BODY_PROPERTIES, **SENDER_PROPERTIES}, build_tnef_attachment("a.txt", b"a")),
        media_type,
        kind="binary_content",
    )
    assert (content_view.title, content_view.template) == ("Outlook message", "content/_mail.html")
    assert content_view.view.mail.message.subject == "About the lamp"
    assert [each.name for each in content_view.view.mail.attachments] == ["a.txt"]


def test_transport_headers_win_over_properties():
    headers = (
        "Microsoft Mail Internet Headers Version 2.0\r\nReceived: from mx.example\r\n\tby mx2.example\r\n"
        "From: =?utf-8?q?V=C3=A9ra?= <vera@lindholm.example>\r\nDate: Wed, 4 Mar 2026 07:06:07 +0200\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/mixed;\r\n boundary=x\r\n"
    )
    message = show_bytes(
        build_msg({**BODY_PROPERTIES, **SENDER_PROPERTIES, PropertyId.TRANSPORT_HEADERS: headers})
    ).view.mail.message
    assert dict(message.people)["From"] == (MailParticipant("Véra", "vera@lindholm.example"),)
    assert (message.subject, message.date_text) == ("About the lamp", "Wed, 4 Mar 2026 07:06:07 +0200")
    names = [name for name, _ in message.headers]
    assert names.count("From") == names.count("Content-Type") == 1
    assert ("Received", "from mx.example by mx2.example") in message.headers


def test_no_property_can_begin_a_header_or_a_part():
    bad = 'x\r\nBcc: evil@example.com\r\n\r\n--=_outlook_1\r\n"; y="'
    content_view = show_bytes(
        build_msg(
            {PropertyId.SUBJECT: bad, PropertyId.SENDER_NAME: bad},
            build_file_attachment(bad, b"a", {PropertyId.MEDIA_TYPE: bad, PropertyId.CONTENT_ID: bad}),
        )
    )
    assert [name for name, _ in content_view.view.mail.message.headers] == ["From", "Subject", "Content-Type"]
    assert len(content_view.view.parts) == 1
    assert content_view.view.parts[0].media_type == "application/octet-stream"
    attached_view = show_bytes(
        open_outlook_container(
            build_in_memory_source(
                build_msg(
                    {},
                    build_message_attachment(
                        "m",
                        build_message_storage({PropertyId.SUBJECT: bad}, build_file_attachment(bad, b"a")),
                    ),
                )
            )
        )
        .mail.parts[0]
        .data,
        "message/rfc822",
    )
    assert [name for name, _ in attached_view.view.mail.message.headers] == ["Subject", "Content-Type"]
    assert len(attached_view.view.parts) == 1


def test_html_is_shown_in_a_frame_with_its_inline_pictures():
    html = '<p style="color:red">Größe <img src="cid:lamp@x"></p>'
    picture = build_file_attachment(
        "lamp.png", png(8, 8), {PropertyId.CONTENT_ID: "lamp@x", PropertyId.MEDIA_TYPE: "image/png"}
    )
    data = build_msg(
        {**BODY_PROPERTIES, PropertyId.HTML: html.encode("cp1252"), PropertyId.INTERNET_CODE_PAGE: 1252},
        picture,
        build_file_attachment("b.txt", b"b"),
    )
    content_view = show_bytes(data)
    assert [block.frame_url for block in content_view.view.mail.message.html] == ["/c/parts/1.2/frame"]
    assert [each.name for each in content_view.view.mail.attachments] == ["b.txt"]
    nested_content = find_nested_content(build_in_memory_source(data), "1.2")
    assert nested_content
    with_charset = nested_content.source({})
    assert (with_charset.media_type, with_charset.charset) == ("text/html", "cp1252")
    assert read_whole_source(nested_content.source, 1000, "It").decode("cp1252") == html
    assert nested_content.images()["lamp@x"].startswith("data:image/png;base64,")


def test_html_in_a_unicode_property_is_utf_8_whatever_it_declares():
    html = '<meta charset="shift_jis"><p>Größe</p>'
    nested_content = find_nested_content(build_in_memory_source(build_msg({PropertyId.HTML: html})), "1")
    assert nested_content
    assert nested_content.source({}).charset == "utf-8"
    assert read_whole_source(nested_content.source, 1000, "It").decode() == html


def test_rtf_is_shown_as_its_encapsulated_html_or_as_text():
    wrapped = parse_outlook_file(build_msg({PropertyId.RTF: compress_rtf(ENCAPSULATED_HTML)}))
    assert [(part.path, part.media_type, part.data) for part in wrapped.mail.parts] == [
        ("1", "text/html", b"<p>The lamp</p>")
    ]
    plain = parse_outlook_file(build_msg({PropertyId.RTF: compress_rtf(rb"{\rtf1 The {\b lamp}}")}))
    assert [(part.path, part.media_type, part.data) for part in plain.mail.parts] == [
        ("1", "text/plain", b"The lamp"),
        ("2", "application/rtf", rb"{\rtf1 The {\b lamp}}"),
    ]
    assert plain.notes == ("The RTF text is shown without formatting.",)
    damaged = parse_outlook_file(build_msg({PropertyId.RTF: compress_rtf(ENCAPSULATED_HTML, crc=5)}))
    assert damaged.notes == ("The formatted text is damaged or very long; not all of it is shown.",)


def test_attached_messages_are_shown_and_have_pages_of_their_own():
    within = build_message_storage(
        {**BODY_PROPERTIES, PropertyId.SUBJECT: "Fwd: lamp"},
        build_file_attachment("a.txt", b"abc"),
        embedded=True,
    )
    data = build_msg({PropertyId.SUBJECT: "See below"}, build_message_attachment("Fwd: lamp", within))
    content_view = show_bytes(data)
    assert [each.message.subject for each in content_view.view.attached_messages] == ["Fwd: lamp"]
    assert [(part.path, part.name) for part in content_view.view.parts] == [
        ("1", "Fwd_ lamp.eml"),
        ("1.1", "Text"),
        ("1.2", "a.txt"),
    ]
    nested_content = find_nested_content(build_in_memory_source(data), "1/2")  # as a mail of its own
    assert nested_content
    assert read_whole_source(nested_content.source, 1000, "It") == b"abc"
    assert (
        read_whole_source(find_nested_content(build_in_memory_source(data), "1.2").source, 1000, "It")
        == b"abc"
    )


def test_an_attachment_without_data_is_noted():
    data = build_msg(
        BODY_PROPERTIES, build_property_storage({PropertyId.FILE_NAME: "plan.docx", ATTACH_METHOD_TAG: 7}, 8)
    )
    content_view = show_bytes(data)
    assert content_view.view.mail.attachments[0].name == "plan.docx"
    assert "1 attachment is a link or object stored elsewhere; only its name is known." in content_view.notes


def test_another_message_class_is_noted():
    content_view = show_bytes(
        build_msg({**BODY_PROPERTIES, PropertyId.MESSAGE_CLASS: "IPM.Appointment"}),
        "application/vnd.ms-outlook",
    )
    assert content_view.notes == ("Outlook item of type IPM.Appointment; only its message fields are shown.",)


def test_participants_are_taken_from_display_names():
    message = show_bytes(
        build_msg(
            {
                PropertyId.DISPLAY_TO: "Lindholm, Vera; Noa",
                PropertyId.SENT_REPRESENTING_NAME: "Office",
                **SENDER_PROPERTIES,
            }
        )
    ).view.mail.message
    assert dict(message.people) == {
        "From": (MailParticipant("Office", ""),),
        "Sender": (MailParticipant("Lindholm, Vera", "vera@lindholm.example"),),
        "To": (MailParticipant("Lindholm, Vera", ""), MailParticipant("Noa", "")),
    }


def test_other_office_files_are_a_download(shown):
    content_view = shown(build_compound_file({"WordDocument": b"x"}), kind="binary_content")
    assert content_view.template == "content/_download.html"
    assert "This is a Word document (.doc), not a message." in content_view.notes
    assert shown(build_compound_file({"WordDocument": b"x"}), "application/msword").notes == ()
    with pytest.raises(UnviewableContent, match="Word"):
        open_container(build_in_memory_source(build_compound_file({"WordDocument": b"x"})))


def test_a_too_large_message_is_not_opened(settings):
    settings.CONTENT_LIMITS = ContentLimits(outlook_bytes=3000)
    data = build_msg(BODY_PROPERTIES, build_file_attachment("a", bytes(5000)))
    assert show_bytes(data, "application/vnd.ms-outlook").template == "content/_download.html"
    with pytest.raises(UnviewableContent, match="The Outlook message is larger than"):
        open_outlook_container(build_in_memory_source(data))


def test_parts_of_an_outlook_message_beyond_the_limit_are_noted(settings):
    settings.CONTENT_LIMITS = ContentLimits(mail_parts=3)
    for data in (
        build_msg({}, *[build_file_attachment("a", b"a")] * 4),
        build_tnef({}, *[build_tnef_attachment("a", b"a")] * 4),
    ):
        content_view = show_bytes(data, kind="binary_content")
        assert "Only the first 3 parts are listed." in content_view.notes
        assert len(content_view.view.parts) == 3


@given(
    st.binary(min_size=1, max_size=600),
    st.sampled_from(
        [
            ("application/vnd.ms-outlook", b""),
            ("application/ms-tnef", b"\x78\x9f\x3e\x22"),
            (None, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ]
    ),
)
def test_any_bytes_are_shown_or_refused_with_a_reason(data, how):
    media_type, begin = how
    content_view = show_bytes(begin + data, media_type, kind="binary_content")
    assert content_view.template in {"content/_mail.html", "content/_download.html"}
    try:
        parse_outlook_file(begin + data)
    except UnviewableContent as unshowable:
        assert unshowable.reason


UNDAMAGED_FILES = (
    build_tnef(
        {
            **BODY_PROPERTIES,
            **SENDER_PROPERTIES,
            PropertyId.RTF: compress_rtf(ENCAPSULATED_HTML),
            PropertyId.MESSAGE_CODE_PAGE: 932,
        },
        build_tnef_attachment(
            "a.txt", b"abc", {PropertyId.FILE_NAME: "a.txt", PropertyId.MEDIA_TYPE: "text/plain"}
        ),
        build_tnef_attachment(
            "m",
            b"",
            objects={
                PropertyId.DATA: bytes.fromhex("0703020000000000c000000000000046")
                + build_tnef(BODY_PROPERTIES)
            },
        ),
        recipients=[{PropertyId.DISPLAY_NAME: "Noa"}],
    ),
    build_msg(
        {
            **BODY_PROPERTIES,
            **SENDER_PROPERTIES,
            PropertyId.RTF: compress_rtf(ENCAPSULATED_HTML),
            PropertyId.TRANSPORT_HEADERS: "From: noa@example.com\r\n",
        },
        build_file_attachment("a.txt", b"abc" * 2000, {PropertyId.MEDIA_TYPE: "text/plain"}),
        build_message_attachment("m", build_message_storage(BODY_PROPERTIES, embedded=True)),
        recipients=[{PropertyId.DISPLAY_NAME: "Noa"}],
    ),
)


@pytest.mark.parametrize("data", UNDAMAGED_FILES)
@given(
    changes=st.lists(st.tuples(st.integers(8, 10**6), st.integers(0, 255)), max_size=12),
    cut=st.integers(0, 10**6),
)
def test_any_damaged_file_is_shown_or_refused_with_a_reason(data, changes, cut):
    damaged_data = bytearray(data)
    for at, byte in changes:
        damaged_data[at % len(damaged_data)] = byte
    damaged_data = (
        damaged_data[: len(damaged_data) - cut % len(damaged_data)] if cut % 3 == 0 else damaged_data
    )
    show_bytes(bytes(damaged_data), kind="binary_content")
    try:
        container = open_outlook_container(build_in_memory_source(bytes(damaged_data)))
    except UnviewableContent as unshowable:
        assert unshowable.reason
        return
    for entry in container.entries:
        assert container.source(entry.path)
        container.images(entry.path)


def build_rtf_bomb():
    bomb = (b"\xff" + b"\0\0" * 8) * 700_000
    return build_tnef({PropertyId.RTF: struct.pack("<LL4sL", len(bomb) + 12, 2**32 - 1, b"LZFu", 0) + bomb})


def build_nested_winmail():
    winmail = build_tnef({}, build_tnef_attachment("f", bytes(8_000_000)))
    for _ in range(30):
        data = bytes.fromhex("0703020000000000c000000000000046") + winmail
        winmail = build_tnef({}, build_tnef_attachment("m", b"", objects={PropertyId.DATA: data}))
    return winmail


HOSTILE_FILES = {
    "attachments": lambda: build_tnef({}, *[build_tnef_attachment("a", b"x")] * 10_000),
    "storages": lambda: build_msg({}, *[build_file_attachment("a", b"")] * 10_000),
    "people": lambda: build_msg(
        {}, recipients=[{PropertyId.DISPLAY_NAME: "N" * 20, PropertyId.SMTP_ADDRESS: "a@b.example"}] * 5_000
    ),
    "packed": build_rtf_bomb,
    "braces": lambda: build_tnef({PropertyId.RTF: compress_rtf(b"{\\rtf1" + b"{" * 4_000_000)}),
    "tags": lambda: build_tnef(
        {PropertyId.RTF: compress_rtf(b"{\\rtf1\\fromhtml1" + b"{\\*\\htmltag <b>}x" * 200_000)}
    ),
    "headers": lambda: build_msg(
        {PropertyId.TRANSPORT_HEADERS: "To: " + "a," * 200_000 + "\r\nX: y" * 200_000}
    ),
    "long": lambda: build_tnef({PropertyId.SUBJECT: "x Ж" * 1_000_000, PropertyId.HTML: b"<b>x" * 1_000_000}),
    "attributes": lambda: build_tnef({}, before=struct.pack("<BHHLH", 1, 0x8020, 3, 0, 0) * 1_000_000),
    "values": lambda: build_tnef(
        {}, before=struct.pack("<BHHLL", 1, 0x9003, 6, 24_000_000, 2**32 - 1) + bytes(24_000_000)
    ),
    "nested": build_nested_winmail,
}


@pytest.mark.parametrize("name", HOSTILE_FILES)
def test_hostile_messages_are_shown_in_bounded_time(name):
    data = HOSTILE_FILES[name]()
    before = time.process_time()
    content_view = show_bytes(data, kind="binary_content")
    assert content_view.template == "content/_mail.html"
    assert time.process_time() - before < 15


def test_messages_of_the_sample_contact_centre_are_shown():
    """These files come from other writers than those of the tests."""
    people = {"sender": ("Vera", "vera@lindholm.example"), "to": ("Tern", "care@tern.example")}
    content_view = show_bytes(build_packed_mail("About it", "Plain", at=SENT_AT, claim=b"%PDF-1.7", **people))
    assert content_view.view.mail.message.subject == "About it"
    assert [each.name for each in content_view.view.mail.attachments] == [
        "Claim 71-2290, signed.pdf",
        "Schaden – Foto.png",
    ]
    content_view = show_bytes(build_saved_mail(people["sender"], SENT_AT, b"%PDF-1.7"))
    assert content_view.view.mail.message.date == SENT_AT
    assert [each.name for each in content_view.view.mail.attachments] == [
        "Invoice 2026-0412.pdf",
        "The list of Tuesday.eml",
    ]
    assert [each.message.subject for each in content_view.view.attached_messages] == ["The list of Tuesday"]


TNEF_CORPUS = Path(__file__).resolve().parents[5] / "shared" / "corpora" / "mail" / "mimekit" / "tnef"


@pytest.mark.corpora
@pytest.mark.skipif(not TNEF_CORPUS.is_dir(), reason="needs the corpora at ../shared/corpora")
def test_all_files_of_real_winmails_are_unpacked():
    """Next to each file are those that another program unpacked: texts with other line ends, objects with 16
    bytes before them that say what they are, lines of text in place of messages."""
    unpacked_files = 0
    for path in sorted(TNEF_CORPUS.glob("*.tnef")):
        parts = [part.data for part in parse_outlook_file(path.read_bytes()).mail.parts]
        contents = {*parts, *map(normalise_text, parts)}
        for unpacked in path.with_suffix("").glob("*"):
            wanted = unpacked.read_bytes()
            is_unpacked = wanted[16:] in contents or normalise_text(wanted) in contents
            body, message = unpacked.stem == "message", unpacked.name.startswith("Untitled Attachment.")
            assert is_unpacked or body or message, unpacked
            unpacked_files += is_unpacked
    assert unpacked_files >= 30


def normalise_text(data):
    return data.replace(b"\r\n", b"\n").strip()


def test_the_frame_has_the_address_of_its_part():
    content_view = show_bytes(build_tnef({PropertyId.HTML: b"<p>x</p>"}), kind="binary_content")
    assert content_view.view.mail.message.html[0].frame_url == ADDRESSES.nested("1").frame

"""Messages of Outlook on their way through the same door as any other content."""

import struct
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactserver.loaders.sample.outlook_mails import build_packed_mail, build_saved_mail
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

AT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
BODY = {PropertyId.SUBJECT: "About the lamp", PropertyId.BODY: "It is broken.", PropertyId.SUBMITTED: AT}
FROM = {
    PropertyId.SENDER_NAME: "Lindholm, Vera",
    SENDER_TYPE_TAG: "SMTP",
    PropertyId.SENDER_ADDRESS: "vera@lindholm.example",
}
WRAPPED = rb"{\rtf1\ansi\fromhtml1 {\*\htmltag64 <p>}The \b lamp{\*\htmltag72 </p>}}"


def msg(values, *attachments, **more) -> bytes:
    return build_compound_file(build_message_storage(values, *attachments, **more))


@pytest.mark.parametrize("media_type", ["application/vnd.ms-outlook", "application/x-msg", None])
def test_a_msg_is_shown_like_a_mail(shown, media_type) -> None:
    recipients = [
        {PropertyId.NAME: "Tern", PropertyId.SMTP_ADDRESS: "care@tern.example", PropertyId.RECIPIENT_TYPE: 1},
        {PropertyId.NAME: 'Ilse "I"', PropertyId.ADDRESS: "/O=TERN/CN=ILSE", PropertyId.RECIPIENT_TYPE: 2},
        {PropertyId.NAME: "Silent", PropertyId.ADDRESS: "s@tern.example", PropertyId.RECIPIENT_TYPE: 3},
    ]
    made = shown(
        msg({**BODY, **FROM}, build_file_attachment("bill.pdf", b"%PDF-1.7"), recipients=recipients),
        media_type,
    )
    assert (made.title, made.template) == ("Outlook message", "content/_mail.html")
    own = made.view.mail.letter
    assert dict(own.people) == {
        "From": (MailParticipant("Lindholm, Vera", "vera@lindholm.example"),),
        "To": (MailParticipant("Tern", "care@tern.example"),),
        "Cc": (MailParticipant('Ilse "I"', ""),),
        "Bcc": (MailParticipant("Silent", "s@tern.example"),),
    }
    assert (own.subject, own.date) == ("About the lamp", AT)
    assert [block.text for block in own.text] == ["It is broken."]
    bill = made.view.mail.attached[0]
    assert (bill.name, bill.media_type, bill.size, bill.open_url) == (
        "bill.pdf",
        "application/pdf",
        8,
        "/c/parts/2",
    )
    assert "About the lamp" in render(made)


@pytest.mark.parametrize("media_type", ["application/ms-tnef", "application/vnd.ms-tnef", None])
def test_a_winmail_is_shown_like_a_mail(shown, media_type) -> None:
    made = shown(
        build_tnef({**BODY, **FROM}, build_tnef_attachment("a.txt", b"a")), media_type, kind="binary_content"
    )
    assert (made.title, made.template) == ("Outlook message", "content/_mail.html")
    assert made.view.mail.letter.subject == "About the lamp"
    assert [each.name for each in made.view.mail.attached] == ["a.txt"]


def test_headers_that_it_came_with_go_before_the_properties() -> None:
    headers = (
        "Microsoft Mail Internet Headers Version 2.0\r\nReceived: from mx.example\r\n\tby mx2.example\r\n"
        "From: =?utf-8?q?V=C3=A9ra?= <vera@lindholm.example>\r\nDate: Wed, 4 Mar 2026 07:06:07 +0200\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/mixed;\r\n boundary=x\r\n"
    )
    own = show_bytes(msg({**BODY, **FROM, PropertyId.HEADERS: headers})).view.mail.letter
    assert dict(own.people)["From"] == (MailParticipant("Véra", "vera@lindholm.example"),)
    assert (own.subject, own.date_text) == ("About the lamp", "Wed, 4 Mar 2026 07:06:07 +0200")
    names = [name for name, _ in own.headers]
    assert names.count("From") == names.count("Content-Type") == 1
    assert ("Received", "from mx.example by mx2.example") in own.headers


def test_no_property_can_begin_a_header_or_a_part() -> None:
    bad = 'x\r\nBcc: evil@example.com\r\n\r\n--=_outlook_1\r\n"; y="'
    made = show_bytes(
        msg(
            {PropertyId.SUBJECT: bad, PropertyId.SENDER_NAME: bad},
            build_file_attachment(bad, b"a", {PropertyId.MEDIA_TYPE: bad, PropertyId.CONTENT_ID: bad}),
        )
    )
    assert [name for name, _ in made.view.mail.letter.headers] == ["From", "Subject", "Content-Type"]
    assert len(made.view.parts) == 1
    assert made.view.parts[0].media_type == "application/octet-stream"
    again = show_bytes(
        open_outlook_container(
            build_in_memory_source(
                msg(
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
    assert [name for name, _ in again.view.mail.letter.headers] == ["Subject", "Content-Type"]
    assert len(again.view.parts) == 1


def test_html_is_in_a_frame_with_its_own_pictures() -> None:
    html = '<p style="color:red">Größe <img src="cid:lamp@x"></p>'
    picture = build_file_attachment(
        "lamp.png", png(8, 8), {PropertyId.CONTENT_ID: "lamp@x", PropertyId.MEDIA_TYPE: "image/png"}
    )
    data = msg(
        {**BODY, PropertyId.HTML: html.encode("cp1252"), PropertyId.CODE_PAGE: 1252},
        picture,
        build_file_attachment("b.txt", b"b"),
    )
    made = show_bytes(data)
    assert [block.frame_url for block in made.view.mail.letter.html] == ["/c/parts/1.2/frame"]
    assert [each.name for each in made.view.mail.attached] == ["b.txt"]
    found = find_nested_content(build_in_memory_source(data), "1.2")
    assert found
    with_charset = found.source({})
    assert (with_charset.media_type, with_charset.charset) == ("text/html", "cp1252")
    assert read_whole_source(found.source, 1000, "It").decode("cp1252") == html
    assert found.images()["lamp@x"].startswith("data:image/png;base64,")


def test_html_that_is_unicode_says_so_whatever_it_says_itself() -> None:
    html = '<meta charset="shift_jis"><p>Größe</p>'
    found = find_nested_content(build_in_memory_source(msg({PropertyId.HTML: html})), "1")
    assert found
    assert found.source({}).charset == "utf-8"
    assert read_whole_source(found.source, 1000, "It").decode() == html


def test_rtf_is_the_html_that_it_wraps_or_its_words() -> None:
    wrapped = parse_outlook_file(msg({PropertyId.RTF: compress_rtf(WRAPPED)}))
    assert [(part.path, part.media_type, part.data) for part in wrapped.mail.parts] == [
        ("1", "text/html", b"<p>The lamp</p>")
    ]
    plain = parse_outlook_file(msg({PropertyId.RTF: compress_rtf(rb"{\rtf1 The {\b lamp}}")}))
    assert [(part.path, part.media_type, part.data) for part in plain.mail.parts] == [
        ("1", "text/plain", b"The lamp"),
        ("2", "application/rtf", rb"{\rtf1 The {\b lamp}}"),
    ]
    assert plain.notes == ("The RTF text is shown without formatting.",)
    damaged = parse_outlook_file(msg({PropertyId.RTF: compress_rtf(WRAPPED, crc=5)}))
    assert damaged.notes == ("The formatted text is damaged or very long; not all of it is shown.",)


def test_messages_inside_are_laid_out_and_have_pages_of_their_own() -> None:
    within = build_message_storage(
        {**BODY, PropertyId.SUBJECT: "Fwd: lamp"}, build_file_attachment("a.txt", b"abc"), embedded=True
    )
    data = msg({PropertyId.SUBJECT: "See below"}, build_message_attachment("Fwd: lamp", within))
    made = show_bytes(data)
    assert [each.letter.subject for each in made.view.inside] == ["Fwd: lamp"]
    assert [(part.path, part.name) for part in made.view.parts] == [
        ("1", "Fwd_ lamp.eml"),
        ("1.1", "Text"),
        ("1.2", "a.txt"),
    ]
    found = find_nested_content(build_in_memory_source(data), "1/2")  # as a mail of its own
    assert found
    assert read_whole_source(found.source, 1000, "It") == b"abc"
    assert (
        read_whole_source(find_nested_content(build_in_memory_source(data), "1.2").source, 1000, "It")
        == b"abc"
    )


def test_what_is_only_a_name_is_said() -> None:
    data = msg(BODY, build_property_storage({PropertyId.FILE_NAME: "plan.docx", ATTACH_METHOD_TAG: 7}, 8))
    made = show_bytes(data)
    assert made.view.mail.attached[0].name == "plan.docx"
    assert "1 attachment is a link or object stored elsewhere; only its name is known." in made.notes


def test_what_is_no_mail_in_outlook_is_said() -> None:
    made = show_bytes(
        msg({**BODY, PropertyId.MESSAGE_CLASS: "IPM.Appointment"}), "application/vnd.ms-outlook"
    )
    assert made.notes == ("Outlook item of type IPM.Appointment; only its message fields are shown.",)


def test_people_who_are_only_a_line() -> None:
    own = show_bytes(
        msg({PropertyId.SHOWN_TO: "Lindholm, Vera; Noa", PropertyId.SENT_FOR_NAME: "Office", **FROM})
    ).view.mail.letter
    assert dict(own.people) == {
        "From": (MailParticipant("Office", ""),),
        "Sender": (MailParticipant("Lindholm, Vera", "vera@lindholm.example"),),
        "To": (MailParticipant("Lindholm, Vera", ""), MailParticipant("Noa", "")),
    }


def test_other_office_files_stay_a_download(shown) -> None:
    made = shown(build_compound_file({"WordDocument": b"x"}), kind="binary_content")
    assert made.template == "content/_download.html"
    assert "This is a Word document (.doc), not a message." in made.notes
    assert shown(build_compound_file({"WordDocument": b"x"}), "application/msword").notes == ()
    with pytest.raises(UnviewableContent, match="Word"):
        open_container(build_in_memory_source(build_compound_file({"WordDocument": b"x"})))


def test_too_large_a_message_is_not_opened(settings) -> None:
    settings.CONTENT_LIMITS = ContentLimits(outlook_bytes=3000)
    data = msg(BODY, build_file_attachment("a", bytes(5000)))
    assert show_bytes(data, "application/vnd.ms-outlook").template == "content/_download.html"
    with pytest.raises(UnviewableContent, match="The Outlook message is larger than"):
        open_outlook_container(build_in_memory_source(data))


def test_parts_beyond_the_limit_are_said(settings) -> None:
    settings.CONTENT_LIMITS = ContentLimits(mail_parts=3)
    for data in (
        msg({}, *[build_file_attachment("a", b"a")] * 4),
        build_tnef({}, *[build_tnef_attachment("a", b"a")] * 4),
    ):
        made = show_bytes(data, kind="binary_content")
        assert "Only the first 3 parts are listed." in made.notes
        assert len(made.view.parts) == 3


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
def test_any_bytes_give_a_view_or_a_reason(data, how) -> None:
    media_type, begin = how
    made = show_bytes(begin + data, media_type, kind="binary_content")
    assert made.template in {"content/_mail.html", "content/_download.html"}
    try:
        parse_outlook_file(begin + data)
    except UnviewableContent as unshowable:
        assert unshowable.reason


WHOLE = (
    build_tnef(
        {**BODY, **FROM, PropertyId.RTF: compress_rtf(WRAPPED), PropertyId.MESSAGE_CODE_PAGE: 932},
        build_tnef_attachment(
            "a.txt", b"abc", {PropertyId.FILE_NAME: "a.txt", PropertyId.MEDIA_TYPE: "text/plain"}
        ),
        build_tnef_attachment(
            "m",
            b"",
            objects={PropertyId.DATA: bytes.fromhex("0703020000000000c000000000000046") + build_tnef(BODY)},
        ),
        recipients=[{PropertyId.NAME: "Noa"}],
    ),
    msg(
        {
            **BODY,
            **FROM,
            PropertyId.RTF: compress_rtf(WRAPPED),
            PropertyId.HEADERS: "From: noa@example.com\r\n",
        },
        build_file_attachment("a.txt", b"abc" * 2000, {PropertyId.MEDIA_TYPE: "text/plain"}),
        build_message_attachment("m", build_message_storage(BODY, embedded=True)),
        recipients=[{PropertyId.NAME: "Noa"}],
    ),
)


@pytest.mark.parametrize("data", WHOLE)
@given(
    changes=st.lists(st.tuples(st.integers(8, 10**6), st.integers(0, 255)), max_size=12),
    cut=st.integers(0, 10**6),
)
def test_any_damage_gives_a_view_or_a_reason(data, changes, cut) -> None:
    hurt = bytearray(data)
    for at, byte in changes:
        hurt[at % len(hurt)] = byte
    hurt = hurt[: len(hurt) - cut % len(hurt)] if cut % 3 == 0 else hurt
    show_bytes(bytes(hurt), kind="binary_content")
    try:
        held_there = open_outlook_container(build_in_memory_source(bytes(hurt)))
    except UnviewableContent as unshowable:
        assert unshowable.reason
        return
    for entry in held_there.entries:
        assert held_there.source(entry.path)
        held_there.images(entry.path)


def packed_bomb() -> bytes:
    bomb = (b"\xff" + b"\0\0" * 8) * 700_000
    return build_tnef({PropertyId.RTF: struct.pack("<LL4sL", len(bomb) + 12, 2**32 - 1, b"LZFu", 0) + bomb})


def nested() -> bytes:
    made = build_tnef({}, build_tnef_attachment("f", bytes(8_000_000)))
    for _ in range(30):
        data = bytes.fromhex("0703020000000000c000000000000046") + made
        made = build_tnef({}, build_tnef_attachment("m", b"", objects={PropertyId.DATA: data}))
    return made


HOSTILE = {
    "attachments": lambda: build_tnef({}, *[build_tnef_attachment("a", b"x")] * 10_000),
    "storages": lambda: msg({}, *[build_file_attachment("a", b"")] * 10_000),
    "people": lambda: msg(
        {}, recipients=[{PropertyId.NAME: "N" * 20, PropertyId.SMTP_ADDRESS: "a@b.example"}] * 5_000
    ),
    "packed": packed_bomb,
    "braces": lambda: build_tnef({PropertyId.RTF: compress_rtf(b"{\\rtf1" + b"{" * 4_000_000)}),
    "tags": lambda: build_tnef(
        {PropertyId.RTF: compress_rtf(b"{\\rtf1\\fromhtml1" + b"{\\*\\htmltag <b>}x" * 200_000)}
    ),
    "headers": lambda: msg({PropertyId.HEADERS: "To: " + "a," * 200_000 + "\r\nX: y" * 200_000}),
    "long": lambda: build_tnef({PropertyId.SUBJECT: "x Ж" * 1_000_000, PropertyId.HTML: b"<b>x" * 1_000_000}),
    "attributes": lambda: build_tnef({}, before=struct.pack("<BHHLH", 1, 0x8020, 3, 0, 0) * 1_000_000),
    "values": lambda: build_tnef(
        {}, before=struct.pack("<BHHLL", 1, 0x9003, 6, 24_000_000, 2**32 - 1) + bytes(24_000_000)
    ),
    "nested": nested,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_made_to_take_long_does_not(name) -> None:
    data = HOSTILE[name]()
    before = time.process_time()
    made = show_bytes(data, kind="binary_content")
    assert made.template == "content/_mail.html"
    assert time.process_time() - before < 15


def test_what_the_sample_contact_centre_packs_and_saves() -> None:
    """Written by somebody else than the writers of these tests."""
    people = {"sender": ("Vera", "vera@lindholm.example"), "to": ("Tern", "care@tern.example")}
    made = show_bytes(build_packed_mail("About it", "Plain", at=AT, claim=b"%PDF-1.7", **people))
    assert made.view.mail.letter.subject == "About it"
    assert [each.name for each in made.view.mail.attached] == [
        "Claim 71-2290, signed.pdf",
        "Schaden – Foto.png",
    ]
    made = show_bytes(build_saved_mail(people["sender"], AT, b"%PDF-1.7"))
    assert made.view.mail.letter.date == AT
    assert [each.name for each in made.view.mail.attached] == [
        "Invoice 2026-0412.pdf",
        "The list of Tuesday.eml",
    ]
    assert [each.letter.subject for each in made.view.inside] == ["The list of Tuesday"]


CORPORA = Path(__file__).resolve().parents[5] / "shared" / "corpora" / "mail" / "mimekit" / "tnef"


@pytest.mark.corpora
@pytest.mark.skipif(not CORPORA.is_dir(), reason="needs the corpora at ../shared/corpora")
def test_real_winmails_give_all_their_files() -> None:
    """Beside each lies what another program unpacked of it: texts with other line ends, objects with 16 bytes
    before them that say what they are, lines of text in place of messages."""
    seen = 0
    for path in sorted(CORPORA.glob("*.tnef")):
        parts = [part.data for part in parse_outlook_file(path.read_bytes()).mail.parts]
        kept = {*parts, *map(plain, parts)}
        for unpacked in path.with_suffix("").glob("*"):
            wanted = unpacked.read_bytes()
            found = wanted[16:] in kept or plain(wanted) in kept
            body, message = unpacked.stem == "message", unpacked.name.startswith("Untitled Attachment.")
            assert found or body or message, unpacked
            seen += found
    assert seen >= 30


def plain(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n").strip()


def test_addresses_of_the_frame_are_those_of_the_part() -> None:
    made = show_bytes(build_tnef({PropertyId.HTML: b"<p>x</p>"}), kind="binary_content")
    assert made.view.mail.letter.html[0].frame_url == ADDRESSES.nested("1").frame

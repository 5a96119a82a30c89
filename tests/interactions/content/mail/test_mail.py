"""Mails: headers, parts, bodies; broken, hostile and odd ones."""

import base64
import time
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.errors import UnviewableContent
from interactions.content.limits import ContentLimits
from interactions.content.mail.inline_images import build_inline_images
from interactions.content.mail.mail_parser import LARGE_MAIL_BYTES, parse_mail
from interactions.content.mail.participants import MailParticipant
from mime.mail_headers import (
    decode_header_value,
    find_header,
    has_time_zone,
    parse_header_parameters,
    parse_mail_date,
)
from tests.interactions.content.media.test_image_view import png

GIF_BYTES = b"GIF89a\x01\x00\x01\x00\x00\x00\x00,"


def build_mail(*parts, kind="mixed", head=b"From: noa@example.com\r\n", mark="b"):
    begin = head + f"Content-Type: multipart/{kind}; boundary={mark}\r\n\r\n".encode()
    return (
        begin
        + b"".join(b"--%s\r\n%s\r\n" % (mark.encode(), part) for part in parts)
        + f"--{mark}--\r\n".encode()
    )


def build_part(kind, body, *more):
    return "\r\n".join([f"Content-Type: {kind}", *more, "", ""]).encode() + body


def parse_content_type_parameters(kind, *more, body=b""):
    return parse_header_parameters(parse_mail(build_part(kind, body, *more)).message, "Content-Type")[1]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("=?utf-8?q?caf=C3=A9?=", "café"),
        ("=?UTF-8?B?Y2Fmw6k=?= today", "café today"),
        ("=?utf-8?q?caf=C3?= =?utf-8?q?=A9?=", "café"),
        ("=?iso-8859-1?Q?=E9t=E9?=\r\n =?utf-8?q?_x?=", "été x"),
        ("=?utf-8?b?Y2Fmw6k?=", "café"),
        ("=?no-such?q?caf=C3=A9?=", "café"),
        ("a =?broken", "a =?broken"),
        ("caf\udcc3\udca9", "café"),
        ("=?utf-8*fr?q?x?=", "x"),
    ],
)
def test_encoded_words_in_headers_are_decoded(raw, text):
    assert decode_header_value(raw) == text


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ('application/pdf; name="bill.pdf"', "bill.pdf"),
        ("application/pdf; name=bill.pdf; x=y", "bill.pdf"),
        ("application/pdf; name*=utf-8''caf%C3%A9.pdf", "café.pdf"),
        ("application/pdf; name*0*=utf-8'fr'caf%C3; name*1*=%A9; name*2=.pdf", "café.pdf"),
        ('application/pdf; name="=?utf-8?q?caf=C3=A9?=.pdf"', "café.pdf"),
        ('application/pdf; name="a;b\\"c.pdf"', 'a;b"c.pdf'),
    ],
)
def test_header_parameters_are_decoded(value, name):
    assert parse_content_type_parameters(value)["name"] == name


def test_mail_dates_are_parsed():
    assert parse_mail_date("Mon, 2 Mar 2026 09:33:10 +0100") == datetime(2026, 3, 2, 8, 33, 10, tzinfo=UTC)
    assert parse_mail_date("Mon, 2 Mar 2026 09:33:10 (CET) +0100") == datetime(
        2026, 3, 2, 8, 33, 10, tzinfo=UTC
    )
    assert parse_mail_date("Mon, 2 Mar 2026 09:33:10 -0000") == datetime(2026, 3, 2, 9, 33, 10, tzinfo=UTC)
    for bad in ("", "yesterday", "Mon, 99 Mar 2026 99:99:99", "2 Mar 0001 00:00:00 +9999", "x" * 9999):
        assert parse_mail_date(bad) is None


def test_dates_with_and_without_a_zone_are_told_apart():
    for zoned in ("Mon, 2 Mar 2026 09:33:10 +0100", "Mon, 2 Mar 2026 09:33:10 GMT", "2 Mar 2026 09:33 EST"):
        assert has_time_zone(zoned)
    for bare in ("Mon, 2 Mar 2026 09:33:10", "Mon, 2 Mar 2026 09:33:10 -0000", "yesterday", ""):
        assert not has_time_zone(bare)


def test_parts_have_paths_and_depths():
    inner = build_mail(
        build_part("text/plain", b"in"),
        build_part("image/gif", GIF_BYTES),
        head=b"Subject: Inside\r\n",
        mark="c",
    )
    alternative = build_mail(
        build_part("text/plain", b"a"),
        build_part("text/html", b"<p>a"),
        kind="alternative",
        head=b"",
        mark="d",
    )
    parsed_mail = parse_mail(build_mail(alternative, b"Content-Type: message/rfc822\r\n\r\n" + inner))
    assert [(p.path, p.depth, p.media_type, p.message_path) for p in parsed_mail.parts] == [
        ("1.1", 1, "text/plain", ""),
        ("1.2", 1, "text/html", ""),
        ("2", 0, "message/rfc822", ""),
        ("2.1", 1, "text/plain", "2"),
        ("2.2", 1, "image/gif", "2"),
    ]
    assert parsed_mail.parts[2].file_name == "Inside.eml"
    attached_mail = parse_mail(parsed_mail.parts[2].data)
    assert [(p.path, p.data.strip()) for p in attached_mail.parts] == [("1", b"in"), ("2", GIF_BYTES)]


def test_a_mail_in_one_part_is_its_own_part():
    assert [(p.path, p.data) for p in parse_mail(b"Subject: x\n\nhello").parts] == [("1", b"hello")]
    parsed_mail = parse_mail(b"Content-Type: message/rfc822\n\nSubject: y\n\nhello")
    assert [(p.path, p.media_type) for p in parsed_mail.parts] == [
        ("1", "message/rfc822"),
        ("1.1", "text/plain"),
    ]


@pytest.mark.parametrize(
    ("encoding", "body", "data"),
    [
        ("base64", b"aGVs\r\nbG8=", b"hello"),
        ("BASE64", b"aGVs!bG8", b"hello"),
        ("base64", b"aGVsbG8= and a remark", b"hello"),
        ("base64", b"aGVs\r\nbA==\r\nbw==", b"hello"),
        ("base64", b"a", b"a"),
        ("quoted printable;", b"h=65llo", b"hello"),
        ("quoted-printable", b"h=65llo=\r\n", b"hello"),
        ("quoted-printable", b"100=% =ZZ", b"100=% =ZZ"),
        ("x-uuencode", b"begin 644 a\r\n%:&5L;&\\\r\n`\r\nend\r\n", b"hello"),
        ("x-uuencode", b"nothing", b"nothing"),
        ("8bit", b"caf\xc3\xa9", b"caf\xc3\xa9"),
        ("no-such", b"x", b"x"),
    ],
)
def test_transfer_encodings_are_decoded(encoding, body, data):
    assert (
        parse_mail(build_part("text/plain", body, f"Content-Transfer-Encoding: {encoding}")).parts[0].data
        == data
    )


@pytest.mark.parametrize(
    "top", [b"\xef\xbb\xbfSubject: x", b"\r\n\r\nSubject: x", b"From : noa@example.com\r\nSubject : x"]
)
def test_headers_that_the_parser_would_take_for_the_body_are_repaired(top):
    parsed_mail = parse_mail(top + b"\r\n\r\nhello : there")
    assert find_header(parsed_mail.message, "Subject") == "x"
    assert parsed_mail.parts[0].data == b"hello : there"


@pytest.mark.parametrize("sent", ["utf-8", "iso-8859-2"])
def test_a_header_in_raw_bytes_is_decoded_by_the_charset_of_the_body(sent):
    for kind in ("text/plain; charset=iso-8859-2", "multipart/mixed; boundary=b"):
        body = "--b\nContent-Type: text/plain; charset=iso-8859-2\n\nx\n--b--"
        parsed_mail = parse_mail(f"Subject: Złoty\nContent-Type: {kind}\n\n{body}".encode(sent))
        assert find_header(parsed_mail.message, "Subject") == "Złoty"


def test_participants_are_listed_by_header(shown):
    content_view = shown(
        b'From: "Doe, Noa" <noa@example.com>\nReply-To: noa@example.com\nSender: desk@example.com\n'
        b"To: a@example.com, =?utf-8?q?M=C3=BCller=2C_B?= <b@example.com>\nTo: undisclosed-recipients:;\n\nx",
        "message/rfc822",
        kind="binary_content",
    )
    assert content_view.view.mail.message.people == (
        ("From", (MailParticipant("Doe, Noa", "noa@example.com"),)),
        ("Sender", (MailParticipant("", "desk@example.com"),)),
        (
            "To",
            (
                MailParticipant("", "a@example.com"),
                MailParticipant("Müller", ""),
                MailParticipant("B", "b@example.com"),
                MailParticipant("undisclosed-recipients:;", ""),
            ),
        ),
    )


def test_an_attached_message_is_shown_with_its_own_pictures(shown):
    coded = base64.b64encode(png(3, 4))
    picture = build_part("image/png", coded, "Content-ID: <p>", "Content-Transfer-Encoding: base64")
    page = build_part("text/html", b'<p>Inside<img src="cid:p">')
    inner = build_mail(page, picture, kind="related", head=b"Subject: Old\r\n", mark="c")
    raw = build_mail(build_part("text/plain", b"See below"), b"Content-Type: message/rfc822\r\n\r\n" + inner)
    content_view = shown(raw, "message/rfc822", kind="binary_content")
    (attached_message,) = content_view.view.attached_messages
    assert [part.open_url for part in content_view.view.mail.attachments] == ["#mail-2"]
    assert (attached_message.message.subject, attached_message.message.html[0].frame_url) == (
        "Old",
        "/c/parts/2.1/frame",
    )
    assert attached_message.attachments == ()  # the picture stands in the HTML
    assert list(build_inline_images(parse_mail(raw), "2")) == ["p"]
    assert build_inline_images(parse_mail(raw)) == {}


def test_body_pictures_are_shown_only_if_their_bytes_are_images(shown):
    content_view = shown(
        build_mail(
            build_part("text/plain", b"Look"),
            build_part("image/png; name=a.png", png(3, 4)),
            build_part("image/png", b"x"),
        ),
        "message/rfc822",
        kind="binary_content",
    )
    assert [block.picture_url for block in content_view.view.mail.message.text] == ["", "/c/parts/2/raw"]
    assert [part.path for part in content_view.view.mail.attachments] == ["3"]


def test_a_guessed_charset_is_noted(shown):
    content_view = shown(b"Content-Type: text/plain\n\ncaf\xe9", "message/rfc822", kind="binary_content")
    assert content_view.view.mail.message.text[0].text == "café"
    assert any("guess" in note for note in content_view.notes)


def test_a_mail_with_bodies_and_attachments_is_shown(shown):
    content_view = shown(
        build_mail(
            build_part("text/plain; charset=utf-8", "Où est mon colis ? https://shop.example/".encode()),
            build_part("text/html; charset=utf-8", b'<p>x<img src="https://track.example/p">'),
            build_part("application/pdf; name=bill.pdf", b"%PDF-1.4"),
            build_part("text/plain", b"attached", "Content-Disposition: attachment; filename=a.txt"),
            head=b"From: =?utf-8?q?No=C3=A9?= <noe@example.com>\r\nDate: Mon, 2 Mar 2026 09:33:10 +0000\r\n",
        ),
        "message/rfc822",
        kind="binary_content",
    )
    message = content_view.view.mail.message
    assert content_view.title == "E-mail"
    assert message.people == (("From", (MailParticipant("Noé", "noe@example.com"),)),)
    assert message.date == datetime(2026, 3, 2, 9, 33, 10, tzinfo=UTC)
    assert ["Où est mon colis" in block.text for block in message.text] == [True, False]
    assert [block.frame_url for block in message.html] == ["", "/c/parts/2/frame"]
    assert [host.name for host in message.html[1].blocked_content.hosts] == ["track.example"]
    assert content_view.notes == ()
    assert [(p.name, p.open_url) for p in content_view.view.mail.attachments] == [
        ("bill.pdf", "/c/parts/3"),
        ("a.txt", "/c/parts/4"),
    ]
    assert [(p.name, p.file_name, p.open_url) for p in content_view.view.parts][:2] == [
        ("Text", "part-1.txt", "/c/parts/1"),
        ("HTML", "part-2.html", "/c/parts/2"),
    ]


def test_a_mail_with_html_only_has_a_text_body_too(shown):
    content_view = shown(b"Content-Type: text/html\n\n<p>One<p>Two", "message/rfc822", kind="binary_content")
    assert [block.text for block in content_view.view.mail.message.text] == ["One\nTwo"]


def test_too_complex_html_is_shown_as_text(shown):
    content_view = shown(
        b"Content-Type: text/html\n\n" + b"<div>" * 999 + b"words", "message/rfc822", kind="binary_content"
    )
    assert content_view.view.mail.message.html == ()
    assert "words" in content_view.view.mail.message.text[0].text
    assert any("too complex" in note for note in content_view.notes)


def test_inline_images_are_images_by_their_bytes_and_limited_in_size(settings):
    settings.CONTENT_LIMITS = ContentLimits(mail_images=1000)
    coded = base64.b64encode(GIF_BYTES)
    encoding = "Content-Transfer-Encoding: base64"
    parsed_mail = parse_mail(
        build_mail(
            build_part("image/gif", coded, encoding, "Content-ID: <one>"),
            build_part("image/gif", b"<svg onload=x>", "Content-ID: <two>"),
            build_part("image/png", b"\x89PNG\r\n\x1a\n" + bytes(2001), "Content-ID: <three>"),
        )
    )
    assert build_inline_images(parsed_mail) == {"one": f"data:image/gif;base64,{coded.decode()}"}


def test_a_damaged_mail_is_shown_with_a_note(shown):
    broken = build_mail(build_part("text/plain", b"hello")).replace(b"--b--", b"")
    content_view = shown(broken, "message/rfc822", kind="binary_content")
    assert any("damaged" in note for note in content_view.notes)
    assert "hello" in content_view.view.mail.message.text[0].text


HOSTILE_MAILS = {
    "parameters": b"Content-Type: text/plain" + b";" * 64_000 + b"\n\nx",
    "quotes": b"To: " + b'"' * 20_000 + b"\n\nx",
    "brackets": b"From: " + b"(" * 20_000 + b"\n\nx",
    "message-id": b"Message-ID: " + b"<" * 5000 + b"\n\nx",
    "subject": b"Subject: " + b"=?utf-8?q?x?= " * 70_000 + b"\n\nx",
    "unclosed": b"Content-Type: text/plain" + b';a="' * 2000 + b"\n\nx",
    "parts": build_mail(*[b"\r\nx"] * 5000),
    "null charset": b"Content-Type: multipart/mixed; boundary*=a\0b''b\n\n--b\n\nx\n--b--",
    "headers": b"X: y\n" * 50_000 + b"\nx",
}
DEEPLY_NESTED_MAILS = {
    "multipart": b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(300)
    ),
    "very deep": b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000)
    ),
    "mails": b"Content-Type: message/rfc822\n\n" * 300,
    "very many mails": b"Content-Type: message/rfc822\n\n" * 3000,
}


@pytest.mark.parametrize("name", [*HOSTILE_MAILS, *DEEPLY_NESTED_MAILS])
def test_hostile_mails_are_shown_in_bounded_time(name, shown):
    before = time.process_time()
    content_view = shown((HOSTILE_MAILS | DEEPLY_NESTED_MAILS)[name], "message/rfc822", kind="binary_content")
    assert content_view.template in {"content/_mail.html", "content/_plain_text.html"}
    assert time.process_time() - before < 12


def test_large_mails_are_parsed_one_at_a_time():
    """Four at once take no more memory than one, which is nine times its size; otherwise it would be
    thirty."""
    data = b"Subject: x\r\n\r\n" + b"some words of a long letter\r\n" * (LARGE_MAIL_BYTES // 28)
    assert len(data) > LARGE_MAIL_BYTES
    tracemalloc.start()
    with ThreadPoolExecutor(4) as pool:
        parsed = list(pool.map(parse_mail, [data] * 4))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [mail.parts[0].path for mail in parsed] == ["1"] * 4
    assert peak < 15 * len(data)


def test_a_mail_that_fails_to_parse_releases_the_parser():
    data = HOSTILE_MAILS["null charset"].ljust(LARGE_MAIL_BYTES + 100)
    for _ in range(2):
        with suppress(UnviewableContent):
            parse_mail(data)
    assert parse_mail(b"Subject: x\n\n" + bytes(LARGE_MAIL_BYTES)).parts


def test_parts_beyond_the_limit_are_noted(shown):
    content_view = shown(HOSTILE_MAILS["parts"], "message/rfc822", kind="binary_content")
    assert len(content_view.view.parts) == 200
    assert any("Only the first" in note and "parts are listed" in note for note in content_view.notes)


HEADER_LINES = st.lists(
    st.sampled_from(
        [
            b"Content-Type: multipart/mixed; boundary=b",
            b"Content-Type: multipart/mixed; boundary*0*=utf-8''%62; boundary*1=",
            b"Content-Type: message/rfc822",
            b"Content-Type: message/delivery-status",
            b"Content-Type: text/html; charset=\xff",
            b"Content-Type: \xe9",
            b"Content-Transfer-Encoding: base64",
            b"Content-Transfer-Encoding: x-uuencode",
            b"Content-Disposition: attachment; filename*=x''%ff",
            b"Content-ID: <a\xff>",
            b"Subject: =?utf-8?b?/w?=",
            b"Date: \xff",
            b"--b",
            b"--b--",
            b"begin 644 x",
            b"M",
            b"",
            b" \xff\x00",
            b"From x",
            b": y",
        ]
    ),
    max_size=25,
)


@given(HEADER_LINES)
def test_any_lines_are_parsed_or_refused_with_a_reason(lines):
    try:
        parsed_mail = parse_mail(b"\n".join(lines))
    except UnviewableContent as unshowable:
        assert unshowable.reason
        return
    for each in parsed_mail.parts:
        assert isinstance(each.data, bytes)
        assert each.file_name
        assert each.path
    assert len({each.path for each in parsed_mail.parts}) == len(parsed_mail.parts)
    find_header(parsed_mail.message, "Subject")

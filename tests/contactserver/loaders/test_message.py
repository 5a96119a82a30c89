"""Mails taken apart: real shapes, broken shapes, any bytes."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contactserver.loaders.message import ParsedAttachment, parse_mail
from tests.contactserver.loaders.mails import ALTERNATIVE_MAIL, MAILS, MIXED_MAIL, build_mail


def test_text_and_html_of_an_alternative():
    found = parse_mail(ALTERNATIVE_MAIL)
    assert found.text == "Grüße aus Ulm\n"
    assert found.html == "<p>Grüße aus Ulm</p>\n"
    assert found.attachments == ()


def test_attachments_with_their_decoded_sizes():
    found = parse_mail(MIXED_MAIL)
    assert found.text == "See the picture."
    assert found.attachments == (ParsedAttachment("Grüße.png", 5), ParsedAttachment("", len("Inner text\n")))


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (build_mail("Hello"), "Hello"),
        (build_mail("Hello", "Content-Type: text"), "Hello"),
        (build_mail("Hello", "Content-Type: text/plain; name=body.txt"), "Hello"),
        (build_mail("R3LDvMOfZQ", "Content-Transfer-Encoding: BASE64"), "Grüße"),
        (build_mail("Gr=C3=BC=\n=C3=9Fe=", "Content-Transfer-Encoding: quoted-printable"), "Grüße"),
        (build_mail("begin 644 a\n#0V%T\n`\nend", "Content-Transfer-Encoding: x-uuencode"), "Cat"),
        (build_mail("begin 644 a\n#0V%T00\n\n\xff\nend", "Content-Transfer-Encoding: uuencode"), "Cat"),
        (build_mail("Hello", "Content-Transfer-Encoding: carrier-pigeon"), "Hello"),
        (build_mail("Hello", "Content-Type: multipart/mixed"), "Hello"),  # no boundary
        (build_mail("--b\n\nHello", "Content-Type: multipart/mixed; boundary=b"), "Hello"),  # never closed
        (
            build_mail("--b\n\nOne\n--b\n\nTwo\n--b--", "Content-Type: multipart/mixed; boundary=b"),
            "One\nTwo",
        ),
        (build_mail("", "Content-Type: text/plain"), None),
        (build_mail("x", "Content-Disposition: attachment"), None),
        (b"Subject : Hello\n>From a@b.example\nTo: a@b.example\n\nHello", "Hello"),
        (b"\xef\xbb\xbf\nSubject: Hello\n\nHello", "Hello"),
        (b"Subject: Hello\r\rHello", "Hello"),
        (b"Subject: no end of headers", None),
    ],
)
def test_bodies(raw, text):
    assert parse_mail(raw).text == text


def nested(depth):
    return b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(depth)
    )


@pytest.mark.parametrize(
    "raw",
    [
        nested(40) + b"\nHello",
        nested(900) + b"\nHello",
        nested(5000) + b"\nHello",
        b"Content-Type: message/rfc822\n\n" * 5000,
        b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 20_000,
        b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--boundary\n" * 20_000,
        b"Content-Type: text/plain" + b';a="' * 100_000 + b"\n\nHello",
        b"Content-Type: multipart/mixed; boundary*=\0''x\n\n",
        b"Content-Type: multipart/mixed; boundary*" + b"9" * 5000 + b"=x\n\n",
        b"Subject: x" + b" " * 200_000 + b"y\n\nHello",
        b"Subject: a\n" + b" b\n" * 50_000 + b"\nHello",
    ],
    ids=range(11),
)
def test_hostile_shapes_take_little_time(raw):
    started = time.process_time()
    parse_mail(raw)
    assert time.process_time() - started < 15


@settings(deadline=None)
@given(st.binary(max_size=500))
def test_any_bytes_parse(raw):
    parse_mail(raw)


@settings(deadline=None)
@given(st.sampled_from(MAILS), st.data())
def test_any_damage_parses(raw, data):
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(raw)))
        end = data.draw(st.integers(start, min(len(raw), start + 40)))
        raw = raw[:start] + data.draw(st.binary(max_size=12)) + raw[end:]
    found = parse_mail(raw)
    for text in (
        found.text,
        found.html,
        found.headers.get_text("Subject"),
        *(a.name for a in found.attachments),
    ):
        (text or "").encode()

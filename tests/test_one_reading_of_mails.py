"""What the loaders take from a mail is what the viewer shows of it, however its program broke the rules."""

import pytest

from contactserver.loaders.headers import parse_headers
from contactserver.loaders.message import parse_mail as parse_mail_to_load
from interactions.content.mail.mail_parser import parse_mail as parse_mail_to_show
from mime.charsets import decode_text
from mime.mail_headers import find_header

SUBJECTS = (
    b"=?utf-8?q?Gr=C3?= =?UTF-8?q?=BC=C3=9Fe?=",
    b"=?utf-8?q?who?_me?=",
    b"=?iso-8859-1?q?Gr=FC?=\r\n =?utf-8?q?=C3=9Fe?=",
    "Grüße".encode(),
    "Grüße".encode("latin-1"),
    b"=?klingon?q?Qapla=27?=",
    b"=?utf-8?q?cut o",
)
BODIES = (
    (b"Content-Type: text/plain; charset=koi8-r", "Привет, где посылка?".encode("koi8-r")),
    (b"Content-Type: text/plain; charset=us-ascii", "Grüße".encode()),
    (b"Content-Type: text/plain; charset=x-sjis", "再配達".encode("cp932")),
    (b"Content-Transfer-Encoding: BASE64", b"R3LDvMOfZQ"),
    (b"Content-Transfer-Encoding: quoted printable", b"Gr=C3=BC=\n=C3=9Fe="),
    (b"Content-Transfer-Encoding: x-uuencode", b"begin 644 a\n#0V%T\n\n`\nend"),
)


@pytest.mark.parametrize("value", SUBJECTS)
@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf\r\n", b">From a@example.com\nX-Tag : a\n"])
def test_headers(value, before):
    raw = before + b"Subject: " + value + b"\r\nFrom: a@example.com\r\n\r\nHello"
    loaded = parse_headers(raw).get_text("Subject")
    assert loaded == find_header(parse_mail_to_show(raw).message, "Subject")
    assert loaded


@pytest.mark.parametrize(("header", "body"), BODIES)
def test_bodies(header, body):
    raw = header + b"\nFrom: a@example.com\n\n" + body
    part = parse_mail_to_show(raw).parts[0]
    loaded = parse_mail_to_load(raw).text
    assert loaded == decode_text(part.data, part.charset).text
    assert loaded

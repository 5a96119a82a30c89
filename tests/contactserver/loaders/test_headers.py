"""Headers as real programs break them."""

from datetime import UTC, datetime

import pytest

from contactserver.loaders.headers import parse_headers, parse_utc_date


def subject(raw):
    return parse_headers(b"Subject: " + raw + b"\nX: y\n\nbody").get_text("Subject")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"Your parcel", "Your parcel"),
        (b"Your\r\n parcel", "Your parcel"),
        (b"=?UTF-8?Q?Gr=C3=BC=C3=9Fe_aus?= Ulm", "Grüße aus Ulm"),
        (b"=?utf-8?b?R3LDvMOfZQ==?=", "Grüße"),
        (b"=?utf-8?b?R3LDvMOfZQ?=", "Grüße"),  # padding left out
        (b"=?utf-8*de?q?Gr=C3=BC?=\n =?utf-8?q?=C3=9Fe?=", "Grüße"),
        (b"=?utf-8?q?Gr=C3?= =?UTF-8?q?=BC=C3=9Fe?=", "Grüße"),  # a character cut in two
        (b"=?iso-8859-1?q?Gr=FC?= =?utf-8?q?=C3=9Fe?=", "Grüße"),
        (b"=?utf-8?q?Is it there?=", "Is it there"),  # blanks inside
        (b"=?utf-8?q?who?_me?=", "who? me"),
        (b"[Care]=?utf-8?q?_Gr=C3=BC=C3=9Fe?=!", "[Care] Grüße!"),
        (b"=?klingon?q?Qapla=27?=", "Qapla'"),
        (b"=?utf-8?q?cut o", "=?utf-8?q?cut o"),
        ("Grüße".encode(), "Grüße"),
        ("Grüße".encode("latin-1"), "Grüße"),
        (b"a\0b", "ab"),
        (b"", ""),
    ],
)
def test_values_are_decoded(raw, text):
    assert subject(raw) == text


def test_8_bit_values_are_in_the_mails_own_charset():
    raw = b"Content-Type: text/plain; charset=koi8-r\nSubject: " + "Привет".encode("koi8-r") + b"\n\n"
    assert parse_headers(raw).get_text("subject") == "Привет"


def test_every_header_is_kept_and_repeated_ones_are_a_list():
    headers = parse_headers(b"Received: one\nX-Tag : a\n>From a@b.example\nreceived: two\n\nReceived: body")
    assert headers.get_texts()["Received"] == ["one", "two"]
    assert headers.get_texts()["X-Tag"] == "a"


def test_a_byte_order_mark_and_blank_lines_come_before_the_headers():
    assert parse_headers(b"\xef\xbb\xbf\r\nSubject: Hello\r\n\r\n").get_text("Subject") == "Hello"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Mon, 2 Mar 2026 10:33:10 +0100", datetime(2026, 3, 2, 9, 33, 10, tzinfo=UTC)),
        ("2 Mar 26 09:33 GMT", datetime(2026, 3, 2, 9, 33, tzinfo=UTC)),
        ("Mon, 2 Mar 2026 10:33:10 (CET) +0100", datetime(2026, 3, 2, 9, 33, 10, tzinfo=UTC)),
        ("2026-03-02T09:33:10Z", datetime(2026, 3, 2, 9, 33, 10, tzinfo=UTC)),
        ("from a by b; Mon, 2 Mar 2026 09:33:60 +0000", datetime(2026, 3, 2, 9, 33, 59, tzinfo=UTC)),
        ("Mon, 31 Feb 2026 10:00:00 +0000", None),
        ("Mon, 2 Mar 1626 00:00:00 +0000", None),
        ("Mon, 2 Mar 2026 00:00:00 +" + "9" * 30, None),
        ("Mon, 2 Mar 9999 00:00:00 +0000", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_moments(value, expected):
    assert parse_utc_date(value) == expected

"""Headers and encodings as real programs break them."""

import time
from datetime import UTC, datetime

import pytest

from mime.mail_headers import decode_header_value, has_time_zone, parse_mail_date, parse_parameters
from mime.transfer_encodings import decode_base64, decode_transfer_encoding


@pytest.mark.parametrize(
    ("value", "parameter"),
    [
        ('attachment; filename="a b.pdf"', "a b.pdf"),
        ("attachment; FILENAME=plain.pdf ; size=3", "plain.pdf"),
        ('attachment; filename="say \\"hi\\".txt"', 'say "hi".txt'),
        ("attachment; filename*=UTF-8''Gr%C3%BC%C3%9Fe.pdf", "Grüße.pdf"),
        ("attachment; filename*1*=%9Fe.pdf; filename*0*=utf-8'de'Gr%C3%BC%C3", "Grüße.pdf"),
        ('attachment; filename*0="long"; filename*1=" name.pdf"', "long name.pdf"),
        ('attachment; filename="=?utf-8?q?Gr=C3=BC=C3=9Fe.pdf?="', "Grüße.pdf"),
        ("attachment; filename*=nonsense%ZZ", "nonsense%ZZ"),
        ("attachment; filename*=no-such''Gr%C3%BC", "Grü"),
        ('attachment; filename="open', "open"),
        ("attachment; filename*99999=x", None),
        ("attachment; filename", None),
    ],
)
def test_parameters(value, parameter):
    assert parse_parameters(value).get("filename") == parameter


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"SGVsbG8=", b"Hello"),
        (b"SGVs\r\n*bG8", b"Hello"),
        (b"SGVsbG8=SGVsbG8=", b"HelloHello"),
        (b"SGVsbG8SG", b"Hello\x12"),
        (b"\xff=", b""),
    ],
)
def test_broken_base64_gives_what_it_can(data, expected):
    assert decode_base64(data) == expected


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("=?utf-8?q?who?_me?=", "who? me"),
        ("=?utf-8?q?Is it there?=", "Is it there"),
        ("=?utf-8?q??=", ""),
        ("=?utf-8?q?cut o", "=?utf-8?q?cut o"),
        ("Gr\udcfc\udcdfe", "Grüße"),
    ],
)
def test_encoded_words(raw, text):
    assert decode_header_value(raw) == text


def test_words_that_never_end_take_no_longer_than_their_length():
    begins = time.process_time()
    for _ in range(100):
        decode_header_value("=?a?b?x" * 9000, max_characters=63_000)
    assert time.process_time() - begins < 4


@pytest.mark.parametrize(
    ("value", "moment", "zoned"),
    [
        ("Mon, 2 Mar 2026 09:33:60 +0000", datetime(2026, 3, 2, 9, 33, 59, tzinfo=UTC), True),
        ("2026-03-02T10:33:10+01:00", datetime(2026, 3, 2, 9, 33, 10, tzinfo=UTC), True),
        ("2026-03-02 09:33:10", datetime(2026, 3, 2, 9, 33, 10, tzinfo=UTC), False),
    ],
)
def test_dates_that_the_standard_library_refuses(value, moment, zoned):
    assert parse_mail_date(value) == moment
    assert has_time_zone(value) == zoned


def test_blank_lines_in_uuencoded_text_are_nothing():
    assert decode_transfer_encoding(b"begin 644 a\n#0V%T\n\n`\nend\n", "x-uuencode") == b"Cat"

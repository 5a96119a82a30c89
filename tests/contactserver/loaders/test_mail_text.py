"""Bytes become text, whatever they claim to be."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contactserver.loaders.mail_text import decode_mail_bytes
from mime.charsets import find_codec_name


@pytest.mark.parametrize(
    ("data", "declared", "text"),
    [
        ("Grüße".encode(), "utf-8", "Grüße"),
        ("Grüße".encode("latin-1"), "ISO-8859-1", "Grüße"),
        ("Grüße".encode(), "ISO-8859-1", "Grüße"),
        ("10 € – “gut”".encode("cp1252"), "iso-8859-1", "10 € – “gut”"),
        ("Grüße".encode(), "us-ascii", "Grüße"),
        ("Grüße".encode(), None, "Grüße"),
        ("Grüße".encode("latin-1"), "no-such-charset", "Grüße"),
        ("日本語".encode("iso2022_jp"), None, "日本語"),
        ("日本語".encode("cp932"), "x-sjis", "日本語"),
        ("한국어".encode("cp949"), '"ks_c_5601-1987"', "한국어"),
        ("中文".encode("gb18030"), "GB2312", "中文"),
        ("\ufeffGrüße".encode(), None, "Grüße"),
        ("Grüße".encode("utf-16"), None, "Grüße"),
        (b"a\x00b", "utf-8", "a\ufffdb"),
        (b"+2AA-x", "utf-7", "\ufffdx"),
        (b"mostly right " * 5 + b"\xff", "utf-8", "mostly right " * 5 + "\ufffd"),
        (b"", "utf-8", ""),
    ],
)
def test_declared_then_utf8_then_a_guess(data, declared, text):
    assert decode_mail_bytes(data, declared) == text


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        ("Un café crème à Orléans, s’il vous plaît — merci !\n", "cp1252"),
        ("Где моя посылка? Она должна была прийти вчера.\n", "cp1251"),
        ("Где моя посылка? Она должна была прийти вчера.\n", "koi8-r"),
        ("Καλημέρα, το δέμα μου δεν έφτασε ακόμα.\n", "cp1253"),
        ("你好，我的包裹还没有到，请帮我查一下。\n", "gb18030"),
    ],
)
@pytest.mark.parametrize("times", [3, 1000])
def test_guesses_when_nothing_else_is_left(text, charset, times):
    assert decode_mail_bytes((text * times).encode(charset)) == text * times


@pytest.mark.parametrize(
    "name", [None, "", "base64", "rot13", "unicode_escape", "idna", "a\0b", "ütf", "../x", "x" * 99]
)
def test_what_is_no_charset_is_none(name):
    assert find_codec_name(name) is None


@settings(deadline=None)
@given(st.binary(max_size=300), st.none() | st.text(max_size=12) | st.sampled_from(["utf-7", "utf-16", "hz"]))
def test_any_bytes_become_text_that_json_takes(data, declared):
    text = decode_mail_bytes(data, declared)
    assert text.encode().decode() == text
    assert "\0" not in text

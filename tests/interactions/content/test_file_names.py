import pytest
from django.utils.http import content_disposition_header
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.file_names import FILES, PROGRAMS, TYPES, cleaned, ending, trick, type_of


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("bill.pdf", "bill.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\a.doc", "a.doc"),
        ("annual\u202efdp.exe", "annualfdp.exe"),
        ("a\r\nSet-Cookie: x=1.txt", "aSet-Cookie_ x=1.txt"),
        ('a"b<c>.txt', "a_b_c_.txt"),
        ("..", ""),
        ("CON.txt", "_CON.txt"),
        ("\ud800a.txt", "?a.txt".replace("?", "_")),
        ("請求書.pdf", "請求書.pdf"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_names(name, safe) -> None:
    assert cleaned(name) == safe


@given(st.text(max_size=200))
def test_any_name_makes_one_sound_header(name) -> None:
    header = content_disposition_header(True, cleaned(name) or "x") or ""
    header.encode("ascii")
    assert "\r" not in header
    assert "\n" not in header
    assert len(cleaned(name)) <= 150


def test_endings() -> None:
    assert (ending("message/rfc822"), ending("x/y"), ending(None)) == (".eml", ".bin", ".bin")


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("bill.pdf", "application/pdf"),
        ("BILL.PDF ", "application/pdf"),
        ("a/b\\photo.jpeg", "image/jpeg"),
        ("data.xml", "text/xml"),
        ("winmail.dat", "application/ms-tnef"),
        ("other.dat", None),
        ("all.tar.gz", "application/gzip"),
        ("annual\u202efdp.exe", None),
        ("pdf", None),
        (".pdf", None),
        ("", None),
    ],
)
def test_a_name_says_a_type(name, media_type) -> None:
    assert type_of(name) == media_type


def test_the_table_reads_both_ways() -> None:
    for media_type, endings in FILES:
        assert ending(media_type) == endings[0]
        for each in endings:
            assert each in dict(FILES)[TYPES[each]]
    assert not PROGRAMS & set(TYPES)


@given(st.text(max_size=60))
def test_any_name_has_a_type_or_none_and_a_trick_or_none(name) -> None:
    assert type_of(name) in {None, *TYPES.values()}
    assert trick(name) == "" or trick(name).endswith(".")

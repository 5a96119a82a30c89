import pytest
from django.utils.http import content_disposition_header
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.file_names import (
    EXECUTABLE_EXTENSIONS,
    MEDIA_TYPE_BY_EXTENSION,
    MEDIA_TYPE_EXTENSIONS,
    clean_file_name,
    describe_misleading_name,
    find_media_type_by_name,
    get_file_extension,
)


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
def test_names(name, safe):
    assert clean_file_name(name) == safe


@given(st.text(max_size=200))
def test_any_name_makes_one_sound_header(name):
    header = content_disposition_header(True, clean_file_name(name) or "x") or ""
    header.encode("ascii")
    assert "\r" not in header
    assert "\n" not in header
    assert len(clean_file_name(name)) <= 150


def test_endings():
    assert (get_file_extension("message/rfc822"), get_file_extension("x/y"), get_file_extension(None)) == (
        ".eml",
        ".bin",
        ".bin",
    )


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
def test_a_name_says_a_type(name, media_type):
    assert find_media_type_by_name(name) == media_type


def test_the_table_reads_both_ways():
    for media_type, endings in MEDIA_TYPE_EXTENSIONS:
        assert get_file_extension(media_type) == endings[0]
        for each in endings:
            assert each in dict(MEDIA_TYPE_EXTENSIONS)[MEDIA_TYPE_BY_EXTENSION[each]]
    assert not EXECUTABLE_EXTENSIONS & set(MEDIA_TYPE_BY_EXTENSION)


@given(st.text(max_size=60))
def test_any_name_has_a_type_or_none_and_a_trick_or_none(name):
    assert find_media_type_by_name(name) in {None, *MEDIA_TYPE_BY_EXTENSION.values()}
    assert describe_misleading_name(name) == "" or describe_misleading_name(name).endswith(".")

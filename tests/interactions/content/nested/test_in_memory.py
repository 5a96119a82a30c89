"""Bytes at hand answer as a UCS would."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.errors import UnviewableContent
from interactions.content.nested.in_memory import build_in_memory_source
from interactions.content.source import open_source, read_whole_source


def test_the_whole_content_is_given():
    content = build_in_memory_source(b"0123456789", "text/plain", charset="utf-8", name="a.txt")({})
    assert (content.status, content.length, content.media_type) == (200, 10, "text/plain")
    assert (content.charset, content.name) == ("utf-8", "a.txt")
    assert b"".join(content.body) == b"0123456789"


def test_a_range_is_given():
    content = build_in_memory_source(b"0123456789")({"Range": "bytes=2-4"})
    assert (content.status, content.headers["Content-Range"]) == (206, "bytes 2-4/10")
    assert content.body.read(99) == b"234"


def test_a_range_behind_the_end_is_unsatisfiable():
    content = build_in_memory_source(b"0123456789")({"Range": "bytes=10-"})
    assert (content.status, content.headers["Content-Range"]) == (416, "bytes */10")


@given(st.binary(max_size=50), st.integers(0, 60), st.integers(0, 60))
def test_any_range_equals_a_slice(data, first, length):
    content = build_in_memory_source(data)({"Range": f"bytes={first}-{first + length}"})
    got = b"".join(content.body)
    if content.status == 206:
        assert got == data[first : first + length + 1]
    else:
        assert (content.status, first >= len(data)) == (416, True)


def test_reading_the_whole_source_has_a_limit():
    assert (
        read_whole_source(build_in_memory_source(b"0123456789"), 10, "Larger than %(size)s.") == b"0123456789"
    )
    with pytest.raises(UnviewableContent, match=r"Larger than 9e-06 MB\."):
        read_whole_source(build_in_memory_source(b"0123456789"), 9, "Larger than %(size)s.")


def test_an_opened_source_is_closed():
    with open_source(build_in_memory_source(b"0123456789")) as content:
        assert content.body.read(2) == b"01"
    assert content.body.read(2) == b""

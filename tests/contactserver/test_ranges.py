"""The Range header: every form, at every edge."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactserver.ranges import ByteRange, UnsatisfiableRange, parse_byte_range


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-0", ByteRange(0, 1)),
        ("bytes=9-9", ByteRange(9, 10)),
        ("bytes=2-", ByteRange(2, 10)),
        ("bytes=2-99", ByteRange(2, 10)),
        ("bytes=-1", ByteRange(9, 10)),
        ("bytes=-99", ByteRange(0, 10)),
        ("Bytes = 1 - 2", ByteRange(1, 3)),
    ],
)
def test_single_ranges_of_ten_bytes(header, expected):
    assert parse_byte_range(header, 10) == expected


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "bytes=",
        "bytes=-",
        "bytes=5-4",
        "bytes=0-1,3-4",
        "bytes=a-b",
        "items=0-1",
        "bytes=--1",
        "0-1",
        "bytes=١-٢",
        "bytes=0-" + "9" * 5000,
    ],
)
def test_what_asks_for_no_single_range_is_ignored(header):
    assert parse_byte_range(header, 10) is None


@pytest.mark.parametrize(
    ("header", "size"), [("bytes=10-", 10), ("bytes=10-20", 10), ("bytes=-0", 10), ("bytes=0-", 0)]
)
def test_ranges_without_a_byte_are_unsatisfiable(header, size):
    with pytest.raises(UnsatisfiableRange):
        parse_byte_range(header, size)


def test_a_suffix_of_nothing_is_the_whole_of_nothing():
    assert parse_byte_range("bytes=-5", 0) is None


@given(
    header=st.from_regex(r"bytes=\d{0,20}-\d{0,20}", fullmatch=True) | st.text(), size=st.integers(0, 10**9)
)
def test_a_range_always_lies_within(header, size):
    try:
        part = parse_byte_range(header, size)
    except UnsatisfiableRange:
        return
    assert part is None or 0 <= part.start < part.stop <= size

import pytest

from interactions.ucs.byte_ranges import (
    ByteRange,
    ContentRange,
    build_range_header,
    parse_content_range,
    parse_range,
)


@pytest.mark.parametrize(
    ("text", "byte_range"),
    [
        ("bytes=0-99", ByteRange(0, 99)),
        ("bytes=5-", ByteRange(5)),
        ("bytes=-5", ByteRange(None, suffix_length=5)),
        ("bytes = 0 - 99", ByteRange(0, 99)),
        ("", None),
        ("bytes=", None),
        ("bytes=-", None),
        ("bytes=0-1,5-9", None),
        ("bytes=a-b", None),
        ("bytes=٣-٤", None),
        ("lines=0-1", None),
        (f"bytes={'9' * 19}-", None),
    ],
)
def test_a_single_range_is_parsed_and_nothing_else(text, byte_range):
    assert parse_range({"Range": text}) == byte_range


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("bytes=0-99", (0, 10)),
        ("bytes=2-4", (2, 5)),
        ("bytes=9-", (9, 10)),
        ("bytes=-3", (7, 10)),
        ("bytes=-30", (0, 10)),
        ("bytes=-0", (10, 10)),
        ("bytes=10-", (10, 10)),
        ("bytes=4-2", (4, 3)),
    ],
)
def test_the_bounds_lie_within_the_content(text, bounds):
    byte_range = parse_range({"Range": text})
    assert byte_range and byte_range.find_bounds(10) == bounds


@pytest.mark.parametrize(
    ("text", "content_range"),
    [
        ("bytes 0-99/200", ContentRange(0, 99, 200)),
        ("bytes 5-9/*", ContentRange(5, 9, None)),
        ("bytes */200", ContentRange(None, None, 200)),
    ],
)
def test_a_content_range_is_parsed_and_written_again(text, content_range):
    assert parse_content_range({"Content-Range": text}) == content_range
    assert str(content_range) == text


@pytest.mark.parametrize(
    "text", ["", "bytes 0-99", "bytes=0-99/200", "bytes -9/200", "bytes ٣-٤/٥", "items 0-9/20"]
)
def test_what_is_no_content_range_is_none(text):
    assert parse_content_range({"Content-Range": text}) is None


@pytest.mark.parametrize(
    ("start", "length", "text"), [(0, 10, "bytes=0-9"), (7, 1, "bytes=7-7"), (7, None, "bytes=7-")]
)
def test_the_request_header_names_the_last_byte(start, length, text):
    assert build_range_header(start, length) == {"Range": text}

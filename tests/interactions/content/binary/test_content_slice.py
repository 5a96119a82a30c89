import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.binary import content_slice as byte_window
from interactions.content.binary.content_slice import ContentSlice, read_content_slice
from interactions.content.errors import UnviewableContent
from interactions.content.limits import ContentLimits
from interactions.ucs.byte_ranges import build_range_header
from interactions.ucs.resources import Content, ContentKind
from tests.interactions.content.conftest import Bytes


def answer(status, data=b"", *, said="", length=None):
    headers = {"Content-Range": said} if said else {}
    return Content(ContentKind.BINARY_CONTENT, status, None, None, length, headers, Bytes(data))


def test_the_range_header_names_the_slice():
    assert build_range_header(4096, 4096) == {"Range": "bytes=4096-8191"}


def test_a_slice_comes_from_a_partial_response():
    content = answer(206, b"x" * 9, said="bytes 16-24/2000000000")
    seen = read_content_slice(content, 16, 5)
    assert seen == ContentSlice(16, b"xxxxx", 2_000_000_000)
    assert (seen.stop, seen.has_more, content.body.closed) == (21, True, True)
    assert read_content_slice(answer(206, b"x", said="bytes 16-16/*"), 16, 1) == ContentSlice(16, b"x", None)


def test_a_slice_behind_the_end_is_empty():
    seen = read_content_slice(answer(416, said="bytes */12"), 16, 16)
    assert (seen, seen.has_more) == (ContentSlice(16, b"", 12), False)
    assert read_content_slice(answer(416), 16, 16) == ContentSlice(16, b"", None)


@pytest.mark.parametrize("said", ["", "bytes 0-4/9", "bytes x-y/9", "bytes */9", "bytes 0-4/"])
def test_a_response_with_another_range_is_refused(said):
    content = answer(206, b"x" * 5, said=said)
    with pytest.raises(UnviewableContent):
        read_content_slice(content, 16, 5)
    assert content.body.closed


def test_without_ranges_the_bytes_before_the_slice_are_dropped(monkeypatch):
    monkeypatch.setattr(byte_window, "SKIP_CHUNK_BYTES", 3)
    content = answer(200, b"0123456789", length=10)
    assert read_content_slice(content, 5, 3) == ContentSlice(5, b"567", 10)
    assert (content.body.taken, content.body.closed) == (8, True)
    assert read_content_slice(answer(200, b"0123456789"), 5, 3) == ContentSlice(5, b"567", None)
    assert read_content_slice(answer(200, b"0123456789"), 8, 8) == ContentSlice(8, b"89", 10)
    assert read_content_slice(answer(200, b"0123456789"), 50, 8) == ContentSlice(50, b"", 10)


def test_an_offset_too_far_in_is_refused():
    content = answer(200, b"", length=10**10)
    with pytest.raises(UnviewableContent, match="Only the first"):
        read_content_slice(content, ContentLimits().skipped_bytes + 1, 16)
    assert (content.body.taken, content.body.closed) == (0, True)


@given(
    st.sampled_from([200, 206, 416]),
    st.binary(max_size=60),
    st.text(max_size=20) | st.from_regex(r"bytes (\d{1,2}-\d{1,2}|\*)/(\d{1,2}|\*)", fullmatch=True),
    st.integers(0, 70),
)
def test_any_response_gives_a_slice_or_a_reason(status, data, said, start):
    content = answer(status, data, said=said)
    try:
        seen = read_content_slice(content, start, 16)
    except UnviewableContent as unshowable:
        assert unshowable.reason
    else:
        assert len(seen.data) <= 16
    assert content.body.closed

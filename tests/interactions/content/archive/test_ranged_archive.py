import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.archive import ranged_archive
from interactions.content.archive.ranged_archive import (
    BLOCK_BYTES,
    MAX_CACHED_BLOCKS,
    InMemoryArchive,
    RangedArchive,
    open_random_access,
)
from interactions.content.errors import UnviewableContent
from interactions.content.nested.in_memory import build_in_memory_source
from tests.interactions.content.archive.archives import CountingSource

DATA = bytes(range(256)) * 8192  # 2 MB


def test_a_ranged_archive_loads_only_the_blocks_that_are_read():
    upstream = CountingSource(DATA)
    archive = open_random_access(upstream)
    assert isinstance(archive, RangedArchive)
    assert archive.size == len(DATA)
    assert archive.read_at(len(DATA) - 5, 99) == DATA[-5:]
    assert archive.read_at(BLOCK_BYTES - 3, 6) == DATA[BLOCK_BYTES - 3 : BLOCK_BYTES + 3]
    assert archive.read_at(len(DATA), 5) == archive.read_at(10**20, 5) == b""
    body = archive.open_body(1000, 70_000)
    assert b"".join(body) == DATA[1000:71_000]
    body.close()
    assert len(upstream.requested_ranges) == 4  # the first block, the last, the second, and the stream
    assert upstream.open == 0


def test_only_a_few_blocks_are_cached():
    archive = open_random_access(CountingSource(bytes(BLOCK_BYTES) * (MAX_CACHED_BLOCKS + 4)))
    for number in range(MAX_CACHED_BLOCKS + 4):
        archive.read_at(number * BLOCK_BYTES, 1)
    assert len(archive.cached_blocks) == MAX_CACHED_BLOCKS


@pytest.mark.parametrize("hides_length", [False, True])
def test_an_archive_without_ranges_is_held_in_memory(hides_length, settings):
    archive = open_random_access(CountingSource(DATA, has_ranges=False, hides_length=hides_length))
    assert isinstance(archive, InMemoryArchive)
    assert archive.read_at(5, 3) == DATA[5:8]
    assert archive.open_body(5, 3).read(99) == DATA[5:8]


def test_an_archive_without_ranges_has_a_size_limit(content_limits):
    content_limits(archive_bytes=1_000_000)
    upstream = CountingSource(DATA, has_ranges=False)
    with pytest.raises(UnviewableContent, match=r"can’t be read in parts and is larger than 1 MB"):
        open_random_access(upstream)
    assert upstream.read_bytes < 1_400_000
    assert upstream.open == 0
    assert open_random_access(CountingSource(DATA)).size == len(DATA)


def test_an_archive_in_memory_is_read_by_ranges():
    assert isinstance(open_random_access(build_in_memory_source(DATA)), RangedArchive)


def test_a_response_with_another_range_is_refused(monkeypatch):
    upstream = CountingSource(DATA)
    archive = open_random_access(upstream)
    archive.source = lambda headers: upstream({"Range": "bytes=7-9"})
    with pytest.raises(UnviewableContent, match="wrong part"):
        archive.read_at(BLOCK_BYTES * 3, 1)
    archive.source = lambda headers: upstream({})
    with pytest.raises(UnviewableContent, match="wrong part"):
        archive.open_body(BLOCK_BYTES * 3, 1)
    assert upstream.open == 0


@given(st.binary(max_size=90), st.integers(0, 100), st.integers(0, 100), st.booleans())
def test_reading_at_any_offset_equals_a_slice(data, offset, length, has_ranges):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ranged_archive, "BLOCK_BYTES", 16)
        archive = open_random_access(CountingSource(data, has_ranges=has_ranges))
        assert archive.read_at(offset, length) == data[offset : offset + length]

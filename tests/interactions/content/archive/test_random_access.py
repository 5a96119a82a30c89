import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.archive import random_access
from interactions.content.archive.random_access import (
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


def test_places_by_parts() -> None:
    upstream = CountingSource(DATA)
    archive = open_random_access(upstream)
    assert isinstance(archive, RangedArchive)
    assert archive.size == len(DATA)
    assert archive.at(len(DATA) - 5, 99) == DATA[-5:]
    assert archive.at(BLOCK_BYTES - 3, 6) == DATA[BLOCK_BYTES - 3 : BLOCK_BYTES + 3]
    assert archive.at(len(DATA), 5) == archive.at(10**20, 5) == b""
    body = archive.body(1000, 70_000)
    assert b"".join(body) == DATA[1000:71_000]
    body.close()
    assert len(upstream.asked) == 4  # the first block, the last, the second, and the stream
    assert upstream.open == 0


def test_only_a_few_blocks_are_kept() -> None:
    archive = open_random_access(CountingSource(bytes(BLOCK_BYTES) * (MAX_CACHED_BLOCKS + 4)))
    for number in range(MAX_CACHED_BLOCKS + 4):
        archive.at(number * BLOCK_BYTES, 1)
    assert len(archive.blocks) == MAX_CACHED_BLOCKS


@pytest.mark.parametrize("lengthless", [False, True])
def test_what_gives_no_parts_is_held(lengthless, settings) -> None:
    archive = open_random_access(CountingSource(DATA, parts=False, lengthless=lengthless))
    assert isinstance(archive, InMemoryArchive)
    assert archive.at(5, 3) == DATA[5:8]
    assert archive.body(5, 3).read(99) == DATA[5:8]


def test_what_is_too_large_to_be_held(content_limits) -> None:
    content_limits(archive_bytes=1_000_000)
    upstream = CountingSource(DATA, parts=False)
    with pytest.raises(UnviewableContent, match=r"can’t be read in parts and is larger than 1 MB"):
        open_random_access(upstream)
    assert upstream.taken < 1_400_000
    assert upstream.open == 0
    assert open_random_access(CountingSource(DATA)).size == len(DATA)


def test_what_is_held_already_is_not_held_again() -> None:
    assert isinstance(open_random_access(build_in_memory_source(DATA)), RangedArchive)


def test_another_part_than_the_one_asked_for(monkeypatch) -> None:
    upstream = CountingSource(DATA)
    archive = open_random_access(upstream)
    archive.source = lambda headers: upstream({"Range": "bytes=7-9"})
    with pytest.raises(UnviewableContent, match="wrong part"):
        archive.at(BLOCK_BYTES * 3, 1)
    archive.source = lambda headers: upstream({})
    with pytest.raises(UnviewableContent, match="wrong part"):
        archive.body(BLOCK_BYTES * 3, 1)
    assert upstream.open == 0


@given(st.binary(max_size=90), st.integers(0, 100), st.integers(0, 100), st.booleans())
def test_any_place_is_what_a_slice_is(data, offset, length, parts) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(random_access, "BLOCK_BYTES", 16)
        archive = open_random_access(CountingSource(data, parts=parts))
        assert archive.at(offset, length) == data[offset : offset + length]

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.archive import ranges
from interactions.content.archive.ranges import BLOCK, KEPT, Held, Ranged, places
from interactions.content.errors import Unshowable
from interactions.content.inside.held import held

from .archives import Upstream

DATA = bytes(range(256)) * 8192  # 2 MB


def test_places_by_parts() -> None:
    upstream = Upstream(DATA)
    archive = places(upstream)
    assert isinstance(archive, Ranged)
    assert archive.size == len(DATA)
    assert archive.at(len(DATA) - 5, 99) == DATA[-5:]
    assert archive.at(BLOCK - 3, 6) == DATA[BLOCK - 3 : BLOCK + 3]
    assert archive.at(len(DATA), 5) == archive.at(10**20, 5) == b""
    body = archive.body(1000, 70_000)
    assert b"".join(body) == DATA[1000:71_000]
    body.close()
    assert len(upstream.asked) == 4  # the first block, the last, the second, and the stream
    assert upstream.open == 0


def test_only_a_few_blocks_are_kept() -> None:
    archive = places(Upstream(bytes(BLOCK) * (KEPT + 4)))
    for number in range(KEPT + 4):
        archive.at(number * BLOCK, 1)
    assert len(archive.blocks) == KEPT


@pytest.mark.parametrize("lengthless", [False, True])
def test_what_gives_no_parts_is_held(lengthless, settings) -> None:
    archive = places(Upstream(DATA, parts=False, lengthless=lengthless))
    assert isinstance(archive, Held)
    assert archive.at(5, 3) == DATA[5:8]
    assert archive.body(5, 3).read(99) == DATA[5:8]


def test_what_is_too_large_to_be_held(content_limits) -> None:
    content_limits(archive_bytes=1_000_000)
    upstream = Upstream(DATA, parts=False)
    with pytest.raises(Unshowable, match=r"can’t be read in parts and is larger than 1 MB"):
        places(upstream)
    assert upstream.taken < 1_400_000
    assert upstream.open == 0
    assert places(Upstream(DATA)).size == len(DATA)


def test_what_is_held_already_is_not_held_again() -> None:
    assert isinstance(places(held(DATA)), Ranged)


def test_another_part_than_the_one_asked_for(monkeypatch) -> None:
    upstream = Upstream(DATA)
    archive = places(upstream)
    archive.source = lambda headers: upstream({"Range": "bytes=7-9"})
    with pytest.raises(Unshowable, match="wrong part"):
        archive.at(BLOCK * 3, 1)
    archive.source = lambda headers: upstream({})
    with pytest.raises(Unshowable, match="wrong part"):
        archive.body(BLOCK * 3, 1)
    assert upstream.open == 0


@given(st.binary(max_size=90), st.integers(0, 100), st.integers(0, 100), st.booleans())
def test_any_place_is_what_a_slice_is(data, offset, length, parts) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ranges, "BLOCK", 16)
        archive = places(Upstream(data, parts=parts))
        assert archive.at(offset, length) == data[offset : offset + length]

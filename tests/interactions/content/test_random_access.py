"""Every implementation of `RandomAccess` gives the bytes of the content, whatever it costs to get them."""

from collections.abc import Callable
from random import Random

import pytest

from interactions.content.archive.ranged_archive import BLOCK_BYTES, InMemoryArchive, open_random_access
from interactions.content.archive.sequential_archive import SequentialArchive
from interactions.content.media.ranged_media import RangedMedia
from interactions.content.random_access import RandomAccess
from tests.interactions.content.archive.archives import CountingSource

DATA = Random(1).randbytes(2 * BLOCK_BYTES + 1000)
HEAD_BYTES = 4000
OPENERS: dict[str, Callable[[CountingSource], RandomAccess]] = {
    "memory": lambda source: InMemoryArchive(source.data),
    "blocks": open_random_access,
    "scan": SequentialArchive,
    "recording": lambda source: RangedMedia(source.data[:HEAD_BYTES], len(source.data), source),
}
# In rising order, since a scan does not go back; at the end fewer bytes come.
SPANS = ((0, 10), (HEAD_BYTES - 5, 10), (BLOCK_BYTES - 3, 6), (2 * BLOCK_BYTES, 900), (len(DATA) - 5, 99))


@pytest.mark.parametrize("opener", OPENERS.values(), ids=OPENERS)
def test_reading_at_an_offset_equals_a_slice(opener):
    content = opener(CountingSource(DATA))
    assert content.size == len(DATA)
    for offset, length in SPANS:
        assert content.read_at(offset, length) == DATA[offset : offset + length]


@pytest.mark.parametrize("opener", OPENERS.values(), ids=OPENERS)
def test_nothing_is_behind_the_end(opener):
    assert opener(CountingSource(DATA)).read_at(len(DATA), 5) == b""


@pytest.mark.parametrize(
    ("kind", "request_count"), [("memory", 0), ("blocks", 3), ("scan", 1), ("recording", 4)]
)
def test_no_more_ranges_are_requested_than_needed(kind, request_count):
    source = CountingSource(DATA)
    content = OPENERS[kind](source)
    for offset, length in SPANS:
        content.read_at(offset, length)
    assert len(source.requested_ranges) == request_count

"""A history comes out of its pack as it went in, or not at all."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from interactions.access.cache.serialization import deserialize_history, serialize_history
from interactions.history.history import History, build_history
from interactions.history.history_index import HistoryIndex
from interactions.ucs.decoding import decode_records
from interactions.ucs.resources import InteractionSummary, RecordProblem, UCSResponse
from tests.interactions.history.rows import build_rows as rows

from .histories import histories

MOST = 10_000_000


def of(*summaries, problems=()):
    return History("customer", "C1", HistoryIndex(summaries), problems, datetime.now(UTC), 0.25, size=100)


def told(history):
    return (
        *(history.owner, history.identifier, history.rows, history.problems),
        *(history.fetched_at, history.seconds, history.size, history.kept, history.refusal),
    )


@given(histories())
def test_any_history_survives(history):
    unpacked = deserialize_history(serialize_history(history, MOST), "customer", "C1", max_bytes=MOST)
    assert told(unpacked) == told(replace(history, kept=True))


def test_so_does_what_a_ucs_really_sends():
    """Attributes that came twice, numbers without end, dates that are none, records that are none."""
    body = (
        b'[{"interaction_id": "A1", "status": "x", "status": 7'
        + b"0" * 300
        + b', "start_date": [1, {"a": 2}]},'
        b' {"interaction_id": "A1", "subject": "half \\ud83d", "duration": -3},'
        b' {"none": {"a": 1, "a": 2}}, 5]'
    )
    history = build_history(
        "customer", "C1", UCSResponse(decode_records(body), datetime.now(UTC), 0.25, size=len(body))
    )
    assert len(history.problems) >= 3
    assert told(
        deserialize_history(serialize_history(history, MOST), "customer", "C1", max_bytes=MOST)
    ) == told(replace(history, kept=True))


def test_what_can_not_be_written_is_not_packed():
    assert serialize_history(of(InteractionSummary("A1", subject="\ud800")), MOST) is None
    deep: list = []
    for _ in range(100_000):
        deep = [deep]
    assert serialize_history(of(problems=(RecordProblem("", "Too deep.", deep),)), MOST) is None


def test_it_is_bounded_on_both_ways():
    history = of(*rows(1000))
    packed = serialize_history(history, MOST)
    size = zstandard.get_frame_parameters(packed[1:]).content_size
    assert len(packed) < size / 4
    assert serialize_history(history, size) == packed
    assert serialize_history(history, size - 1) is None
    assert deserialize_history(packed, "customer", "C1", max_bytes=size) is not None
    assert deserialize_history(packed, "customer", "C1", max_bytes=size - 1) is None


@given(st.binary(max_size=200))
def test_anything_else_is_nothing(data):
    assert deserialize_history(data, "customer", "C1", max_bytes=MOST) is None
    assert deserialize_history(b"j" + zstandard.compress(data), "customer", "C1", max_bytes=MOST) is None
    assert deserialize_history(b"m" + zstandard.compress(data), "customer", "C1", max_bytes=MOST) is None


@pytest.mark.parametrize("said", [b"", b"null", b"[]", b'["2026-01-01T00:00:00Z", 1, 1, [], [[]]]'])
def test_nor_is_something_like_it(said):
    assert deserialize_history(b"j" + zstandard.compress(said), "customer", "C1", max_bytes=MOST) is None


def test_a_frame_that_lies_about_its_size_is_nothing():
    data = b"m" + zstandard.ZstdCompressor(write_content_size=False).compress(b"x" * MOST)
    assert deserialize_history(data, "customer", "C1", max_bytes=MOST) is None

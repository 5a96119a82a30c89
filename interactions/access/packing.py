"""A history as few bytes, in msgpack and zstd. Never pickle: reading one could run anything.

Measured on 100,000 rows: 39 MB of msgpack, 1 MB packed. By columns it is a third less, and takes three
times as long. Not all that JSON can hold fits into msgpack (its whole numbers end at 64 bits): a history with
such a number is packed as JSON.
"""

from datetime import datetime
from hashlib import sha256

import msgspec
import zstandard

from interactions.history.history import History, HistoryKind
from interactions.history.history_index import HistoryIndex
from interactions.ucs.resources import InteractionSummary, RecordProblem

LEVEL = 1
UNREADABLE = (msgspec.MsgspecError, zstandard.ZstdError, UnicodeError, RecursionError, OverflowError)


class Packed(msgspec.Struct, array_like=True):
    """Of a history all but whose it is."""

    fetched_at: datetime
    seconds: float
    size: int
    problems: tuple[RecordProblem, ...]
    rows: tuple[InteractionSummary, ...]
    refusal: str | None


# Names the form: a release whose rows have other fields reads none of these. The number is for other changes.
_fields = [(field.name, str(field.type)) for field in msgspec.structs.fields(InteractionSummary)]
FORM = sha256(repr((2, _fields)).encode()).hexdigest()[:16]

_binary, _text = msgspec.msgpack.Decoder(Packed), msgspec.json.Decoder(Packed)


def pack(history: History, most: int) -> bytes | None:
    """Its rows, what was wrong with them, and how it was had; not whose it is. None for one that would unpack
    to more than `most` bytes, or that can't be written."""
    packed = Packed(
        fetched_at=history.fetched_at,
        seconds=history.seconds,
        size=history.size,
        problems=history.problems,
        rows=history.rows,
        refusal=history.refusal,
    )
    try:
        try:
            kind, data = b"m", msgspec.msgpack.encode(packed)
        except OverflowError:
            kind, data = b"j", msgspec.json.encode(packed)
    except (UnicodeError, RecursionError, TypeError):
        return None
    return kind + zstandard.compress(data, LEVEL) if len(data) <= most else None


def unpack(
    data: bytes, owner: HistoryKind, identifier: str, most: int, repeat_days: int = 0
) -> History | None:
    """What was packed, as kept; None for anything else and for what unpacks to more than `most` bytes.
    `repeat_days` as `Index` has them: no matter what they were where it was packed."""
    try:
        frame = memoryview(data)[1:]
        if not 0 < zstandard.get_frame_parameters(frame).content_size <= most:
            return None
        # A call each: a decompressor that threads share crashes the process (docs/performance-study.md §6).
        packed = (_binary if data[:1] == b"m" else _text).decode(zstandard.decompress(frame))
    except UNREADABLE:
        return None
    return History(
        owner,
        identifier,
        HistoryIndex(packed.rows, repeat_days=repeat_days),
        packed.problems,
        packed.fetched_at,
        packed.seconds,
        kept=True,
        size=packed.size,
        refusal=packed.refusal,
    )

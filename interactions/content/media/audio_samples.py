"""The samples of a recording as numbers, and their peaks in each stretch.

All of it is done by built-ins that run in C (slices of arrays, `min`, `max`, `bytes.translate`): eight
million samples take a third of a second.
"""

import sys
from array import array
from collections.abc import Sequence
from itertools import chain, pairwise
from typing import NamedTuple

from interactions.content.media.wav import A_LAW_CODEC, FLOAT_CODEC, MU_LAW_CODEC, WavHeader


class PeakRange(NamedTuple):
    """The lowest and the highest sample of a stretch, from -1 to 1; 0 always lies between them."""

    low: float
    high: float


def _decode_mu_law(code: int) -> int:
    """G.711: a sign, three bits of exponent, four of mantissa, all inverted; up to ±32,124."""
    code ^= 0xFF
    size = (((code & 0x0F) << 3) + 0x84 << (code >> 4 & 7)) - 0x84
    return -size if code & 0x80 else size


def _decode_a_law(code: int) -> int:
    """G.711: a sign, three bits of exponent, four of mantissa, every second bit inverted; up to ±32,256."""
    code ^= 0x55
    exponent, mantissa = code >> 4 & 7, (code & 0x0F) << 4
    size = mantissa + 0x108 << exponent - 1 if exponent else mantissa + 8
    return size if code & 0x80 else -size


# By codec: the 256 levels in rising order, and for each code its place among them.
G711_LEVELS = {
    codec: sorted(map(law, range(256)))
    for codec, law in ((MU_LAW_CODEC, _decode_mu_law), (A_LAW_CODEC, _decode_a_law))
}
G711_RANKS = {
    codec: bytes(G711_LEVELS[codec].index(law(code)) for code in range(256))
    for codec, law in ((MU_LAW_CODEC, _decode_mu_law), (A_LAW_CODEC, _decode_a_law))
}


def compute_peak_ranges(data: bytes, header: WavHeader, count: int) -> list[tuple[PeakRange, ...]]:
    """For each of `count` equal stretches of `data` (fewer when it has fewer frames) a `PeakRange` a
    channel."""
    frames = len(data) // header.frame_bytes
    count = min(count, frames)
    if not count:
        return []
    levels = _decode_numbers(data[: frames * header.frame_bytes], header)
    boundaries = [frames * number // count * header.channels for number in range(count + 1)]
    channels = range(header.channels)
    return [
        tuple(
            _compute_peak_range(levels[start + channel : stop : header.channels], header)
            for channel in channels
        )
        for start, stop in pairwise(boundaries)
    ]


def _decode_numbers(data: bytes, header: WavHeader) -> Sequence[float]:
    """One number a sample, on a scale on which a louder sample is farther from the middle."""
    if header.codec in G711_RANKS:
        return data.translate(G711_RANKS[header.codec])
    if header.sample_bits == 8:
        return data
    if header.codec == FLOAT_CODEC:
        return _build_array("f" if header.sample_bits == 32 else "d", data)
    return _build_array(
        "h", data if header.sample_bits == 16 else _take_upper_bytes(data, header.sample_bits // 8)
    )


def _take_upper_bytes(data: bytes, width: int) -> bytes:
    """The two upper bytes of samples of three or four bytes: a picture needs no more."""
    upper = bytearray(len(data) // width * 2)
    upper[0::2], upper[1::2] = data[width - 2 :: width], data[width - 1 :: width]
    return bytes(upper)


def _build_array(code: str, data: bytes) -> "array[float]":
    numbers: array[float] = array(code, data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _compute_peak_range(levels: Sequence[float], header: WavHeader) -> PeakRange:
    """The range of these samples and of silence. Silence is compared first, so that it always lies within and
    a NaN is never the result."""
    middle = _get_silent_number(header)
    low, high = min(chain((middle,), levels)), max(chain((middle,), levels))
    return PeakRange(max(_scale_number(low, header), -1.0), min(_scale_number(high, header), 1.0))


def _get_silent_number(header: WavHeader) -> int:
    """The number that stands for silence."""
    if header.codec in G711_LEVELS:
        return len(G711_LEVELS[header.codec]) // 2
    return 128 if header.sample_bits == 8 and header.codec != FLOAT_CODEC else 0


def _scale_number(level: float, header: WavHeader) -> float:
    """A number as a fraction of the loudest possible: -1 to 1, except for floats that go beyond."""
    if header.codec in G711_LEVELS:
        return G711_LEVELS[header.codec][int(level)] / 32768
    if header.codec == FLOAT_CODEC:
        return level
    return (level - 128) / 128 if header.sample_bits == 8 else level / 32768

"""The samples of a sound as numbers, and how far they reach in each stretch.

All of it is done by the built-ins that run in C (slices of arrays, `min`, `max`, `bytes.translate`): eight
million samples take a third of a second.
"""

import sys
from array import array
from collections.abc import Sequence
from itertools import chain, pairwise
from typing import NamedTuple

from interactions.content.media.wav import A_LAW_CODEC, FLOAT_CODEC, MU_LAW_CODEC, WavHeader


class PeakRange(NamedTuple):
    """The lowest and the highest sample of a stretch, -1 to 1; nought is always within."""

    low: float
    high: float


def _decode_mu_law(code: int) -> int:
    """G.711: a sign, three bits of exponent, four of mantissa, all inverted; up to ±32,124."""
    code ^= 0xFF
    size = (((code & 0x0F) << 3) + 0x84 << (code >> 4 & 7)) - 0x84
    return -size if code & 0x80 else size


def _decode_a_law(code: int) -> int:
    """G.711: the same with every second bit inverted; up to ±32,256."""
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


def compute_peak_ranges(data: bytes, sound: WavHeader, stretches: int) -> list[tuple[PeakRange, ...]]:
    """For each of so many equal stretches of `data` (fewer when it has fewer frames), a `PeakRange` a
    channel."""
    frames = len(data) // sound.frame
    stretches = min(stretches, frames)
    if not stretches:
        return []
    numbers = _decode_numbers(data[: frames * sound.frame], sound)
    edges = [frames * number // stretches * sound.channels for number in range(stretches + 1)]
    channels = range(sound.channels)
    return [
        tuple(
            _compute_peak_range(numbers[start + channel : stop : sound.channels], sound)
            for channel in channels
        )
        for start, stop in pairwise(edges)
    ]


def _decode_numbers(data: bytes, sound: WavHeader) -> Sequence[float]:
    """A number a sample, in an order in which a louder one is farther from the middle."""
    if sound.codec in G711_RANKS:
        return data.translate(G711_RANKS[sound.codec])
    if sound.bits == 8:
        return data
    if sound.codec == FLOAT_CODEC:
        return _build_array("f" if sound.bits == 32 else "d", data)
    return _build_array("h", data if sound.bits == 16 else _take_upper_bytes(data, sound.bits // 8))


def _take_upper_bytes(data: bytes, width: int) -> bytes:
    """The two upper bytes of samples of three or four: a picture needs no more."""
    upper = bytearray(len(data) // width * 2)
    upper[0::2], upper[1::2] = data[width - 2 :: width], data[width - 1 :: width]
    return bytes(upper)


def _build_array(code: str, data: bytes) -> "array[float]":
    numbers: array[float] = array(code, data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _compute_peak_range(numbers: Sequence[float], sound: WavHeader) -> PeakRange:
    """Compared with the middle first: so it is always within, and a NaN is never the one that is kept."""
    middle = _get_silent_number(sound)
    low, high = min(chain((middle,), numbers)), max(chain((middle,), numbers))
    return PeakRange(max(_scale_number(low, sound), -1.0), min(_scale_number(high, sound), 1.0))


def _get_silent_number(sound: WavHeader) -> int:
    """The number that stands for silence."""
    if sound.codec in G711_LEVELS:
        return len(G711_LEVELS[sound.codec]) // 2
    return 128 if sound.bits == 8 and sound.codec != FLOAT_CODEC else 0


def _scale_number(number: float, sound: WavHeader) -> float:
    """A number as a part of what is loudest: -1 to 1, but for floats that go beyond."""
    if sound.codec in G711_LEVELS:
        return G711_LEVELS[sound.codec][int(number)] / 32768
    if sound.codec == FLOAT_CODEC:
        return number
    return (number - 128) / 128 if sound.bits == 8 else number / 32768

"""The head of an MP3 (ISO 11172-3 §2.4.1, 13818-3): its first frame, and what a Xing or VBRI header says.

There is no head of the whole file. Encoders of variable rate write the number of frames into a first frame
without sound; a file of constant rate is as long as its size says. Before it may stand an ID3v2 tag of any
length, with a cover picture.
"""

import struct
from dataclasses import dataclass

from django.utils.translation import gettext

from interactions.content.errors import UnviewableContent
from interactions.content.media.media_metadata import MediaMetadata
from interactions.content.media.random_access import RandomAccessMedia

BITS_PER_KILOBIT = 1000
FIRST_FRAME_BYTES = 4000  # bytes in which the first frame must begin: those at hand where there is no tag
MAX_COMPARED_FRAMES = 8  # frames whose rates are compared, to tell a constant rate
MPEG_1_KILOBITS = {3: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)}  # kbit/s of MPEG-1
MPEG_2_KILOBITS = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)  # of MPEG-2 and 2.5
SAMPLE_RATES_HERTZ = {
    3: (44_100, 48_000, 32_000),
    2: (22_050, 24_000, 16_000),
    0: (11_025, 12_000, 8_000),
}  # by version
LAYER_III_BITS, MONO_MODE_BITS, MPEG_1_VERSION_BITS = 1, 3, 3


@dataclass(frozen=True)
class Mp3Frame:
    """`pace` in bits a second, `samples` of each channel, `length` in bytes, `side` where a Xing header
    would be."""

    rate: int
    channels: int
    pace: int
    samples: int
    length: int
    side: int


def parse_mp3_metadata(places: RandomAccessMedia) -> MediaMetadata:
    """Raises `UnviewableContent` where no frame begins near the beginning, or behind the tag."""
    start = _find_tag_end(places.at(0, 10))
    data = places.at(start, FIRST_FRAME_BYTES)
    at, first = _find_first_frame(data)
    frames, size = _parse_frame_counts(data[at:], first)
    if frames:
        seconds = frames * first.samples / first.rate
        return _build_mp3_metadata(first, seconds, int(size * 8 / seconds) if size else 0)
    if not _has_constant_bit_rate(data, at, first):
        return _build_mp3_metadata(first, None, 0)
    sound = None if places.size is None else max(places.size - start - at, 0)
    return _build_mp3_metadata(first, None if sound is None else sound * 8 / first.pace, first.pace)


def _build_mp3_metadata(first: Mp3Frame, seconds: float | None, pace: int) -> MediaMetadata:
    return MediaMetadata("MP3", first.channels, first.rate, seconds, pace)


def _find_tag_end(head: bytes) -> int:
    """Where an ID3v2 tag ends: a length of four times seven bits, and a footer of ten bytes or none."""
    if len(head) < 10 or not head.startswith(b"ID3"):
        return 0
    length = sum((byte & 0x7F) << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True))
    return 10 + length + (10 if head[5] & 0x10 else 0)


def _find_first_frame(data: bytes) -> tuple[int, Mp3Frame]:
    """The first frame that another one follows, or nothing where the recording ends with it."""
    at = data.find(b"\xff")
    while at >= 0:
        frame = _parse_frame_header(data[at : at + 4])
        behind = data[at + frame.length :][:4] if frame else b""
        if frame and (_parse_frame_header(behind) or (not behind and len(data) < FIRST_FRAME_BYTES)):
            return at, frame
        at = data.find(b"\xff", at + 1)
    raise UnviewableContent(gettext("This is not a valid MP3 file."))


def _parse_frame_header(head: bytes) -> Mp3Frame | None:
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    kilobits, rate, padding = head[2] >> 4, head[2] >> 2 & 3, head[2] >> 1 & 1
    if layer != LAYER_III_BITS or version not in SAMPLE_RATES_HERTZ or rate == 3 or kilobits in (0, 15):
        return None
    is_first, mono = version == MPEG_1_VERSION_BITS, head[3] >> 6 == MONO_MODE_BITS
    pace = BITS_PER_KILOBIT * (MPEG_1_KILOBITS[3] if is_first else MPEG_2_KILOBITS)[kilobits - 1]
    samples, hertz = 1152 if is_first else 576, SAMPLE_RATES_HERTZ[version][rate]
    side = (17 if mono else 32) if is_first else (9 if mono else 17)
    return Mp3Frame(hertz, 1 if mono else 2, pace, samples, samples // 8 * pace // hertz + padding, 4 + side)


def _parse_frame_counts(data: bytes, first: Mp3Frame) -> tuple[int, int]:
    """Frames and bytes by the Xing (also "Info") or VBRI header in this frame; noughts for none."""
    place = data[first.side : first.side + 16].ljust(16, b"\0")
    if place[:4] in (b"Xing", b"Info"):
        flags, one, two = struct.unpack(">III", place[4:])
        return (one, two if flags & 2 else 0) if flags & 1 else (0, 0)
    if data[36:40] == b"VBRI" and len(data) >= 54:
        size, frames = struct.unpack_from(">II", data, 46)
        return frames, size
    return 0, 0


def _has_constant_bit_rate(data: bytes, at: int, first: Mp3Frame) -> bool:
    """Whether the frames that follow have the same rate, as far as they are at hand."""
    for _ in range(MAX_COMPARED_FRAMES):
        frame = _parse_frame_header(data[at : at + 4])
        if frame is None:
            return at + 4 > len(data)
        if frame.pace != first.pace:
            return False
        at += frame.length
    return True

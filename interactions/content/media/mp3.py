"""The header of an MP3 (ISO 11172-3 §2.4.1, 13818-3): its first frame, and the Xing or VBRI header in it.

The file as a whole has no header. Encoders with a variable bit rate write the number of frames into a first
frame without sound; the length of a file with a constant bit rate follows from its size. Before it may stand
an ID3v2 tag of any length, with a cover picture.
"""

import struct
from dataclasses import dataclass

from django.utils.translation import gettext

from interactions.content.errors import UnviewableContent
from interactions.content.media.media_metadata import MediaMetadata
from interactions.content.random_access import RandomAccess

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
    """`sample_rate` in samples a second, `bits_per_second` the bit rate, `samples` of each channel,
    `frame_bytes` its length, `xing_offset` where a Xing header would be."""

    sample_rate: int
    channels: int
    bits_per_second: int
    samples: int
    frame_bytes: int
    xing_offset: int


def parse_mp3_metadata(recording: RandomAccess) -> MediaMetadata:
    """Raises `UnviewableContent` where no frame begins near the beginning, or behind the tag."""
    start = _find_tag_end(recording.read_at(0, 10))
    data = recording.read_at(start, FIRST_FRAME_BYTES)
    frame_offset, first_frame = _find_first_frame(data)
    frames, size = _parse_frame_counts(data[frame_offset:], first_frame)
    if frames:
        seconds = frames * first_frame.samples / first_frame.sample_rate
        return _build_mp3_metadata(first_frame, seconds, int(size * 8 / seconds) if size else 0)
    if not _has_constant_bit_rate(data, frame_offset, first_frame):
        return _build_mp3_metadata(first_frame, None, 0)
    sound_bytes = None if recording.size is None else max(recording.size - start - frame_offset, 0)
    return _build_mp3_metadata(
        first_frame,
        None if sound_bytes is None else sound_bytes * 8 / first_frame.bits_per_second,
        first_frame.bits_per_second,
    )


def _build_mp3_metadata(frame: Mp3Frame, seconds: float | None, bits_per_second: int) -> MediaMetadata:
    return MediaMetadata("MP3", frame.channels, frame.sample_rate, seconds, bits_per_second)


def _find_tag_end(header: bytes) -> int:
    """The offset at which an ID3v2 tag ends, 0 without one: its length is four times seven bits, and it may
    have a footer of ten bytes."""
    if len(header) < 10 or not header.startswith(b"ID3"):
        return 0
    length = sum((byte & 0x7F) << shift for byte, shift in zip(header[6:10], (21, 14, 7, 0), strict=True))
    return 10 + length + (10 if header[5] & 0x10 else 0)


def _find_first_frame(data: bytes) -> tuple[int, Mp3Frame]:
    """The offset of the first frame that another one follows, or that ends the recording, and the frame.
    Raises `UnviewableContent` when there is none."""
    offset = data.find(b"\xff")
    while offset >= 0:
        frame = _parse_frame_header(data[offset : offset + 4])
        next_header = data[offset + frame.frame_bytes :][:4] if frame else b""
        if frame and (
            _parse_frame_header(next_header) or (not next_header and len(data) < FIRST_FRAME_BYTES)
        ):
            return offset, frame
        offset = data.find(b"\xff", offset + 1)
    raise UnviewableContent(gettext("This is not a valid MP3 file."))


def _parse_frame_header(header: bytes) -> Mp3Frame | None:
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE0 != 0xE0:
        return None
    version, layer = header[1] >> 3 & 3, header[1] >> 1 & 3
    kilobits_index, rate_index, padding = header[2] >> 4, header[2] >> 2 & 3, header[2] >> 1 & 1
    if (
        layer != LAYER_III_BITS
        or version not in SAMPLE_RATES_HERTZ
        or rate_index == 3
        or kilobits_index in (0, 15)
    ):
        return None
    is_mpeg_1, is_mono = version == MPEG_1_VERSION_BITS, header[3] >> 6 == MONO_MODE_BITS
    bits_per_second = (
        BITS_PER_KILOBIT * (MPEG_1_KILOBITS[3] if is_mpeg_1 else MPEG_2_KILOBITS)[kilobits_index - 1]
    )
    samples, sample_rate = 1152 if is_mpeg_1 else 576, SAMPLE_RATES_HERTZ[version][rate_index]
    xing_offset = (17 if is_mono else 32) if is_mpeg_1 else (9 if is_mono else 17)
    return Mp3Frame(
        sample_rate,
        1 if is_mono else 2,
        bits_per_second,
        samples,
        samples // 8 * bits_per_second // sample_rate + padding,
        4 + xing_offset,
    )


def _parse_frame_counts(data: bytes, frame: Mp3Frame) -> tuple[int, int]:
    """The frames and bytes of the file by the Xing (also "Info") or VBRI header in this frame; 0 where
    unknown."""
    vbr_header = data[frame.xing_offset : frame.xing_offset + 16].ljust(16, b"\0")
    if vbr_header[:4] in (b"Xing", b"Info"):
        flags, frame_count, byte_count = struct.unpack(">III", vbr_header[4:])
        return (frame_count, byte_count if flags & 2 else 0) if flags & 1 else (0, 0)
    if data[36:40] == b"VBRI" and len(data) >= 54:
        size, frames = struct.unpack_from(">II", data, 46)
        return frames, size
    return 0, 0


def _has_constant_bit_rate(data: bytes, offset: int, first_frame: Mp3Frame) -> bool:
    """Whether the next frames have the same bit rate, as far as they have been read."""
    for _ in range(MAX_COMPARED_FRAMES):
        frame = _parse_frame_header(data[offset : offset + 4])
        if frame is None:
            return offset + 4 > len(data)
        if frame.bits_per_second != first_frame.bits_per_second:
            return False
        offset += frame.frame_bytes
    return True

"""The header of a WebM (RFC 9559, in the format of RFC 8794): `Info` and `Tracks`, which stand before the
first cluster. A recording that a browser makes live does not say how long it is."""

import struct
from collections.abc import Iterator

from django.utils.translation import gettext

from interactions.content.errors import UnviewableContent
from interactions.content.media.media_metadata import MediaMetadata
from interactions.content.random_access import RandomAccess

WEBM_HEADER_BYTES = 16_384  # bytes in which they must stand
SEGMENT_ID, INFO_ID, TRACKS_ID, CLUSTER_ID = 0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675
TIMESTAMP_SCALE_ID, DURATION_ID = 0x2AD7B1, 0x4489
TRACK_ENTRY_ID, TRACK_TYPE_ID, CODEC_NAME_ID, VIDEO_ID, AUDIO_ID = 0xAE, 0x83, 0x86, 0xE0, 0xE1
PIXEL_WIDTH_ID, PIXEL_HEIGHT_ID, SAMPLING_FREQUENCY_ID, CHANNELS_ID = 0xB0, 0xBA, 0xB5, 0x9F
WEBM_CODEC_NAMES = {
    b"V_VP8": "VP8",
    b"V_VP9": "VP9",
    b"V_AV1": "AV1",
    b"V_MPEG4/ISO/AVC": "H.264",
    b"A_OPUS": "Opus",
    b"A_VORBIS": "Vorbis",
}
NANOSECONDS_PER_SECOND = 1_000_000_000  # nanoseconds


def parse_webm_metadata(recording: RandomAccess) -> MediaMetadata:
    """Raises `UnviewableContent` where there is no header."""
    head = recording.read_at(0, WEBM_HEADER_BYTES)
    segment = next((data for number, data in _iter_elements(head) if number == SEGMENT_ID), b"")
    elements: dict[int, bytes] = {}
    for number, data in _iter_elements(segment):
        if number == CLUSTER_ID:
            break
        elements.setdefault(number, data)
    if TRACKS_ID not in elements:
        raise UnviewableContent(gettext("The WebM header is damaged or missing."))
    tracks = [
        dict(_iter_elements(data))
        for number, data in _iter_elements(elements[TRACKS_ID])
        if number == TRACK_ENTRY_ID
    ]
    codecs = " and ".join(
        WEBM_CODEC_NAMES[track[CODEC_NAME_ID]]
        for track in tracks
        if track.get(CODEC_NAME_ID) in WEBM_CODEC_NAMES
    )
    audio, video = (
        next((dict(_iter_elements(track[kind])) for track in tracks if kind in track), {})
        for kind in (AUDIO_ID, VIDEO_ID)
    )
    return MediaMetadata(
        codecs,
        _parse_unsigned(audio.get(CHANNELS_ID, b"\1")) if audio else 0,
        int(_parse_float(audio.get(SAMPLING_FREQUENCY_ID, b""))),
        _compute_seconds(dict(_iter_elements(elements.get(INFO_ID, b"")))),
        width=_parse_unsigned(video.get(PIXEL_WIDTH_ID, b"")),
        height=_parse_unsigned(video.get(PIXEL_HEIGHT_ID, b"")),
    )


def _compute_seconds(info: dict[int, bytes]) -> float | None:
    scale = (
        _parse_unsigned(info[TIMESTAMP_SCALE_ID])
        if TIMESTAMP_SCALE_ID in info
        else NANOSECONDS_PER_SECOND // 1000
    )
    return _parse_float(info[DURATION_ID]) * scale / NANOSECONDS_PER_SECOND if DURATION_ID in info else None


def _iter_elements(data: bytes) -> Iterator[tuple[int, bytes]]:
    """ID and content of each element; one of unknown length, or cut off, reaches to the end."""
    offset = 0
    while offset < len(data):
        number, length_offset, _ = _parse_variable_integer(data, offset)
        length, data_start, is_unknown = _parse_variable_integer(data, length_offset, with_marker=False)
        if length_offset in (offset, data_start):
            return
        data_stop = len(data) if is_unknown else data_start + length
        yield number, data[data_start:data_stop]
        offset = data_stop


def _parse_variable_integer(data: bytes, offset: int, *, with_marker: bool = True) -> tuple[int, int, bool]:
    """A number of one to eight bytes, as many as its first set bit says; the offset behind it, which is
    `offset` when there is none; and whether all its bits are set. `with_marker` leaves that first bit in the
    number."""
    width = 9 - data[offset].bit_length() if offset < len(data) else 9
    if width > 8 or offset + width > len(data):
        return 0, offset, False
    value, marker = int.from_bytes(data[offset : offset + width], "big"), 1 << 7 * width
    unmarked = value & marker - 1
    return value if with_marker else unmarked, offset + width, unmarked == marker - 1


def _parse_unsigned(data: bytes) -> int:
    return int.from_bytes(data[:8], "big")


def _parse_float(data: bytes) -> float:
    """A float of four or eight bytes; 0 for what is none."""
    if len(data) not in (4, 8):
        return 0.0
    (value,) = struct.unpack(">f" if len(data) == 4 else ">d", data)
    return float(value) if abs(value) < 1e15 else 0.0

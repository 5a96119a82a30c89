"""The head of a WebM (RFC 9559, in the form of RFC 8794): `Info` and `Tracks`, which stand before the first
cluster. What a browser records while it goes on says nothing of how long it is."""

import struct
from collections.abc import Iterator

from django.utils.translation import gettext

from interactions.content.errors import UnviewableContent
from interactions.content.media.media_metadata import MediaMetadata
from interactions.content.media.random_access import RandomAccessMedia

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


def parse_webm_metadata(places: RandomAccessMedia) -> MediaMetadata:
    """Raises `UnviewableContent` where there is no head."""
    head = places.at(0, WEBM_HEADER_BYTES)
    inside = next((data for number, data in _iter_elements(head) if number == SEGMENT_ID), b"")
    found: dict[int, bytes] = {}
    for number, data in _iter_elements(inside):
        if number == CLUSTER_ID:
            break
        found.setdefault(number, data)
    if TRACKS_ID not in found:
        raise UnviewableContent(gettext("The WebM header is damaged or missing."))
    tracks = [
        dict(_iter_elements(data))
        for number, data in _iter_elements(found[TRACKS_ID])
        if number == TRACK_ENTRY_ID
    ]
    coding = " and ".join(
        WEBM_CODEC_NAMES[track[CODEC_NAME_ID]]
        for track in tracks
        if track.get(CODEC_NAME_ID) in WEBM_CODEC_NAMES
    )
    sound, picture = (
        next((dict(_iter_elements(track[kind])) for track in tracks if kind in track), {})
        for kind in (AUDIO_ID, VIDEO_ID)
    )
    return MediaMetadata(
        coding,
        _parse_unsigned(sound.get(CHANNELS_ID, b"\1")) if sound else 0,
        int(_parse_float(sound.get(SAMPLING_FREQUENCY_ID, b""))),
        _compute_seconds(dict(_iter_elements(found.get(INFO_ID, b"")))),
        width=_parse_unsigned(picture.get(PIXEL_WIDTH_ID, b"")),
        height=_parse_unsigned(picture.get(PIXEL_HEIGHT_ID, b"")),
    )


def _compute_seconds(info: dict[int, bytes]) -> float | None:
    scale = (
        _parse_unsigned(info[TIMESTAMP_SCALE_ID])
        if TIMESTAMP_SCALE_ID in info
        else NANOSECONDS_PER_SECOND // 1000
    )
    return _parse_float(info[DURATION_ID]) * scale / NANOSECONDS_PER_SECOND if DURATION_ID in info else None


def _iter_elements(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and inside of each element; one of unknown length, or cut off, goes to the end."""
    at = 0
    while at < len(data):
        number, behind, _ = _parse_variable_integer(data, at)
        length, begins, is_unknown = _parse_variable_integer(data, behind, marked=False)
        if behind in (at, begins):
            return
        ends = len(data) if is_unknown else begins + length
        yield number, data[begins:ends]
        at = ends


def _parse_variable_integer(data: bytes, at: int, *, marked: bool = True) -> tuple[int, int, bool]:
    """A number of one to eight bytes, as many as its first one bit says, where it ends, and whether all its
    bits are set; it ends where it began when there is none. `marked` leaves that first bit in it."""
    width = 9 - data[at].bit_length() if at < len(data) else 9
    if width > 8 or at + width > len(data):
        return 0, at, False
    value, most = int.from_bytes(data[at : at + width], "big"), 1 << 7 * width
    bare = value & most - 1
    return value if marked else bare, at + width, bare == most - 1


def _parse_unsigned(data: bytes) -> int:
    return int.from_bytes(data[:8], "big")


def _parse_float(data: bytes) -> float:
    """Of four or eight bytes; 0 for what is no number."""
    if len(data) not in (4, 8):
        return 0.0
    (value,) = struct.unpack(">f" if len(data) == 4 else ">d", data)
    return float(value) if abs(value) < 1e15 else 0.0

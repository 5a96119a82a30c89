"""The head of a WebM (RFC 9559, in the form of RFC 8794): `Info` and `Tracks`, which stand before the first
cluster. What a browser records while it goes on says nothing of how long it is."""

import struct
from collections.abc import Iterator

from interactions.content.errors import UnviewableContent
from interactions.content.media.facts import Facts
from interactions.content.media.places import Places

READ = 16_384  # bytes in which they must stand
SEGMENT, INFO, TRACKS, CLUSTER = 0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675
SCALE, DURATION = 0x2AD7B1, 0x4489
TRACK, KIND, CODEC, PICTURE, SOUND = 0xAE, 0x83, 0x86, 0xE0, 0xE1
WIDTH, HEIGHT, RATE, CHANNELS = 0xB0, 0xBA, 0xB5, 0x9F
CODECS = {
    b"V_VP8": "VP8",
    b"V_VP9": "VP9",
    b"V_AV1": "AV1",
    b"V_MPEG4/ISO/AVC": "H.264",
    b"A_OPUS": "Opus",
    b"A_VORBIS": "Vorbis",
}
SECOND = 1_000_000_000  # nanoseconds


def read(places: Places) -> Facts:
    """Raises `Unshowable` where there is no head."""
    head = places.at(0, READ)
    inside = next((data for number, data in _elements(head) if number == SEGMENT), b"")
    found: dict[int, bytes] = {}
    for number, data in _elements(inside):
        if number == CLUSTER:
            break
        found.setdefault(number, data)
    if TRACKS not in found:
        raise UnviewableContent("The head of the WebM file is damaged or was not found.")
    tracks = [dict(_elements(data)) for number, data in _elements(found[TRACKS]) if number == TRACK]
    coding = " and ".join(CODECS[track[CODEC]] for track in tracks if track.get(CODEC) in CODECS)
    sound, picture = (
        next((dict(_elements(track[kind])) for track in tracks if kind in track), {})
        for kind in (SOUND, PICTURE)
    )
    return Facts(
        coding,
        _whole(sound.get(CHANNELS, b"\1")) if sound else 0,
        int(_real(sound.get(RATE, b""))),
        _seconds(dict(_elements(found.get(INFO, b"")))),
        width=_whole(picture.get(WIDTH, b"")),
        height=_whole(picture.get(HEIGHT, b"")),
    )


def _seconds(info: dict[int, bytes]) -> float | None:
    scale = _whole(info[SCALE]) if SCALE in info else SECOND // 1000
    return _real(info[DURATION]) * scale / SECOND if DURATION in info else None


def _elements(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and inside of each element; one of unknown length, or cut off, goes to the end."""
    at = 0
    while at < len(data):
        number, behind, _ = _number(data, at)
        length, begins, is_unknown = _number(data, behind, marked=False)
        if behind in (at, begins):
            return
        ends = len(data) if is_unknown else begins + length
        yield number, data[begins:ends]
        at = ends


def _number(data: bytes, at: int, *, marked: bool = True) -> tuple[int, int, bool]:
    """A number of one to eight bytes, as many as its first one bit says, where it ends, and whether all its
    bits are set; it ends where it began when there is none. `marked` leaves that first bit in it."""
    width = 9 - data[at].bit_length() if at < len(data) else 9
    if width > 8 or at + width > len(data):
        return 0, at, False
    value, most = int.from_bytes(data[at : at + width], "big"), 1 << 7 * width
    bare = value & most - 1
    return value if marked else bare, at + width, bare == most - 1


def _whole(data: bytes) -> int:
    return int.from_bytes(data[:8], "big")


def _real(data: bytes) -> float:
    """Of four or eight bytes; 0 for what is no number."""
    if len(data) not in (4, 8):
        return 0.0
    (value,) = struct.unpack(">f" if len(data) == 4 else ">d", data)
    return float(value) if abs(value) < 1e15 else 0.0

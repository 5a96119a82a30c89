"""The head of an MP4 or M4A (ISO 14496-12): `moov` at the beginning or, as cameras write it, at the end."""

import struct
from collections.abc import Iterator

from django.utils.translation import gettext, gettext_noop

from interactions.content.errors import UnviewableContent
from interactions.content.media.media_metadata import MediaMetadata
from interactions.content.media.random_access import MAX_RANGE_BYTES, RandomAccessMedia

MAX_TOP_LEVEL_BOXES = 16  # boxes of the file that are stepped over
MAX_TRACKS = 8
DAMAGED_MP4_SENTENCE = gettext_noop("The MP4 header is damaged or missing.")
MP4_CODEC_NAMES = {
    b"mp4a": "AAC",
    b"Opus": "Opus",
    b"fLaC": "FLAC",
    b"alac": "ALAC",
    b"ac-3": "AC-3",
    b"samr": "AMR",
    b"avc1": "H.264",
    b"avc3": "H.264",
    b"hvc1": "H.265",
    b"hev1": "H.265",
    b"vp08": "VP8",
    b"vp09": "VP9",
    b"av01": "AV1",
    b"mp4v": "MPEG-4",
}


def parse_mp4_metadata(places: RandomAccessMedia) -> MediaMetadata:
    """Raises `UnviewableContent` where the head can't be found or read."""
    moov = _find_moov_box(places)
    try:
        pictures, sounds = _parse_tracks(moov)
        seconds = _parse_movie_seconds(_find_child_box(moov, b"mvhd"))
    except struct.error as error:
        raise UnviewableContent(gettext(DAMAGED_MP4_SENTENCE)) from error
    coding = " and ".join(
        MP4_CODEC_NAMES.get(kind, "") for kind, *_ in (*pictures, *sounds) if kind in MP4_CODEC_NAMES
    )
    _, channels, rate = sounds[0] if sounds else (b"", 0, 0)
    _, width, height = pictures[0] if pictures else (b"", 0, 0)
    return MediaMetadata(coding, channels, rate, seconds, width=width, height=height)


def _find_moov_box(places: RandomAccessMedia) -> bytes:
    """The inside of the box, as far as it is read."""
    at = 0
    for _ in range(MAX_TOP_LEVEL_BOXES):
        head = places.at(at, 16)
        if len(head) < 8:
            break
        length, kind, begins = int.from_bytes(head[:4], "big"), head[4:8], 8
        if length == 1:
            length, begins = int.from_bytes(head[8:16], "big"), 16
        if kind == b"moov":
            return places.at(
                at + begins, min(length - begins, MAX_RANGE_BYTES) if length > begins else MAX_RANGE_BYTES
            )
        if length < begins:
            break
        at += length
    raise UnviewableContent(gettext(DAMAGED_MP4_SENTENCE))


def _iter_boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and inside of each box; the last one may be cut off."""
    at = 0
    while at + 8 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        if length < 8:
            return
        yield data[at + 4 : at + 8], data[at + 8 : at + length]
        at += length


def _find_child_box(data: bytes, *way: bytes) -> bytes:
    """The inside of the first box along the way; empty when there is none."""
    for step in way:
        data = next((inside for kind, inside in _iter_boxes(data) if kind == step), b"")
    return data


def _parse_tracks(moov: bytes) -> tuple[list[tuple[bytes, int, int]], list[tuple[bytes, int, int]]]:
    """Of pictures: codec, width and height; of sound: codec, channels and rate."""
    pictures, sounds = [], []
    for track in [inside for kind, inside in _iter_boxes(moov) if kind == b"trak"][:MAX_TRACKS]:
        handler = _find_child_box(track, b"mdia", b"hdlr")[8:12]
        entry = _find_child_box(track, b"mdia", b"minf", b"stbl", b"stsd")[8:]
        if handler == b"vide":
            pictures.append((entry[4:8], *struct.unpack_from(">HH", entry, 32)))
        elif handler == b"soun":
            channels, rate = struct.unpack_from(">H6xH", entry, 24)
            sounds.append((entry[4:8], channels, rate))
    return pictures, sounds


def _parse_movie_seconds(mvhd: bytes) -> float | None:
    """By its header of version 0 or 1; a film that is sent while it is made says 0."""
    units, length = struct.unpack_from(">20xIQ" if mvhd[:1] == b"\1" else ">12xII", mvhd)
    return length / units if units and length else None

"""The header of an MP4 or M4A (ISO 14496-12): `moov`, at the beginning or, as cameras write it, at the
end."""

import struct
from collections.abc import Iterator

from django.utils.translation import gettext, gettext_noop

from interactions.content.errors import UnviewableContent
from interactions.content.media.media_metadata import MediaMetadata
from interactions.content.media.ranged_media import MAX_RANGE_BYTES
from interactions.content.random_access import RandomAccess

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


def parse_mp4_metadata(recording: RandomAccess) -> MediaMetadata:
    """Raises `UnviewableContent` where the header can't be found or parsed."""
    moov = _find_moov_box(recording)
    try:
        video_tracks, audio_tracks = _parse_tracks(moov)
        seconds = _parse_movie_seconds(_find_child_box(moov, b"mvhd"))
    except struct.error as error:
        raise UnviewableContent(gettext(DAMAGED_MP4_SENTENCE)) from error
    codecs = " and ".join(
        MP4_CODEC_NAMES.get(codec, "")
        for codec, *_ in (*video_tracks, *audio_tracks)
        if codec in MP4_CODEC_NAMES
    )
    _, channels, sample_rate = audio_tracks[0] if audio_tracks else (b"", 0, 0)
    _, width, height = video_tracks[0] if video_tracks else (b"", 0, 0)
    return MediaMetadata(codecs, channels, sample_rate, seconds, width=width, height=height)


def _find_moov_box(recording: RandomAccess) -> bytes:
    """The content of the `moov` box, as far as it is read. Raises `UnviewableContent` when there is none."""
    offset = 0
    for _ in range(MAX_TOP_LEVEL_BOXES):
        header = recording.read_at(offset, 16)
        if len(header) < 8:
            break
        length, kind, header_bytes = int.from_bytes(header[:4], "big"), header[4:8], 8
        if length == 1:
            length, header_bytes = int.from_bytes(header[8:16], "big"), 16
        if kind == b"moov":
            return recording.read_at(
                offset + header_bytes,
                min(length - header_bytes, MAX_RANGE_BYTES) if length > header_bytes else MAX_RANGE_BYTES,
            )
        if length < header_bytes:
            break
        offset += length
    raise UnviewableContent(gettext(DAMAGED_MP4_SENTENCE))


def _iter_boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Type and content of each box; the last one may be cut off."""
    offset = 0
    while offset + 8 <= len(data):
        length = int.from_bytes(data[offset : offset + 4], "big")
        if length < 8:
            return
        yield data[offset + 4 : offset + 8], data[offset + 8 : offset + length]
        offset += length


def _find_child_box(data: bytes, *path: bytes) -> bytes:
    """The content of the first box along the path of types; empty when there is none."""
    for step in path:
        data = next((content for kind, content in _iter_boxes(data) if kind == step), b"")
    return data


def _parse_tracks(moov: bytes) -> tuple[list[tuple[bytes, int, int]], list[tuple[bytes, int, int]]]:
    """Codec, width and height of each video track; codec, channels and sample rate of each audio track."""
    video_tracks, audio_tracks = [], []
    for track in [content for kind, content in _iter_boxes(moov) if kind == b"trak"][:MAX_TRACKS]:
        handler = _find_child_box(track, b"mdia", b"hdlr")[8:12]
        entry = _find_child_box(track, b"mdia", b"minf", b"stbl", b"stsd")[8:]
        if handler == b"vide":
            video_tracks.append((entry[4:8], *struct.unpack_from(">HH", entry, 32)))
        elif handler == b"soun":
            channels, sample_rate = struct.unpack_from(">H6xH", entry, 24)
            audio_tracks.append((entry[4:8], channels, sample_rate))
    return video_tracks, audio_tracks


def _parse_movie_seconds(mvhd: bytes) -> float | None:
    """The length by a header of version 0 or 1, None where it says 0, as a video does that is sent while it
    is made."""
    units_per_second, length = struct.unpack_from(">20xIQ" if mvhd[:1] == b"\1" else ">12xII", mvhd)
    return length / units_per_second if units_per_second and length else None

"""The header of an Ogg file (RFC 3533 §6): the first packet names the codec, the last page the length."""

import struct

from django.utils.translation import gettext

from interactions.content.errors import UnviewableContent
from interactions.content.media import flac
from interactions.content.media.media_metadata import MediaMetadata
from interactions.content.media.ranged_media import MAX_RANGE_BYTES
from interactions.content.random_access import RandomAccess

PAGE_HEADER_BYTES = 27  # bytes of a page's head before its table of segments
OPUS_RATE_HERTZ = 48_000  # of its positions, whatever was recorded (RFC 7845 §4)
NO_POSITION = -1  # position of a page on which no packet ends


def parse_ogg_metadata(recording: RandomAccess) -> MediaMetadata:
    """Raises `UnviewableContent` for what is no Ogg file, and for an unknown codec."""
    page = recording.read_at(0, PAGE_HEADER_BYTES + 255 + 255)
    if len(page) < PAGE_HEADER_BYTES or not page.startswith(b"OggS\0"):
        raise UnviewableContent(gettext("The Ogg header is damaged."))
    packet = page[PAGE_HEADER_BYTES + page[26] :]
    metadata, skip = _parse_codec_header(packet)
    end_position = _find_end_position(recording, serial=page[14:18])
    ticks_per_second = OPUS_RATE_HERTZ if metadata.codecs == "Opus" else metadata.sample_rate
    if metadata.seconds or end_position is None or end_position <= skip or not ticks_per_second:
        return metadata
    return MediaMetadata(
        metadata.codecs,
        metadata.channels,
        metadata.sample_rate,
        (end_position - skip) / ticks_per_second,
        metadata.bits_per_second,
    )


def _parse_codec_header(packet: bytes) -> tuple[MediaMetadata, int]:
    """The metadata, and how many samples at the beginning are not to be heard. Raises `UnviewableContent` for
    an unknown codec."""
    try:
        if packet.startswith(b"OpusHead"):
            channels, skip = struct.unpack_from("<BH", packet, 9)
            return MediaMetadata("Opus", channels, OPUS_RATE_HERTZ), skip
        if packet.startswith(b"\x01vorbis"):
            channels, sample_rate, _, bits_per_second = struct.unpack_from("<BIii", packet, 11)
            return MediaMetadata("Vorbis", channels, sample_rate, bits_per_second=max(bits_per_second, 0)), 0
        if packet.startswith(b"Speex   "):
            sample_rate, _, _, channels = struct.unpack_from("<IIII", packet, 36)
            return MediaMetadata("Speex", channels if channels <= 2 else 0, sample_rate), 0
    except struct.error as error:
        raise UnviewableContent(gettext("The Ogg header is cut off.")) from error
    if packet.startswith(b"\x7fFLAC"):
        return flac.parse_streaminfo(packet[13:]), 0
    raise UnviewableContent(gettext("Unknown codec in the Ogg file."))


def _find_end_position(recording: RandomAccess, serial: bytes) -> int | None:
    """The position of the stream's last page that has one, searched at the file's end; None when not
    found."""
    if recording.size is None:
        return None
    data = recording.read_at(max(recording.size - MAX_RANGE_BYTES, 0), MAX_RANGE_BYTES)
    offset = data.rfind(b"OggS\0")
    while offset >= 0:
        if data[offset + 14 : offset + 18] == serial:
            (position,) = struct.unpack_from("<q", data, offset + 6)
            if position != NO_POSITION:
                return int(position)
        offset = data.rfind(b"OggS\0", 0, offset)
    return None

"""The head of an Ogg file (RFC 3533 §6): the first packet names the codec, the last page the length."""

import struct

from django.utils.translation import gettext

from interactions.content.errors import UnviewableContent
from interactions.content.media import flac
from interactions.content.media.media_metadata import MediaMetadata
from interactions.content.media.random_access import MAX_RANGE_BYTES, RandomAccessMedia

PAGE_HEADER_BYTES = 27  # bytes of a page's head before its table of segments
OPUS_RATE_HERTZ = 48_000  # of its positions, whatever was recorded (RFC 7845 §4)
NO_POSITION = -1  # position of a page on which no packet ends


def parse_ogg_metadata(places: RandomAccessMedia) -> MediaMetadata:
    """Raises `UnviewableContent` for what is none, or one whose codec is not known."""
    page = places.at(0, PAGE_HEADER_BYTES + 255 + 255)
    if len(page) < PAGE_HEADER_BYTES or not page.startswith(b"OggS\0"):
        raise UnviewableContent(gettext("The Ogg header is damaged."))
    packet = page[PAGE_HEADER_BYTES + page[26] :]
    facts, skip = _parse_codec_header(packet)
    end = _find_end_position(places, serial=page[14:18])
    ticks = OPUS_RATE_HERTZ if facts.coding == "Opus" else facts.rate
    if facts.seconds or end is None or end <= skip or not ticks:
        return facts
    return MediaMetadata(facts.coding, facts.channels, facts.rate, (end - skip) / ticks, facts.pace)


def _parse_codec_header(packet: bytes) -> tuple[MediaMetadata, int]:
    """The facts, and how many samples at the beginning are not to be heard."""
    try:
        if packet.startswith(b"OpusHead"):
            channels, skip = struct.unpack_from("<BH", packet, 9)
            return MediaMetadata("Opus", channels, OPUS_RATE_HERTZ), skip
        if packet.startswith(b"\x01vorbis"):
            channels, rate, _, pace = struct.unpack_from("<BIii", packet, 11)
            return MediaMetadata("Vorbis", channels, rate, pace=max(pace, 0)), 0
        if packet.startswith(b"Speex   "):
            rate, _, _, channels = struct.unpack_from("<IIII", packet, 36)
            return MediaMetadata("Speex", channels if channels <= 2 else 0, rate), 0
    except struct.error as error:
        raise UnviewableContent(gettext("The Ogg header is cut off.")) from error
    if packet.startswith(b"\x7fFLAC"):
        return flac.parse_streaminfo(packet[13:]), 0
    raise UnviewableContent(gettext("Unknown codec in the Ogg file."))


def _find_end_position(places: RandomAccessMedia, serial: bytes) -> int | None:
    """The position of the stream's last page that has one, from the file's end."""
    if places.size is None:
        return None
    data = places.at(max(places.size - MAX_RANGE_BYTES, 0), MAX_RANGE_BYTES)
    at = data.rfind(b"OggS\0")
    while at >= 0:
        if data[at + 14 : at + 18] == serial:
            (position,) = struct.unpack_from("<q", data, at + 6)
            if position != NO_POSITION:
                return int(position)
        at = data.rfind(b"OggS\0", 0, at)
    return None

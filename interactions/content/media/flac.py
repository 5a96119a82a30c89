"""The head of a FLAC file (RFC 9639 §8.2): its first block says all."""

from django.utils.translation import gettext as _

from interactions.content.errors import UnviewableContent
from interactions.content.media.media_metadata import MediaMetadata
from interactions.content.media.random_access import RandomAccessMedia

STREAMINFO_BYTES = 34  # bytes of STREAMINFO


def parse_flac_metadata(places: RandomAccessMedia) -> MediaMetadata:
    """Raises `UnviewableContent` for what does not begin with that block."""
    return parse_streaminfo(places.at(4, 4 + STREAMINFO_BYTES))


def parse_streaminfo(block: bytes) -> MediaMetadata:
    """From the block with its header: 20 bits of rate, 3 of channels, 5 of sample size, 36 of samples."""
    if len(block) < 4 + STREAMINFO_BYTES or block[0] & 0x7F:
        raise UnviewableContent(_("The FLAC header is damaged."))
    packed = int.from_bytes(block[14:22], "big")
    rate, channels, bits = packed >> 44, (packed >> 41 & 7) + 1, (packed >> 36 & 31) + 1
    samples = packed & (1 << 36) - 1
    seconds = samples / rate if rate and samples else None
    return MediaMetadata(f"{bits}-bit FLAC", channels, rate, seconds)

"""The header of a FLAC file (RFC 9639 §8.2): its first block says everything."""

from django.utils.translation import gettext as _

from interactions.content.errors import UnviewableContent
from interactions.content.media.media_metadata import MediaMetadata
from interactions.content.random_access import RandomAccess

STREAMINFO_BYTES = 34  # bytes of STREAMINFO


def parse_flac_metadata(recording: RandomAccess) -> MediaMetadata:
    """Raises `UnviewableContent` for a file that does not begin with a STREAMINFO block."""
    return parse_streaminfo(recording.read_at(4, 4 + STREAMINFO_BYTES))


def parse_streaminfo(block: bytes) -> MediaMetadata:
    """The metadata in a STREAMINFO block with its header: 20 bits of sample rate, 3 of channels, 5 of sample
    size, 36 of samples. Raises `UnviewableContent` for any other block."""
    if len(block) < 4 + STREAMINFO_BYTES or block[0] & 0x7F:
        raise UnviewableContent(_("The FLAC header is damaged."))
    packed = int.from_bytes(block[14:22], "big")
    sample_rate, channels, sample_bits = packed >> 44, (packed >> 41 & 7) + 1, (packed >> 36 & 31) + 1
    samples = packed & (1 << 36) - 1
    seconds = samples / sample_rate if sample_rate and samples else None
    return MediaMetadata(f"{sample_bits}-bit FLAC", channels, sample_rate, seconds)

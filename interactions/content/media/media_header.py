"""The format of a recording or a video by its first bytes, and what its header says."""

import re
from collections.abc import Callable

from interactions.content.errors import UnviewableContent
from interactions.content.media import flac, mp3, mp4, ogg, webm
from interactions.content.media.media_metadata import MediaMetadata
from interactions.content.media.ranged_media import RangedMedia
from interactions.content.random_access import RandomAccess

METADATA_PARSERS: tuple[tuple[re.Pattern[bytes], Callable[[RandomAccess], MediaMetadata]], ...] = (
    (re.compile(rb"fLaC"), flac.parse_flac_metadata),
    (re.compile(rb"OggS"), ogg.parse_ogg_metadata),
    (re.compile(rb"....ftyp", re.S), mp4.parse_mp4_metadata),
    (re.compile(rb"\x1aE\xdf\xa3"), webm.parse_webm_metadata),
    (re.compile(rb""), mp3.parse_mp3_metadata),  # which has no signature, and refuses what is none
)


def parse_media_metadata(recording: RangedMedia) -> MediaMetadata:
    """The metadata; empty where the header is of another format, damaged, or can't be read. Never raises."""
    parse = next(parser for signature, parser in METADATA_PARSERS if signature.match(recording.head))
    try:
        return parse(recording)
    except UnviewableContent:
        return MediaMetadata()

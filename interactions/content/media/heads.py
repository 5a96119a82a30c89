"""Which format a recording or a film is in, by its first bytes, and what its head says."""

import re
from collections.abc import Callable

from interactions.content.errors import UnviewableContent
from interactions.content.media import flac, mp3, mp4, ogg, webm
from interactions.content.media.facts import Facts
from interactions.content.media.places import Places

READERS: tuple[tuple[re.Pattern[bytes], Callable[[Places], Facts]], ...] = (
    (re.compile(rb"fLaC"), flac.read),
    (re.compile(rb"OggS"), ogg.read),
    (re.compile(rb"....ftyp", re.S), mp4.read),
    (re.compile(rb"\x1aE\xdf\xa3"), webm.read),
    (re.compile(rb""), mp3.read),  # which has no signature, and refuses what is none
)


def read(places: Places) -> Facts:
    """The facts; empty ones where the head is of another format, damaged, or not to be had. Never raises."""
    reader = next(read for signature, read in READERS if signature.match(places.head))
    try:
        return reader(places)
    except UnviewableContent:
        return Facts()

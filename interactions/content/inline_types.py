"""The closed table of types that a browser may be given as what they are. All of them are harmless with
`nosniff` and a sandbox; HTML, SVG, XML and scripts are never among them (docs/content-study.md §4)."""

from interactions.content.media_types import ALIASES, UNKNOWN, VAGUE
from interactions.content.text import charsets

IMAGES = ("image/png", "image/gif", "image/jpeg", "image/webp", "image/bmp")
AUDIO = ("audio/wav", "audio/mpeg", "audio/ogg", "audio/flac", "audio/mp4", "audio/aac", "audio/webm")
VIDEO = ("video/mp4", "video/webm", "video/ogg")
PDF = "application/pdf"
DECODED = {*IMAGES, *AUDIO, *VIDEO, PDF}  # a browser makes of the bytes what they are named, or nothing
SHOWN = {*DECODED, "text/plain"}
AS_TEXT = {
    "text/csv",
    "text/calendar",
    "text/vcard",
    "text/x-vcard",
    "text/tab-separated-values",
    "text/enriched",
    "text/rfc822-headers",
    "message/delivery-status",
    "message/disposition-notification",
}


def inline_type(declared: str | None, wanted: str | None = None) -> str | None:
    """The type to serve it as, None for what is only to be saved. `wanted` is the type that was found in the
    bytes: it counts where the declared one says nothing, and where it is one that a browser decodes."""
    media_type = ALIASES.get(declared or "", declared or "")
    if media_type in VAGUE or wanted in DECODED:
        media_type = ALIASES.get(wanted or "", wanted or "")
    if media_type in AS_TEXT:
        return "text/plain"
    return media_type if media_type in SHOWN else None


def content_type(inline: str | None, charset: str | None) -> str:
    """The Content-Type header for it."""
    if inline is None:
        return UNKNOWN
    if inline != "text/plain":
        return inline
    return f"text/plain; charset={charsets.known(charset) or 'utf-8'}"

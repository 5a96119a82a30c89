"""The closed table of types that a browser may be given as what they are. All of them are harmless with
`nosniff` and a sandbox; HTML, SVG, XML and scripts are never among them (docs/content-study.md §4)."""

from interactions.content.media_types import GENERIC_MEDIA_TYPES, MEDIA_TYPE_ALIASES, UNKNOWN_MEDIA_TYPE
from mime import charsets

IMAGE_TYPES = ("image/png", "image/gif", "image/jpeg", "image/webp", "image/bmp")
AUDIO_TYPES = ("audio/wav", "audio/mpeg", "audio/ogg", "audio/flac", "audio/mp4", "audio/aac", "audio/webm")
VIDEO_TYPES = ("video/mp4", "video/webm", "video/ogg")
PDF_TYPE = "application/pdf"
BROWSER_DECODED_TYPES = {
    *IMAGE_TYPES,
    *AUDIO_TYPES,
    *VIDEO_TYPES,
    PDF_TYPE,
}  # a browser makes of the bytes what they are named, or nothing
INLINE_TYPES = {*BROWSER_DECODED_TYPES, "text/plain"}
SERVED_AS_TEXT_TYPES = {
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


def find_inline_type(declared: str | None, detected: str | None = None) -> str | None:
    """The media type as which a browser may be given the content, None for what may only be saved.

    `detected` is the type that was found in the bytes: it counts where the declared one says nothing, and
    where it is one that a browser decodes.
    """
    media_type = MEDIA_TYPE_ALIASES.get(declared or "", declared or "")
    if media_type in GENERIC_MEDIA_TYPES or detected in BROWSER_DECODED_TYPES:
        media_type = MEDIA_TYPE_ALIASES.get(detected or "", detected or "")
    if media_type in SERVED_AS_TEXT_TYPES:
        return "text/plain"
    return media_type if media_type in INLINE_TYPES else None


def format_content_type(inline: str | None, charset: str | None) -> str:
    """The Content-Type header for an inline type and a declared charset."""
    if inline is None:
        return UNKNOWN_MEDIA_TYPE
    if inline != "text/plain":
        return inline
    return f"text/plain; charset={charsets.find_codec_name(charset) or 'utf-8'}"

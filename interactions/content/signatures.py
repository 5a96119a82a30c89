"""What the first bytes of a content tell of its media type.

The table of signatures is closed on purpose: on 1,757 files it was never wrong (docs/content-study.md §2).
What it does not have stays unknown.
"""

import re

from interactions.ucs.resources import ContentKind

SIGNATURE_BYTES = 4096  # bytes that are looked at
SIGNATURES = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"RIFF....WEBP", re.S), "image/webp"),
    (re.compile(rb"BM....\0\0\0\0....[\x0c\x28\x34\x38\x40\x6c\x7c]\0\0\0", re.S), "image/bmp"),
    (re.compile(rb"%PDF-\d"), "application/pdf"),
    (re.compile(rb"(?:RIFF|RF64|BW64)....WAVE", re.S), "audio/wav"),
    (re.compile(rb"ID3[\x02-\x04]|\xff[\xfb\xf3\xf2][\x10-\xef]"), "audio/mpeg"),
    (re.compile(rb"fLaC[\0\x80]"), "audio/flac"),
    (re.compile(rb"OggS\0"), "audio/ogg"),
    (re.compile(rb"....ftyp(?:M4A|M4B)", re.S), "audio/mp4"),
    (re.compile(rb"....ftyp(?:iso|mp4|avc|M4V|qt)", re.S), "video/mp4"),
    (re.compile(rb"\x1aE\xdf\xa3.{0,64}webm", re.S), "video/webm"),
    (re.compile(rb"PK\x03\x04|PK\x05\x06"), "application/zip"),
    (re.compile(rb"\x1f\x8b\x08[\0-\x1f]"), "application/gzip"),
    (re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)"), "application/x-bzip2"),
    (re.compile(rb"\xfd7zXZ\0"), "application/x-xz"),
    (re.compile(rb"7z\xbc\xaf\x27\x1c"), "application/x-7z-compressed"),
    (re.compile(rb"Rar!\x1a\x07(?:\0|\x01\0)"), "application/vnd.rar"),
    (re.compile(rb".{257}ustar(?:\0|  \0)", re.S), "application/x-tar"),
    (re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "application/x-ole-storage"),
    (re.compile(rb"\x78\x9f\x3e\x22"), "application/ms-tnef"),
)
SIGNED_TYPES = {media_type for _, media_type in SIGNATURES}
NON_TEXT_BYTES_PATTERN = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
MAIL_HEADER_PATTERN = re.compile(rb"(?:[!-9;-~]+:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){2}")
MAIL_FIELD_PATTERN = re.compile(rb"(?im)^(?:received|return-path|from|mime-version|message-id|delivered-to):")
HTML_PATTERN = re.compile(
    r"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*+<(?:!doctype\s+html|"  # *+: else 24 comments took 8 s
    r"(?:html|head|body|title|meta|style|table|div|span|font|center|p|br|h[1-6]|a|b|ul|ol)[\s/>])",
    re.I | re.S,
)
XML_PATTERN = re.compile(r"<(?:\?xml\s|!--|[A-Za-z_][\w.:-]*[\s/>])")
# How text has to begin for a name to settle what it is.
TEXT_BEGINNING_PATTERNS = {
    "text/calendar": re.compile(rb"(?:\xef\xbb\xbf)?\s*BEGIN:VCALENDAR", re.I),
    "text/vcard": re.compile(rb"(?:\xef\xbb\xbf)?\s*BEGIN:VCARD", re.I),
    "text/csv": re.compile(rb"(?!(?:\xef\xbb\xbf)?\s*<)"),
    "text/tab-separated-values": re.compile(rb"(?!(?:\xef\xbb\xbf)?\s*<)"),
    "message/rfc822": MAIL_HEADER_PATTERN,
}
CARD_TYPES = ("text/calendar", "text/vcard")
JSON_PATTERN = re.compile(r'\{\s*["}]|\[\s*[\[{"\d\-tfn\]]')


def detect_binary_type(head: bytes) -> str | None:
    """The media type of a binary format by its first bytes, from the closed table; None for what it does not
    have."""
    return next((media_type for pattern, media_type in SIGNATURES if pattern.match(head)), None)


def detect_text_type(kind: ContentKind, declared: str, head: bytes) -> str | None:
    """XML, HTML, JSON, a mail, a calendar or a contact by its first characters; None for any other text."""
    text = _decode_beginning(head)
    if "<chatTranscript" in text and text.startswith("<"):
        return "text/xml"
    if HTML_PATTERN.match(text):
        return "text/html"
    if XML_PATTERN.match(text):
        return "text/html" if declared == "text/html" else "text/xml"
    if JSON_PATTERN.match(text):
        return "application/json"
    card_type = next(
        (card_type for card_type in CARD_TYPES if TEXT_BEGINNING_PATTERNS[card_type].match(head)), None
    )
    is_mail = (
        kind is ContentKind.BINARY_CONTENT
        and MAIL_HEADER_PATTERN.match(head)
        and MAIL_FIELD_PATTERN.search(head)
    )
    return "message/rfc822" if is_mail and not card_type else card_type


def has_only_text_bytes(head: bytes) -> bool:
    """Whether there is no byte that text can't have; UTF-16 with its byte order mark counts as text."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not NON_TEXT_BYTES_PATTERN.search(head)


def _decode_beginning(head: bytes) -> str:
    is_utf_16 = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return head.decode("utf-16" if is_utf_16 else "utf-8-sig", "replace").lstrip()

"""Names for files that a browser saves: never a path, never misleading, always with an extension that tells
the type.

Django's `content_disposition_header` quotes what it is given, but passes `../`, a right-to-left override and
`.html` on, and fails at a lone surrogate (docs/content-study.md §3.6): names go through here first.
"""

import re
import unicodedata

from django.utils.translation import gettext

MAX_FILE_NAME_CHARACTERS = 150
# Types with their endings: the first is the one that files get here, and of two types that share an ending
# the first is the one that it stands for.
MEDIA_TYPE_EXTENSIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("text/plain", (".txt", ".text", ".log")),
    ("text/markdown", (".md", ".markdown")),
    ("text/html", (".html", ".htm")),
    ("application/xhtml+xml", (".xhtml",)),
    ("text/xml", (".xml",)),
    ("application/xml", (".xml",)),
    ("application/json", (".json",)),
    ("text/csv", (".csv",)),
    ("text/tab-separated-values", (".tsv", ".tab")),
    ("text/calendar", (".ics", ".ical")),
    ("text/vcard", (".vcf", ".vcard")),
    ("message/rfc822", (".eml",)),
    ("application/vnd.ms-outlook", (".msg",)),
    ("application/ms-tnef", (".tnef", "winmail.dat")),
    ("application/pdf", (".pdf",)),
    ("image/png", (".png",)),
    ("image/gif", (".gif",)),
    ("image/jpeg", (".jpg", ".jpeg", ".jpe", ".jfif")),
    ("image/webp", (".webp",)),
    ("image/bmp", (".bmp",)),
    ("image/svg+xml", (".svg",)),
    ("audio/wav", (".wav",)),
    ("audio/mpeg", (".mp3",)),
    ("audio/ogg", (".ogg", ".oga", ".opus")),
    ("audio/flac", (".flac",)),
    ("audio/mp4", (".m4a",)),
    ("video/mp4", (".mp4", ".m4v")),
    ("video/webm", (".webm",)),
    ("application/zip", (".zip",)),
    ("application/gzip", (".gz", ".tgz")),
    ("application/x-tar", (".tar",)),
    ("application/rtf", (".rtf",)),
    ("application/msword", (".doc", ".dot")),
    ("application/vnd.ms-excel", (".xls",)),
    ("application/vnd.ms-powerpoint", (".ppt",)),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",)),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",)),
    ("application/vnd.openxmlformats-officedocument.presentationml.presentation", (".pptx",)),
    ("application/vnd.oasis.opendocument.text", (".odt",)),
    ("application/vnd.oasis.opendocument.spreadsheet", (".ods",)),
    ("application/vnd.oasis.opendocument.presentation", (".odp",)),
)
EXTENSION_BY_MEDIA_TYPE = {media_type: endings[0] for media_type, endings in MEDIA_TYPE_EXTENSIONS}
MEDIA_TYPE_BY_EXTENSION = {
    ending: media_type for media_type, endings in reversed(MEDIA_TYPE_EXTENSIONS) for ending in endings
}
# What Windows runs at a double click.
EXECUTABLE_EXTENSIONS = {
    ".exe", ".scr", ".com", ".pif", ".bat", ".cmd", ".msi", ".cpl", ".js", ".jse", ".vbs", ".vbe", ".wsf",
    ".wsh", ".ps1", ".hta", ".lnk", ".jar", ".reg", ".url", ".iso", ".img",
}  # fmt: skip
BIDI_OVERRIDE_PATTERN = re.compile("[\u202d\u202e]")  # left-to-right and right-to-left override
FORBIDDEN_CHARACTERS_PATTERN = re.compile(r"[<>:\"|?*]")
RESERVED_NAME_PATTERN = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.I)


def clean_file_name(name: str) -> str:
    """The last segment of a path, without control, direction and forbidden characters, at most
    `MAX_FILE_NAME_CHARACTERS` long; empty when nothing is left."""
    name = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode("utf-8"))
    name = re.split(r"[/\\]", name.rstrip("/\\"))[-1]
    name = "".join(
        character
        for character in name
        if unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    )
    name = FORBIDDEN_CHARACTERS_PATTERN.sub("_", " ".join(name.split())).strip(". ")
    if RESERVED_NAME_PATTERN.match(name):
        name = f"_{name}"
    stem, dot, extension = name.rpartition(".")
    if len(name) > MAX_FILE_NAME_CHARACTERS and dot and len(extension) <= 10:
        return f"{stem[: MAX_FILE_NAME_CHARACTERS - len(extension) - 1]}.{extension}"
    return name[:MAX_FILE_NAME_CHARACTERS]


def get_file_extension(media_type: str | None) -> str:
    """The usual extension of a file of this media type, `.bin` for an unknown one."""
    return EXTENSION_BY_MEDIA_TYPE.get(media_type or "", ".bin")


def find_media_type_by_name(name: str) -> str | None:
    """The media type that a file of this name usually has, by its last extension; None when that says
    nothing."""
    name = clean_file_name(name).lower()
    return MEDIA_TYPE_BY_EXTENSION.get(name) or MEDIA_TYPE_BY_EXTENSION.get(split_extension(name)[1])


def split_extension(name: str) -> tuple[str, str]:
    """A name without its extension, and the extension with its dot in lower case; that is "" when there is
    none."""
    stem, dot, extension = name.rpartition(".")
    return (stem.rstrip(), f".{extension.lower()}") if dot else (name, "")


def describe_misleading_name(name: str) -> str:
    """How a name misleads its reader, as a sentence; "" for nearly all names, which don't."""
    stem, extension = split_extension(clean_file_name(name))
    if BIDI_OVERRIDE_PATTERN.search(name):
        if not extension:
            return gettext(
                "The file name contains characters that reverse the text. It has no real extension."
            )
        return gettext(
            "The file name contains characters that reverse the text. Its real extension is %(ending)s."
        ) % {"ending": extension}
    _, decoy = split_extension(stem)
    if extension in EXECUTABLE_EXTENSIONS and decoy in MEDIA_TYPE_BY_EXTENSION:
        return gettext("The file name ends in %(before)s%(last)s, a common disguise for programs.") % {
            "before": decoy,
            "last": extension,
        }
    return ""

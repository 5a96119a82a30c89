"""Opens an archive by its first bytes: they tell the format, whatever the file is called."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from interactions.content.archive import compressed_file, tar_file, zip_file
from interactions.content.archive.decompression import BZIP2, GZIP, XZ
from interactions.content.archive.member import ArchiveContainer
from interactions.content.errors import UnviewableContent
from interactions.content.signatures import SIGNATURE_BYTES, detect_binary_type
from interactions.content.source import ContentSource, open_source, read_body_bytes
from interactions.ucs.byte_ranges import build_range_header

ZIP_TYPES = (
    "application/zip",
    "application/x-zip",
    "application/x-zip-compressed",
    "*/*+zip",
    "application/java-archive",
    "application/vnd.android.package-archive",
    "application/vnd.google-earth.kmz",
    "application/vnd.openxmlformats-officedocument.*",
    "application/vnd.oasis.opendocument.*",
    "application/vnd.ms-*.macroenabled.12",
)
COMPRESSED_TYPES = ("application/gzip", "application/x-bzip2", "application/x-xz")
UNSUPPORTED_FORMAT_NAMES = {"application/x-7z-compressed": "7-Zip", "application/vnd.rar": "RAR"}
ARCHIVE_TYPES = (*ZIP_TYPES, "application/x-tar", *COMPRESSED_TYPES, *UNSUPPORTED_FORMAT_NAMES)
ARCHIVE_OPENERS: dict[str, Callable[[ContentSource], ArchiveContainer]] = {
    "application/zip": zip_file.open_zip,
    "application/x-tar": tar_file.open_tar,
    "application/gzip": lambda source: compressed_file.open_compressed_file(source, GZIP),
    "application/x-bzip2": lambda source: compressed_file.open_compressed_file(source, BZIP2),
    "application/x-xz": lambda source: compressed_file.open_compressed_file(source, XZ),
}


def open_archive(source: ContentSource) -> ArchiveContainer:
    """The archive's list of files. Raises `UnviewableContent` for what is no archive, or none that is opened
    here, and a `UCSError` when the UCS can't give it."""
    with open_source(source, build_range_header(0, SIGNATURE_BYTES)) as content:
        head = read_body_bytes(content.body, SIGNATURE_BYTES)
    return ARCHIVE_OPENERS[detect_archive_type(head)](source)


def detect_archive_type(head: bytes) -> str:
    """The media type of an archive by its first bytes. Raises `UnviewableContent` for what is none, and for a
    format that is not opened here."""
    media_type = detect_binary_type(head) or ""
    if media_type in UNSUPPORTED_FORMAT_NAMES:
        raise UnviewableContent(
            _("%(format)s archives can’t be opened here.") % {"format": UNSUPPORTED_FORMAT_NAMES[media_type]}
        )
    if media_type not in ARCHIVE_OPENERS:
        raise UnviewableContent(_("This is not an archive."))
    return media_type

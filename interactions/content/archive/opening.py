"""From the first bytes of an archive to its list: they say which format it is, whatever it is called."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from interactions.content.archive import packed_file, tar_file, zip_file
from interactions.content.archive.member import Archive
from interactions.content.archive.unpacking import BZIP2, GZIP, XZ
from interactions.content.errors import Unshowable
from interactions.content.signatures import HEAD, signature
from interactions.content.source import Source, filled, opened

ZIPS = (
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
PACKED = ("application/gzip", "application/x-bzip2", "application/x-xz")
NAMED = {"application/x-7z-compressed": "7-Zip", "application/vnd.rar": "RAR"}
ARCHIVES = (*ZIPS, "application/x-tar", *PACKED, *NAMED)
FORMATS: dict[str, Callable[[Source], Archive]] = {
    "application/zip": zip_file.hold,
    "application/x-tar": tar_file.hold,
    "application/gzip": lambda source: packed_file.hold(source, GZIP),
    "application/x-bzip2": lambda source: packed_file.hold(source, BZIP2),
    "application/x-xz": lambda source: packed_file.hold(source, XZ),
}


def hold(source: Source) -> Archive:
    """Raises `Unshowable` for what is no archive, or none that is opened here."""
    with opened(source, {"Range": f"bytes=0-{HEAD - 1}"}) as content:
        head = filled(content.body, HEAD)
    return FORMATS[checked(head)](source)


def checked(head: bytes) -> str:
    """The media type of an archive that is opened here, by its first bytes."""
    found = signature(head) or ""
    if found in NAMED:
        raise Unshowable(_("%(format)s archives can’t be opened here.") % {"format": NAMED[found]})
    if found not in FORMATS:
        raise Unshowable(_("This is not an archive."))
    return found

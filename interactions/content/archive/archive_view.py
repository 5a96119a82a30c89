"""An archive: its files by folder, with what can be opened and why the others can't."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from interactions.content.archive.archive_formats import detect_archive_type, open_archive
from interactions.content.archive.member import ArchiveContainer, ArchiveMember
from interactions.content.signatures import SIGNATURE_BYTES
from interactions.content.viewer import ContentUrls, ViewerInput, ViewerResult


@dataclass(frozen=True)
class ArchiveRow:
    """A file: `name` is the last part of its path; `ratio` how many times as large as packed it is.
    `page_url` and `download_url` are "" where `refusal` says why it can't be opened."""

    name: str
    file_name: str
    size: int | None
    packed: int | None
    ratio: float | None
    changed: str
    refusal: str
    page_url: str
    download_url: str


@dataclass(frozen=True)
class ArchiveFolder:
    """`path` is "" for what lies in no folder."""

    path: str
    rows: tuple[ArchiveRow, ...]


@dataclass(frozen=True)
class ArchiveView:
    """`listed` files are shown, of `counted` where the archive says how many; `more` that there are more.
    `size` is what the listed files have together, unpacked; `clock` whose time they are dated by.
    `everything_url` is "" for what is a zip already, or one file."""

    format: str
    folders: tuple[ArchiveFolder, ...]
    listed: int
    counted: int | None
    more: bool
    size: int
    packed: bool
    clock: str
    everything_url: str


def build_archive_view(material: ViewerInput) -> ViewerResult:
    """Raises `UnviewableContent` for what is no archive, can't be listed, or is of a format that is only
    named."""
    detect_archive_type(material.data[:SIGNATURE_BYTES])
    archive = open_archive(material.source)
    files = [member for member in archive.members if not member.folder]
    return ViewerResult(
        ArchiveView(
            format=archive.format,
            folders=tuple(_iter_folders(archive, material.addresses)),
            listed=len(files),
            counted=archive.counted,
            more=archive.more,
            size=sum(member.size or 0 for member in files),
            packed=any(member.packed is not None for member in files),
            clock=_("times without a time zone") if archive.format == "zip" else _("times in UTC"),
            everything_url=material.addresses.everything if archive.format.startswith("tar") else "",
        ),
        archive.notes,
    )


def _iter_folders(archive: ArchiveContainer, addresses: ContentUrls) -> Iterator[ArchiveFolder]:
    """Those with files, in alphabetical order, and empty ones too; the files in the archive's own order."""
    members = sorted(archive.members, key=lambda member: _split_folder(member)[0].casefold())
    for path, inside in groupby(members, key=lambda member: _split_folder(member)[0]):
        rows = tuple(_build_archive_row(member, addresses) for member in inside if not member.folder)
        yield ArchiveFolder(path, rows)


def _split_folder(member: ArchiveMember) -> tuple[str, str]:
    """The folder, with a slash at its end, and the name in it."""
    folder, slash, name = member.shown_name.rpartition("/")
    return folder + slash, name


def _build_archive_row(member: ArchiveMember, addresses: ContentUrls) -> ArchiveRow:
    there = None if member.refusal else addresses.inside(member.path)
    known = member.size is not None and member.packed
    return ArchiveRow(
        name=_split_folder(member)[1] or member.file_name,
        file_name=member.file_name,
        size=member.size,
        packed=member.packed,
        ratio=(member.size or 0) / member.packed if known and member.packed else None,
        changed=f"{member.changed.day} {member.changed:%b %Y, %H:%M}" if member.changed else "",
        refusal=member.refusal,
        page_url=there.page if there else "",
        download_url=there.download if there else "",
    )

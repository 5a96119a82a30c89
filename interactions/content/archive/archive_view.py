"""The view of an archive: its files by folder, which can be opened, and why the others can't."""

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
    """A file of the list. `name` is the last segment of its path; `size` and `packed` are bytes, uncompressed
    and compressed, None when not known; `ratio` is one over the other. `page_url` and `download_url` are ""
    where `refusal` says why the file can't be opened."""

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
    """A folder with its files; `path` ends with a slash, and is "" for the files that lie in no folder."""

    path: str
    rows: tuple[ArchiveRow, ...]


@dataclass(frozen=True)
class ArchiveView:
    """The list of an archive. `listed` files are shown, of `counted` where the archive says how many; `more`
    says that there are more. `size` is that of all listed files, uncompressed; `packed` says whether
    compressed sizes are known, and `clock` by whose time the files are dated. `zip_download_url` is "" for a
    zip and for a single file."""

    format: str
    folders: tuple[ArchiveFolder, ...]
    listed: int
    counted: int | None
    more: bool
    size: int
    packed: bool
    clock: str
    zip_download_url: str


def build_archive_view(viewer_input: ViewerInput) -> ViewerResult:
    """Raises `UnviewableContent` for what is no archive, can't be listed, or is of a format that is only
    recognised."""
    detect_archive_type(viewer_input.data[:SIGNATURE_BYTES])
    archive = open_archive(viewer_input.source)
    files = [member for member in archive.members if not member.is_folder]
    return ViewerResult(
        ArchiveView(
            format=archive.format,
            folders=tuple(_iter_folders(archive, viewer_input.addresses)),
            listed=len(files),
            counted=archive.declared_count,
            more=archive.has_more,
            size=sum(member.size or 0 for member in files),
            packed=any(member.compressed_size is not None for member in files),
            clock=_("times without a time zone") if archive.format == "zip" else _("times in UTC"),
            zip_download_url=viewer_input.addresses.zip_download if archive.format.startswith("tar") else "",
        ),
        archive.notes,
    )


def _iter_folders(archive: ArchiveContainer, addresses: ContentUrls) -> Iterator[ArchiveFolder]:
    """The folders, empty ones too, in alphabetical order; their files in the archive's own order."""
    members = sorted(archive.members, key=lambda member: _split_folder(member)[0].casefold())
    for path, folder_members in groupby(members, key=lambda member: _split_folder(member)[0]):
        rows = tuple(
            _build_archive_row(member, addresses) for member in folder_members if not member.is_folder
        )
        yield ArchiveFolder(path, rows)


def _split_folder(member: ArchiveMember) -> tuple[str, str]:
    """The folder, with a slash at its end, and the name within it."""
    folder, slash, name = member.display_name.rpartition("/")
    return folder + slash, name


def _build_archive_row(member: ArchiveMember, addresses: ContentUrls) -> ArchiveRow:
    urls = None if member.refusal else addresses.nested(member.path)
    has_sizes = member.size is not None and member.compressed_size
    return ArchiveRow(
        name=_split_folder(member)[1] or member.file_name,
        file_name=member.file_name,
        size=member.size,
        packed=member.compressed_size,
        ratio=(member.size or 0) / member.compressed_size if has_sizes and member.compressed_size else None,
        changed=f"{member.modified_at.day} {member.modified_at:%b %Y, %H:%M}" if member.modified_at else "",
        refusal=member.refusal,
        page_url=urls.page if urls else "",
        download_url=urls.download if urls else "",
    )

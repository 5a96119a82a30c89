"""A tar, also a compressed one: its headers stand before each file, and are scanned.

A header of 512 bytes is parsed by Python's `tarfile`; the scan is our own, since `tarfile` would read an
extended header of any size at once, and go back for ever by a negative size (CVE-2025-8194).
"""

import tarfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

from django.utils.translation import gettext, gettext_noop

from interactions.content.archive.decompression import format_too_large_reason
from interactions.content.archive.member import (
    ArchiveContainer,
    ArchiveMember,
    build_member_content,
    find_size_refusal,
)
from interactions.content.archive.sequential_archive import ScanLimitReached, SequentialArchive
from interactions.content.errors import UnviewableContent
from interactions.content.limits import get_content_limits
from interactions.content.source import ContentSource
from interactions.content.text.markup import reveal_invisible
from interactions.ucs.range_requests import apply_range
from interactions.ucs.resources import Content, ContentBody
from interactions.ucs.untrusted_text import parse_whole_number

TAR_BLOCK_BYTES = 512  # bytes
MAX_EXTENSION_BYTES = 64 * 1024  # bytes of an extended header or a long name
MAX_HEADERS_PER_FILE = 4  # headers: a file has one, and up to three that extend it
PAX_TYPES, GLOBAL_PAX_TYPE, LONG_NAME_TYPE, LONG_LINK_TYPE, SPARSE_TYPE = b"xX", b"g", b"L", b"K", b"S"
LINK_TYPES = {tarfile.LNKTYPE, tarfile.SYMTYPE}
DEVICE_TYPES = {tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE}
DAMAGED_HEADER_REASON = gettext_noop("The next file header is damaged.")


@dataclass
class TarEntry:
    """The header of a file, completed by those that extend it, and the offset of its data."""

    header: tarfile.TarInfo
    data_offset: int
    pax_records: Mapping[str, str] = field(default_factory=dict)


class DamagedTarHeader(UnviewableContent):
    """Where a header should be, there is none."""


def open_tar(source: ContentSource, format: str = "tar") -> ArchiveContainer:
    """The list of a tar's files. Raises `UnviewableContent` for what is no tar, or can't be read."""
    members: list[ArchiveMember] = []
    has_more = False
    notes: tuple[str, ...] = ()
    with closing(SequentialArchive(source)) as archive:
        try:
            for entry in _iter_tar_entries(archive):
                has_more = len(members) == get_content_limits().archive_entries
                if has_more:
                    break
                members.append(_build_tar_member(archive, str(len(members) + 1), entry))
        except UnviewableContent as end:
            if not members:
                raise UnviewableContent(
                    gettext("The file list can’t be read. %(reason)s") % {"reason": end.reason}
                ) from end
            notes, has_more = (
                (gettext("The file list may be incomplete. %(reason)s") % {"reason": end.reason},),
                True,
            )
    return ArchiveContainer(format, tuple(members), has_more=has_more, notes=notes)


def _iter_tar_entries(archive: SequentialArchive) -> Iterator[TarEntry]:
    """The files, folders and links in their order, up to the first block of zeros. Raises `UnviewableContent`
    where the scan can't go on."""
    offset, extensions = 0, _TarExtensions()
    for _number in range(MAX_HEADERS_PER_FILE * (get_content_limits().archive_entries + 1)):
        block = archive.read_at(offset, TAR_BLOCK_BYTES)
        if not block.strip(b"\0"):
            return
        header = _parse_tar_header(block)
        if header.type in PAX_TYPES + GLOBAL_PAX_TYPE + LONG_NAME_TYPE + LONG_LINK_TYPE:
            extensions.add(header.type, _read_extension(archive, offset, header))
        else:
            data_offset = offset + TAR_BLOCK_BYTES + _count_sparse_map_bytes(archive, offset, block, header)
            extensions.apply_to(header)
            yield TarEntry(header, data_offset, extensions.pax_records)
            extensions, offset = _TarExtensions(), data_offset - TAR_BLOCK_BYTES
        offset += TAR_BLOCK_BYTES + _count_data_bytes(header)
    raise ScanLimitReached(gettext("The archive has too many headers."))


class _TarExtensions:
    """What the headers before a file's own header say of it."""

    def __init__(self) -> None:
        self.pax_records: dict[str, str] = {}
        self.name = self.link = ""

    def add(self, header_type: bytes, data: bytes) -> None:
        if header_type in PAX_TYPES:
            self.pax_records |= _parse_pax_records(data)
        elif header_type in LONG_NAME_TYPE:
            self.name = _decode_tar_text(data)
        elif header_type in LONG_LINK_TYPE:
            self.link = _decode_tar_text(data)

    def apply_to(self, header: tarfile.TarInfo) -> None:
        header.name = (
            self.pax_records.get("GNU.sparse.name")
            or self.pax_records.get("path")
            or self.name
            or header.name
        )
        header.linkname = self.pax_records.get("linkpath") or self.link or header.linkname
        size = parse_whole_number(self.pax_records.get("size", ""))
        if size is not None:
            header.size = size


def _parse_tar_header(block: bytes) -> tarfile.TarInfo:
    try:
        header = tarfile.TarInfo.frombuf(block, "utf-8", "replace")
    except tarfile.HeaderError as error:
        raise DamagedTarHeader(gettext(DAMAGED_HEADER_REASON)) from error
    if header.size < 0:
        raise DamagedTarHeader(gettext(DAMAGED_HEADER_REASON))
    return header


def _count_data_bytes(header: tarfile.TarInfo) -> int:
    """Bytes that the data of an entry take, in whole blocks; an entry that is no file has none."""
    has_none = header.type in LINK_TYPES | DEVICE_TYPES | {tarfile.DIRTYPE}
    return 0 if has_none else (header.size + TAR_BLOCK_BYTES - 1) // TAR_BLOCK_BYTES * TAR_BLOCK_BYTES


def _read_extension(archive: SequentialArchive, offset: int, header: tarfile.TarInfo) -> bytes:
    if header.size > MAX_EXTENSION_BYTES:
        raise DamagedTarHeader(gettext("A file header is too long."))
    return archive.read_at(offset + TAR_BLOCK_BYTES, header.size)


def _count_sparse_map_bytes(
    archive: SequentialArchive, offset: int, block: bytes, header: tarfile.TarInfo
) -> int:
    """Bytes of the blocks behind the header of a sparse file that say where its pieces belong."""
    length = 0
    is_extended = header.type == SPARSE_TYPE and block[482]
    while is_extended and length < MAX_EXTENSION_BYTES:
        length += TAR_BLOCK_BYTES
        block = archive.read_at(offset + length, TAR_BLOCK_BYTES)
        is_extended = len(block) == TAR_BLOCK_BYTES and block[504]
    return length


def _parse_pax_records(data: bytes) -> dict[str, str]:
    """The records of an extended header, "27 path=list/lamps.csv" and a line end each (POSIX.1-2001 pax)."""
    records: dict[str, str] = {}
    position = 0
    while position < len(data):
        digits, blank, _ = data[position : position + 8].partition(b" ")
        length = (parse_whole_number(digits.decode("latin-1")) or 0) if blank else 0
        if length <= len(digits) + 1 or position + length > len(data):
            break
        key, _, value = data[position + len(digits) + 1 : position + length - 1].partition(b"=")
        records[key.decode("utf-8", "replace")] = value.decode("utf-8", "replace")
        position += length
    return records


def _decode_tar_text(data: bytes) -> str:
    return data.partition(b"\0")[0].decode("utf-8", "replace")


def _build_tar_member(archive: SequentialArchive, path: str, entry: TarEntry) -> ArchiveMember:
    header, is_folder = entry.header, entry.header.isdir()
    refusal = "" if is_folder else _find_tar_refusal(archive, entry)
    size = header.size if header.isreg() else None
    return ArchiveMember(
        path=path,
        name=header.name.rstrip("/") + "/" if is_folder else header.name,
        size=size,
        modified_at=_parse_tar_time(header.mtime),
        is_folder=is_folder,
        refusal=refusal,
        source=None if is_folder or refusal else partial(_open_tar_member, archive, entry),
    )


def _find_tar_refusal(archive: SequentialArchive, entry: TarEntry) -> str:
    header = entry.header
    if header.type in LINK_TYPES:
        return gettext("This is a link to %(target)s.") % {"target": reveal_invisible(header.linkname[:200])}
    if header.type in DEVICE_TYPES:
        return gettext("This is a device, not a file.")
    if header.type == SPARSE_TYPE or any(key.startswith("GNU.sparse.") for key in entry.pax_records):
        return gettext("Sparse files can’t be opened here.")
    stop = entry.data_offset + header.size
    if archive.size is not None and stop > archive.size:
        return gettext("The archive is cut off before the end of this file.")
    if not archive.has_ranges and stop > get_content_limits().archive_member:
        return format_too_large_reason(get_content_limits().archive_member)
    return find_size_refusal(header.size, header.size)


def _open_tar_member(archive: SequentialArchive, entry: TarEntry, headers: Mapping[str, str]) -> Content:
    """The content of a file; where the archive gives ranges, so does its file."""

    def open_part(offset: int, length: int) -> ContentBody:
        return archive.open_body(entry.data_offset + offset, length)

    size = entry.header.size
    whole = build_member_content(open_part(0, size), entry.header.name, size)
    return apply_range(whole, headers, open_part if archive.has_ranges else None)


def _parse_tar_time(seconds: float) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
    except (ValueError, OverflowError, OSError):
        return None

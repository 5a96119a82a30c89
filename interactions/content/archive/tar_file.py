"""A tar, also one that is packed as a whole: its headers stand before each file, and are walked along.

A header of 512 bytes is read by Python's `tarfile`; the walk itself is not its: it would read an extended
header of any size at once, and go back for ever by a negative size (CVE-2025-8194).
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
from interactions.content.archive.sequential_access import ScanLimitReached, SequentialArchive
from interactions.content.errors import UnviewableContent
from interactions.content.limits import get_content_limits
from interactions.content.source import ContentSource
from interactions.content.text.markup import reveal_invisible
from interactions.ucs.range_requests import apply_range
from interactions.ucs.resources import Content, ContentBody

TAR_BLOCK_BYTES = 512  # bytes
MAX_EXTENSION_BYTES = 64 * 1024  # bytes of an extended header or a long name
MAX_HEADERS_PER_FILE = 4  # headers: a file has one, and up to three that extend it
PAX_TYPES, GLOBAL_PAX_TYPE, LONG_NAME_TYPE, LONG_LINK_TYPE, SPARSE_TYPE = b"xX", b"g", b"L", b"K", b"S"
LINK_TYPES = {tarfile.LNKTYPE, tarfile.SYMTYPE}
DEVICE_TYPES = {tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE}
DAMAGED_HEADER_REASON = gettext_noop("The next file header is damaged.")


@dataclass
class TarEntry:
    """A file's header with those that extended it, and where its bytes begin."""

    header: tarfile.TarInfo
    offset: int
    pax: Mapping[str, str] = field(default_factory=dict)


class DamagedTarHeader(UnviewableContent):
    """What should be a header is none."""


def open_tar(source: ContentSource, format: str = "tar") -> ArchiveContainer:
    """Raises `UnviewableContent` for what is no tar, or can't be had."""
    members: list[ArchiveMember] = []
    more = False
    notes: tuple[str, ...] = ()
    with closing(SequentialArchive(source)) as archive:
        try:
            for found in _iter_tar_entries(archive):
                more = len(members) == get_content_limits().archive_entries
                if more:
                    break
                members.append(_build_tar_member(archive, str(len(members) + 1), found))
        except UnviewableContent as end:
            if not members:
                raise UnviewableContent(
                    gettext("The file list can’t be read. %(reason)s") % {"reason": end.reason}
                ) from end
            notes, more = (
                (gettext("The file list may be incomplete. %(reason)s") % {"reason": end.reason},),
                True,
            )
    return ArchiveContainer(format, tuple(members), more=more, notes=notes)


def _iter_tar_entries(archive: SequentialArchive) -> Iterator[TarEntry]:
    """The files, folders and links in their order, up to the first block of zeros."""
    at, extensions = 0, _TarExtensions()
    for _number in range(MAX_HEADERS_PER_FILE * (get_content_limits().archive_entries + 1)):
        block = archive.at(at, TAR_BLOCK_BYTES)
        if not block.strip(b"\0"):
            return
        header = _parse_tar_header(block)
        if header.type in PAX_TYPES + GLOBAL_PAX_TYPE + LONG_NAME_TYPE + LONG_LINK_TYPE:
            extensions.take(header.type, _read_extension(archive, at, header))
        else:
            data = at + TAR_BLOCK_BYTES + _count_sparse_map_bytes(archive, at, block, header)
            extensions.put_into(header)
            yield TarEntry(header, data, extensions.pax)
            extensions, at = _TarExtensions(), data - TAR_BLOCK_BYTES
        at += TAR_BLOCK_BYTES + _count_data_bytes(header)
    raise ScanLimitReached(gettext("The archive has too many headers."))


class _TarExtensions:
    """What the headers before a file's own say of it."""

    def __init__(self) -> None:
        self.pax: dict[str, str] = {}
        self.name = self.link = ""

    def take(self, type: bytes, data: bytes) -> None:
        if type in PAX_TYPES:
            self.pax |= _parse_pax_records(data)
        elif type in LONG_NAME_TYPE:
            self.name = _decode_tar_text(data)
        elif type in LONG_LINK_TYPE:
            self.link = _decode_tar_text(data)

    def put_into(self, header: tarfile.TarInfo) -> None:
        header.name = self.pax.get("GNU.sparse.name") or self.pax.get("path") or self.name or header.name
        header.linkname = self.pax.get("linkpath") or self.link or header.linkname
        size = self.pax.get("size", "")
        if size.isascii() and size.isdecimal() and len(size) < 19:
            header.size = int(size)


def _parse_tar_header(block: bytes) -> tarfile.TarInfo:
    try:
        header = tarfile.TarInfo.frombuf(block, "utf-8", "replace")
    except tarfile.HeaderError as error:
        raise DamagedTarHeader(gettext(DAMAGED_HEADER_REASON)) from error
    if header.size < 0:
        raise DamagedTarHeader(gettext(DAMAGED_HEADER_REASON))
    return header


def _count_data_bytes(header: tarfile.TarInfo) -> int:
    """Bytes that its data take, in whole blocks; what is no file has none."""
    has_none = header.type in LINK_TYPES | DEVICE_TYPES | {tarfile.DIRTYPE}
    return 0 if has_none else (header.size + TAR_BLOCK_BYTES - 1) // TAR_BLOCK_BYTES * TAR_BLOCK_BYTES


def _read_extension(archive: SequentialArchive, at: int, header: tarfile.TarInfo) -> bytes:
    if header.size > MAX_EXTENSION_BYTES:
        raise DamagedTarHeader(gettext("A file header is too long."))
    return archive.at(at + TAR_BLOCK_BYTES, header.size)


def _count_sparse_map_bytes(
    archive: SequentialArchive, at: int, block: bytes, header: tarfile.TarInfo
) -> int:
    """Bytes of the blocks behind the header of a sparse file that say where its pieces belong."""
    length = 0
    extended = header.type == SPARSE_TYPE and block[482]
    while extended and length < MAX_EXTENSION_BYTES:
        length += TAR_BLOCK_BYTES
        block = archive.at(at + length, TAR_BLOCK_BYTES)
        extended = len(block) == TAR_BLOCK_BYTES and block[504]
    return length


def _parse_pax_records(data: bytes) -> dict[str, str]:
    """The records of an extended header, "27 path=list/lamps.csv" and a line end each (POSIX.1-2001 pax)."""
    records: dict[str, str] = {}
    at = 0
    while at < len(data):
        digits, blank, _ = data[at : at + 8].partition(b" ")
        length = int(digits) if blank and digits.isdigit() else 0
        if length <= len(digits) + 1 or at + length > len(data):
            break
        key, _, value = data[at + len(digits) + 1 : at + length - 1].partition(b"=")
        records[key.decode("utf-8", "replace")] = value.decode("utf-8", "replace")
        at += length
    return records


def _decode_tar_text(data: bytes) -> str:
    return data.partition(b"\0")[0].decode("utf-8", "replace")


def _build_tar_member(archive: SequentialArchive, path: str, found: TarEntry) -> ArchiveMember:
    header, folder = found.header, found.header.isdir()
    refusal = "" if folder else _find_tar_refusal(archive, found)
    size = header.size if header.isreg() else None
    return ArchiveMember(
        path=path,
        name=header.name.rstrip("/") + "/" if folder else header.name,
        size=size,
        changed=_parse_tar_time(header.mtime),
        folder=folder,
        refusal=refusal,
        opened=None if folder or refusal else partial(_open_tar_member, archive, found),
    )


def _find_tar_refusal(archive: SequentialArchive, found: TarEntry) -> str:
    header = found.header
    if header.type in LINK_TYPES:
        return gettext("This is a link to %(target)s.") % {"target": reveal_invisible(header.linkname[:200])}
    if header.type in DEVICE_TYPES:
        return gettext("This is a device, not a file.")
    if header.type == SPARSE_TYPE or any(key.startswith("GNU.sparse.") for key in found.pax):
        return gettext("Sparse files can’t be opened here.")
    stop = found.offset + header.size
    if archive.size is not None and stop > archive.size:
        return gettext("The archive is cut off before the end of this file.")
    if not archive.jumps and stop > get_content_limits().archive_member:
        return format_too_large_reason(get_content_limits().archive_member)
    return find_size_refusal(header.size, header.size)


def _open_tar_member(archive: SequentialArchive, found: TarEntry, headers: Mapping[str, str]) -> Content:
    """Where the archive gives parts of itself, so does its file."""

    def cut(offset: int, length: int) -> ContentBody:
        return archive.body(found.offset + offset, length)

    size = found.header.size
    whole = build_member_content(cut(0, size), found.header.name, size)
    return apply_range(whole, headers, cut if archive.jumps else None)


def _parse_tar_time(seconds: float) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
    except (ValueError, OverflowError, OSError):
        return None

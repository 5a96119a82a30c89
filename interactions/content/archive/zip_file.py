"""A zip, and every format that is a zip inside: office documents, jars, Android packages."""

import stat
import struct
from collections.abc import Mapping, Sequence
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from interactions.content.archive.decompression import (
    DEFLATE,
    SINGLE_STREAM_BZIP2,
    DecompressedBody,
    LazyBody,
    VerifiedBody,
)
from interactions.content.archive.member import (
    ArchiveContainer,
    ArchiveMember,
    build_member_content,
    find_size_refusal,
)
from interactions.content.archive.ranged_archive import RandomAccessArchive, open_random_access
from interactions.content.archive.zip_directory import ZipEntry, parse_zip_directory
from interactions.content.errors import UnviewableContent
from interactions.content.limits import get_content_limits
from interactions.content.source import ContentSource
from interactions.ucs.range_requests import apply_range
from interactions.ucs.resources import Content, ContentBody

LOCAL_HEADER_STRUCT = struct.Struct("<4s5H3L2H")  # APPNOTE.TXT §4.3.7
UNIX_HOST_SYSTEM = 3
STORED_METHOD = 0
FORMAT_BY_METHOD = {8: DEFLATE, 12: SINGLE_STREAM_BZIP2}
UNSUPPORTED_METHOD_NAMES = {
    9: "Deflate64",
    14: "LZMA",
    93: "Zstandard",
    95: "XZ",
    96: "JPEG",
    97: "WavPack",
    98: "PPMd",
}
AES_METHOD = 99
SHARED_BYTES_REASON = gettext_noop(
    "The file overlaps with another file in the archive, which looks like an attack."
)


def open_zip(source: ContentSource) -> ArchiveContainer:
    """The list of a zip's files. Raises `UnviewableContent` when it can't be read."""
    archive = open_random_access(source)
    directory = parse_zip_directory(archive, get_content_limits().archive_entries)
    overlapping = find_overlapping_offsets(directory.entries)
    members = tuple(
        _build_zip_member(archive, str(number), entry, entry.offset in overlapping)
        for number, entry in enumerate(directory.entries, 1)
    )
    notes = (_("The file list is cut off; the archive is damaged."),) if directory.is_damaged else ()
    return ArchiveContainer("zip", members, directory.declared_count, directory.has_more, notes)


def find_overlapping_offsets(entries: Sequence[ZipEntry]) -> set[int]:
    """Offsets of the files whose bytes overlap those of others. A zip that unpacks to a million times its
    size is made so (Fifield, A better zip bomb, 2019)."""
    overlapping: set[int] = set()
    stop, last_offset = 0, -1
    for entry in sorted(entries, key=lambda entry: entry.offset):
        if entry.offset < stop:
            overlapping |= {entry.offset, last_offset}
        if entry.stop > stop:
            stop, last_offset = entry.stop, entry.offset
    return overlapping


def _build_zip_member(
    archive: RandomAccessArchive, path: str, entry: ZipEntry, is_overlapping: bool
) -> ArchiveMember:
    refusal = "" if entry.is_folder else _find_zip_refusal(archive, entry, is_overlapping)
    is_closed = entry.is_folder or refusal
    return ArchiveMember(
        path=path,
        name=entry.name,
        size=entry.size,
        compressed_size=entry.compressed_size,
        modified_at=entry.modified_at,
        is_folder=entry.is_folder,
        refusal=refusal,
        source=None if is_closed else partial(_open_zip_member, archive, entry),
    )


def _find_zip_refusal(archive: RandomAccessArchive, entry: ZipEntry, is_overlapping: bool) -> str:
    """Why a file can't be opened, as far as the directory tells; "" when nothing speaks against it."""
    if entry.is_encrypted or entry.method == AES_METHOD:
        return _("The file is encrypted.")
    if entry.host_system == UNIX_HOST_SYSTEM and stat.S_ISLNK(entry.attributes >> 16):
        return _("This is a link.")
    if entry.method != STORED_METHOD and entry.method not in FORMAT_BY_METHOD:
        name = UNSUPPORTED_METHOD_NAMES.get(entry.method, str(entry.method))
        return _("The compression method %(name)s is not supported.") % {"name": name}
    if not 0 <= entry.offset < entry.stop <= archive.size:
        return _("The archive is damaged or cut off; this file is not in it.")
    if entry.method == STORED_METHOD and entry.size != entry.compressed_size:
        return _("The archive gives two different sizes for this file.")
    return _(SHARED_BYTES_REASON) if is_overlapping else find_size_refusal(entry.size, entry.compressed_size)


def _open_zip_member(archive: RandomAccessArchive, entry: ZipEntry, headers: Mapping[str, str]) -> Content:
    start = _find_data_offset(archive, entry)

    def open_compressed(offset: int = 0, length: int = entry.compressed_size) -> ContentBody:
        return LazyBody(lambda: archive.open_body(start + offset, length))

    if entry.method == STORED_METHOD:
        body = VerifiedBody(open_compressed(), entry.size, entry.crc)
        return apply_range(build_member_content(body, entry.name, entry.size), headers, open_compressed)
    body = VerifiedBody(
        DecompressedBody(open_compressed(), FORMAT_BY_METHOD[entry.method]), entry.size, entry.crc
    )
    return apply_range(build_member_content(body, entry.name, entry.size), headers)


def _find_data_offset(archive: RandomAccessArchive, entry: ZipEntry) -> int:
    """The offset of a file's data, behind its local header, whose length only the header itself tells. Raises
    `UnviewableContent` when there is no such header, or the archive ends before the data do."""
    header = archive.read_at(entry.offset, LOCAL_HEADER_STRUCT.size)
    if len(header) < LOCAL_HEADER_STRUCT.size or not header.startswith(b"PK\3\4"):
        raise UnviewableContent(_("The archive is damaged; this file is not where it should be."))
    start: int = entry.offset + LOCAL_HEADER_STRUCT.size + sum(LOCAL_HEADER_STRUCT.unpack(header)[9:11])
    if start + entry.compressed_size > archive.size:
        raise UnviewableContent(_("The archive is cut off before the end of this file."))
    return start

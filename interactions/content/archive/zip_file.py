"""A zip, and all that is one within: office documents, jars, packages of phones."""

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
from interactions.content.archive.random_access import RandomAccessArchive, open_random_access
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
    """Raises `UnviewableContent` for what can't be listed."""
    archive = open_random_access(source)
    listed = parse_zip_directory(archive, get_content_limits().archive_entries)
    shared = find_overlapping_offsets(listed.entries)
    members = tuple(
        _build_zip_member(archive, str(number), each, each.offset in shared)
        for number, each in enumerate(listed.entries, 1)
    )
    notes = (_("The file list is cut off; the archive is damaged."),) if listed.damaged else ()
    return ArchiveContainer("zip", members, listed.counted, listed.more, notes)


def find_overlapping_offsets(entries: Sequence[ZipEntry]) -> set[int]:
    """Offsets of the files whose bytes are those of others too. A zip that unpacks to a million times its
    size is made so (Fifield, A better zip bomb, 2019)."""
    found: set[int] = set()
    stop, last = 0, -1
    for entry in sorted(entries, key=lambda entry: entry.offset):
        if entry.offset < stop:
            found |= {entry.offset, last}
        if entry.stop > stop:
            stop, last = entry.stop, entry.offset
    return found


def _build_zip_member(
    archive: RandomAccessArchive, path: str, listed: ZipEntry, shared: bool
) -> ArchiveMember:
    refusal = "" if listed.folder else _find_zip_refusal(archive, listed, shared)
    closed = listed.folder or refusal
    return ArchiveMember(
        path=path,
        name=listed.name,
        size=listed.size,
        packed=listed.packed,
        changed=listed.changed,
        folder=listed.folder,
        refusal=refusal,
        opened=None if closed else partial(_open_zip_member, archive, listed),
    )


def _find_zip_refusal(archive: RandomAccessArchive, listed: ZipEntry, shared: bool) -> str:
    """Why it can't be opened, as far as the directory tells."""
    if listed.encrypted or listed.method == AES_METHOD:
        return _("The file is encrypted.")
    if listed.host == UNIX_HOST_SYSTEM and stat.S_ISLNK(listed.attributes >> 16):
        return _("This is a link.")
    if listed.method != STORED_METHOD and listed.method not in FORMAT_BY_METHOD:
        name = UNSUPPORTED_METHOD_NAMES.get(listed.method, str(listed.method))
        return _("The compression method %(name)s is not supported.") % {"name": name}
    if not 0 <= listed.offset < listed.stop <= archive.size:
        return _("The archive is damaged or cut off; this file is not in it.")
    if listed.method == STORED_METHOD and listed.size != listed.packed:
        return _("The archive gives two different sizes for this file.")
    return _(SHARED_BYTES_REASON) if shared else find_size_refusal(listed.size, listed.packed)


def _open_zip_member(archive: RandomAccessArchive, listed: ZipEntry, headers: Mapping[str, str]) -> Content:
    start = _find_data_offset(archive, listed)

    def packed(offset: int = 0, length: int = listed.packed) -> ContentBody:
        return LazyBody(lambda: archive.body(start + offset, length))

    if listed.method == STORED_METHOD:
        body = VerifiedBody(packed(), listed.size, listed.crc)
        return apply_range(build_member_content(body, listed.name, listed.size), headers, packed)
    body = VerifiedBody(DecompressedBody(packed(), FORMAT_BY_METHOD[listed.method]), listed.size, listed.crc)
    return apply_range(build_member_content(body, listed.name, listed.size), headers)


def _find_data_offset(archive: RandomAccessArchive, listed: ZipEntry) -> int:
    """Where its bytes begin: behind a header of its own, whose length only itself tells."""
    head = archive.at(listed.offset, LOCAL_HEADER_STRUCT.size)
    if len(head) < LOCAL_HEADER_STRUCT.size or not head.startswith(b"PK\3\4"):
        raise UnviewableContent(_("The archive is damaged; this file is not where it should be."))
    start: int = listed.offset + LOCAL_HEADER_STRUCT.size + sum(LOCAL_HEADER_STRUCT.unpack(head)[9:11])
    if start + listed.packed > archive.size:
        raise UnviewableContent(_("The archive is cut off before the end of this file."))
    return start

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

from interactions.content.archive.forward import Enough, Forward
from interactions.content.archive.member import Archive, Member, answer, bounds
from interactions.content.archive.unpacking import too_large
from interactions.content.errors import Unshowable
from interactions.content.limits import limits
from interactions.content.source import Source
from interactions.content.text.markup import visible
from interactions.ucs.parts import as_asked
from interactions.ucs.resources import Body, Content

BLOCK = 512  # bytes
EXTENSION = 64 * 1024  # bytes of an extended header or a long name
PER_FILE = 4  # headers: a file has one, and up to three that extend it
PAX, PAX_OF_ALL, LONG_NAME, LONG_LINK, SPARSE = b"xX", b"g", b"L", b"K", b"S"
LINKS = {tarfile.LNKTYPE, tarfile.SYMTYPE}
DEVICES = {tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE}
DAMAGED = gettext_noop("The next file header is damaged.")


@dataclass
class Found:
    """A file's header with those that extended it, and where its bytes begin."""

    header: tarfile.TarInfo
    offset: int
    pax: Mapping[str, str] = field(default_factory=dict)


class Damaged(Unshowable):
    """What should be a header is none."""


def hold(source: Source, format: str = "tar") -> Archive:
    """Raises `Unshowable` for what is no tar, or can't be had."""
    members: list[Member] = []
    more = False
    notes: tuple[str, ...] = ()
    with closing(Forward(source)) as archive:
        try:
            for found in _walk(archive):
                more = len(members) == limits().archive_entries
                if more:
                    break
                members.append(_member(archive, str(len(members) + 1), found))
        except Unshowable as end:
            if not members:
                raise Unshowable(
                    gettext("The file list can’t be read. %(reason)s") % {"reason": end.reason}
                ) from end
            notes, more = (
                (gettext("The file list may be incomplete. %(reason)s") % {"reason": end.reason},),
                True,
            )
    return Archive(format, tuple(members), more=more, notes=notes)


def _walk(archive: Forward) -> Iterator[Found]:
    """The files, folders and links in their order, up to the first block of zeros."""
    at, extensions = 0, _Extensions()
    for _number in range(PER_FILE * (limits().archive_entries + 1)):
        block = archive.at(at, BLOCK)
        if not block.strip(b"\0"):
            return
        header = _header(block)
        if header.type in PAX + PAX_OF_ALL + LONG_NAME + LONG_LINK:
            extensions.take(header.type, _extension(archive, at, header))
        else:
            data = at + BLOCK + _sparse_map(archive, at, block, header)
            extensions.put_into(header)
            yield Found(header, data, extensions.pax)
            extensions, at = _Extensions(), data - BLOCK
        at += BLOCK + _blocks(header)
    raise Enough(gettext("The archive has too many headers."))


class _Extensions:
    """What the headers before a file's own say of it."""

    def __init__(self) -> None:
        self.pax: dict[str, str] = {}
        self.name = self.link = ""

    def take(self, type: bytes, data: bytes) -> None:
        if type in PAX:
            self.pax |= _pax(data)
        elif type in LONG_NAME:
            self.name = _text(data)
        elif type in LONG_LINK:
            self.link = _text(data)

    def put_into(self, header: tarfile.TarInfo) -> None:
        header.name = self.pax.get("GNU.sparse.name") or self.pax.get("path") or self.name or header.name
        header.linkname = self.pax.get("linkpath") or self.link or header.linkname
        size = self.pax.get("size", "")
        if size.isascii() and size.isdecimal() and len(size) < 19:
            header.size = int(size)


def _header(block: bytes) -> tarfile.TarInfo:
    try:
        header = tarfile.TarInfo.frombuf(block, "utf-8", "replace")
    except tarfile.HeaderError as error:
        raise Damaged(gettext(DAMAGED)) from error
    if header.size < 0:
        raise Damaged(gettext(DAMAGED))
    return header


def _blocks(header: tarfile.TarInfo) -> int:
    """Bytes that its data take, in whole blocks; what is no file has none."""
    has_none = header.type in LINKS | DEVICES | {tarfile.DIRTYPE}
    return 0 if has_none else (header.size + BLOCK - 1) // BLOCK * BLOCK


def _extension(archive: Forward, at: int, header: tarfile.TarInfo) -> bytes:
    if header.size > EXTENSION:
        raise Damaged(gettext("A file header is too long."))
    return archive.at(at + BLOCK, header.size)


def _sparse_map(archive: Forward, at: int, block: bytes, header: tarfile.TarInfo) -> int:
    """Bytes of the blocks behind the header of a sparse file that say where its pieces belong."""
    length = 0
    extended = header.type == SPARSE and block[482]
    while extended and length < EXTENSION:
        length += BLOCK
        block = archive.at(at + length, BLOCK)
        extended = len(block) == BLOCK and block[504]
    return length


def _pax(data: bytes) -> dict[str, str]:
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


def _text(data: bytes) -> str:
    return data.partition(b"\0")[0].decode("utf-8", "replace")


def _member(archive: Forward, path: str, found: Found) -> Member:
    header, folder = found.header, found.header.isdir()
    refusal = "" if folder else _refusal(archive, found)
    size = header.size if header.isreg() else None
    return Member(
        path=path,
        name=header.name.rstrip("/") + "/" if folder else header.name,
        size=size,
        changed=_changed(header.mtime),
        folder=folder,
        refusal=refusal,
        opened=None if folder or refusal else partial(_open, archive, found),
    )


def _refusal(archive: Forward, found: Found) -> str:
    header = found.header
    if header.type in LINKS:
        return gettext("This is a link to %(target)s.") % {"target": visible(header.linkname[:200])}
    if header.type in DEVICES:
        return gettext("This is a device, not a file.")
    if header.type == SPARSE or any(key.startswith("GNU.sparse.") for key in found.pax):
        return gettext("Sparse files can’t be opened here.")
    stop = found.offset + header.size
    if archive.size is not None and stop > archive.size:
        return gettext("The archive is cut off before the end of this file.")
    if not archive.jumps and stop > limits().archive_member:
        return too_large(limits().archive_member)
    return bounds(header.size, header.size)


def _open(archive: Forward, found: Found, headers: Mapping[str, str]) -> Content:
    """Where the archive gives parts of itself, so does its file."""

    def cut(offset: int, length: int) -> Body:
        return archive.body(found.offset + offset, length)

    size = found.header.size
    whole = answer(cut(0, size), found.header.name, size)
    return as_asked(whole, headers, cut if archive.jumps else None)


def _changed(seconds: float) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
    except (ValueError, OverflowError, OSError):
        return None

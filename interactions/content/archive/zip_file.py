"""A zip, and all that is one within: office documents, jars, packages of phones."""

import stat
import struct
from collections.abc import Mapping, Sequence
from functools import partial

from interactions.content.archive.member import Archive, Member, answer, bounds
from interactions.content.archive.ranges import Places, places
from interactions.content.archive.unpacking import BZIP2_ONCE, DEFLATE, Checked, Later, Unpacked
from interactions.content.archive.zip_directory import Listed, directory
from interactions.content.errors import Unshowable
from interactions.content.limits import limits
from interactions.content.source import Source
from interactions.ucs.parts import as_asked
from interactions.ucs.resources import Body, Content

LOCAL = struct.Struct("<4s5H3L2H")  # APPNOTE.TXT §4.3.7
UNIX = 3
STORED = 0
PACKINGS = {8: DEFLATE, 12: BZIP2_ONCE}
METHODS = {9: "Deflate64", 14: "LZMA", 93: "Zstandard", 95: "XZ", 96: "JPEG", 97: "WavPack", 98: "PPMd"}
AES = 99
SHARED = "It shares bytes with another file of this archive, as in a bomb."


def hold(source: Source) -> Archive:
    """Raises `Unshowable` for what can't be listed."""
    archive = places(source)
    listed = directory(archive, limits().archive_entries)
    shared = overlapping(listed.entries)
    members = tuple(
        _member(archive, str(number), each, each.offset in shared)
        for number, each in enumerate(listed.entries, 1)
    )
    notes = ("The list of its files breaks off: the archive is damaged.",) if listed.damaged else ()
    return Archive("zip", members, listed.counted, listed.more, notes)


def overlapping(entries: Sequence[Listed]) -> set[int]:
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


def _member(archive: Places, path: str, listed: Listed, shared: bool) -> Member:
    refusal = "" if listed.folder else _refusal(archive, listed, shared)
    closed = listed.folder or refusal
    return Member(
        path=path,
        name=listed.name,
        size=listed.size,
        packed=listed.packed,
        changed=listed.changed,
        folder=listed.folder,
        refusal=refusal,
        opened=None if closed else partial(_open, archive, listed),
    )


def _refusal(archive: Places, listed: Listed, shared: bool) -> str:
    """Why it can't be opened, as far as the directory tells."""
    if listed.encrypted or listed.method == AES:
        return "It is encrypted."
    if listed.host == UNIX and stat.S_ISLNK(listed.attributes >> 16):
        return "It is a link."
    if listed.method != STORED and listed.method not in PACKINGS:
        name = METHODS.get(listed.method, f"number {listed.method}")
        return f"It is packed by a method that is not unpacked here ({name})."
    if not 0 <= listed.offset < listed.stop <= archive.size:
        return "Its bytes lie outside of the archive, which is damaged or cut off."
    if listed.method == STORED and listed.size != listed.packed:
        return "The archive contradicts itself about its size."
    return SHARED if shared else bounds(listed.size, listed.packed)


def _open(archive: Places, listed: Listed, headers: Mapping[str, str]) -> Content:
    start = _start(archive, listed)

    def packed(offset: int = 0, length: int = listed.packed) -> Body:
        return Later(lambda: archive.body(start + offset, length))

    if listed.method == STORED:
        body = Checked(packed(), listed.size, listed.crc)
        return as_asked(answer(body, listed.name, listed.size), headers, packed)
    body = Checked(Unpacked(packed(), PACKINGS[listed.method]), listed.size, listed.crc)
    return as_asked(answer(body, listed.name, listed.size), headers)


def _start(archive: Places, listed: Listed) -> int:
    """Where its bytes begin: behind a header of its own, whose length only itself tells."""
    head = archive.at(listed.offset, LOCAL.size)
    if len(head) < LOCAL.size or not head.startswith(b"PK\3\4"):
        raise Unshowable("The archive is damaged: this file is not where its list says.")
    start: int = listed.offset + LOCAL.size + sum(LOCAL.unpack(head)[9:11])
    if start + listed.packed > archive.size:
        raise Unshowable("The archive is cut off before the end of this file.")
    return start

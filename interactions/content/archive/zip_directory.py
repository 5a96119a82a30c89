"""The list of a zip's files, from the directory at its end (APPNOTE.TXT 6.3.10).

Python's `zipfile` is not used: it reads the whole directory before it gives a name (200,000 entries cost a
second and 100 MB, docs/content-study.md §3.6), believes the end record's sizes, and ends in a dozen kinds of
exceptions. Here the directory is read from its beginning, entry by entry, as far as the limits go, whatever
the end record says of it.
"""

import re
import struct
import zlib
from dataclasses import dataclass
from datetime import datetime

from interactions.content.archive.ranges import Places
from interactions.content.errors import Unshowable

END = struct.Struct("<4s4H2LH")  # §4.3.16
END_64 = struct.Struct("<4sQ2H2L4Q")  # §4.3.14
LOCATOR_64 = struct.Struct("<4sLQL")  # §4.3.15
ENTRY = struct.Struct("<4s6H3L5H2L")  # §4.3.12
ENDS = re.compile(rb"PK\x05\x06(?=.{18})", re.S)
COMMENT = 0xFFFF  # bytes that may stand behind the end record
MOST = 4_000_000  # bytes of a directory: 4 kB for each of a thousand files
FULL = 0xFFFFFFFF  # "see the zip64 field"
ENCRYPTED, UTF_8 = 0x0001, 0x0800  # §4.4.4
ZIP64, UNICODE_PATH = 0x0001, 0x7075  # §4.5.3, §4.6.9
DAMAGED = "The end of this archive is damaged or missing, so that its list of files can't be read."


@dataclass(frozen=True)
class Listed:
    """One entry of the directory, as it says. `offset` is that of the file's local header; `packed` and
    `size` are bytes."""

    name: str
    encrypted: bool
    method: int
    crc: int
    packed: int
    size: int
    offset: int
    changed: datetime | None
    host: int  # which system packed it: 3 is Unix (§4.4.2)
    attributes: int

    @property
    def folder(self) -> bool:
        return self.name.endswith("/") and not self.size

    @property
    def stop(self) -> int:
        """Where its bytes end at the earliest."""
        return self.offset + 30 + self.packed


@dataclass(frozen=True)
class Directory:
    """`counted` is how many entries the end record claims; `more` that there are more than were read,
    `damaged` that the list broke off."""

    entries: tuple[Listed, ...]
    counted: int
    more: bool
    damaged: bool


@dataclass(frozen=True)
class End:
    """Where the directory is. `shift` is what stands before the zip, to be added to all its offsets."""

    start: int
    stop: int
    shift: int
    counted: int


def directory(archive: Places, most: int) -> Directory:
    """At most `most` entries. Raises `Unshowable` when there is no end record, or it makes no sense."""
    end = _end(archive)
    entries: list[Listed] = []
    at, more, damaged = end.start, False, False
    while at < end.stop and not (more or damaged):
        more = len(entries) == most or at - end.start > MOST
        found = None if more else _entry(archive, at, end.shift)
        damaged = not (more or found)
        if found:
            entries.append(found[0])
            at = found[1]
    if not entries and (damaged or end.counted):
        raise Unshowable(DAMAGED)
    return Directory(tuple(entries), max(end.counted, len(entries) + more), more, damaged)


def _end(archive: Places) -> End:
    """The end record: the one whose comment reaches to the end, since a comment may hold anything; else the
    last."""
    start = max(0, archive.size - END.size - COMMENT)
    tail = archive.at(start, archive.size - start)
    found = [match.start() for match in ENDS.finditer(tail)]
    if not found:
        raise Unshowable(DAMAGED)
    exact = [at for at in found if at + END.size + END.unpack_from(tail, at)[-1] == len(tail)]
    at = (exact or found)[-1]
    return _place(archive, start + at, END.unpack_from(tail, at))


def _place(archive: Places, at: int, fields: tuple[int, ...]) -> End:
    _, disk, _, _, counted, size, offset, _ = fields
    stop = at
    at_64, large = _end_64(archive, at)
    if large:
        disk, counted, size, offset = large
        stop = at_64
    if disk not in {0, 0xFFFF}:
        raise Unshowable("It is one of several pieces of an archive, and lists nothing alone.")
    start = stop - size
    if start < 0 or archive.at(start, 4) not in {b"PK\1\2", b"PK\5\6", b"PK\6\6"}:
        start = offset  # a wrong size; what it says of the place may be right
    if not 0 <= start <= stop:
        raise Unshowable(DAMAGED)
    return End(start, stop, start - offset, counted)


def _end_64(archive: Places, at: int) -> tuple[int, tuple[int, int, int, int] | None]:
    """The larger end record: its offset, and its disk, count, size and offset of the directory."""
    locator = archive.at(max(0, at - LOCATOR_64.size), LOCATOR_64.size)
    if len(locator) < LOCATOR_64.size or not locator.startswith(b"PK\6\7"):
        return at, None
    for place in (LOCATOR_64.unpack(locator)[2], at - LOCATOR_64.size - END_64.size):
        record = archive.at(place, END_64.size) if place >= 0 else b""
        if len(record) == END_64.size and record.startswith(b"PK\6\6"):
            fields = END_64.unpack(record)
            return place, (fields[4], fields[7], fields[8], fields[9])
    return at, None


def _entry(archive: Places, at: int, shift: int) -> tuple[Listed, int] | None:
    """The entry at this offset, and where the next begins; None where there is none."""
    head = archive.at(at, ENTRY.size)
    if len(head) < ENTRY.size or not head.startswith(b"PK\1\2"):
        return None
    fields = ENTRY.unpack(head)
    name_length, extra_length, comment_length = fields[10:13]
    more = archive.at(at + ENTRY.size, name_length + extra_length)
    listed = _listed(fields, more[:name_length], _extra(more[name_length:]), shift)
    return listed, at + ENTRY.size + name_length + extra_length + comment_length


def _listed(fields: tuple[int, ...], name: bytes, extra: dict[int, bytes], shift: int) -> Listed:
    _, made, _, flags, method, time, date, crc, packed, size = fields[:10]
    attributes, offset = fields[15], fields[16]
    large = extra.get(ZIP64, b"")
    numbers = [size, packed, offset]
    for at, number in enumerate(numbers):  # in this order, and only those that are full (§4.5.3)
        if number == FULL and len(large) >= 8:
            numbers[at], large = int.from_bytes(large[:8], "little"), large[8:]
    return Listed(
        name=_name(name, flags, extra.get(UNICODE_PATH, b"")),
        encrypted=bool(flags & ENCRYPTED),
        method=method,
        crc=crc,
        packed=numbers[1],
        size=numbers[0],
        offset=numbers[2] + shift,
        changed=_changed(date, time),
        host=made >> 8,
        attributes=attributes,
    )


def _extra(data: bytes) -> dict[int, bytes]:
    """The extra fields by their number (§4.5.1)."""
    fields: dict[int, bytes] = {}
    at = 0
    while at + 4 <= len(data):
        number, length = struct.unpack_from("<2H", data, at)
        fields.setdefault(number, data[at + 4 : at + 4 + length])
        at += 4 + length
    return fields


def _name(raw: bytes, flags: int, path: bytes) -> str:
    """By the Unicode path field, the UTF-8 flag, UTF-8 that has no flag, or IBM's code page 437 (§D)."""
    if len(path) > 5 and path[0] == 1 and int.from_bytes(path[1:5], "little") == zlib.crc32(raw):
        return path[5:].decode("utf-8", "replace")
    if flags & UTF_8:
        return raw.decode("utf-8", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp437")


def _changed(date: int, time: int) -> datetime | None:
    """MS-DOS's way: two seconds a step, since 1980, in the time of who packed it."""
    try:
        return datetime(
            (date >> 9) + 1980, date >> 5 & 15, date & 31, time >> 11, time >> 5 & 63, min(time % 32 * 2, 59)
        )
    except ValueError:
        return None

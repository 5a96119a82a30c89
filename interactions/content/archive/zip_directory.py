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

from django.utils.translation import gettext, gettext_noop

from interactions.content.archive.random_access import RandomAccessArchive
from interactions.content.errors import UnviewableContent

END_RECORD_STRUCT = struct.Struct("<4s4H2LH")  # §4.3.16
ZIP64_END_RECORD_STRUCT = struct.Struct("<4sQ2H2L4Q")  # §4.3.14
ZIP64_LOCATOR_STRUCT = struct.Struct("<4sLQL")  # §4.3.15
DIRECTORY_ENTRY_STRUCT = struct.Struct("<4s6H3L5H2L")  # §4.3.12
END_RECORD_PATTERN = re.compile(rb"PK\x05\x06(?=.{18})", re.S)
MAX_COMMENT_BYTES = 0xFFFF  # bytes that may stand behind the end record
MAX_DIRECTORY_BYTES = 4_000_000  # bytes of a directory: 4 kB for each of a thousand files
ZIP64_PLACEHOLDER = 0xFFFFFFFF  # "see the zip64 field"
ENCRYPTED_FLAG, UTF_8_FLAG = 0x0001, 0x0800  # §4.4.4
ZIP64_FIELD_ID, UNICODE_PATH_FIELD_ID = 0x0001, 0x7075  # §4.5.3, §4.6.9
DAMAGED_DIRECTORY_REASON = gettext_noop(
    "The end of the archive is damaged or missing, so the file list can’t be read."
)


@dataclass(frozen=True)
class ZipEntry:
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
class ZipDirectory:
    """`counted` is how many entries the end record claims; `more` that there are more than were read,
    `damaged` that the list broke off."""

    entries: tuple[ZipEntry, ...]
    counted: int
    more: bool
    damaged: bool


@dataclass(frozen=True)
class ZipDirectoryLocation:
    """Where the directory is. `shift` is what stands before the zip, to be added to all its offsets."""

    start: int
    stop: int
    shift: int
    counted: int


def parse_zip_directory(archive: RandomAccessArchive, most: int) -> ZipDirectory:
    """At most `most` entries. Raises `UnviewableContent` when there is no end record, or it makes no
    sense."""
    end = _find_end_record(archive)
    entries: list[ZipEntry] = []
    at, more, damaged = end.start, False, False
    while at < end.stop and not (more or damaged):
        more = len(entries) == most or at - end.start > MAX_DIRECTORY_BYTES
        found = None if more else _parse_entry_at(archive, at, end.shift)
        damaged = not (more or found)
        if found:
            entries.append(found[0])
            at = found[1]
    if not entries and (damaged or end.counted):
        raise UnviewableContent(gettext(DAMAGED_DIRECTORY_REASON))
    return ZipDirectory(tuple(entries), max(end.counted, len(entries) + more), more, damaged)


def _find_end_record(archive: RandomAccessArchive) -> ZipDirectoryLocation:
    """The end record: the one whose comment reaches to the end, since a comment may hold anything; else the
    last."""
    start = max(0, archive.size - END_RECORD_STRUCT.size - MAX_COMMENT_BYTES)
    tail = archive.at(start, archive.size - start)
    found = [match.start() for match in END_RECORD_PATTERN.finditer(tail)]
    if not found:
        raise UnviewableContent(gettext(DAMAGED_DIRECTORY_REASON))
    exact = [
        at
        for at in found
        if at + END_RECORD_STRUCT.size + END_RECORD_STRUCT.unpack_from(tail, at)[-1] == len(tail)
    ]
    at = (exact or found)[-1]
    return _locate_directory(archive, start + at, END_RECORD_STRUCT.unpack_from(tail, at))


def _locate_directory(archive: RandomAccessArchive, at: int, fields: tuple[int, ...]) -> ZipDirectoryLocation:
    _, disk, _, _, counted, size, offset, _ = fields
    stop = at
    at_64, large = _find_zip64_end_record(archive, at)
    if large:
        disk, counted, size, offset = large
        stop = at_64
    if disk not in {0, 0xFFFF}:
        raise UnviewableContent(
            gettext("This is one part of a split archive, which can’t be listed on its own.")
        )
    start = stop - size
    if start < 0 or archive.at(start, 4) not in {b"PK\1\2", b"PK\5\6", b"PK\6\6"}:
        start = offset  # a wrong size; what it says of the place may be right
    if not 0 <= start <= stop:
        raise UnviewableContent(gettext(DAMAGED_DIRECTORY_REASON))
    return ZipDirectoryLocation(start, stop, start - offset, counted)


def _find_zip64_end_record(
    archive: RandomAccessArchive, at: int
) -> tuple[int, tuple[int, int, int, int] | None]:
    """The larger end record: its offset, and its disk, count, size and offset of the directory."""
    locator = archive.at(max(0, at - ZIP64_LOCATOR_STRUCT.size), ZIP64_LOCATOR_STRUCT.size)
    if len(locator) < ZIP64_LOCATOR_STRUCT.size or not locator.startswith(b"PK\6\7"):
        return at, None
    for place in (
        ZIP64_LOCATOR_STRUCT.unpack(locator)[2],
        at - ZIP64_LOCATOR_STRUCT.size - ZIP64_END_RECORD_STRUCT.size,
    ):
        record = archive.at(place, ZIP64_END_RECORD_STRUCT.size) if place >= 0 else b""
        if len(record) == ZIP64_END_RECORD_STRUCT.size and record.startswith(b"PK\6\6"):
            fields = ZIP64_END_RECORD_STRUCT.unpack(record)
            return place, (fields[4], fields[7], fields[8], fields[9])
    return at, None


def _parse_entry_at(archive: RandomAccessArchive, at: int, shift: int) -> tuple[ZipEntry, int] | None:
    """The entry at this offset, and where the next begins; None where there is none."""
    head = archive.at(at, DIRECTORY_ENTRY_STRUCT.size)
    if len(head) < DIRECTORY_ENTRY_STRUCT.size or not head.startswith(b"PK\1\2"):
        return None
    fields = DIRECTORY_ENTRY_STRUCT.unpack(head)
    name_length, extra_length, comment_length = fields[10:13]
    more = archive.at(at + DIRECTORY_ENTRY_STRUCT.size, name_length + extra_length)
    listed = _build_zip_entry(fields, more[:name_length], _parse_extra_fields(more[name_length:]), shift)
    return listed, at + DIRECTORY_ENTRY_STRUCT.size + name_length + extra_length + comment_length


def _build_zip_entry(fields: tuple[int, ...], name: bytes, extra: dict[int, bytes], shift: int) -> ZipEntry:
    _, made, _, flags, method, time, date, crc, packed, size = fields[:10]
    attributes, offset = fields[15], fields[16]
    large = extra.get(ZIP64_FIELD_ID, b"")
    numbers = [size, packed, offset]
    for at, number in enumerate(numbers):  # in this order, and only those that are full (§4.5.3)
        if number == ZIP64_PLACEHOLDER and len(large) >= 8:
            numbers[at], large = int.from_bytes(large[:8], "little"), large[8:]
    return ZipEntry(
        name=_decode_entry_name(name, flags, extra.get(UNICODE_PATH_FIELD_ID, b"")),
        encrypted=bool(flags & ENCRYPTED_FLAG),
        method=method,
        crc=crc,
        packed=numbers[1],
        size=numbers[0],
        offset=numbers[2] + shift,
        changed=_parse_dos_time(date, time),
        host=made >> 8,
        attributes=attributes,
    )


def _parse_extra_fields(data: bytes) -> dict[int, bytes]:
    """The extra fields by their number (§4.5.1)."""
    fields: dict[int, bytes] = {}
    at = 0
    while at + 4 <= len(data):
        number, length = struct.unpack_from("<2H", data, at)
        fields.setdefault(number, data[at + 4 : at + 4 + length])
        at += 4 + length
    return fields


def _decode_entry_name(raw: bytes, flags: int, path: bytes) -> str:
    """By the Unicode path field, the UTF-8 flag, UTF-8 that has no flag, or IBM's code page 437 (§D)."""
    if len(path) > 5 and path[0] == 1 and int.from_bytes(path[1:5], "little") == zlib.crc32(raw):
        return path[5:].decode("utf-8", "replace")
    if flags & UTF_8_FLAG:
        return raw.decode("utf-8", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp437")


def _parse_dos_time(date: int, time: int) -> datetime | None:
    """MS-DOS's way: two seconds a step, since 1980, in the time of who packed it."""
    try:
        return datetime(
            (date >> 9) + 1980, date >> 5 & 15, date & 31, time >> 11, time >> 5 & 63, min(time % 32 * 2, 59)
        )
    except ValueError:
        return None

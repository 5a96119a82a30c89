"""The list of a zip's files, from the directory at its end (APPNOTE.TXT 6.3.10).

Python's `zipfile` is not used: it reads the whole directory before it gives a name (200,000 entries cost a
second and 100 MB, docs/content-study.md §3.6), trusts the end record's sizes, and fails with a dozen kinds of
exceptions. Here the directory is read from its beginning, entry by entry, within the limits, whatever the end
record says of it.
"""

import re
import struct
import zlib
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, gettext_noop

from interactions.content.archive.ranged_archive import RandomAccessArchive
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
    """One entry of the directory, as it declares itself. `offset` is that of the file's local header;
    `compressed_size` and `size` are bytes."""

    name: str
    is_encrypted: bool
    method: int
    crc: int
    compressed_size: int
    size: int
    offset: int
    modified_at: datetime | None
    host_system: int  # which system packed it: 3 is Unix (§4.4.2)
    attributes: int

    @property
    def is_folder(self) -> bool:
        return self.name.endswith("/") and not self.size

    @property
    def stop(self) -> int:
        """The smallest offset at which its data can end."""
        return self.offset + 30 + self.compressed_size


@dataclass(frozen=True)
class ZipDirectory:
    """`declared_count` is how many entries the end record claims; `has_more` says that there are more than
    were read, `is_damaged` that the list broke off."""

    entries: tuple[ZipEntry, ...]
    declared_count: int
    has_more: bool
    is_damaged: bool


@dataclass(frozen=True)
class ZipDirectoryLocation:
    """Where the directory lies. `shift` is the length of what stands before the zip, to be added to all its
    offsets."""

    start: int
    stop: int
    shift: int
    declared_count: int


def parse_zip_directory(archive: RandomAccessArchive, max_entries: int) -> ZipDirectory:
    """At most `max_entries` entries. Raises `UnviewableContent` when there is no end record, or a
    contradictory one."""
    location = _find_end_record(archive)
    entries: list[ZipEntry] = []
    offset, has_more, is_damaged = location.start, False, False
    while offset < location.stop and not (has_more or is_damaged):
        has_more = len(entries) == max_entries or offset - location.start > MAX_DIRECTORY_BYTES
        parsed = None if has_more else _parse_entry_at(archive, offset, location.shift)
        is_damaged = not (has_more or parsed)
        if parsed:
            entries.append(parsed[0])
            offset = parsed[1]
    if not entries and (is_damaged or location.declared_count):
        raise UnviewableContent(gettext(DAMAGED_DIRECTORY_REASON))
    return ZipDirectory(
        tuple(entries), max(location.declared_count, len(entries) + has_more), has_more, is_damaged
    )


def _find_end_record(archive: RandomAccessArchive) -> ZipDirectoryLocation:
    """The location that the end record gives. Of several candidates, since a comment may hold anything, it is
    the one whose comment reaches to the end, else the last."""
    start = max(0, archive.size - END_RECORD_STRUCT.size - MAX_COMMENT_BYTES)
    tail = archive.read_at(start, archive.size - start)
    offsets = [match.start() for match in END_RECORD_PATTERN.finditer(tail)]
    if not offsets:
        raise UnviewableContent(gettext(DAMAGED_DIRECTORY_REASON))
    exact_offsets = [
        offset
        for offset in offsets
        if offset + END_RECORD_STRUCT.size + END_RECORD_STRUCT.unpack_from(tail, offset)[-1] == len(tail)
    ]
    offset = (exact_offsets or offsets)[-1]
    return _locate_directory(archive, start + offset, END_RECORD_STRUCT.unpack_from(tail, offset))


def _locate_directory(
    archive: RandomAccessArchive, end_offset: int, fields: tuple[int, ...]
) -> ZipDirectoryLocation:
    _, disk, _, _, declared_count, size, offset, _ = fields
    stop = end_offset
    zip64_offset, zip64_fields = _find_zip64_end_record(archive, end_offset)
    if zip64_fields:
        disk, declared_count, size, offset = zip64_fields
        stop = zip64_offset
    if disk not in {0, 0xFFFF}:
        raise UnviewableContent(
            gettext("This is one part of a split archive, which can’t be listed on its own.")
        )
    start = stop - size
    if start < 0 or archive.read_at(start, 4) not in {b"PK\1\2", b"PK\5\6", b"PK\6\6"}:
        start = offset  # a wrong size; what it says of the place may be right
    if not 0 <= start <= stop:
        raise UnviewableContent(gettext(DAMAGED_DIRECTORY_REASON))
    return ZipDirectoryLocation(start, stop, start - offset, declared_count)


def _find_zip64_end_record(
    archive: RandomAccessArchive, end_offset: int
) -> tuple[int, tuple[int, int, int, int] | None]:
    """The zip64 end record: its offset, and the directory's disk, count, size and offset; None for these
    where there is none."""
    locator = archive.read_at(max(0, end_offset - ZIP64_LOCATOR_STRUCT.size), ZIP64_LOCATOR_STRUCT.size)
    if len(locator) < ZIP64_LOCATOR_STRUCT.size or not locator.startswith(b"PK\6\7"):
        return end_offset, None
    for offset in (
        ZIP64_LOCATOR_STRUCT.unpack(locator)[2],
        end_offset - ZIP64_LOCATOR_STRUCT.size - ZIP64_END_RECORD_STRUCT.size,
    ):
        record = archive.read_at(offset, ZIP64_END_RECORD_STRUCT.size) if offset >= 0 else b""
        if len(record) == ZIP64_END_RECORD_STRUCT.size and record.startswith(b"PK\6\6"):
            fields = ZIP64_END_RECORD_STRUCT.unpack(record)
            return offset, (fields[4], fields[7], fields[8], fields[9])
    return end_offset, None


def _parse_entry_at(archive: RandomAccessArchive, offset: int, shift: int) -> tuple[ZipEntry, int] | None:
    """The entry at this offset, and the offset of the next; None where there is none."""
    header = archive.read_at(offset, DIRECTORY_ENTRY_STRUCT.size)
    if len(header) < DIRECTORY_ENTRY_STRUCT.size or not header.startswith(b"PK\1\2"):
        return None
    fields = DIRECTORY_ENTRY_STRUCT.unpack(header)
    name_length, extra_length, comment_length = fields[10:13]
    name_and_extra = archive.read_at(offset + DIRECTORY_ENTRY_STRUCT.size, name_length + extra_length)
    entry = _build_zip_entry(
        fields, name_and_extra[:name_length], _parse_extra_fields(name_and_extra[name_length:]), shift
    )
    return entry, offset + DIRECTORY_ENTRY_STRUCT.size + name_length + extra_length + comment_length


def _build_zip_entry(fields: tuple[int, ...], name: bytes, extra: dict[int, bytes], shift: int) -> ZipEntry:
    _, made_by, _, flags, method, time, date, crc, compressed_size, size = fields[:10]
    attributes, offset = fields[15], fields[16]
    zip64_field = extra.get(ZIP64_FIELD_ID, b"")
    numbers = [size, compressed_size, offset]
    for index, number in enumerate(numbers):  # in this order, and only those that are full (§4.5.3)
        if number == ZIP64_PLACEHOLDER and len(zip64_field) >= 8:
            numbers[index], zip64_field = int.from_bytes(zip64_field[:8], "little"), zip64_field[8:]
    return ZipEntry(
        name=_decode_entry_name(name, flags, extra.get(UNICODE_PATH_FIELD_ID, b"")),
        is_encrypted=bool(flags & ENCRYPTED_FLAG),
        method=method,
        crc=crc,
        compressed_size=numbers[1],
        size=numbers[0],
        offset=numbers[2] + shift,
        modified_at=_parse_dos_time(date, time),
        host_system=made_by >> 8,
        attributes=attributes,
    )


def _parse_extra_fields(data: bytes) -> dict[int, bytes]:
    """The extra fields by their ID (§4.5.1)."""
    fields: dict[int, bytes] = {}
    position = 0
    while position + 4 <= len(data):
        number, length = struct.unpack_from("<2H", data, position)
        fields.setdefault(number, data[position + 4 : position + 4 + length])
        position += 4 + length
    return fields


def _decode_entry_name(raw: bytes, flags: int, path: bytes) -> str:
    """The name by the Unicode path field, by the UTF-8 flag, as UTF-8 without the flag, or in IBM's code page
    437 (§D)."""
    if len(path) > 5 and path[0] == 1 and int.from_bytes(path[1:5], "little") == zlib.crc32(raw):
        return path[5:].decode("utf-8", "replace")
    if flags & UTF_8_FLAG:
        return raw.decode("utf-8", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp437")


def _parse_dos_time(date: int, time: int) -> datetime | None:
    """A naive time in MS-DOS's format: steps of two seconds since 1980, in the packer's time zone."""
    try:
        return datetime(
            (date >> 9) + 1980, date >> 5 & 15, date & 31, time >> 11, time >> 5 & 63, min(time % 32 * 2, 59)
        )
    except ValueError:
        return None

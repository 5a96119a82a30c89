"""Writers of Outlook's formats, for invented messages: TNEF attributes, compound files, compressed RTF.

They write what the specifications show and nothing more clever.
"""

import struct
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from zlib import crc32

from interactions.content.outlook.mapi_properties import PropertyId, PropertyType

SENDER_TYPE_TAG, ATTACH_METHOD_TAG = 0x0C1E, 0x3705  # which Outlook writes and nobody here reads
FREE_SECTOR, END_OF_CHAIN, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
PropertyValues = Mapping[int, object]


def encode_property_value(value: object) -> tuple[int, bytes]:
    """Strings become Unicode, `(text, charset)` a string of 8 bits, numbers 32 bits."""
    if isinstance(value, str):
        return PropertyType.UNICODE, (value + "\0").encode("utf-16-le", "surrogatepass")
    if isinstance(value, tuple):
        return PropertyType.STRING8, value[0].encode(value[1]) + b"\0"
    if isinstance(value, int):
        return PropertyType.LONG, struct.pack("<l", value)
    if isinstance(value, datetime):
        ticks = (value - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds() * 10_000_000
        return PropertyType.TIME, struct.pack("<Q", int(ticks))
    assert isinstance(value, bytes)
    return PropertyType.BINARY, value


# TNEF


def build_tnef_attribute(level: int, number: int, data: bytes) -> bytes:
    return struct.pack("<BHHL", level, number, 6, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def pad_to_four_bytes(data: bytes) -> bytes:
    return data + bytes(-len(data) % 4)


def build_property_list(values: PropertyValues, *, objects: Mapping[int, bytes] | None = None) -> bytes:
    """A list of properties, with its length before it ([MS-OXTNEF] §2.1.3)."""
    rows = []
    for tag, value in values.items():
        kind, data = encode_property_value(value)
        fixed = kind in {PropertyType.LONG, PropertyType.TIME}
        long = data if fixed else struct.pack("<LL", 1, len(data)) + pad_to_four_bytes(data)
        rows.append(struct.pack("<HH", kind, tag) + long)
    for tag, data in (objects or {}).items():
        rows.append(struct.pack("<HHLL", PropertyType.OBJECT, tag, 1, len(data)) + pad_to_four_bytes(data))
    return struct.pack("<L", len(rows)) + b"".join(rows)


def build_tnef_attachment(
    name: str,
    data: bytes,
    values: PropertyValues | None = None,
    *,
    objects: Mapping[int, bytes] | None = None,
) -> bytes:
    """The attributes of one attachment of a winmail.dat. `objects` are the data of object properties by
    ID."""
    return (
        build_tnef_attribute(2, 0x9002, bytes(14))
        + build_tnef_attribute(2, 0x8010, name.encode("cp1252") + b"\0")
        + build_tnef_attribute(2, 0x800F, data)
        + build_tnef_attribute(2, 0x9005, build_property_list(values or {}, objects=objects))
    )


def build_tnef(
    values: PropertyValues,
    *attachments: bytes,
    before: bytes = b"",
    recipients: Iterable[PropertyValues] = (),
) -> bytes:
    """A winmail.dat. `attachments` are their attributes, `before` are further attributes of the message,
    which come before its properties."""
    people = list(recipients)
    rows = struct.pack("<L", len(people)) + b"".join(map(build_property_list, people))
    return (
        b"\x78\x9f\x3e\x22\x01\x00"
        + build_tnef_attribute(1, 0x9006, struct.pack("<L", 0x10000))
        + build_tnef_attribute(1, 0x9007, struct.pack("<LL", 1252, 0))
        + before
        + (build_tnef_attribute(1, 0x9004, rows) if people else b"")
        + build_tnef_attribute(1, 0x9003, build_property_list(values))
        + b"".join(attachments)
    )


# RTF


def compress_rtf(rtf: bytes, *, crc: int | None = None) -> bytes:
    """Compressed RTF that uses no references to the dictionary. `crc` replaces the right checksum."""
    body = b"".join(b"\0" + rtf[at : at + 8] for at in range(0, len(rtf), 8))
    crc = crc32(body, 0xFFFFFFFF) ^ 0xFFFFFFFF if crc is None else crc
    return struct.pack("<LL4sL", len(body) + 12, len(rtf), b"LZFu", crc) + body


# Compound files


def build_compound_file(tree: Mapping[str, object], *, sector: int = 512) -> bytes:
    """A compound file ([MS-CFB]) of streams (bytes) and storages (mappings)."""
    return _CompoundFileWriter(sector).build_file(tree)


class _CompoundFileWriter:
    def __init__(self, sector: int) -> None:
        self.sector_bytes, self.numbers_per_sector = sector, sector // 4
        self.sectors: list[bytes] = []
        self.fat: list[int] = []
        self.mini_stream, self.mini_fat = bytearray(), list[int]()
        self.entries: list[list] = []  # name, kind, left, right, child, start, size

    def build_file(self, tree: Mapping[str, object]) -> bytes:
        self.entries.append(["Root Entry", 5, FREE_SECTOR, FREE_SECTOR, FREE_SECTOR, END_OF_CHAIN, 0])
        self._add_storage(0, tree)
        self.entries[0][5:] = self._add_stream(bytes(self.mini_stream)), len(self.mini_stream)
        mini_fat_start = self._add_stream(struct.pack(f"<{len(self.mini_fat)}L", *self.mini_fat))
        directory = self._add_stream(b"".join(map(self._build_entry, self.entries)))
        fat_sectors, difat_start, difat_count = self._write_fat()
        header = struct.pack(
            "<8s16xHHHHH6xLLLLLLLLL",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            0x3E,
            4 if self.sector_bytes == 4096 else 3,
            0xFFFE,
            12 if self.sector_bytes == 4096 else 9,
            6,
            0,
            len(fat_sectors),
            directory,
            0,
            4096,
            mini_fat_start,
            -(-len(self.mini_fat) // self.numbers_per_sector),
            difat_start,
            difat_count,
        )
        header_fat_sectors = [*fat_sectors[:109], *[FREE_SECTOR] * (109 - len(fat_sectors))]
        return (header + struct.pack("<109L", *header_fat_sectors)).ljust(
            self.sector_bytes, b"\0"
        ) + b"".join(self.sectors)

    def _add_storage(self, storage: int, tree: Mapping[str, object]) -> None:
        numbers = []
        for name in sorted(tree, key=lambda name: (len(name), name.upper())):
            child = tree[name]
            number = len(self.entries)
            numbers.append(number)
            if isinstance(child, Mapping):
                self.entries.append([name, 1, FREE_SECTOR, FREE_SECTOR, FREE_SECTOR, 0, 0])
                self._add_storage(number, child)
            else:
                assert isinstance(child, bytes)
                start = self._add_mini_stream(child) if len(child) < 4096 else self._add_stream(child)
                self.entries.append([name, 2, FREE_SECTOR, FREE_SECTOR, FREE_SECTOR, start, len(child)])
        self.entries[storage][4] = self._build_tree(numbers)

    def _build_tree(self, numbers: list[int]) -> int:
        if not numbers:
            return FREE_SECTOR
        middle = len(numbers) // 2
        self.entries[numbers[middle]][2] = self._build_tree(numbers[:middle])
        self.entries[numbers[middle]][3] = self._build_tree(numbers[middle + 1 :])
        return numbers[middle]

    def _add_stream(self, data: bytes) -> int:
        if not data:
            return END_OF_CHAIN
        first = len(self.sectors)
        pieces = [data[at : at + self.sector_bytes] for at in range(0, len(data), self.sector_bytes)]
        self.sectors += [piece.ljust(self.sector_bytes, b"\0") for piece in pieces]
        self.fat += [*range(first + 1, first + len(pieces)), END_OF_CHAIN]
        return first

    def _add_mini_stream(self, data: bytes) -> int:
        if not data:
            return END_OF_CHAIN
        first, count = len(self.mini_fat), -(-len(data) // 64)
        self.mini_stream += data.ljust(count * 64, b"\0")
        self.mini_fat += [*range(first + 1, first + count), END_OF_CHAIN]
        return first

    def _write_fat(self) -> tuple[list[int], int, int]:
        """Writes the FAT; returns the numbers of its sectors, and the first sector and the length of the
        DIFAT, which lists those that the header has no room for."""
        count, difat_count = 1, 0
        while count * self.numbers_per_sector < len(self.fat) + count + difat_count:
            count += 1
            difat_count = max(0, -(-(count - 109) // (self.numbers_per_sector - 1)))
        first = len(self.sectors)
        fat_sectors = list(range(first, first + count))
        self.fat += [FAT_SECTOR] * (count + difat_count)
        self.fat += [FREE_SECTOR] * (count * self.numbers_per_sector - len(self.fat))
        self.sectors += [
            struct.pack(f"<{self.numbers_per_sector}L", *self.fat[at : at + self.numbers_per_sector])
            for at in range(0, len(self.fat), self.numbers_per_sector)
        ]
        difat_start = len(self.sectors)
        for number in range(difat_count):
            numbers = fat_sectors[109 + number * (self.numbers_per_sector - 1) :][
                : self.numbers_per_sector - 1
            ]
            numbers += [FREE_SECTOR] * (self.numbers_per_sector - 1 - len(numbers))
            following = difat_start + number + 1 if number + 1 < difat_count else END_OF_CHAIN
            self.sectors.append(struct.pack(f"<{self.numbers_per_sector}L", *numbers, following))
        return fat_sectors, difat_start if difat_count else END_OF_CHAIN, difat_count

    def _build_entry(self, entry: list) -> bytes:
        name, kind, left, right, child, start, size = entry
        written = (name + "\0").encode("utf-16-le")
        return struct.pack("<64sHBBLLL36xLQ", written, len(written), kind, 1, left, right, child, start, size)


# .msg


def build_property_storage(values: PropertyValues, before: int) -> dict[str, object]:
    """The streams of a storage with these properties; `before` zero bytes precede those of fixed size."""
    rows, tree = [], dict[str, object]()
    for tag, value in values.items():
        kind, data = encode_property_value(value)
        if kind in {PropertyType.LONG, PropertyType.TIME}:
            rows.append(struct.pack("<HHL8s", kind, tag, 6, data))
        else:
            ending = {PropertyType.UNICODE: b"\0\0", PropertyType.STRING8: b"\0"}.get(kind, b"")
            data = data[: len(data) - len(ending)]
            rows.append(struct.pack("<HHLLL", kind, tag, 6, len(data), 0))
            tree[f"__substg1.0_{tag:04X}{kind:04X}"] = data
    return {"__properties_version1.0": bytes(before) + b"".join(rows), **tree}


def build_message_storage(
    values: PropertyValues,
    *attachments: Mapping[str, object],
    recipients: Iterable[PropertyValues] = (),
    embedded: bool = False,
) -> dict[str, object]:
    """The storage of a message."""
    tree = build_property_storage(values, 24 if embedded else 32)
    for number, recipient in enumerate(recipients):
        tree[f"__recip_version1.0_#{number:08X}"] = build_property_storage(recipient, 8)
    for number, attachment in enumerate(attachments):
        tree[f"__attach_version1.0_#{number:08X}"] = attachment
    return tree


def build_file_attachment(name: str, data: bytes, values: PropertyValues | None = None) -> dict[str, object]:
    """The storage of an attached file."""
    return build_property_storage(
        {PropertyId.FILE_NAME: name, PropertyId.DATA: data, ATTACH_METHOD_TAG: 1} | dict(values or {}), 8
    )


def build_message_attachment(name: str, tree: Mapping[str, object]) -> dict[str, object]:
    """The storage of an attached message, whose own storage is `tree`."""
    return build_property_storage({PropertyId.DISPLAY_NAME: name, ATTACH_METHOD_TAG: 5}, 8) | {
        "__substg1.0_3701000D": tree
    }

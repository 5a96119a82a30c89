"""What Outlook makes of a mail: a winmail.dat ([MS-OXTNEF]) and a .msg ([MS-OXMSG] in a [MS-CFB] file).

Both are lists of numbered properties. They are written as plainly as the formats allow.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Union

SUBJECT_PROPERTY, BODY_PROPERTY, HTML_PROPERTY, SENT_PROPERTY, CODE_PAGE_PROPERTY = (
    0x0037,
    0x1000,
    0x1013,
    0x0039,
    0x3FDE,
)
SENDER_NAME_PROPERTY, SENDER_ADDRESS_PROPERTY = 0x0C1A, 0x5D01
RECIPIENT_TYPE_PROPERTY, DISPLAY_NAME_PROPERTY, SMTP_ADDRESS_PROPERTY = 0x0C15, 0x3001, 0x39FE
ATTACH_DATA_PROPERTY, FILE_NAME_PROPERTY, MEDIA_TYPE_PROPERTY, CONTENT_ID_PROPERTY, ATTACH_METHOD_PROPERTY = (
    0x3701,
    0x3707,
    0x370E,
    0x3712,
    0x3705,
)
EMBEDDED_STORAGE_NAME = "__substg1.0_3701000D"
FREE_SECTOR, END_OF_CHAIN, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR_BYTES, MINI_SECTOR_BYTES, MINI_STREAM_CUTOFF_BYTES = 512, 64, 4096

PropertyValue = str | int | bytes | datetime
PropertyValues = Mapping[int, PropertyValue]
StorageTree = dict[str, Union[bytes, "StorageTree"]]


@dataclass(frozen=True)
class OutlookAttachment:
    """`data` is a message where one is attached; `cid` makes it a picture of the HTML."""

    name: str
    media_type: str
    data: Union[bytes, "OutlookMessage"]
    cid: str = ""


@dataclass(frozen=True)
class OutlookMessage:
    """`sender` and each of `to` are a name and an address."""

    subject: str
    sender: tuple[str, str]
    to: tuple[tuple[str, str], ...]
    moment: datetime
    text: str
    html: str = ""
    files: tuple[OutlookAttachment, ...] = field(default=())


def build_winmail(message: OutlookMessage) -> bytes:
    """The TNEF stream: attributes, each with a level, a number, a length and a sum."""
    out = b"\x78\x9f\x3e\x22\x01\x00" + _build_tnef_attribute(1, 0x9006, struct.pack("<L", 0x10000))
    out += _build_tnef_attribute(1, 0x9007, struct.pack("<LL", 1252, 0))
    out += _build_tnef_attribute(1, 0x9003, _build_property_list(_build_message_properties(message)))
    for file in message.files:
        assert isinstance(file.data, bytes)  # noqa: S101  # for the type checker: none of ours is a message
        out += _build_tnef_attribute(2, 0x9002, bytes(14)) + _build_tnef_attribute(2, 0x800F, file.data)
        out += _build_tnef_attribute(2, 0x9005, _build_property_list(_build_attachment_properties(file)))
    return out


def build_msg(message: OutlookMessage) -> bytes:
    """The compound file."""
    return _CompoundFileWriter().file(_build_message_storage(message, 32))


def _build_message_properties(message: OutlookMessage) -> dict[int, PropertyValue]:
    values: dict[int, PropertyValue] = {
        SUBJECT_PROPERTY: message.subject,
        SENDER_NAME_PROPERTY: message.sender[0],
        SENDER_ADDRESS_PROPERTY: message.sender[1],
        SENT_PROPERTY: message.moment,
        BODY_PROPERTY: message.text,
    }
    if message.html:
        values |= {HTML_PROPERTY: message.html.encode(), CODE_PAGE_PROPERTY: 65001}
    return values


def _build_attachment_properties(file: OutlookAttachment) -> dict[int, PropertyValue]:
    values: dict[int, PropertyValue] = {FILE_NAME_PROPERTY: file.name, MEDIA_TYPE_PROPERTY: file.media_type}
    return values | ({CONTENT_ID_PROPERTY: file.cid} if file.cid else {})


def _encode_property_value(value: PropertyValue) -> tuple[int, bytes]:
    """A value's type ([MS-OXCDATA] §2.11.1) and its bytes."""
    if isinstance(value, str):
        return 0x1F, value.encode("utf-16-le")
    if isinstance(value, bytes):
        return 0x102, value
    if isinstance(value, int):
        return 3, struct.pack("<L", value)
    return 0x40, struct.pack(
        "<Q", int((value - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
    )


def _build_tnef_attribute(level: int, number: int, data: bytes) -> bytes:
    return struct.pack("<BHHL", level, number, 6, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def _build_property_list(values: PropertyValues) -> bytes:
    out = struct.pack("<L", len(values))
    for number, value in values.items():
        kind, data = _encode_property_value(value)
        out += struct.pack("<HH", kind, number)
        data += b"\0\0" if kind == 0x1F else b""
        out += data if kind in {3, 0x40} else struct.pack("<LL", 1, len(data)) + data + bytes(-len(data) % 4)
    return out


def _build_message_storage(message: OutlookMessage, before: int) -> StorageTree:
    """The storage of a message; `before` is how long the head of its properties is."""
    tree = _build_property_storage(_build_message_properties(message), before)
    for number, (name, address) in enumerate(message.to):
        tree[f"__recip_version1.0_#{number:08X}"] = _build_property_storage(
            {RECIPIENT_TYPE_PROPERTY: 1, DISPLAY_NAME_PROPERTY: name, SMTP_ADDRESS_PROPERTY: address}, 8
        )
    for number, file in enumerate(message.files):
        if isinstance(file.data, OutlookMessage):
            held = _build_property_storage(
                {DISPLAY_NAME_PROPERTY: file.name, ATTACH_METHOD_PROPERTY: 5}, 8
            ) | {EMBEDDED_STORAGE_NAME: _build_message_storage(file.data, 24)}
        else:
            held = _build_property_storage(
                {
                    **_build_attachment_properties(file),
                    ATTACH_DATA_PROPERTY: file.data,
                    ATTACH_METHOD_PROPERTY: 1,
                },
                8,
            )
        tree[f"__attach_version1.0_#{number:08X}"] = held
    return tree


def _build_property_storage(values: PropertyValues, before: int) -> StorageTree:
    """Numbers and times stand in one stream, each other value has its own."""
    fixed, tree = bytes(before), StorageTree()
    for number, value in values.items():
        kind, data = _encode_property_value(value)
        if kind in {3, 0x40}:
            fixed += struct.pack("<HHL8s", kind, number, 6, data)
        else:
            fixed += struct.pack("<HHLLL", kind, number, 6, len(data), 0)
            tree[f"__substg1.0_{number:04X}{kind:04X}"] = data
    return {"__properties_version1.0": fixed, **tree}


class _CompoundFileWriter:
    """Sectors and the table of which follows which; small streams share one, with a table of their own."""

    def __init__(self) -> None:
        self.sectors, self.table = bytearray(), list[int]()
        self.small, self.small_table = bytearray(), list[int]()
        self.entries: list[tuple[str, int, int, int, int, int]] = []  # name, kind, next, child, start, size

    def file(self, tree: StorageTree) -> bytes:
        """Up to 7 MB: the head has room for a table of so many sectors."""
        self.entries.append(("", 0, 0, 0, 0, 0))
        self._fill(tree)
        start = self._long(bytes(self.small))
        self.entries[0] = ("Root Entry", 5, FREE_SECTOR, 1, start, len(self.small))
        mini = self._long(struct.pack(f"<{len(self.small_table)}L", *self.small_table))
        directory = self._long(b"".join(map(_build_directory_entry, self.entries)))
        return self._head(directory, mini, list(self._write_table())) + bytes(self.sectors)

    def _fill(self, tree: StorageTree) -> None:
        """Its entries, each naming the next: in the order that is wanted, by length and then by letters."""
        names = sorted(tree, key=lambda name: (len(name), name.upper()))
        first = len(self.entries)
        self.entries += [("", 0, 0, 0, 0, 0)] * len(names)
        for at, name in enumerate(names, first):
            held, following = tree[name], at + 1 if name != names[-1] else FREE_SECTOR
            if isinstance(held, bytes):
                start = self._long(held) if len(held) >= MINI_STREAM_CUTOFF_BYTES else self._short(held)
                self.entries[at] = (name, 2, following, FREE_SECTOR, start, len(held))
            else:
                self.entries[at] = (name, 1, following, len(self.entries), 0, 0)
                self._fill(held)

    def _long(self, data: bytes) -> int:
        return _append_sector_chain(data, SECTOR_BYTES, self.sectors, self.table)

    def _short(self, data: bytes) -> int:
        return _append_sector_chain(data, MINI_SECTOR_BYTES, self.small, self.small_table)

    def _write_table(self) -> Iterator[int]:
        """At the end, where it describes itself too; gives the sectors that it takes."""
        count, each = 1, SECTOR_BYTES // 4
        while count * each < len(self.table) + count:
            count += 1
        yield from range(len(self.table), len(self.table) + count)
        self.table += [FAT_SECTOR] * count + [FREE_SECTOR] * (count * each - len(self.table) - count)
        self.sectors += struct.pack(f"<{len(self.table)}L", *self.table)

    def _head(self, directory: int, mini: int, places: list[int]) -> bytes:
        few = -(-len(self.small_table) * 4 // SECTOR_BYTES)
        return struct.pack(
            "<8s16xHHHHH6x9L109L",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            *(0x3E, 3, 0xFFFE, 9, 6),
            *(0, len(places), directory, 0, MINI_STREAM_CUTOFF_BYTES, mini, few, END_OF_CHAIN, 0),
            *(places + [FREE_SECTOR] * (109 - len(places))),
        )


def _append_sector_chain(data: bytes, size: int, sectors: bytearray, table: list[int]) -> int:
    """Adds the data in sectors of this size; the number of the first."""
    if not data:
        return END_OF_CHAIN
    first, count = len(table), -(-len(data) // size)
    sectors += data.ljust(count * size, b"\0")
    table += [*range(first + 1, first + count), END_OF_CHAIN]
    return first


def _build_directory_entry(entry: tuple[str, int, int, int, int, int]) -> bytes:
    name, kind, following, child, start, size = entry
    written = f"{name}\0".encode("utf-16-le")
    return struct.pack(
        "<64sHBBLLL36xLQ", written, len(written), kind, 1, FREE_SECTOR, following, child, start, size
    )

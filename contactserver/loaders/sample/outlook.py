"""What Outlook makes of a mail: a winmail.dat ([MS-OXTNEF]) and a .msg ([MS-OXMSG] in a [MS-CFB] file).

Both are lists of numbered properties. They are written as plainly as the formats allow.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Union

SUBJECT, BODY, HTML, SENT, CODE_PAGE = 0x0037, 0x1000, 0x1013, 0x0039, 0x3FDE
SENDER_NAME, SENDER_ADDRESS = 0x0C1A, 0x5D01
KIND, NAME, ADDRESS = 0x0C15, 0x3001, 0x39FE
DATA, FILE_NAME, MEDIA_TYPE, CONTENT_ID, METHOD = 0x3701, 0x3707, 0x370E, 0x3712, 0x3705
EMBEDDED = "__substg1.0_3701000D"
NONE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR, SMALL, CUTOFF = 512, 64, 4096

Value = str | int | bytes | datetime
Properties = Mapping[int, Value]
Tree = dict[str, Union[bytes, "Tree"]]


@dataclass(frozen=True)
class File:
    """`data` is a message where one is attached; `cid` makes it a picture of the HTML."""

    name: str
    media_type: str
    data: Union[bytes, "Message"]
    cid: str = ""


@dataclass(frozen=True)
class Message:
    """`sender` and each of `to` are a name and an address."""

    subject: str
    sender: tuple[str, str]
    to: tuple[tuple[str, str], ...]
    moment: datetime
    text: str
    html: str = ""
    files: tuple[File, ...] = field(default=())


def winmail(message: Message) -> bytes:
    """The TNEF stream: attributes, each with a level, a number, a length and a sum."""
    out = b"\x78\x9f\x3e\x22\x01\x00" + _attribute(1, 0x9006, struct.pack("<L", 0x10000))
    out += _attribute(1, 0x9007, struct.pack("<LL", 1252, 0))
    out += _attribute(1, 0x9003, _list(_properties(message)))
    for file in message.files:
        assert isinstance(file.data, bytes)  # noqa: S101  # for the type checker: none of ours is a message
        out += _attribute(2, 0x9002, bytes(14)) + _attribute(2, 0x800F, file.data)
        out += _attribute(2, 0x9005, _list(_about(file)))
    return out


def msg(message: Message) -> bytes:
    """The compound file."""
    return _Compound().file(_message(message, 32))


def _properties(message: Message) -> dict[int, Value]:
    values: dict[int, Value] = {
        SUBJECT: message.subject,
        SENDER_NAME: message.sender[0],
        SENDER_ADDRESS: message.sender[1],
        SENT: message.moment,
        BODY: message.text,
    }
    if message.html:
        values |= {HTML: message.html.encode(), CODE_PAGE: 65001}
    return values


def _about(file: File) -> dict[int, Value]:
    values: dict[int, Value] = {FILE_NAME: file.name, MEDIA_TYPE: file.media_type}
    return values | ({CONTENT_ID: file.cid} if file.cid else {})


def _typed(value: Value) -> tuple[int, bytes]:
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


def _attribute(level: int, number: int, data: bytes) -> bytes:
    return struct.pack("<BHHL", level, number, 6, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def _list(values: Properties) -> bytes:
    out = struct.pack("<L", len(values))
    for number, value in values.items():
        kind, data = _typed(value)
        out += struct.pack("<HH", kind, number)
        data += b"\0\0" if kind == 0x1F else b""
        out += data if kind in {3, 0x40} else struct.pack("<LL", 1, len(data)) + data + bytes(-len(data) % 4)
    return out


def _message(message: Message, before: int) -> Tree:
    """The storage of a message; `before` is how long the head of its properties is."""
    tree = _storage(_properties(message), before)
    for number, (name, address) in enumerate(message.to):
        tree[f"__recip_version1.0_#{number:08X}"] = _storage({KIND: 1, NAME: name, ADDRESS: address}, 8)
    for number, file in enumerate(message.files):
        if isinstance(file.data, Message):
            held = _storage({NAME: file.name, METHOD: 5}, 8) | {EMBEDDED: _message(file.data, 24)}
        else:
            held = _storage({**_about(file), DATA: file.data, METHOD: 1}, 8)
        tree[f"__attach_version1.0_#{number:08X}"] = held
    return tree


def _storage(values: Properties, before: int) -> Tree:
    """Numbers and times stand in one stream, each other value has its own."""
    fixed, tree = bytes(before), Tree()
    for number, value in values.items():
        kind, data = _typed(value)
        if kind in {3, 0x40}:
            fixed += struct.pack("<HHL8s", kind, number, 6, data)
        else:
            fixed += struct.pack("<HHLLL", kind, number, 6, len(data), 0)
            tree[f"__substg1.0_{number:04X}{kind:04X}"] = data
    return {"__properties_version1.0": fixed, **tree}


class _Compound:
    """Sectors and the table of which follows which; small streams share one, with a table of their own."""

    def __init__(self) -> None:
        self.sectors, self.table = bytearray(), list[int]()
        self.small, self.small_table = bytearray(), list[int]()
        self.entries: list[tuple[str, int, int, int, int, int]] = []  # name, kind, next, child, start, size

    def file(self, tree: Tree) -> bytes:
        """Up to 7 MB: the head has room for a table of so many sectors."""
        self.entries.append(("", 0, 0, 0, 0, 0))
        self._fill(tree)
        start = self._long(bytes(self.small))
        self.entries[0] = ("Root Entry", 5, NONE, 1, start, len(self.small))
        mini = self._long(struct.pack(f"<{len(self.small_table)}L", *self.small_table))
        directory = self._long(b"".join(map(_entry, self.entries)))
        return self._head(directory, mini, list(self._write_table())) + bytes(self.sectors)

    def _fill(self, tree: Tree) -> None:
        """Its entries, each naming the next: in the order that is wanted, by length and then by letters."""
        names = sorted(tree, key=lambda name: (len(name), name.upper()))
        first = len(self.entries)
        self.entries += [("", 0, 0, 0, 0, 0)] * len(names)
        for at, name in enumerate(names, first):
            held, following = tree[name], at + 1 if name != names[-1] else NONE
            if isinstance(held, bytes):
                start = self._long(held) if len(held) >= CUTOFF else self._short(held)
                self.entries[at] = (name, 2, following, NONE, start, len(held))
            else:
                self.entries[at] = (name, 1, following, len(self.entries), 0, 0)
                self._fill(held)

    def _long(self, data: bytes) -> int:
        return _chained(data, SECTOR, self.sectors, self.table)

    def _short(self, data: bytes) -> int:
        return _chained(data, SMALL, self.small, self.small_table)

    def _write_table(self) -> Iterator[int]:
        """At the end, where it describes itself too; gives the sectors that it takes."""
        count, each = 1, SECTOR // 4
        while count * each < len(self.table) + count:
            count += 1
        yield from range(len(self.table), len(self.table) + count)
        self.table += [TABLE] * count + [NONE] * (count * each - len(self.table) - count)
        self.sectors += struct.pack(f"<{len(self.table)}L", *self.table)

    def _head(self, directory: int, mini: int, places: list[int]) -> bytes:
        few = -(-len(self.small_table) * 4 // SECTOR)
        return struct.pack(
            "<8s16xHHHHH6x9L109L",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            *(0x3E, 3, 0xFFFE, 9, 6),
            *(0, len(places), directory, 0, CUTOFF, mini, few, END, 0),
            *(places + [NONE] * (109 - len(places))),
        )


def _chained(data: bytes, size: int, sectors: bytearray, table: list[int]) -> int:
    """Adds the data in sectors of this size; the number of the first."""
    if not data:
        return END
    first, count = len(table), -(-len(data) // size)
    sectors += data.ljust(count * size, b"\0")
    table += [*range(first + 1, first + count), END]
    return first


def _entry(entry: tuple[str, int, int, int, int, int]) -> bytes:
    name, kind, following, child, start, size = entry
    written = f"{name}\0".encode("utf-16-le")
    return struct.pack("<64sHBBLLL36xLQ", written, len(written), kind, 1, NONE, following, child, start, size)

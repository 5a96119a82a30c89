"""winmail.dat: what Outlook packs a message into when it does not trust the internet with it ([MS-OXTNEF]).

A row of attributes; three of them hold lists of properties, and an attachment may be such a row again. Own
and small, because the library for it (tnefparse 1.4.0) is not safe here: it copies the rest of the file for
each attribute, raises whatever comes for what is damaged (TypeError, AssertionError, struct.error,
RecursionError), and stops a list of properties at the first string in a charset that it does not know.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum

from interactions.content.limits import get_content_limits
from interactions.content.outlook import code_pages
from interactions.content.outlook.message import RECIPIENTS, Attachment, Message, Room
from interactions.content.outlook.properties import TAGS, Properties, Tag, Type, Value

SIGNATURE = b"\x78\x9f\x3e\x22"
HEADER = struct.Struct("<BHHL")  # of an attribute: level, which, type, length (§2.1.1)
CHECKSUM = 2  # bytes behind each; many programs write a wrong one, so none looks at it
NAMED = 0x8000  # properties from here on have a name (§2.1.3.3)
SEVERAL = 0x1000  # flag of a type: several values
MESSAGE = bytes.fromhex("0703020000000000c000000000000046")  # the object is a message (§2.1.3.4.4)
INTERFACE = 16  # bytes before an object's data that say what it is
SIZES = {2: 2, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 0xA: 4, 0xB: 2, 0x14: 8, 0x40: 8, 0x48: 16}
VARIABLE = {Type.STRING8, Type.UNICODE, Type.BINARY, Type.OBJECT}
Values = dict[int, tuple[int, memoryview]]  # type and data by tag; nothing is copied until it is needed


class Attribute(IntEnum):
    """Those that are read (§2.1.2)."""

    SUBJECT = 0x8004
    BODY = 0x800C
    DATA = 0x800F
    TITLE = 0x8010
    RENDERING = 0x9002
    PROPERTIES = 0x9003
    RECIPIENTS = 0x9004
    ATTACHMENT = 0x9005
    CODE_PAGE = 0x9007


@dataclass
class _Packed:
    """An attachment as it is being put together."""

    title: bytes = b""
    data: memoryview = field(default_factory=lambda: memoryview(b""))
    values: Values = field(default_factory=dict)


def read(data: bytes) -> Message:
    """What begins with the signature; of what is damaged it gives what there is."""
    return _Reader(memoryview(data), Room(), 0).message()


class _Reader:
    """One row of attributes, `depth` messages deep."""

    def __init__(self, data: memoryview, room: Room, depth: int) -> None:
        self.data, self.room, self.depth = data, room, depth
        self.damaged = self.more = False
        self.charset = code_pages.ANSI
        self.subject = self.body = b""
        self.values: Values = {}
        self.recipients: list[Values] = []
        self.attachments: list[_Packed] = []

    def message(self) -> Message:
        for level, attribute, data in self._attributes():
            if level == 2:
                self._attached(attribute, data)
            else:
                self._own(attribute, data)
        properties = self._properties(self.values)
        return Message(
            properties=properties,
            recipients=tuple(map(self._properties, self.recipients)),
            attachments=tuple(self._attachment(packed) for packed in self.attachments),
            subject=code_pages.decode(self.subject, properties.charset).strip("\0 "),
            plain=self.body.rstrip(b"\0"),
            damaged=self.damaged,
            more=self.more,
        )

    def _attributes(self) -> Iterator[tuple[int, int, memoryview]]:
        at = len(SIGNATURE) + 2
        while at + HEADER.size <= len(self.data):
            level, attribute, _, length = HEADER.unpack_from(self.data, at)
            if level not in {1, 2}:  # some programs leave rubbish behind the last one
                return
            at += HEADER.size
            self.damaged |= at + length > len(self.data)
            yield level, attribute, self.data[at : at + length]
            at += length + CHECKSUM
        self.damaged |= at < len(self.data) and self.data[at] in {1, 2}

    def _own(self, attribute: int, data: memoryview) -> None:
        if attribute == Attribute.CODE_PAGE:
            self.charset = code_pages.charset(int.from_bytes(data[:4], "little")) or self.charset
        elif attribute == Attribute.SUBJECT:
            self.subject = bytes(data[:1000])
        elif attribute == Attribute.BODY:
            self.body = bytes(data)
        elif attribute == Attribute.PROPERTIES:
            self.values |= self._list(data, 0)[0]
        elif attribute == Attribute.RECIPIENTS:
            at = 4
            while at + 4 <= len(data) and len(self.recipients) < RECIPIENTS:
                values, at = self._list(data, at)
                self.recipients.append(values)

    def _attached(self, attribute: int, data: memoryview) -> None:
        """Each begins with how it is drawn; some programs leave this out."""
        if attribute == Attribute.RENDERING or not self.attachments:
            if not self.room.for_attachment():
                self.more = True
                self.attachments = self.attachments or [_Packed()]
                return
            self.attachments.append(_Packed())
        if self.more:
            return
        packed = self.attachments[-1]
        if attribute == Attribute.TITLE:
            packed.title = bytes(data[:1000])
        elif attribute == Attribute.DATA:
            packed.data = data
        elif attribute == Attribute.ATTACHMENT:
            packed.values |= self._list(data, 0)[0]

    def _attachment(self, packed: _Packed) -> Attachment:
        """An object lies in the properties; what then stands outside them is a line for who can't read it."""
        kind, data = packed.values.pop(Tag.DATA, (Type.BINARY, packed.data))
        properties = self._properties(packed.values)
        title = code_pages.decode(packed.title, properties.charset).strip("\0 ")
        if kind != Type.OBJECT:
            return Attachment(properties, bytes(packed.data or data), title)
        inner = data[INTERFACE:]
        embedded = data[:INTERFACE] == MESSAGE and inner[: len(SIGNATURE)] == SIGNATURE
        if not embedded or self.depth >= get_content_limits().mail_depth:
            return Attachment(properties, bytes(inner), title)
        return Attachment(properties, _Reader(inner, self.room, self.depth + 1).message(), title)

    def _properties(self, found: Values) -> Properties:
        values = {tag: Value(kind, bytes(data)) for tag, (kind, data) in found.items()}
        return Properties(values, Properties(values).own_charset() or self.charset)

    def _list(self, data: memoryview, at: int) -> tuple[Values, int]:
        """Properties with their number before them (§2.1.3), as far as they can be read, and where they
        end."""
        values: Values = {}
        try:
            (count,) = struct.unpack_from("<L", data, at)
            at += 4
            for _ in range(count):
                kind, tag = struct.unpack_from("<HH", data, at)
                at = _behind_name(data, at + 4) if tag >= NAMED else at + 4
                value, at = self._value(data, at, kind)
                if tag in TAGS and value is not None:
                    values[tag] = kind, value
        except (struct.error, _Unreadable):
            self.damaged = True
            at = len(data)
        return values, at

    def _value(self, data: memoryview, at: int, kind: int) -> tuple[memoryview | None, int]:
        """One value, None for several, and where the next property begins: at a multiple of 4 bytes."""
        if not self.room.for_property():
            raise _Unreadable
        several, kind = bool(kind & SEVERAL), kind & ~SEVERAL
        if kind in VARIABLE:
            return self._variable(data, at, several)
        if kind not in SIZES:
            raise _Unreadable
        size = SIZES[kind]
        if several:
            (count,) = struct.unpack_from("<L", data, at)
            return None, at + 4 + _padded(count * size)
        return data[at : at + size], at + _padded(size)

    def _variable(self, data: memoryview, at: int, several: bool) -> tuple[memoryview | None, int]:
        (count,) = struct.unpack_from("<L", data, at)
        at += 4
        start = end = at
        for _ in range(count):
            if not self.room.for_property():
                raise _Unreadable
            (length,) = struct.unpack_from("<L", data, at)
            start, end = at + 4, at + 4 + length
            at += 4 + _padded(length)
        self.damaged |= end > len(data)
        return (None if several or not count else data[start:end]), at


class _Unreadable(Exception):
    """Where the next property begins can't be told."""


def _behind_name(data: memoryview, at: int) -> int:
    """A name is a number, or text with its length (§2.1.3.3)."""
    kind, number = struct.unpack_from("<16xLL", data, at)
    return at + 24 + (_padded(number) if kind else 0)


def _padded(size: int) -> int:
    return size + -size % 4

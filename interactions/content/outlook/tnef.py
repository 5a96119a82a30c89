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
from interactions.content.outlook.mapi_properties import (
    READ_PROPERTY_IDS,
    MapiProperties,
    PropertyId,
    PropertyType,
    PropertyValue,
)
from interactions.content.outlook.outlook_message import (
    MAX_RECIPIENTS,
    OutlookAttachment,
    OutlookMessage,
    ReadBudget,
)

TNEF_SIGNATURE = b"\x78\x9f\x3e\x22"
ATTRIBUTE_HEADER_STRUCT = struct.Struct("<BHHL")  # of an attribute: level, which, type, length (§2.1.1)
CHECKSUM_BYTES = 2  # bytes behind each; many programs write a wrong one, so none looks at it
FIRST_NAMED_PROPERTY = 0x8000  # properties from here on have a name (§2.1.3.3)
MULTIPLE_VALUES_FLAG = 0x1000  # flag of a type: several values
MESSAGE_INTERFACE_ID = bytes.fromhex(
    "0703020000000000c000000000000046"
)  # the object is a message (§2.1.3.4.4)
INTERFACE_ID_BYTES = 16  # bytes before an object's data that say what it is
FIXED_TYPE_BYTES = {2: 2, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 0xA: 4, 0xB: 2, 0x14: 8, 0x40: 8, 0x48: 16}
VARIABLE_TYPES = {PropertyType.STRING8, PropertyType.UNICODE, PropertyType.BINARY, PropertyType.OBJECT}
RawProperties = dict[
    int, tuple[int, memoryview]
]  # type and data by tag; nothing is copied until it is needed


class TnefAttribute(IntEnum):
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
class _PendingAttachment:
    """An attachment as it is being put together."""

    title: bytes = b""
    data: memoryview = field(default_factory=lambda: memoryview(b""))
    values: RawProperties = field(default_factory=dict)


def parse_tnef(data: bytes) -> OutlookMessage:
    """What begins with the signature; of what is damaged it gives what there is."""
    return _TnefReader(memoryview(data), ReadBudget(), 0).read_message()


class _TnefReader:
    """One row of attributes, `depth` messages deep."""

    def __init__(self, data: memoryview, budget: ReadBudget, depth: int) -> None:
        self.data, self.room, self.depth = data, budget, depth
        self.damaged = self.has_more_attachments = False
        self.charset = code_pages.ANSI_CHARSET
        self.subject = self.body = b""
        self.values: RawProperties = {}
        self.recipients: list[RawProperties] = []
        self.attachments: list[_PendingAttachment] = []

    def read_message(self) -> OutlookMessage:
        for level, attribute, data in self._iter_attributes():
            if level == 2:
                self._add_attachment_attribute(attribute, data)
            else:
                self._add_message_attribute(attribute, data)
        properties = self._build_properties(self.values)
        return OutlookMessage(
            properties=properties,
            recipients=tuple(map(self._build_properties, self.recipients)),
            attachments=tuple(self._build_attachment(packed) for packed in self.attachments),
            subject=code_pages.decode_known_charset(self.subject, properties.charset).strip("\0 "),
            plain_body=self.body.rstrip(b"\0"),
            damaged=self.damaged,
            has_more_attachments=self.has_more_attachments,
        )

    def _iter_attributes(self) -> Iterator[tuple[int, int, memoryview]]:
        at = len(TNEF_SIGNATURE) + 2
        while at + ATTRIBUTE_HEADER_STRUCT.size <= len(self.data):
            level, attribute, _, length = ATTRIBUTE_HEADER_STRUCT.unpack_from(self.data, at)
            if level not in {1, 2}:  # some programs leave rubbish behind the last one
                return
            at += ATTRIBUTE_HEADER_STRUCT.size
            self.damaged |= at + length > len(self.data)
            yield level, attribute, self.data[at : at + length]
            at += length + CHECKSUM_BYTES
        self.damaged |= at < len(self.data) and self.data[at] in {1, 2}

    def _add_message_attribute(self, attribute: int, data: memoryview) -> None:
        if attribute == TnefAttribute.CODE_PAGE:
            self.charset = code_pages.find_charset(int.from_bytes(data[:4], "little")) or self.charset
        elif attribute == TnefAttribute.SUBJECT:
            self.subject = bytes(data[:1000])
        elif attribute == TnefAttribute.BODY:
            self.body = bytes(data)
        elif attribute == TnefAttribute.PROPERTIES:
            self.values |= self._read_property_list(data, 0)[0]
        elif attribute == TnefAttribute.RECIPIENTS:
            at = 4
            while at + 4 <= len(data) and len(self.recipients) < MAX_RECIPIENTS:
                values, at = self._read_property_list(data, at)
                self.recipients.append(values)

    def _add_attachment_attribute(self, attribute: int, data: memoryview) -> None:
        """Each begins with how it is drawn; some programs leave this out."""
        if attribute == TnefAttribute.RENDERING or not self.attachments:
            if not self.room.acquire_attachment():
                self.has_more_attachments = True
                self.attachments = self.attachments or [_PendingAttachment()]
                return
            self.attachments.append(_PendingAttachment())
        if self.has_more_attachments:
            return
        packed = self.attachments[-1]
        if attribute == TnefAttribute.TITLE:
            packed.title = bytes(data[:1000])
        elif attribute == TnefAttribute.DATA:
            packed.data = data
        elif attribute == TnefAttribute.ATTACHMENT:
            packed.values |= self._read_property_list(data, 0)[0]

    def _build_attachment(self, packed: _PendingAttachment) -> OutlookAttachment:
        """An object lies in the properties; what then stands outside them is a line for who can't read it."""
        kind, data = packed.values.pop(PropertyId.DATA, (PropertyType.BINARY, packed.data))
        properties = self._build_properties(packed.values)
        title = code_pages.decode_known_charset(packed.title, properties.charset).strip("\0 ")
        if kind != PropertyType.OBJECT:
            return OutlookAttachment(properties, bytes(packed.data or data), title)
        inner = data[INTERFACE_ID_BYTES:]
        embedded = (
            data[:INTERFACE_ID_BYTES] == MESSAGE_INTERFACE_ID
            and inner[: len(TNEF_SIGNATURE)] == TNEF_SIGNATURE
        )
        if not embedded or self.depth >= get_content_limits().mail_depth:
            return OutlookAttachment(properties, bytes(inner), title)
        return OutlookAttachment(
            properties, _TnefReader(inner, self.room, self.depth + 1).read_message(), title
        )

    def _build_properties(self, found: RawProperties) -> MapiProperties:
        values = {tag: PropertyValue(kind, bytes(data)) for tag, (kind, data) in found.items()}
        return MapiProperties(values, MapiProperties(values).find_own_charset() or self.charset)

    def _read_property_list(self, data: memoryview, at: int) -> tuple[RawProperties, int]:
        """Properties with their number before them (§2.1.3), as far as they can be read, and where they
        end."""
        values: RawProperties = {}
        try:
            (count,) = struct.unpack_from("<L", data, at)
            at += 4
            for _ in range(count):
                kind, tag = struct.unpack_from("<HH", data, at)
                at = _skip_property_name(data, at + 4) if tag >= FIRST_NAMED_PROPERTY else at + 4
                value, at = self._read_value(data, at, kind)
                if tag in READ_PROPERTY_IDS and value is not None:
                    values[tag] = kind, value
        except (struct.error, _UnreadablePropertyError):
            self.damaged = True
            at = len(data)
        return values, at

    def _read_value(self, data: memoryview, at: int, kind: int) -> tuple[memoryview | None, int]:
        """One value, None for several, and where the next property begins: at a multiple of 4 bytes."""
        if not self.room.acquire_property():
            raise _UnreadablePropertyError
        several, kind = bool(kind & MULTIPLE_VALUES_FLAG), kind & ~MULTIPLE_VALUES_FLAG
        if kind in VARIABLE_TYPES:
            return self._read_variable_value(data, at, several)
        if kind not in FIXED_TYPE_BYTES:
            raise _UnreadablePropertyError
        size = FIXED_TYPE_BYTES[kind]
        if several:
            (count,) = struct.unpack_from("<L", data, at)
            return None, at + 4 + _round_up_to_four(count * size)
        return data[at : at + size], at + _round_up_to_four(size)

    def _read_variable_value(self, data: memoryview, at: int, several: bool) -> tuple[memoryview | None, int]:
        (count,) = struct.unpack_from("<L", data, at)
        at += 4
        start = end = at
        for _ in range(count):
            if not self.room.acquire_property():
                raise _UnreadablePropertyError
            (length,) = struct.unpack_from("<L", data, at)
            start, end = at + 4, at + 4 + length
            at += 4 + _round_up_to_four(length)
        self.damaged |= end > len(data)
        return (None if several or not count else data[start:end]), at


class _UnreadablePropertyError(Exception):
    """Where the next property begins can't be told."""


def _skip_property_name(data: memoryview, at: int) -> int:
    """A name is a number, or text with its length (§2.1.3.3)."""
    kind, number = struct.unpack_from("<16xLL", data, at)
    return at + 24 + (_round_up_to_four(number) if kind else 0)


def _round_up_to_four(size: int) -> int:
    return size + -size % 4

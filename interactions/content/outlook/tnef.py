"""Reads winmail.dat (TNEF, [MS-OXTNEF]), into which Outlook packs what a plain mail can't carry.

The file is a sequence of attributes; three of them contain lists of properties, and an attachment may be such
a sequence again. Our own reader, because the library for it (tnefparse 1.4.0) is not safe here: it copies the
rest of the file for each attribute, raises all kinds of errors for damaged files (TypeError, AssertionError,
struct.error, RecursionError), and ends a list of properties at the first string in an unknown charset.
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
ATTRIBUTE_HEADER_STRUCT = struct.Struct("<BHHL")  # level, ID, type, length (§2.1.1)
CHECKSUM_BYTES = 2  # after each attribute; not checked, since many programs write a wrong one
FIRST_NAMED_PROPERTY = 0x8000  # properties from this ID on have a name (§2.1.3.3)
MULTIPLE_VALUES_FLAG = 0x1000  # in a type: the property has several values
MESSAGE_INTERFACE_ID = bytes.fromhex("0703020000000000c000000000000046")  # of a message (§2.1.3.4.4)
INTERFACE_ID_BYTES = 16  # before an object's data, to say what it is
FIXED_TYPE_BYTES = {2: 2, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 0xA: 4, 0xB: 2, 0x14: 8, 0x40: 8, 0x48: 16}
VARIABLE_TYPES = {PropertyType.STRING8, PropertyType.UNICODE, PropertyType.BINARY, PropertyType.OBJECT}
# Type and data by property ID; views, so that nothing is copied until it is needed.
RawProperties = dict[int, tuple[int, memoryview]]


class TnefAttribute(IntEnum):
    """The IDs of the attributes that are read (§2.1.2)."""

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
    """An attachment whose attributes are still being read."""

    title: bytes = b""
    data: memoryview = field(default_factory=lambda: memoryview(b""))
    values: RawProperties = field(default_factory=dict)


def parse_tnef(data: bytes) -> OutlookMessage:
    """Reads data that begins with the signature. Never raises; of a damaged file it reads what it can."""
    return _TnefReader(memoryview(data), ReadBudget(), 0).read_message()


class _TnefReader:
    """Reads one sequence of attributes, `depth` messages deep."""

    def __init__(self, data: memoryview, budget: ReadBudget, depth: int) -> None:
        self.data, self.budget, self.depth = data, budget, depth
        self.damaged = self.has_more_attachments = False
        self.charset = code_pages.ANSI_CHARSET
        self.subject = self.body = b""
        self.values: RawProperties = {}
        self.recipients: list[RawProperties] = []
        self.attachments: list[_PendingAttachment] = []

    def read_message(self) -> OutlookMessage:
        """The message that the attributes describe. To be called once."""
        for level, attribute, data in self._iter_attributes():
            if level == 2:
                self._add_attachment_attribute(attribute, data)
            else:
                self._add_message_attribute(attribute, data)
        properties = self._build_properties(self.values)
        return OutlookMessage(
            properties=properties,
            recipients=tuple(map(self._build_properties, self.recipients)),
            attachments=tuple(self._build_attachment(pending) for pending in self.attachments),
            subject=code_pages.decode_known_charset(self.subject, properties.charset).strip("\0 "),
            plain_body=self.body.rstrip(b"\0"),
            damaged=self.damaged,
            has_more_attachments=self.has_more_attachments,
        )

    def _iter_attributes(self) -> Iterator[tuple[int, int, memoryview]]:
        """The level (1 for the message, 2 for an attachment), ID and data of each attribute."""
        position = len(TNEF_SIGNATURE) + 2
        while position + ATTRIBUTE_HEADER_STRUCT.size <= len(self.data):
            level, attribute, _, length = ATTRIBUTE_HEADER_STRUCT.unpack_from(self.data, position)
            if level not in {1, 2}:  # some programs write garbage after the last attribute
                return
            position += ATTRIBUTE_HEADER_STRUCT.size
            self.damaged |= position + length > len(self.data)
            yield level, attribute, self.data[position : position + length]
            position += length + CHECKSUM_BYTES
        self.damaged |= position < len(self.data) and self.data[position] in {1, 2}

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
            position = 4
            while position + 4 <= len(data) and len(self.recipients) < MAX_RECIPIENTS:
                values, position = self._read_property_list(data, position)
                self.recipients.append(values)

    def _add_attachment_attribute(self, attribute: int, data: memoryview) -> None:
        """Adds an attribute to the last attachment. RENDERING begins a new one; some programs leave it out
        for the first."""
        if attribute == TnefAttribute.RENDERING or not self.attachments:
            if not self.budget.acquire_attachment():
                self.has_more_attachments = True
                self.attachments = self.attachments or [_PendingAttachment()]
                return
            self.attachments.append(_PendingAttachment())
        if self.has_more_attachments:
            return
        pending = self.attachments[-1]
        if attribute == TnefAttribute.TITLE:
            pending.title = bytes(data[:1000])
        elif attribute == TnefAttribute.DATA:
            pending.data = data
        elif attribute == TnefAttribute.ATTACHMENT:
            pending.values |= self._read_property_list(data, 0)[0]

    def _build_attachment(self, pending: _PendingAttachment) -> OutlookAttachment:
        """The attachment from its attributes. An object's data is in the properties; the data outside them is
        then only a text for programs that can't read the object."""
        kind, data = pending.values.pop(PropertyId.DATA, (PropertyType.BINARY, pending.data))
        properties = self._build_properties(pending.values)
        title = code_pages.decode_known_charset(pending.title, properties.charset).strip("\0 ")
        if kind != PropertyType.OBJECT:
            return OutlookAttachment(properties, bytes(pending.data or data), title)
        content = data[INTERFACE_ID_BYTES:]
        is_message = (
            data[:INTERFACE_ID_BYTES] == MESSAGE_INTERFACE_ID
            and content[: len(TNEF_SIGNATURE)] == TNEF_SIGNATURE
        )
        if not is_message or self.depth >= get_content_limits().mail_depth:
            return OutlookAttachment(properties, bytes(content), title)
        return OutlookAttachment(
            properties, _TnefReader(content, self.budget, self.depth + 1).read_message(), title
        )

    def _build_properties(self, raw_properties: RawProperties) -> MapiProperties:
        values = {tag: PropertyValue(kind, bytes(data)) for tag, (kind, data) in raw_properties.items()}
        return MapiProperties(values, MapiProperties(values).find_own_charset() or self.charset)

    def _read_property_list(self, data: memoryview, position: int) -> tuple[RawProperties, int]:
        """Reads a list of properties with its length (§2.1.3), as far as possible. Returns the properties and
        the position after them."""
        values: RawProperties = {}
        try:
            (count,) = struct.unpack_from("<L", data, position)
            position += 4
            for _ in range(count):
                kind, tag = struct.unpack_from("<HH", data, position)
                position = (
                    _skip_property_name(data, position + 4) if tag >= FIRST_NAMED_PROPERTY else position + 4
                )
                value, position = self._read_value(data, position, kind)
                if tag in READ_PROPERTY_IDS and value is not None:
                    values[tag] = kind, value
        except (struct.error, _UnreadablePropertyError):
            self.damaged = True
            position = len(data)
        return values, position

    def _read_value(self, data: memoryview, position: int, kind: int) -> tuple[memoryview | None, int]:
        """Reads one property's value. Returns the value, None for several, and the position of the next
        property, as values are padded to 4 bytes. Raises `_UnreadablePropertyError` for an unknown type, and
        when the budget is spent."""
        if not self.budget.acquire_property():
            raise _UnreadablePropertyError
        has_several, kind = bool(kind & MULTIPLE_VALUES_FLAG), kind & ~MULTIPLE_VALUES_FLAG
        if kind in VARIABLE_TYPES:
            return self._read_variable_value(data, position, has_several)
        if kind not in FIXED_TYPE_BYTES:
            raise _UnreadablePropertyError
        size = FIXED_TYPE_BYTES[kind]
        if has_several:
            (count,) = struct.unpack_from("<L", data, position)
            return None, position + 4 + _round_up_to_four(count * size)
        return data[position : position + size], position + _round_up_to_four(size)

    def _read_variable_value(
        self, data: memoryview, position: int, has_several: bool
    ) -> tuple[memoryview | None, int]:
        (count,) = struct.unpack_from("<L", data, position)
        position += 4
        start = end = position
        for _ in range(count):
            if not self.budget.acquire_property():
                raise _UnreadablePropertyError
            (length,) = struct.unpack_from("<L", data, position)
            start, end = position + 4, position + 4 + length
            position += 4 + _round_up_to_four(length)
        self.damaged |= end > len(data)
        return (None if has_several or not count else data[start:end]), position


class _UnreadablePropertyError(Exception):
    """The position of the next property can't be told."""


def _skip_property_name(data: memoryview, position: int) -> int:
    """The position after a property's name, which is a number or a text with its length (§2.1.3.3)."""
    kind, number = struct.unpack_from("<16xLL", data, position)
    return position + 24 + (_round_up_to_four(number) if kind else 0)


def _round_up_to_four(size: int) -> int:
    return size + -size % 4

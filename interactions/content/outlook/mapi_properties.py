"""The MAPI properties of a message, a recipient or an attachment: the few that a mail needs.

IDs and meanings are those of [MS-OXPROPS], types and their sizes those of [MS-OXCDATA] §2.11.1.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum

from interactions.content.outlook import code_pages

MAX_STRING_CHARACTERS = 8192  # of a property that is one line: a name, a subject
FILETIME_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


class PropertyId(IntEnum):
    """The IDs of the properties that are read ([MS-OXPROPS])."""

    MESSAGE_CLASS = 0x001A
    SUBJECT = 0x0037
    CLIENT_SUBMIT_TIME = 0x0039
    SENT_REPRESENTING_NAME = 0x0042
    SENT_REPRESENTING_ADDRESS = 0x0065
    TRANSPORT_HEADERS = 0x007D
    RECIPIENT_TYPE = 0x0C15
    SENDER_NAME = 0x0C1A
    SENDER_ADDRESS = 0x0C1F
    DISPLAY_BCC = 0x0E02
    DISPLAY_CC = 0x0E03
    DISPLAY_TO = 0x0E04
    DELIVERY_TIME = 0x0E06
    BODY = 0x1000
    RTF = 0x1009
    HTML = 0x1013
    MESSAGE_ID = 0x1035
    DISPLAY_NAME = 0x3001
    ADDRESS = 0x3003
    DATA = 0x3701
    SHORT_FILE_NAME = 0x3704
    FILE_NAME = 0x3707
    MEDIA_TYPE = 0x370E
    CONTENT_ID = 0x3712
    SMTP_ADDRESS = 0x39FE
    INTERNET_CODE_PAGE = 0x3FDE
    MESSAGE_CODE_PAGE = 0x3FFD
    SENDER_SMTP_ADDRESS = 0x5D01
    SENT_REPRESENTING_SMTP_ADDRESS = 0x5D02


class PropertyType(IntEnum):
    """The types of values that are read ([MS-OXCDATA] §2.11.1)."""

    SHORT = 0x0002
    LONG = 0x0003
    STRING8 = 0x001E
    UNICODE = 0x001F
    OBJECT = 0x000D
    TIME = 0x0040
    BINARY = 0x0102


READ_PROPERTY_IDS = frozenset(int(tag) for tag in PropertyId)


@dataclass(frozen=True)
class PropertyValue:
    """A value of a `PropertyType`. `data` is without its length; a number or a time has 2 to 8 bytes."""

    type: int
    data: bytes


@dataclass(frozen=True)
class MapiProperties:
    """The properties of one object by ID. `charset` is that of its 8-bit strings."""

    values: Mapping[int, PropertyValue]
    charset: str = code_pages.ANSI_CHARSET

    def get_text(self, tag: PropertyId) -> str:
        """A string property with its line ends; "" when there is none."""
        value = self.values.get(tag)
        if value is None or value.type not in {PropertyType.STRING8, PropertyType.UNICODE}:
            return ""
        if value.type == PropertyType.UNICODE:
            return value.data.decode("utf-16-le", "replace").rstrip("\0")
        return code_pages.decode_known_charset(value.data, self.charset).rstrip("\0")

    def get_line(self, tag: PropertyId) -> str:
        """A string property as one line, for a name or a subject; "" when there is none."""
        value = self.values.get(tag)
        shortened = PropertyValue(value.type, value.data[: 2 * MAX_STRING_CHARACTERS]) if value else None
        return (
            " ".join(MapiProperties({tag: shortened}, self.charset).get_text(tag).split())
            if shortened
            else ""
        )

    def get_binary(self, tag: PropertyId) -> bytes:
        """The bytes of a binary property; b"" when there is none or it is a string."""
        value = self.values.get(tag)
        return value.data if value and value.type in {PropertyType.BINARY, PropertyType.OBJECT} else b""

    def find_number(self, tag: PropertyId) -> int | None:
        """An integer property; None when there is none."""
        value = self.values.get(tag)
        if value is None or value.type not in {PropertyType.SHORT, PropertyType.LONG} or len(value.data) < 2:
            return None
        return int.from_bytes(
            value.data[: 2 if value.type == PropertyType.SHORT else 4], "little", signed=True
        )

    def find_time(self, tag: PropertyId) -> datetime | None:
        """A time property, in UTC; None when there is none or it is no date of our times. It is stored as
        tenths of a microsecond since 1601."""
        value = self.values.get(tag)
        if value is None or value.type != PropertyType.TIME or len(value.data) < 8:
            return None
        (ticks,) = struct.unpack_from("<Q", value.data)
        try:
            moment = FILETIME_EPOCH + timedelta(microseconds=ticks // 10)
        except OverflowError:
            return None
        return moment if 1900 < moment.year < 9000 else None

    def find_own_charset(self) -> str | None:
        """The charset that the object itself names for its strings; None when it names none."""
        return code_pages.find_charset(self.find_number(PropertyId.MESSAGE_CODE_PAGE))

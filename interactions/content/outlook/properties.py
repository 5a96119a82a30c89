"""Properties of a message, a recipient or an attachment, as Outlook keeps them: the few that a mail has.

Numbers and meanings are those of [MS-OXPROPS]; types and their sizes of [MS-OXCDATA] §2.11.1.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum

from interactions.content.outlook import code_pages

LONGEST = 8192  # characters of a line of text: a name, a subject
EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


class Tag(IntEnum):
    """Which property it is."""

    MESSAGE_CLASS = 0x001A
    SUBJECT = 0x0037
    SUBMITTED = 0x0039
    SENT_FOR_NAME = 0x0042
    SENT_FOR_ADDRESS = 0x0065
    HEADERS = 0x007D
    RECIPIENT_TYPE = 0x0C15
    SENDER_NAME = 0x0C1A
    SENDER_ADDRESS = 0x0C1F
    SHOWN_BCC = 0x0E02
    SHOWN_CC = 0x0E03
    SHOWN_TO = 0x0E04
    DELIVERED = 0x0E06
    BODY = 0x1000
    RTF = 0x1009
    HTML = 0x1013
    MESSAGE_ID = 0x1035
    NAME = 0x3001
    ADDRESS = 0x3003
    DATA = 0x3701
    SHORT_FILE_NAME = 0x3704
    FILE_NAME = 0x3707
    MEDIA_TYPE = 0x370E
    CONTENT_ID = 0x3712
    SMTP_ADDRESS = 0x39FE
    CODE_PAGE = 0x3FDE
    MESSAGE_CODE_PAGE = 0x3FFD
    SENDER_SMTP = 0x5D01
    SENT_FOR_SMTP = 0x5D02


class Type(IntEnum):
    """How a value is written."""

    SHORT = 0x0002
    LONG = 0x0003
    STRING8 = 0x001E
    UNICODE = 0x001F
    OBJECT = 0x000D
    TIME = 0x0040
    BINARY = 0x0102


TAGS = frozenset(int(tag) for tag in Tag)


@dataclass(frozen=True)
class Value:
    """`data` without its length; that of a number or a time has 2 to 8 bytes."""

    type: int
    data: bytes


@dataclass(frozen=True)
class Properties:
    """`charset` is for strings that are no Unicode."""

    values: Mapping[int, Value]
    charset: str = code_pages.ANSI

    def text(self, tag: Tag) -> str:
        """As it is, line ends and all; "" when there is none."""
        value = self.values.get(tag)
        if value is None or value.type not in {Type.STRING8, Type.UNICODE}:
            return ""
        if value.type == Type.UNICODE:
            return value.data.decode("utf-16-le", "replace").rstrip("\0")
        return code_pages.decode(value.data, self.charset).rstrip("\0")

    def line(self, tag: Tag) -> str:
        """A name or a subject: one line."""
        value = self.values.get(tag)
        short = Value(value.type, value.data[: 2 * LONGEST]) if value else None
        return " ".join(Properties({tag: short}, self.charset).text(tag).split()) if short else ""

    def binary(self, tag: Tag) -> bytes:
        """The bytes of a binary property; of a string none."""
        value = self.values.get(tag)
        return value.data if value and value.type in {Type.BINARY, Type.OBJECT} else b""

    def number(self, tag: Tag) -> int | None:
        value = self.values.get(tag)
        if value is None or value.type not in {Type.SHORT, Type.LONG} or len(value.data) < 2:
            return None
        return int.from_bytes(value.data[: 2 if value.type == Type.SHORT else 4], "little", signed=True)

    def moment(self, tag: Tag) -> datetime | None:
        """Tenths of microseconds since 1601, UTC."""
        value = self.values.get(tag)
        if value is None or value.type != Type.TIME or len(value.data) < 8:
            return None
        (ticks,) = struct.unpack_from("<Q", value.data)
        try:
            moment = EPOCH + timedelta(microseconds=ticks // 10)
        except OverflowError:
            return None
        return moment if 1900 < moment.year < 9000 else None

    def own_charset(self) -> str | None:
        """What it says of its strings itself."""
        return code_pages.charset(self.number(Tag.MESSAGE_CODE_PAGE))

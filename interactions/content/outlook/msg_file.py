"""Outlook's .msg: a message as a compound file, a storage for each recipient and attachment ([MS-OXMSG])."""

import re
import struct
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from interactions.content.errors import UnviewableContent
from interactions.content.limits import get_content_limits
from interactions.content.outlook.compound_file import (
    STORAGE_TYPE,
    STREAM_TYPE,
    CompoundFile,
    CompoundFileEntry,
)
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

PROPERTY_STREAM_NAME = "__properties_version1.0"  # the stream of the values of fixed size (§2.4)
PROPERTY_STRUCT = struct.Struct("<HH4x8s")  # type, which, flags, value (§2.4.2)
VALUE_STREAM_PATTERN = re.compile(r"__substg1\.0_([0-9A-F]{4})([0-9A-F]{4})")  # a value's own stream (§2.1.3)
RECIPIENT_STORAGE_PREFIX = "__recip_version1.0_#"
ATTACHMENT_STORAGE_PREFIX = "__attach_version1.0_#"
EMBEDDED_MESSAGE_STORAGE = "__substg1.0_3701000D"  # the storage of a message that was attached (§2.2.2.1)
# Bytes before the properties: in the message itself, in one that is embedded, in anything else (§2.4.1).
MESSAGE_HEADER_BYTES, EMBEDDED_HEADER_BYTES, OTHER_HEADER_BYTES = 32, 24, 8
STREAMED_TYPES = {PropertyType.STRING8, PropertyType.UNICODE, PropertyType.BINARY}
OTHER_FORMAT_STREAMS = (
    ("WordDocument", gettext_noop("This is a Word document (.doc), not a message.")),
    ("Workbook", gettext_noop("This is an Excel workbook (.xls), not a message.")),
    ("Book", gettext_noop("This is an Excel workbook (.xls), not a message.")),
    ("PowerPoint Document", gettext_noop("This is a PowerPoint presentation (.ppt), not a message.")),
    ("VisioDocument", gettext_noop("This is a Visio drawing (.vsd), not a message.")),
    ("EncryptedPackage", gettext_noop("This is an encrypted Office document, not a message.")),
)


def parse_msg(data: bytes) -> OutlookMessage:
    """Raises `UnviewableContent` for other compound files, and says what they are where that can be told."""
    file = CompoundFile(data)
    top = file.inside(file.root)
    if PROPERTY_STREAM_NAME in top:
        return _MsgReader(file).message(top, MESSAGE_HEADER_BYTES, 0)
    what = next((_(sentence) for name, sentence in OTHER_FORMAT_STREAMS if name in top), "")
    raise UnviewableContent(what or _("This is a Microsoft Office file, not a message."))


class _MsgReader:
    def __init__(self, file: CompoundFile) -> None:
        self.file, self.room = file, ReadBudget()

    def message(self, inside: Mapping[str, CompoundFileEntry], before: int, depth: int) -> OutlookMessage:
        """`depth` messages deep."""
        properties = self._properties(inside, before)
        recipients = self._storages(inside, RECIPIENT_STORAGE_PREFIX)[:MAX_RECIPIENTS]
        attachments = self._storages(inside, ATTACHMENT_STORAGE_PREFIX)
        read = [entry for entry in attachments if self.room.for_attachment()]
        return OutlookMessage(
            properties=properties,
            recipients=tuple(
                self._properties(self.file.inside(entry), OTHER_HEADER_BYTES, properties.charset)
                for entry in recipients
            ),
            attachments=tuple(self._attachment(entry, properties.charset, depth) for entry in read),
            damaged=self.file.damaged,
            more=len(read) < len(attachments),
        )

    def _attachment(self, storage: CompoundFileEntry, charset: str, depth: int) -> OutlookAttachment:
        inside = self.file.inside(storage)
        properties = self._properties(inside, OTHER_HEADER_BYTES, charset)
        embedded = inside.get(EMBEDDED_MESSAGE_STORAGE)
        if embedded is None:
            return OutlookAttachment(
                properties,
                properties.binary(PropertyId.DATA) if PropertyId.DATA in properties.values else None,
            )
        within = self.file.inside(embedded) if depth < get_content_limits().mail_depth else {}
        message = (
            self.message(within, EMBEDDED_HEADER_BYTES, depth + 1) if PROPERTY_STREAM_NAME in within else None
        )
        return OutlookAttachment(properties, message)

    def _properties(
        self, inside: Mapping[str, CompoundFileEntry], before: int, charset: str = ""
    ) -> MapiProperties:
        """Strings that are no Unicode are in the charset of the message, which it may name itself."""
        values: dict[int, PropertyValue] = {}
        data = (
            self.file.stream(inside[PROPERTY_STREAM_NAME])[before:] if PROPERTY_STREAM_NAME in inside else b""
        )
        for at in range(0, len(data) - PROPERTY_STRUCT.size + 1, PROPERTY_STRUCT.size):
            kind, tag, value = PROPERTY_STRUCT.unpack_from(data, at)
            if (
                tag in READ_PROPERTY_IDS
                and kind not in {*STREAMED_TYPES, PropertyType.OBJECT}
                and self.room.for_property()
            ):
                values[tag] = PropertyValue(kind, value)
        for name, entry in inside.items():
            found = VALUE_STREAM_PATTERN.fullmatch(name)
            if found and entry.kind == STREAM_TYPE:
                tag, kind = int(found[1], 16), int(found[2], 16)
                if (
                    tag in READ_PROPERTY_IDS
                    and kind in STREAMED_TYPES
                    and not _is_unicode_value(values.get(tag))
                ):
                    values[tag] = PropertyValue(kind, self.file.stream(entry))
        properties = MapiProperties(values, charset) if charset else MapiProperties(values)
        return MapiProperties(values, properties.own_charset() or properties.charset)

    def _storages(self, inside: Mapping[str, CompoundFileEntry], name: str) -> list[CompoundFileEntry]:
        return [
            inside[each]
            for each in sorted(inside)
            if each.startswith(name) and inside[each].kind == STORAGE_TYPE
        ]


def _is_unicode_value(value: PropertyValue | None) -> bool:
    return value is not None and value.type == PropertyType.UNICODE

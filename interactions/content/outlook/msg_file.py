"""Reads Outlook's .msg: a message as a compound file, with a storage for each recipient and attachment
([MS-OXMSG])."""

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

PROPERTY_STREAM_NAME = "__properties_version1.0"  # the stream of the fixed-size values (§2.4)
PROPERTY_STRUCT = struct.Struct("<HH4x8s")  # type, ID, flags, value (§2.4.2)
VALUE_STREAM_PATTERN = re.compile(r"__substg1\.0_([0-9A-F]{4})([0-9A-F]{4})")  # ID and type (§2.1.3)
RECIPIENT_STORAGE_PREFIX = "__recip_version1.0_#"
ATTACHMENT_STORAGE_PREFIX = "__attach_version1.0_#"
EMBEDDED_MESSAGE_STORAGE = "__substg1.0_3701000D"  # the storage of an attached message (§2.2.2.1)
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
    """Reads a message. Raises `UnviewableContent` for data that is no compound file, and for other compound
    files, with what they are where that can be told."""
    file = CompoundFile(data)
    root_entries = file.list_storage(file.root)
    if PROPERTY_STREAM_NAME in root_entries:
        return _MsgReader(file).read_message(root_entries, MESSAGE_HEADER_BYTES, 0)
    reason = next((_(sentence) for name, sentence in OTHER_FORMAT_STREAMS if name in root_entries), "")
    raise UnviewableContent(reason or _("This is a Microsoft Office file, not a message."))


class _MsgReader:
    """Reads a message and the messages attached to it, within one budget."""

    def __init__(self, file: CompoundFile) -> None:
        self.file, self.budget = file, ReadBudget()

    def read_message(
        self, entries: Mapping[str, CompoundFileEntry], header_bytes: int, depth: int
    ) -> OutlookMessage:
        """Reads the message in a storage with these entries, `depth` messages deep. `header_bytes` precede
        its properties."""
        properties = self._read_properties(entries, header_bytes)
        recipients = self._list_storages(entries, RECIPIENT_STORAGE_PREFIX)[:MAX_RECIPIENTS]
        attachments = self._list_storages(entries, ATTACHMENT_STORAGE_PREFIX)
        listed = [entry for entry in attachments if self.budget.acquire_attachment()]
        return OutlookMessage(
            properties=properties,
            recipients=tuple(
                self._read_properties(self.file.list_storage(entry), OTHER_HEADER_BYTES, properties.charset)
                for entry in recipients
            ),
            attachments=tuple(self._read_attachment(entry, properties.charset, depth) for entry in listed),
            damaged=self.file.damaged,
            has_more_attachments=len(listed) < len(attachments),
        )

    def _read_attachment(self, storage: CompoundFileEntry, charset: str, depth: int) -> OutlookAttachment:
        entries = self.file.list_storage(storage)
        properties = self._read_properties(entries, OTHER_HEADER_BYTES, charset)
        embedded = entries.get(EMBEDDED_MESSAGE_STORAGE)
        if embedded is None:
            return OutlookAttachment(
                properties,
                properties.get_binary(PropertyId.DATA) if PropertyId.DATA in properties.values else None,
            )
        message_entries = self.file.list_storage(embedded) if depth < get_content_limits().mail_depth else {}
        message = (
            self.read_message(message_entries, EMBEDDED_HEADER_BYTES, depth + 1)
            if PROPERTY_STREAM_NAME in message_entries
            else None
        )
        return OutlookAttachment(properties, message)

    def _read_properties(
        self, entries: Mapping[str, CompoundFileEntry], header_bytes: int, charset: str = ""
    ) -> MapiProperties:
        """Reads the properties in a storage with these entries; `header_bytes` precede those of fixed size.
        8-bit strings are in the charset that the object itself names, else in `charset`."""
        values: dict[int, PropertyValue] = {}
        data = (
            self.file.read_stream(entries[PROPERTY_STREAM_NAME])[header_bytes:]
            if PROPERTY_STREAM_NAME in entries
            else b""
        )
        for offset in range(0, len(data) - PROPERTY_STRUCT.size + 1, PROPERTY_STRUCT.size):
            kind, tag, value = PROPERTY_STRUCT.unpack_from(data, offset)
            if (
                tag in READ_PROPERTY_IDS
                and kind not in {*STREAMED_TYPES, PropertyType.OBJECT}
                and self.budget.acquire_property()
            ):
                values[tag] = PropertyValue(kind, value)
        for name, entry in entries.items():
            match = VALUE_STREAM_PATTERN.fullmatch(name)
            if match and entry.kind == STREAM_TYPE:
                tag, kind = int(match[1], 16), int(match[2], 16)
                if (
                    tag in READ_PROPERTY_IDS
                    and kind in STREAMED_TYPES
                    and not _is_unicode_value(values.get(tag))
                ):
                    values[tag] = PropertyValue(kind, self.file.read_stream(entry))
        properties = MapiProperties(values, charset) if charset else MapiProperties(values)
        return MapiProperties(values, properties.find_own_charset() or properties.charset)

    def _list_storages(
        self, entries: Mapping[str, CompoundFileEntry], prefix: str
    ) -> list[CompoundFileEntry]:
        return [
            entries[name]
            for name in sorted(entries)
            if name.startswith(prefix) and entries[name].kind == STORAGE_TYPE
        ]


def _is_unicode_value(value: PropertyValue | None) -> bool:
    return value is not None and value.type == PropertyType.UNICODE

"""Outlook's .msg: a message as a compound file, a storage for each recipient and attachment ([MS-OXMSG])."""

import re
import struct
from collections.abc import Mapping

from interactions.content.errors import UnviewableContent
from interactions.content.limits import get_content_limits
from interactions.content.outlook.compound_file import STORAGE, STREAM, CompoundFile, Entry
from interactions.content.outlook.message import RECIPIENTS, Attachment, Message, Room
from interactions.content.outlook.properties import TAGS, Properties, Tag, Type, Value

FIXED = "__properties_version1.0"  # the stream of the values of fixed size (§2.4)
PROPERTY = struct.Struct("<HH4x8s")  # type, which, flags, value (§2.4.2)
VARIABLE = re.compile(r"__substg1\.0_([0-9A-F]{4})([0-9A-F]{4})")  # a value's own stream (§2.1.3)
RECIPIENT = "__recip_version1.0_#"
ATTACHMENT = "__attach_version1.0_#"
EMBEDDED = "__substg1.0_3701000D"  # the storage of a message that was attached (§2.2.2.1)
# Bytes before the properties: in the message itself, in one that is embedded, in anything else (§2.4.1).
BEFORE, BEFORE_EMBEDDED, BEFORE_OTHERS = 32, 24, 8
STRINGS = {Type.STRING8, Type.UNICODE, Type.BINARY}
OTHERS = (
    ("WordDocument", "a Word document (.doc)"),
    ("Workbook", "an Excel workbook (.xls)"),
    ("Book", "an Excel workbook (.xls)"),
    ("PowerPoint Document", "a PowerPoint presentation (.ppt)"),
    ("VisioDocument", "a Visio drawing (.vsd)"),
    ("EncryptedPackage", "an Office document that is encrypted"),
)


def read(data: bytes) -> Message:
    """Raises `Unshowable` for other compound files, and says what they are where that can be told."""
    file = CompoundFile(data)
    top = file.inside(file.root)
    if FIXED in top:
        return _Reader(file).message(top, BEFORE, 0)
    other = next((what for name, what in OTHERS if name in top), "a file of Microsoft Office or the like")
    raise UnviewableContent(f"It is {other}, and no message.")


class _Reader:
    def __init__(self, file: CompoundFile) -> None:
        self.file, self.room = file, Room()

    def message(self, inside: Mapping[str, Entry], before: int, depth: int) -> Message:
        """`depth` messages deep."""
        properties = self._properties(inside, before)
        recipients = self._storages(inside, RECIPIENT)[:RECIPIENTS]
        attachments = self._storages(inside, ATTACHMENT)
        read = [entry for entry in attachments if self.room.for_attachment()]
        return Message(
            properties=properties,
            recipients=tuple(
                self._properties(self.file.inside(entry), BEFORE_OTHERS, properties.charset)
                for entry in recipients
            ),
            attachments=tuple(self._attachment(entry, properties.charset, depth) for entry in read),
            damaged=self.file.damaged,
            more=len(read) < len(attachments),
        )

    def _attachment(self, storage: Entry, charset: str, depth: int) -> Attachment:
        inside = self.file.inside(storage)
        properties = self._properties(inside, BEFORE_OTHERS, charset)
        embedded = inside.get(EMBEDDED)
        if embedded is None:
            return Attachment(
                properties, properties.binary(Tag.DATA) if Tag.DATA in properties.values else None
            )
        within = self.file.inside(embedded) if depth < get_content_limits().mail_depth else {}
        message = self.message(within, BEFORE_EMBEDDED, depth + 1) if FIXED in within else None
        return Attachment(properties, message)

    def _properties(self, inside: Mapping[str, Entry], before: int, charset: str = "") -> Properties:
        """Strings that are no Unicode are in the charset of the message, which it may name itself."""
        values: dict[int, Value] = {}
        data = self.file.stream(inside[FIXED])[before:] if FIXED in inside else b""
        for at in range(0, len(data) - PROPERTY.size + 1, PROPERTY.size):
            kind, tag, value = PROPERTY.unpack_from(data, at)
            if tag in TAGS and kind not in {*STRINGS, Type.OBJECT} and self.room.for_property():
                values[tag] = Value(kind, value)
        for name, entry in inside.items():
            found = VARIABLE.fullmatch(name)
            if found and entry.kind == STREAM:
                tag, kind = int(found[1], 16), int(found[2], 16)
                if tag in TAGS and kind in STRINGS and not _is_unicode(values.get(tag)):
                    values[tag] = Value(kind, self.file.stream(entry))
        properties = Properties(values, charset) if charset else Properties(values)
        return Properties(values, properties.own_charset() or properties.charset)

    def _storages(self, inside: Mapping[str, Entry], name: str) -> list[Entry]:
        return [
            inside[each] for each in sorted(inside) if each.startswith(name) and inside[each].kind == STORAGE
        ]


def _is_unicode(value: Value | None) -> bool:
    return value is not None and value.type == Type.UNICODE

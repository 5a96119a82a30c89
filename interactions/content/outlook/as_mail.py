"""A message of Outlook as the mail that it was, so that whatever reads mails shows it: its people, its body
in a frame, its own pictures, its attachments, the messages in it ([MS-OXCMAIL] says the same at length).

What came over the internet has its headers with it, and they are taken as they are; what they lack comes from
the properties. Every body and attachment is in base64: no bytes of it can end a part or begin a header.
"""

import base64
import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import format_datetime
from itertools import count
from urllib.parse import quote

from interactions.content.errors import UnviewableContent
from interactions.content.file_names import clean_file_name, find_media_type_by_name
from interactions.content.mail.parts import MEDIA_TYPE, AsParsed, parsed
from interactions.content.outlook import code_pages
from interactions.content.outlook.compressed_rtf import decompress
from interactions.content.outlook.message import Attachment, Message
from interactions.content.outlook.properties import Properties, Tag, Type
from interactions.content.outlook.rtf import unwrap

HEADERS = 65_536  # characters of the headers that it came with
NO_HEADER = re.compile(r"\AMicrosoft Mail Internet Headers[^\n]*\n")
OF_ITS_PARTS = re.compile(r"content-|mime-version$", re.I)
CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
RECIPIENT = {1: "To", 2: "Cc", 3: "Bcc"}
SHOWN = {"To": Tag.SHOWN_TO, "Cc": Tag.SHOWN_CC, "Bcc": Tag.SHOWN_BCC}
SENT_FOR = (Tag.SENT_FOR_NAME, Tag.SENT_FOR_SMTP, Tag.SENT_FOR_ADDRESS)
SENDER = (Tag.SENDER_NAME, Tag.SENDER_SMTP, Tag.SENDER_ADDRESS)
UTF_8 = "utf-8"


class Rewriting:
    """Makes mails of messages, and keeps what the reader should know: `notes` are sentences."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self.damaged, self.empty, self.boundaries = False, 0, count(1)

    def mail(self, message: Message) -> AsParsed:
        """With all its parts in one multipart; the body, if there is one, is the first."""
        self.damaged |= message.damaged
        mail = AsParsed()
        came_with = _came_with(message.properties)
        present = {name.lower() for name, _ in came_with}
        own = [(name, value) for name, value in _own(message) if name.lower() not in present]
        for name, value in (*own, *came_with):
            mail[name] = value
        bodies, files = self._bodies(message)
        parts = [*([self._multipart("alternative", bodies)] if bodies[1:] else bodies), *files]
        parts += [self._attached(attachment) for attachment in message.attachments]
        return self._multipart("mixed", parts, mail)

    def _multipart(self, kind: str, parts: list[AsParsed], mail: AsParsed | None = None) -> AsParsed:
        whole = AsParsed() if mail is None else mail
        whole["Content-Type"] = f'multipart/{kind}; boundary="=_outlook_{next(self.boundaries)}"'
        whole.set_payload([*parts])
        return whole

    def _bodies(self, message: Message) -> tuple[list[AsParsed], list[AsParsed]]:
        """The alternatives, the plainest first, and a file of the RTF where that says more than they do."""
        plain, html, files = _plain(message), _html(message.properties), list[AsParsed]()
        packed = message.properties.binary(Tag.RTF)
        if packed and not html:
            rtf, whole = decompress(packed)
            unwrapped = unwrap(rtf)
            if not whole or not unwrapped.whole:
                self.notes.append("Its formatted text is damaged or very long; not all of it is shown.")
            if unwrapped.html:
                html = unwrapped.text.encode(UTF_8, "replace"), UTF_8
            elif unwrapped.text:
                plain = plain or (unwrapped.text.encode(UTF_8, "replace"), UTF_8)
                self.notes.append("It was written as RTF. Its words are shown without their formatting.")
                files.append(_leaf("application/rtf", rtf, name="message.rtf"))
        kinds = (("text/plain", plain), ("text/html", html))
        return [_leaf(kind, body[0], charset=body[1]) for kind, body in kinds if body], files

    def _attached(self, attachment: Attachment) -> AsParsed:
        properties, data = attachment.properties, attachment.data
        name = _name(attachment)
        if not isinstance(data, Message):
            self.empty += data is None
            return _leaf(_type(properties, name), data or b"", name=name, cid=properties.line(Tag.CONTENT_ID))
        inner = self.mail(data)
        holder = AsParsed()
        holder["Content-Type"] = "message/rfc822"
        name = f"{name.removesuffix('.msg')}.eml" if name else ""
        holder["Content-Disposition"] = f"attachment{_file_name(name)}"
        holder.set_payload([inner])
        return holder


def _leaf(media_type: str, data: bytes, *, charset: str = "", name: str = "", cid: str = "") -> AsParsed:
    """What has no charset is an attachment."""
    leaf = AsParsed()
    leaf["Content-Type"] = f'{media_type}; charset="{charset}"' if charset else media_type
    leaf["Content-Transfer-Encoding"] = "base64"
    if not charset:
        leaf["Content-Disposition"] = f"attachment{_file_name(name)}"
    if cid:
        leaf["Content-ID"] = f"<{_field(cid.strip('<>'))}>"
    leaf.set_payload(base64.encodebytes(data).decode("ascii"))
    return leaf


def _came_with(properties: Properties) -> list[tuple[str, str]]:
    text = NO_HEADER.sub("", properties.text(Tag.HEADERS)[:HEADERS].lstrip())
    try:
        head = parsed(text.encode(UTF_8, "replace") + b"\r\n\r\n")
    except UnviewableContent:
        return []
    return [(name, str(value)) for name, value in head.raw_items() if not OF_ITS_PARTS.match(name)]


def _own(message: Message) -> Iterator[tuple[str, str]]:
    """Headers by the properties."""
    properties = message.properties
    people = {"From": [_person(properties, SENT_FOR) or _person(properties, SENDER)]}
    people["Sender"] = [_person(properties, SENDER)] if _person(properties, SENT_FOR) else []
    people |= _recipients(message)
    for name, persons in people.items():
        if value := ", ".join(filter(None, persons)):
            yield name, _field(value)
    if moment := properties.moment(Tag.SUBMITTED) or properties.moment(Tag.DELIVERED):
        yield "Date", _written(moment)
    if subject := properties.line(Tag.SUBJECT) or message.subject:
        yield "Subject", _field(subject)
    if identifier := properties.line(Tag.MESSAGE_ID):
        yield "Message-ID", _field(identifier)


def _recipients(message: Message) -> dict[str, list[str]]:
    """Whom it goes to; where they are not listed, the line that Outlook shows of them."""
    people: dict[str, list[str]] = {name: [] for name in SHOWN}
    for recipient in message.recipients:
        kind = (recipient.number(Tag.RECIPIENT_TYPE) or 1) & 0xF  # flags stand above it
        if person := _person(recipient, (Tag.NAME, Tag.SMTP_ADDRESS, Tag.ADDRESS)):
            people[RECIPIENT.get(kind, "To")].append(person)
    if not any(people.values()):
        for name, tag in SHOWN.items():
            people[name] = [_quoted(each) for each in message.properties.line(tag).split(";") if each.strip()]
    return people


def _person(properties: Properties, tags: tuple[Tag, ...]) -> str:
    """`"Noa" <noa@example.com>`. An address that is none of the internet's is shown only without a name."""
    name, *addresses = map(properties.line, tags)
    address = next((each for each in addresses if "@" in each), "")
    address = re.sub(r"[\s<>]", "", address)
    if not name or name == address:
        return address or _quoted(next(filter(None, addresses), ""))
    return f"{_quoted(name)} <{address}>" if address else _quoted(name)


def _quoted(name: str) -> str:
    escaped = re.sub(r'(["\\])', r"\\\1", name.strip())
    return f'"{escaped}"' if escaped else ""


def _plain(message: Message) -> tuple[bytes, str] | None:
    body = message.properties.values.get(Tag.BODY)
    charset = message.properties.charset
    if body is None or body.type not in {Type.STRING8, Type.UNICODE}:
        return (message.plain, charset) if message.plain.strip() else None
    if body.type == Type.STRING8:
        return (body.data.rstrip(b"\0"), charset) if body.data.strip(b"\0 \r\n") else None
    text = message.properties.text(Tag.BODY)
    return (text.encode(UTF_8, "replace"), UTF_8) if text.strip() else None


def _html(properties: Properties) -> tuple[bytes, str] | None:
    """In the charset that the message names for the internet ([MS-OXCMSG] §2.2.1.56.9); some programs write
    it as text instead of bytes."""
    charset = code_pages.charset(properties.number(Tag.CODE_PAGE)) or properties.charset
    if data := properties.binary(Tag.HTML).rstrip(b"\0"):
        return data, charset
    text = properties.text(Tag.HTML)
    return (text.encode(UTF_8, "replace"), UTF_8) if text.strip() else None


def _name(attachment: Attachment) -> str:
    """A file's own name; a message's is the line that Outlook shows for it, mostly the subject."""
    line = attachment.properties.line
    names = [line(Tag.FILE_NAME), line(Tag.SHORT_FILE_NAME), attachment.title]
    shown = line(Tag.NAME)
    names = [shown, *names] if isinstance(attachment.data, Message) else [*names, shown]
    return clean_file_name(next(filter(None, names), ""))


def _type(properties: Properties, name: str) -> str:
    """What the message says, or what the name's ending does."""
    said = properties.line(Tag.MEDIA_TYPE).lower()
    if MEDIA_TYPE.fullmatch(said) and not said.startswith("multipart/"):
        return said
    return find_media_type_by_name(name) or "application/octet-stream"


def _file_name(name: str) -> str:
    """The parameter of a header (RFC 2231)."""
    return f"; filename*=utf-8''{quote(name, safe='')}" if name else ""


def _field(text: str) -> str:
    """One line, in the way in which the parser keeps what is not ASCII."""
    return CONTROL.sub(" ", text).encode(UTF_8, "replace").decode("ascii", "surrogateescape")


def _written(moment: datetime) -> str:
    return format_datetime(moment.replace(microsecond=0))

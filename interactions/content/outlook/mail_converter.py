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

from django.utils.translation import gettext as _

from interactions.content.errors import UnviewableContent
from interactions.content.file_names import clean_file_name, find_media_type_by_name
from interactions.content.mail.mail_parser import MEDIA_TYPE_PATTERN, RawMessage, parse_raw_message
from interactions.content.outlook import code_pages
from interactions.content.outlook.compressed_rtf import decompress_rtf
from interactions.content.outlook.mapi_properties import MapiProperties, PropertyId, PropertyType
from interactions.content.outlook.outlook_message import OutlookAttachment, OutlookMessage
from interactions.content.outlook.rtf import extract_rtf_content

MAX_TRANSPORT_HEADER_CHARACTERS = 65_536  # characters of the headers that it came with
EXCHANGE_BANNER_PATTERN = re.compile(r"\AMicrosoft Mail Internet Headers[^\n]*\n")
MIME_HEADER_PATTERN = re.compile(r"content-|mime-version$", re.I)
CONTROL_CHARACTERS_PATTERN = re.compile(r"[\x00-\x1f\x7f]+")
RECIPIENT_TYPE_HEADERS = {1: "To", 2: "Cc", 3: "Bcc"}
DISPLAY_RECIPIENT_PROPERTIES = {
    "To": PropertyId.SHOWN_TO,
    "Cc": PropertyId.SHOWN_CC,
    "Bcc": PropertyId.SHOWN_BCC,
}
REPRESENTED_SENDER_PROPERTIES = (
    PropertyId.SENT_FOR_NAME,
    PropertyId.SENT_FOR_SMTP,
    PropertyId.SENT_FOR_ADDRESS,
)
SENDER_PROPERTIES = (PropertyId.SENDER_NAME, PropertyId.SENDER_SMTP, PropertyId.SENDER_ADDRESS)
UTF_8 = "utf-8"


class MailConverter:
    """Makes mails of messages, and keeps what the reader should know: `notes` are sentences."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self.damaged, self.empty, self.boundaries = False, 0, count(1)

    def mail(self, message: OutlookMessage) -> RawMessage:
        """With all its parts in one multipart; the body, if there is one, is the first."""
        self.damaged |= message.damaged
        mail = RawMessage()
        came_with = _parse_transport_headers(message.properties)
        present = {name.lower() for name, _ in came_with}
        own = [
            (name, value) for name, value in _iter_property_headers(message) if name.lower() not in present
        ]
        for name, value in (*own, *came_with):
            mail[name] = value
        bodies, files = self._bodies(message)
        parts = [*([self._multipart("alternative", bodies)] if bodies[1:] else bodies), *files]
        parts += [self._attached(attachment) for attachment in message.attachments]
        return self._multipart("mixed", parts, mail)

    def _multipart(self, kind: str, parts: list[RawMessage], mail: RawMessage | None = None) -> RawMessage:
        whole = RawMessage() if mail is None else mail
        whole["Content-Type"] = f'multipart/{kind}; boundary="=_outlook_{next(self.boundaries)}"'
        whole.set_payload([*parts])
        return whole

    def _bodies(self, message: OutlookMessage) -> tuple[list[RawMessage], list[RawMessage]]:
        """The alternatives, the plainest first, and a file of the RTF where that says more than they do."""
        plain, html, files = (
            _find_plain_body(message),
            _find_html_body(message.properties),
            list[RawMessage](),
        )
        packed = message.properties.binary(PropertyId.RTF)
        if packed and not html:
            rtf, whole = decompress_rtf(packed)
            unwrapped = extract_rtf_content(rtf)
            if not whole or not unwrapped.whole:
                self.notes.append(_("The formatted text is damaged or very long; not all of it is shown."))
            if unwrapped.html:
                html = unwrapped.text.encode(UTF_8, "replace"), UTF_8
            elif unwrapped.text:
                plain = plain or (unwrapped.text.encode(UTF_8, "replace"), UTF_8)
                self.notes.append(_("The RTF text is shown without formatting."))
                files.append(_build_leaf("application/rtf", rtf, name="message.rtf"))
        kinds = (("text/plain", plain), ("text/html", html))
        return [_build_leaf(kind, body[0], charset=body[1]) for kind, body in kinds if body], files

    def _attached(self, attachment: OutlookAttachment) -> RawMessage:
        properties, data = attachment.properties, attachment.data
        name = _choose_file_name(attachment)
        if not isinstance(data, OutlookMessage):
            self.empty += data is None
            return _build_leaf(
                _choose_media_type(properties, name),
                data or b"",
                name=name,
                cid=properties.line(PropertyId.CONTENT_ID),
            )
        inner = self.mail(data)
        holder = RawMessage()
        holder["Content-Type"] = "message/rfc822"
        name = f"{name.removesuffix('.msg')}.eml" if name else ""
        holder["Content-Disposition"] = f"attachment{_format_file_name_parameter(name)}"
        holder.set_payload([inner])
        return holder


def _build_leaf(
    media_type: str, data: bytes, *, charset: str = "", name: str = "", cid: str = ""
) -> RawMessage:
    """What has no charset is an attachment."""
    leaf = RawMessage()
    leaf["Content-Type"] = f'{media_type}; charset="{charset}"' if charset else media_type
    leaf["Content-Transfer-Encoding"] = "base64"
    if not charset:
        leaf["Content-Disposition"] = f"attachment{_format_file_name_parameter(name)}"
    if cid:
        leaf["Content-ID"] = f"<{_encode_header_value(cid.strip('<>'))}>"
    leaf.set_payload(base64.encodebytes(data).decode("ascii"))
    return leaf


def _parse_transport_headers(properties: MapiProperties) -> list[tuple[str, str]]:
    text = EXCHANGE_BANNER_PATTERN.sub(
        "", properties.text(PropertyId.HEADERS)[:MAX_TRANSPORT_HEADER_CHARACTERS].lstrip()
    )
    try:
        head = parse_raw_message(text.encode(UTF_8, "replace") + b"\r\n\r\n")
    except UnviewableContent:
        return []
    return [(name, str(value)) for name, value in head.raw_items() if not MIME_HEADER_PATTERN.match(name)]


def _iter_property_headers(message: OutlookMessage) -> Iterator[tuple[str, str]]:
    """Headers by the properties."""
    properties = message.properties
    people = {
        "From": [
            _format_person(properties, REPRESENTED_SENDER_PROPERTIES)
            or _format_person(properties, SENDER_PROPERTIES)
        ]
    }
    people["Sender"] = (
        [_format_person(properties, SENDER_PROPERTIES)]
        if _format_person(properties, REPRESENTED_SENDER_PROPERTIES)
        else []
    )
    people |= _collect_recipients(message)
    for name, persons in people.items():
        if value := ", ".join(filter(None, persons)):
            yield name, _encode_header_value(value)
    if moment := properties.moment(PropertyId.SUBMITTED) or properties.moment(PropertyId.DELIVERED):
        yield "Date", _format_header_date(moment)
    if subject := properties.line(PropertyId.SUBJECT) or message.subject:
        yield "Subject", _encode_header_value(subject)
    if identifier := properties.line(PropertyId.MESSAGE_ID):
        yield "Message-ID", _encode_header_value(identifier)


def _collect_recipients(message: OutlookMessage) -> dict[str, list[str]]:
    """Whom it goes to; where they are not listed, the line that Outlook shows of them."""
    people: dict[str, list[str]] = {name: [] for name in DISPLAY_RECIPIENT_PROPERTIES}
    for recipient in message.recipients:
        kind = (recipient.number(PropertyId.RECIPIENT_TYPE) or 1) & 0xF  # flags stand above it
        if person := _format_person(
            recipient, (PropertyId.NAME, PropertyId.SMTP_ADDRESS, PropertyId.ADDRESS)
        ):
            people[RECIPIENT_TYPE_HEADERS.get(kind, "To")].append(person)
    if not any(people.values()):
        for name, tag in DISPLAY_RECIPIENT_PROPERTIES.items():
            people[name] = [
                _quote_name(each) for each in message.properties.line(tag).split(";") if each.strip()
            ]
    return people


def _format_person(properties: MapiProperties, tags: tuple[PropertyId, ...]) -> str:
    """`"Noa" <noa@example.com>`. An address that is none of the internet's is shown only without a name."""
    name, *addresses = map(properties.line, tags)
    address = next((each for each in addresses if "@" in each), "")
    address = re.sub(r"[\s<>]", "", address)
    if not name or name == address:
        return address or _quote_name(next(filter(None, addresses), ""))
    return f"{_quote_name(name)} <{address}>" if address else _quote_name(name)


def _quote_name(name: str) -> str:
    escaped = re.sub(r'(["\\])', r"\\\1", name.strip())
    return f'"{escaped}"' if escaped else ""


def _find_plain_body(message: OutlookMessage) -> tuple[bytes, str] | None:
    body = message.properties.values.get(PropertyId.BODY)
    charset = message.properties.charset
    if body is None or body.type not in {PropertyType.STRING8, PropertyType.UNICODE}:
        return (message.plain, charset) if message.plain.strip() else None
    if body.type == PropertyType.STRING8:
        return (body.data.rstrip(b"\0"), charset) if body.data.strip(b"\0 \r\n") else None
    text = message.properties.text(PropertyId.BODY)
    return (text.encode(UTF_8, "replace"), UTF_8) if text.strip() else None


def _find_html_body(properties: MapiProperties) -> tuple[bytes, str] | None:
    """In the charset that the message names for the internet ([MS-OXCMSG] §2.2.1.56.9); some programs write
    it as text instead of bytes."""
    charset = code_pages.find_charset(properties.number(PropertyId.CODE_PAGE)) or properties.charset
    if data := properties.binary(PropertyId.HTML).rstrip(b"\0"):
        return data, charset
    text = properties.text(PropertyId.HTML)
    return (text.encode(UTF_8, "replace"), UTF_8) if text.strip() else None


def _choose_file_name(attachment: OutlookAttachment) -> str:
    """A file's own name; a message's is the line that Outlook shows for it, mostly the subject."""
    line = attachment.properties.line
    names = [line(PropertyId.FILE_NAME), line(PropertyId.SHORT_FILE_NAME), attachment.title]
    shown = line(PropertyId.NAME)
    names = [shown, *names] if isinstance(attachment.data, OutlookMessage) else [*names, shown]
    return clean_file_name(next(filter(None, names), ""))


def _choose_media_type(properties: MapiProperties, name: str) -> str:
    """What the message says, or what the name's ending does."""
    said = properties.line(PropertyId.MEDIA_TYPE).lower()
    if MEDIA_TYPE_PATTERN.fullmatch(said) and not said.startswith("multipart/"):
        return said
    return find_media_type_by_name(name) or "application/octet-stream"


def _format_file_name_parameter(name: str) -> str:
    """The parameter of a header (RFC 2231)."""
    return f"; filename*=utf-8''{quote(name, safe='')}" if name else ""


def _encode_header_value(text: str) -> str:
    """One line, in the way in which the parser keeps what is not ASCII."""
    return (
        CONTROL_CHARACTERS_PATTERN.sub(" ", text).encode(UTF_8, "replace").decode("ascii", "surrogateescape")
    )


def _format_header_date(moment: datetime) -> str:
    return format_datetime(moment.replace(microsecond=0))

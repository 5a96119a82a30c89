"""Converts an Outlook message into a mail, so that the mail viewer can show it: participants, body, inline
pictures, attachments and attached messages ([MS-OXCMAIL] specifies this at length).

A message from the internet comes with its headers, which are used as they are; missing ones are made from the
properties. Bodies and attachments are encoded in base64, so that their bytes can't end a part or begin a
header.
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

MAX_TRANSPORT_HEADER_CHARACTERS = 65_536  # of the headers that the message came with
EXCHANGE_BANNER_PATTERN = re.compile(r"\AMicrosoft Mail Internet Headers[^\n]*\n")
MIME_HEADER_PATTERN = re.compile(r"content-|mime-version$", re.I)
CONTROL_CHARACTERS_PATTERN = re.compile(r"[\x00-\x1f\x7f]+")
RECIPIENT_TYPE_HEADERS = {1: "To", 2: "Cc", 3: "Bcc"}
DISPLAY_RECIPIENT_PROPERTIES = {
    "To": PropertyId.DISPLAY_TO,
    "Cc": PropertyId.DISPLAY_CC,
    "Bcc": PropertyId.DISPLAY_BCC,
}
REPRESENTED_SENDER_PROPERTIES = (
    PropertyId.SENT_REPRESENTING_NAME,
    PropertyId.SENT_REPRESENTING_SMTP_ADDRESS,
    PropertyId.SENT_REPRESENTING_ADDRESS,
)
SENDER_PROPERTIES = (PropertyId.SENDER_NAME, PropertyId.SENDER_SMTP_ADDRESS, PropertyId.SENDER_ADDRESS)
UTF_8 = "utf-8"


class MailConverter:
    """Converts a message and the messages attached to it.

    `notes` collects sentences for the reader, `empty_attachments` counts attachments without data, and
    `damaged` says that a part of a message could not be read.
    """

    def __init__(self) -> None:
        self.notes: list[str] = []
        self.damaged, self.empty_attachments, self.boundaries = False, 0, count(1)

    def convert(self, message: OutlookMessage) -> RawMessage:
        """The message as a multipart/mixed; its body, if there is one, is the first part."""
        self.damaged |= message.damaged
        mail = RawMessage()
        transport_headers = _parse_transport_headers(message.properties)
        present = {name.lower() for name, _ in transport_headers}
        property_headers = [
            (name, value) for name, value in _iter_property_headers(message) if name.lower() not in present
        ]
        for name, value in (*property_headers, *transport_headers):
            mail[name] = value
        bodies, files = self._build_bodies(message)
        parts = [*([self._build_multipart("alternative", bodies)] if bodies[1:] else bodies), *files]
        parts += [self._build_attachment(attachment) for attachment in message.attachments]
        return self._build_multipart("mixed", parts, mail)

    def _build_multipart(
        self, subtype: str, parts: list[RawMessage], mail: RawMessage | None = None
    ) -> RawMessage:
        multipart = RawMessage() if mail is None else mail
        multipart["Content-Type"] = f'multipart/{subtype}; boundary="=_outlook_{next(self.boundaries)}"'
        multipart.set_payload([*parts])
        return multipart

    def _build_bodies(self, message: OutlookMessage) -> tuple[list[RawMessage], list[RawMessage]]:
        """The alternatives of the body, plain text first, and the RTF as a file where its formatting is not
        shown."""
        plain, html = _find_plain_body(message), _find_html_body(message.properties)
        files: list[RawMessage] = []
        compressed_rtf = message.properties.get_binary(PropertyId.RTF)
        if compressed_rtf and not html:
            rtf, is_complete = decompress_rtf(compressed_rtf)
            content = extract_rtf_content(rtf)
            if not is_complete or not content.is_complete:
                self.notes.append(_("The formatted text is damaged or very long; not all of it is shown."))
            if content.is_html:
                html = content.text.encode(UTF_8, "replace"), UTF_8
            elif content.text:
                plain = plain or (content.text.encode(UTF_8, "replace"), UTF_8)
                self.notes.append(_("The RTF text is shown without formatting."))
                files.append(_build_leaf("application/rtf", rtf, name="message.rtf"))
        bodies_by_type = (("text/plain", plain), ("text/html", html))
        return [
            _build_leaf(media_type, body[0], charset=body[1]) for media_type, body in bodies_by_type if body
        ], files

    def _build_attachment(self, attachment: OutlookAttachment) -> RawMessage:
        properties, data = attachment.properties, attachment.data
        name = _choose_file_name(attachment)
        if not isinstance(data, OutlookMessage):
            self.empty_attachments += data is None
            return _build_leaf(
                _choose_media_type(properties, name),
                data or b"",
                name=name,
                cid=properties.get_line(PropertyId.CONTENT_ID),
            )
        inner_mail = self.convert(data)
        part = RawMessage()
        part["Content-Type"] = "message/rfc822"
        name = f"{name.removesuffix('.msg')}.eml" if name else ""
        part["Content-Disposition"] = f"attachment{_format_file_name_parameter(name)}"
        part.set_payload([inner_mail])
        return part


def _build_leaf(
    media_type: str, data: bytes, *, charset: str = "", name: str = "", cid: str = ""
) -> RawMessage:
    """A part without parts of its own: a body if it has a charset, else an attachment. `cid` is its
    Content-ID."""
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
    """The headers that the message came with, except those that describe its parts."""
    text = EXCHANGE_BANNER_PATTERN.sub(
        "", properties.get_text(PropertyId.TRANSPORT_HEADERS)[:MAX_TRANSPORT_HEADER_CHARACTERS].lstrip()
    )
    try:
        head = parse_raw_message(text.encode(UTF_8, "replace") + b"\r\n\r\n")
    except UnviewableContent:
        return []
    return [(name, str(value)) for name, value in head.raw_items() if not MIME_HEADER_PATTERN.match(name)]


def _iter_property_headers(message: OutlookMessage) -> Iterator[tuple[str, str]]:
    """The headers that follow from the properties, those without a value left out."""
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
    for name, addresses in people.items():
        if value := ", ".join(filter(None, addresses)):
            yield name, _encode_header_value(value)
    if date := properties.find_time(PropertyId.CLIENT_SUBMIT_TIME) or properties.find_time(
        PropertyId.DELIVERY_TIME
    ):
        yield "Date", _format_header_date(date)
    if subject := properties.get_line(PropertyId.SUBJECT) or message.subject:
        yield "Subject", _encode_header_value(subject)
    if identifier := properties.get_line(PropertyId.MESSAGE_ID):
        yield "Message-ID", _encode_header_value(identifier)


def _collect_recipients(message: OutlookMessage) -> dict[str, list[str]]:
    """The recipients by header name; without a list of recipients, those of the lines that Outlook
    displays."""
    recipients: dict[str, list[str]] = {name: [] for name in DISPLAY_RECIPIENT_PROPERTIES}
    for recipient in message.recipients:
        # The upper bits of the type are flags.
        recipient_type = (recipient.find_number(PropertyId.RECIPIENT_TYPE) or 1) & 0xF
        if person := _format_person(
            recipient, (PropertyId.DISPLAY_NAME, PropertyId.SMTP_ADDRESS, PropertyId.ADDRESS)
        ):
            recipients[RECIPIENT_TYPE_HEADERS.get(recipient_type, "To")].append(person)
    if not any(recipients.values()):
        for name, tag in DISPLAY_RECIPIENT_PROPERTIES.items():
            recipients[name] = [
                _quote_name(person)
                for person in message.properties.get_line(tag).split(";")
                if person.strip()
            ]
    return recipients


def _format_person(properties: MapiProperties, tags: tuple[PropertyId, ...]) -> str:
    """`"Noa" <noa@example.com>`. An address that is no e-mail address is used only where there is no name.

    `tags` are the properties of the name and of the addresses, the best one first.
    """
    name, *addresses = map(properties.get_line, tags)
    address = next((candidate for candidate in addresses if "@" in candidate), "")
    address = re.sub(r"[\s<>]", "", address)
    if not name or name == address:
        return address or _quote_name(next(filter(None, addresses), ""))
    return f"{_quote_name(name)} <{address}>" if address else _quote_name(name)


def _quote_name(name: str) -> str:
    escaped = re.sub(r'(["\\])', r"\\\1", name.strip())
    return f'"{escaped}"' if escaped else ""


def _find_plain_body(message: OutlookMessage) -> tuple[bytes, str] | None:
    """The plain text and its charset; None where there is none or only space."""
    body = message.properties.values.get(PropertyId.BODY)
    charset = message.properties.charset
    if body is None or body.type not in {PropertyType.STRING8, PropertyType.UNICODE}:
        return (message.plain_body, charset) if message.plain_body.strip() else None
    if body.type == PropertyType.STRING8:
        return (body.data.rstrip(b"\0"), charset) if body.data.strip(b"\0 \r\n") else None
    text = message.properties.get_text(PropertyId.BODY)
    return (text.encode(UTF_8, "replace"), UTF_8) if text.strip() else None


def _find_html_body(properties: MapiProperties) -> tuple[bytes, str] | None:
    """The HTML and its charset, which is the message's internet code page ([MS-OXCMSG] §2.2.1.56.9); None
    where there is none. Some programs write it as a string instead of bytes."""
    charset = (
        code_pages.find_charset(properties.find_number(PropertyId.INTERNET_CODE_PAGE)) or properties.charset
    )
    if data := properties.get_binary(PropertyId.HTML).rstrip(b"\0"):
        return data, charset
    text = properties.get_text(PropertyId.HTML)
    return (text.encode(UTF_8, "replace"), UTF_8) if text.strip() else None


def _choose_file_name(attachment: OutlookAttachment) -> str:
    """The name of a file; for a message the name that Outlook displays, mostly the subject."""
    get_line = attachment.properties.get_line
    names = [get_line(PropertyId.FILE_NAME), get_line(PropertyId.SHORT_FILE_NAME), attachment.title]
    display_name = get_line(PropertyId.DISPLAY_NAME)
    names = [display_name, *names] if isinstance(attachment.data, OutlookMessage) else [*names, display_name]
    return clean_file_name(next(filter(None, names), ""))


def _choose_media_type(properties: MapiProperties, name: str) -> str:
    """The declared media type, or else the one for the name's extension."""
    declared = properties.get_line(PropertyId.MEDIA_TYPE).lower()
    if MEDIA_TYPE_PATTERN.fullmatch(declared) and not declared.startswith("multipart/"):
        return declared
    return find_media_type_by_name(name) or "application/octet-stream"


def _format_file_name_parameter(name: str) -> str:
    """The `filename*` parameter of a header (RFC 2231); "" without a name."""
    return f"; filename*=utf-8''{quote(name, safe='')}" if name else ""


def _encode_header_value(text: str) -> str:
    """The text as one line, with what is not ASCII as surrogates, as the mail parser stores it."""
    return (
        CONTROL_CHARACTERS_PATTERN.sub(" ", text).encode(UTF_8, "replace").decode("ascii", "surrogateescape")
    )


def _format_header_date(moment: datetime) -> str:
    return format_datetime(moment.replace(microsecond=0))

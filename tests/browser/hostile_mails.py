"""Mails that carry payloads in every place of theirs: MIME, winmail.dat and .msg. Each payload has a mark of
its place before it. A page lays out twenty mails inside a mail, so that one page tries twenty payloads."""

import base64
import re
from collections.abc import Sequence
from urllib.parse import quote

from interactions.content.outlook.mapi_properties import PropertyId
from tests.browser.hostile import format_mark
from tests.interactions.content.outlook.outlook_writers import (
    build_compound_file,
    build_file_attachment,
    build_message_attachment,
    build_message_storage,
    build_tnef,
    build_tnef_attachment,
    compress_rtf,
)

NumberedPayloads = Sequence[tuple[int, str]]
NON_TOKEN_PATTERN = re.compile(r"[^!-9;-~]+")
NON_SUBTYPE_PATTERN = re.compile(r"[^!#-.0-:<-~]+")
NON_BOUNDARY_PATTERN = re.compile(r'[^ -~]+|["\\]')
MESSAGE_OBJECT_ID = bytes.fromhex("0703020000000000c000000000000046")  # of a message in a winmail.dat
FILLER_TEXT = "twelve words and more are worth a fold so here are some of them. "
IN_LETTERS = ("subject", "sender", "recipient", "date", "identifier", "header", "name", "boundary", "kind")
IN_LETTERS += ("outside", "text", "quoted", "html", "cited")
IN_PARTS = ("file",)
IN_OUTLOOK = ("subject", "sender", "recipient", "file", "html")


def build_marked_html(number: int, payload: str, place: str = "html") -> str:
    return f"<p>{format_mark(place, number)}</p>{payload}"


def build_nested_mails(payloads: NumberedPayloads) -> bytes:
    """A mail of mails: the heads, texts, quotes and HTML of those inside are the payloads."""
    parts = [
        b"Content-Type: message/rfc822\r\n\r\n" + _build_hostile_mail(number, payload)
        for number, payload in payloads
    ]
    return _build_multipart(parts, b"Subject: letters\r\n")


def build_mail_with_attachments(payloads: NumberedPayloads) -> bytes:
    """A mail with an attachment for each payload, which says of itself nothing but that."""
    return _build_multipart(
        [_build_attachment_part(number, payload) for number, payload in payloads], b"Subject: parts\r\n"
    )


def build_hostile_msg(payloads: NumberedPayloads) -> bytes:
    """Messages in a message of Outlook; every second one has its HTML within RTF."""
    inside = [
        build_message_attachment(f"{format_mark('title', n)}{payload}", build_message_storage(
            _build_message_properties(n, payload, packed=n % 2 == 0),
            build_file_attachment(
                _build_marked_file_name(n, payload),
                payload.encode("utf-8", "replace"),
                _build_name_properties(payload),
            ),
            recipients=[
                {
                    PropertyId.DISPLAY_NAME: f"{format_mark('recipient', n)}{payload}",
                    PropertyId.SMTP_ADDRESS: payload,
                }
            ],
            embedded=True,
        ))
        for n, payload in payloads
    ]  # fmt: skip
    return build_compound_file(build_message_storage({PropertyId.SUBJECT: "messages"}, *inside))


def build_hostile_winmail(payloads: NumberedPayloads) -> bytes:
    """The same as a winmail.dat; what was RTF there is not here."""
    inside = []
    for n, payload in payloads:
        data = payload.encode("utf-8", "replace")
        name = {PropertyId.FILE_NAME: _build_marked_file_name(n, payload), **_build_name_properties(payload)}
        people = [
            {
                PropertyId.DISPLAY_NAME: f"{format_mark('recipient', n)}{payload}",
                PropertyId.SMTP_ADDRESS: payload,
            }
        ]
        own = build_tnef(
            _build_message_properties(n, payload, packed=n % 2 == 1),
            build_tnef_attachment("short", data, name),
            recipients=people,
        )
        inside.append(
            build_tnef_attachment("message", b"", objects={PropertyId.DATA: MESSAGE_OBJECT_ID + own})
        )
    return build_tnef({PropertyId.SUBJECT: "messages"}, *inside)


def _build_marked_file_name(number: int, payload: str) -> str:
    """Marked behind each slash, as only the last of a path is the name; of long ones the beginning."""
    own = format_mark("file", number)
    return own + re.sub(r"([/\\])", rf"\1{own}", payload[:200])


def _build_name_properties(payload: str) -> dict[int, object]:
    return {PropertyId.MEDIA_TYPE: payload, PropertyId.CONTENT_ID: payload}


def _build_message_properties(number: int, payload: str, *, packed: bool) -> dict[int, object]:
    body = build_marked_html(number, payload)
    formatted: dict[int, object] = {PropertyId.RTF: compress_rtf(_build_rtf(body))}
    if not packed:
        formatted = {PropertyId.HTML: body.encode("utf-8", "replace"), PropertyId.INTERNET_CODE_PAGE: 65001}
    return formatted | {
        PropertyId.SUBJECT: f"{format_mark('subject', number)}{payload}",
        PropertyId.SENDER_NAME: f"{format_mark('sender', number)}{payload}",
        PropertyId.SENDER_SMTP_ADDRESS: f"{payload}@elsewhere.example",
        PropertyId.BODY: f"{format_mark('text', number)}{payload}",
        PropertyId.MESSAGE_ID: f"<{payload}>",
        PropertyId.TRANSPORT_HEADERS: f"X-Header: {_join_lines(payload)}\r\n",
    }


def _build_rtf(body: str) -> bytes:
    escaped = re.sub(r"([\\{}])", r"\\\1", body)
    wide = "".join(c if c.isascii() else f"\\u{_convert_to_signed(c)}?" for c in escaped if c != "\x00")
    return rb"{\rtf1\ansi\fromhtml1 {\*\htmltag " + wide.encode() + b"}}"


def _convert_to_signed(character: str) -> int:
    code = min(ord(character), 0xFFFF)
    return code - 0x10000 if code > 0x7FFF else code


def _build_hostile_mail(number: int, payload: str) -> bytes:
    line, boundary = (
        _join_lines(payload),
        format_mark("boundary", number) + NON_BOUNDARY_PATTERN.sub("", payload)[:50].rstrip(),
    )
    body = build_marked_html(
        number,
        f"<details><blockquote type=cite><p>{format_mark('cited', number)} {FILLER_TEXT * 2}</p>{payload}",
    )
    text = (
        f"{format_mark('text', number)}{payload}\n\n> {format_mark('quoted', number)}\n" + f"> {line}\n" * 6
    )
    kind = f"{format_mark('kind', number)}{NON_SUBTYPE_PATTERN.sub('', payload)}"[:80]
    return _encode_text(
        f'From: "{_escape_quotes(format_mark("sender", number) + line)}" '
        f"<{_escape_quotes(line)}@elsewhere.example>\r\n"
        f"To: {format_mark('recipient', number)}{line}\r\n"
        f"Subject: =?utf-8?b?{_encode_base64(format_mark('subject', number) + payload)}?=\r\n"
        f"Date: {format_mark('date', number)}{line}\r\nMessage-ID: "
        f"<{format_mark('identifier', number)}{line}>\r\n"
        f"X-Own: {format_mark('header', number)}{line}\r\n"
        f"X-{format_mark('name', number)}{NON_TOKEN_PATTERN.sub('', payload)}: a\r\n"
        f'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="{boundary}"\r\n\r\n'
        f"{format_mark('outside', number)}{line}\r\n"
        f"--{boundary}\r\n{_build_text_part('plain', text)}--{boundary}\r\n{_build_text_part('html', body)}"
        f'--{boundary}\r\nContent-Type: multipart/{kind}; boundary="in"\r\n\r\n'
        f"--in\r\nContent-Type: application/x-none\r\n\r\nx\r\n--in--\r\n--{boundary}--\r\n"
    )


def _build_text_part(subtype: str, text: str) -> str:
    kind = f"Content-Type: text/{subtype}; charset=utf-8"
    return f"{kind}\r\nContent-Transfer-Encoding: base64\r\n\r\n{_encode_base64(text)}\r\n"


def _build_attachment_part(number: int, payload: str) -> bytes:
    """Its name is written as RFC 2231 has it, or as everybody does."""
    line, name = _join_lines(payload), _build_marked_file_name(number, payload)
    long = f"filename*=utf-8''{quote(name.encode('utf-8', 'replace'), safe='')}"
    name = long if number % 2 else f'filename="{_escape_quotes(_join_lines(name))}"'
    kind = NON_SUBTYPE_PATTERN.sub("", payload)
    return _encode_text(
        f'Content-Type: x/{kind}; charset="{_escape_quotes(line)}"; name="{_escape_quotes(line)}"\r\n'
        f"Content-Disposition: attachment; {name}\r\nContent-ID: <{line}>\r\n"
        f"Content-Description: {line}\r\nContent-Transfer-Encoding: {line}\r\n\r\n{payload}\r\n"
    )


def _build_multipart(parts: Sequence[bytes], head: bytes) -> bytes:
    begin = head + b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="=_whole"\r\n\r\n'
    return begin + b"".join(b"--=_whole\r\n" + part + b"\r\n" for part in parts) + b"--=_whole--\r\n"


def _join_lines(payload: str) -> str:
    return " ".join(payload.replace("\x00", " ").splitlines())


def _escape_quotes(line: str) -> str:
    return line.replace("\\", "\\\\").replace('"', '\\"')


def _encode_base64(text: str) -> str:
    return base64.b64encode(text.encode("utf-8", "replace")).decode()


def _encode_text(text: str) -> bytes:
    return text.encode("utf-8", "replace")

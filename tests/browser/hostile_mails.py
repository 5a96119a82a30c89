"""Mails that carry payloads in every place of theirs: MIME, winmail.dat and .msg. Each payload has a mark of
its place before it. A page lays out twenty mails inside a mail, so that one page tries twenty payloads."""

import base64
import re
from collections.abc import Sequence
from urllib.parse import quote

from interactions.content.outlook.properties import Tag
from tests.browser.hostile import mark
from tests.interactions.content.outlook.packing import (
    attached,
    compound,
    file,
    inner,
    message,
    packed_rtf,
    tnef,
)

Numbered = Sequence[tuple[int, str]]
NO_TOKEN = re.compile(r"[^!-9;-~]+")
NO_SUBTYPE = re.compile(r"[^!#-.0-:<-~]+")
NO_BOUNDARY = re.compile(r'[^ -~]+|["\\]')
OBJECT = bytes.fromhex("0703020000000000c000000000000046")  # of a message in a winmail.dat
WORDS = "twelve words and more are worth a fold so here are some of them. "
IN_LETTERS = ("subject", "sender", "recipient", "date", "identifier", "header", "name", "boundary", "kind")
IN_LETTERS += ("outside", "text", "quoted", "html", "cited")
IN_PARTS = ("file",)
IN_OUTLOOK = ("subject", "sender", "recipient", "file", "html")


def html(number: int, payload: str, place: str = "html") -> str:
    return f"<p>{mark(place, number)}</p>{payload}"


def letters(payloads: Numbered) -> bytes:
    """A mail of mails: the heads, texts, quotes and HTML of those inside are the payloads."""
    parts = [
        b"Content-Type: message/rfc822\r\n\r\n" + _letter(number, payload) for number, payload in payloads
    ]
    return _multipart(parts, b"Subject: letters\r\n")


def parts(payloads: Numbered) -> bytes:
    """A mail with an attachment for each payload, which says of itself nothing but that."""
    return _multipart([_part(number, payload) for number, payload in payloads], b"Subject: parts\r\n")


def msg(payloads: Numbered) -> bytes:
    """Messages in a message of Outlook; every second one has its HTML within RTF."""
    inside = [
        inner(f"{mark('title', n)}{payload}", message(
            _properties(n, payload, packed=n % 2 == 0),
            file(_file_name(n, payload), payload.encode("utf-8", "replace"), _named(payload)),
            recipients=[{Tag.NAME: f"{mark('recipient', n)}{payload}", Tag.SMTP_ADDRESS: payload}],
            embedded=True,
        ))
        for n, payload in payloads
    ]  # fmt: skip
    return compound(message({Tag.SUBJECT: "messages"}, *inside))


def winmail(payloads: Numbered) -> bytes:
    """The same as a winmail.dat; what was RTF there is not here."""
    inside = []
    for n, payload in payloads:
        data = payload.encode("utf-8", "replace")
        name = {Tag.FILE_NAME: _file_name(n, payload), **_named(payload)}
        people = [{Tag.NAME: f"{mark('recipient', n)}{payload}", Tag.SMTP_ADDRESS: payload}]
        own = tnef(
            _properties(n, payload, packed=n % 2 == 1), attached("short", data, name), recipients=people
        )
        inside.append(attached("message", b"", objects={Tag.DATA: OBJECT + own}))
    return tnef({Tag.SUBJECT: "messages"}, *inside)


def _file_name(number: int, payload: str) -> str:
    """Marked behind each slash, as only the last of a path is the name; of long ones the beginning."""
    own = mark("file", number)
    return own + re.sub(r"([/\\])", rf"\1{own}", payload[:200])


def _named(payload: str) -> dict[int, object]:
    return {Tag.MEDIA_TYPE: payload, Tag.CONTENT_ID: payload}


def _properties(number: int, payload: str, *, packed: bool) -> dict[int, object]:
    body = html(number, payload)
    formatted: dict[int, object] = {Tag.RTF: packed_rtf(_rtf(body))}
    if not packed:
        formatted = {Tag.HTML: body.encode("utf-8", "replace"), Tag.CODE_PAGE: 65001}
    return formatted | {
        Tag.SUBJECT: f"{mark('subject', number)}{payload}",
        Tag.SENDER_NAME: f"{mark('sender', number)}{payload}",
        Tag.SENDER_SMTP: f"{payload}@elsewhere.example",
        Tag.BODY: f"{mark('text', number)}{payload}",
        Tag.MESSAGE_ID: f"<{payload}>",
        Tag.HEADERS: f"X-Header: {_line(payload)}\r\n",
    }


def _rtf(body: str) -> bytes:
    escaped = re.sub(r"([\\{}])", r"\\\1", body)
    wide = "".join(c if c.isascii() else f"\\u{_signed(c)}?" for c in escaped if c != "\x00")
    return rb"{\rtf1\ansi\fromhtml1 {\*\htmltag " + wide.encode() + b"}}"


def _signed(character: str) -> int:
    code = min(ord(character), 0xFFFF)
    return code - 0x10000 if code > 0x7FFF else code


def _letter(number: int, payload: str) -> bytes:
    line, boundary = _line(payload), mark("boundary", number) + NO_BOUNDARY.sub("", payload)[:50].rstrip()
    body = html(number, f"<details><blockquote type=cite><p>{mark('cited', number)} {WORDS * 2}</p>{payload}")
    text = f"{mark('text', number)}{payload}\n\n> {mark('quoted', number)}\n" + f"> {line}\n" * 6
    kind = f"{mark('kind', number)}{NO_SUBTYPE.sub('', payload)}"[:80]
    return _bytes(
        f'From: "{_quoted(mark("sender", number) + line)}" <{_quoted(line)}@elsewhere.example>\r\n'
        f"To: {mark('recipient', number)}{line}\r\n"
        f"Subject: =?utf-8?b?{_base64(mark('subject', number) + payload)}?=\r\n"
        f"Date: {mark('date', number)}{line}\r\nMessage-ID: <{mark('identifier', number)}{line}>\r\n"
        f"X-Own: {mark('header', number)}{line}\r\nX-{mark('name', number)}{NO_TOKEN.sub('', payload)}: a\r\n"
        f'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="{boundary}"\r\n\r\n'
        f"{mark('outside', number)}{line}\r\n"
        f"--{boundary}\r\n{_leaf('plain', text)}--{boundary}\r\n{_leaf('html', body)}"
        f'--{boundary}\r\nContent-Type: multipart/{kind}; boundary="in"\r\n\r\n'
        f"--in\r\nContent-Type: application/x-none\r\n\r\nx\r\n--in--\r\n--{boundary}--\r\n"
    )


def _leaf(subtype: str, text: str) -> str:
    kind = f"Content-Type: text/{subtype}; charset=utf-8"
    return f"{kind}\r\nContent-Transfer-Encoding: base64\r\n\r\n{_base64(text)}\r\n"


def _part(number: int, payload: str) -> bytes:
    """Its name is written as RFC 2231 has it, or as everybody does."""
    line, name = _line(payload), _file_name(number, payload)
    long = f"filename*=utf-8''{quote(name.encode('utf-8', 'replace'), safe='')}"
    name = long if number % 2 else f'filename="{_quoted(_line(name))}"'
    kind = NO_SUBTYPE.sub("", payload)
    return _bytes(
        f'Content-Type: x/{kind}; charset="{_quoted(line)}"; name="{_quoted(line)}"\r\n'
        f"Content-Disposition: attachment; {name}\r\nContent-ID: <{line}>\r\n"
        f"Content-Description: {line}\r\nContent-Transfer-Encoding: {line}\r\n\r\n{payload}\r\n"
    )


def _multipart(parts: Sequence[bytes], head: bytes) -> bytes:
    begin = head + b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="=_whole"\r\n\r\n'
    return begin + b"".join(b"--=_whole\r\n" + part + b"\r\n" for part in parts) + b"--=_whole--\r\n"


def _line(payload: str) -> str:
    return " ".join(payload.replace("\x00", " ").splitlines())


def _quoted(line: str) -> str:
    return line.replace("\\", "\\\\").replace('"', '\\"')


def _base64(text: str) -> str:
    return base64.b64encode(text.encode("utf-8", "replace")).decode()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")

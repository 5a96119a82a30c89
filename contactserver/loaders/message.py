"""A mail taken apart: its headers, its text, its HTML, and what is attached.

Never raises, whatever the bytes. Bounded in depth and in parts; what lies beyond stays in the raw
message, which is always stored whole.
"""

import binascii
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser
from itertools import takewhile

from contactserver.loaders.charsets import decode
from contactserver.loaders.headers import LENIENT, Headers, base64_bytes, mended, of, parameters, read, words

PARSE_LIMIT = 25 * 1024 * 1024  # bytes given to the parser, which needs nine times as much memory
EFFORT_LIMIT = 50_000_000  # lines times boundaries: the parser compares each line with each open boundary
DEPTH_LIMIT = 50
PART_LIMIT = 1000


@dataclass(frozen=True)
class Attachment:
    """`size` is in bytes, decoded; `name` may be empty."""

    name: str
    size: int


@dataclass(frozen=True)
class Mail:
    """`text` and `html` are the body's; None when there is none, or nothing in it. `media_type` is
    of the whole message."""

    headers: Headers
    media_type: str
    report_type: str
    text: str | None
    html: str | None
    attachments: tuple[Attachment, ...]


def parse(raw: bytes) -> Mail:
    """The mail that stands in `raw`, without the `From ` line of an mbox."""
    message = _message(mended(raw[:PARSE_LIMIT]))
    texts: list[str] = []
    htmls: list[str] = []
    attachments = []
    for number, part in enumerate(_leaves(message)):
        headers, media_type = of(part), part.get_content_type()
        name = _file_name(headers)
        if _is_body(headers, media_type) and (number == 0 or not name):
            into = htmls if media_type == "text/html" else texts
            into.append(decode(_data(part), headers.charset))
        else:
            attachments.append(Attachment(name, _size(part)))
    return Mail(
        headers=read(raw),
        media_type=message.get_content_type(),
        report_type=parameters(of(message).first("Content-Type")).get("report-type", "").lower(),
        text="\n".join(texts) or None,
        html="\n".join(htmls) or None,
        attachments=tuple(attachments),
    )


def _message(raw: bytes) -> Message:
    """The parsed message; as headers and one body when its structure is beyond the parser."""
    if raw.count(b"\n") * raw.lower().count(b"boundary") <= EFFORT_LIMIT:
        with suppress(RecursionError, ValueError):
            return message_from_bytes(raw, policy=LENIENT)
    return BytesHeaderParser(policy=LENIENT).parsebytes(raw)


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that hold no others, in their order, the message itself when it has none. A mail within
    the mail is one leaf. Iterative: a hostile mail is nested deeper than Python's stack."""
    stack = [(message, 0)]
    count = 0
    while stack and count < PART_LIMIT:
        part, depth = stack.pop()
        count += 1
        if not part.is_multipart() or part.get_content_maintype() == "message":
            yield part
        elif depth < DEPTH_LIMIT:
            stack += [(child, depth + 1) for child in reversed(_parts(part))]


def _is_body(headers: Headers, media_type: str) -> bool:
    """Whether a leaf belongs to what one reads. A multipart that is a leaf has lost its boundaries: what is
    left of it is read as text."""
    disposition = headers.first("Content-Disposition").strip().lower()
    if disposition.startswith("attachment"):
        return False
    return media_type in {"text/plain", "text/html"} or media_type.startswith("multipart/")


def _file_name(headers: Headers) -> str:
    disposition = parameters(headers.first("Content-Disposition"))
    name = disposition.get("filename") or parameters(headers.first("Content-Type")).get("name", "")
    return words(name).replace("\r", "").replace("\n", "")


def _data(part: Message) -> bytes:
    """A leaf's bytes, its transfer encoding taken off as far as that goes."""
    encoding = of(part).first("Content-Transfer-Encoding").strip(" \t\"'").lower()
    del part["Content-Transfer-Encoding"]  # then the standard library gives the bytes as they came
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    if encoding == "base64":
        return base64_bytes(data)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(data)
    if encoding in {"x-uuencode", "uuencode", "x-uue", "uue"}:
        return _uudecoded(data)
    return data


def _size(leaf: Message) -> int:
    """The bytes of an attachment; of a mail within the mail, about those of its bodies."""
    stack, size = [leaf], 0
    while stack:
        part = stack.pop()
        if part.is_multipart():
            stack += _parts(part)
        else:
            size += len(_data(part))
    return size


def _parts(part: Message) -> list[Message]:
    return [child for child in part.get_payload() if isinstance(child, Message)]


def _uudecoded(data: bytes) -> bytes:
    lines = data.partition(b"begin ")[2].splitlines()[1:]
    return b"".join(_uu_line(line) for line in takewhile(lambda line: line.strip() != b"end", lines) if line)


def _uu_line(line: bytes) -> bytes:
    """One line's bytes; some programs pad it beyond the length that it states."""
    stated = ((line[0] - 32 & 63) * 4 + 5) // 3
    for attempt in (line, line[:stated]):
        with suppress(binascii.Error):
            return binascii.a2b_uu(attempt)
    return b""

"""A mail taken apart: its headers, its text, its HTML, and what is attached.

Never raises, whatever the bytes. Bounded in depth and in parts; what lies beyond stays in the raw
message, which is always stored whole.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser

from contactserver.loaders.headers import LENIENT_POLICY, MailHeaders, get_part_headers, parse_headers
from contactserver.loaders.mail_text import decode_header, decode_mail_bytes
from mime.header_block import repair_header_block
from mime.mail_headers import parse_parameters
from mime.transfer_encodings import decode_transfer_encoding

MAX_PARSED_BYTES = 25 * 1024 * 1024  # bytes given to the parser, which needs nine times as much memory
MAX_PARSE_COMPARISONS = (
    50_000_000  # lines times boundaries: the parser compares each line with each open boundary
)
MAX_NESTING_LEVELS = 50
MAX_PART_COUNT = 1000


@dataclass(frozen=True)
class ParsedAttachment:
    """`size` is in bytes, decoded; `name` may be empty."""

    name: str
    size: int


@dataclass(frozen=True)
class ParsedMail:
    """`text` and `html` are the body's; None when there is none, or nothing in it. `media_type` is
    of the whole message."""

    headers: MailHeaders
    media_type: str
    report_type: str
    text: str | None
    html: str | None
    attachments: tuple[ParsedAttachment, ...]


def parse_mail(raw: bytes) -> ParsedMail:
    """The mail that stands in `raw`, without the `From ` line of an mbox."""
    message = _parse_message(repair_header_block(raw[:MAX_PARSED_BYTES]))
    texts: list[str] = []
    htmls: list[str] = []
    attachments = []
    for number, part in enumerate(_iter_leaves(message)):
        headers, media_type = get_part_headers(part), part.get_content_type()
        name = _get_file_name(headers)
        if _is_body(headers, media_type) and (number == 0 or not name):
            into = htmls if media_type == "text/html" else texts
            into.append(decode_mail_bytes(_decode_leaf(part), headers.charset))
        else:
            attachments.append(ParsedAttachment(name, _count_bytes(part)))
    return ParsedMail(
        headers=parse_headers(raw),
        media_type=message.get_content_type(),
        report_type=parse_parameters(get_part_headers(message).get_first("Content-Type"))
        .get("report-type", "")
        .lower(),
        text="\n".join(texts) or None,
        html="\n".join(htmls) or None,
        attachments=tuple(attachments),
    )


def _parse_message(raw: bytes) -> Message:
    """The parsed message; as headers and one body when its structure is beyond the parser."""
    if raw.count(b"\n") * raw.lower().count(b"boundary") <= MAX_PARSE_COMPARISONS:
        with suppress(RecursionError, ValueError):
            return message_from_bytes(raw, policy=LENIENT_POLICY)
    return BytesHeaderParser(policy=LENIENT_POLICY).parsebytes(raw)


def _iter_leaves(message: Message) -> Iterator[Message]:
    """The parts that hold no others, in their order, the message itself when it has none. A mail within
    the mail is one leaf. Iterative: a hostile mail is nested deeper than Python's stack."""
    stack = [(message, 0)]
    count = 0
    while stack and count < MAX_PART_COUNT:
        part, depth = stack.pop()
        count += 1
        if not part.is_multipart() or part.get_content_maintype() == "message":
            yield part
        elif depth < MAX_NESTING_LEVELS:
            stack += [(child, depth + 1) for child in reversed(_get_child_parts(part))]


def _is_body(headers: MailHeaders, media_type: str) -> bool:
    """Whether a leaf belongs to what one reads. A multipart that is a leaf has lost its boundaries: what is
    left of it is read as text."""
    disposition = headers.get_first("Content-Disposition").strip().lower()
    if disposition.startswith("attachment"):
        return False
    return media_type in {"text/plain", "text/html"} or media_type.startswith("multipart/")


def _get_file_name(headers: MailHeaders) -> str:
    disposition = parse_parameters(headers.get_first("Content-Disposition"))
    name = disposition.get("filename") or parse_parameters(headers.get_first("Content-Type")).get("name", "")
    return decode_header(name).replace("\r", "").replace("\n", "")


def _decode_leaf(part: Message) -> bytes:
    """A leaf's bytes, its transfer encoding taken off as far as that goes."""
    encoding = get_part_headers(part).get_first("Content-Transfer-Encoding")
    del part["Content-Transfer-Encoding"]  # then the standard library gives the bytes as they came
    payload = part.get_payload(decode=True)
    return decode_transfer_encoding(payload if isinstance(payload, bytes) else b"", encoding)


def _count_bytes(leaf: Message) -> int:
    """The bytes of an attachment; of a mail within the mail, about those of its bodies."""
    stack, size = [leaf], 0
    while stack:
        part = stack.pop()
        if part.is_multipart():
            stack += _get_child_parts(part)
        else:
            size += len(_decode_leaf(part))
    return size


def _get_child_parts(part: Message) -> list[Message]:
    return [child for child in part.get_payload() if isinstance(child, Message)]

"""A mail taken apart: its parts with their paths, within limits, for any bytes.

The standard library's parser with `policy.compat32` (the other policy took 9 s for one real mail,
docs/content-study.md §3.1), a walk of our own that does not recurse, and transfer encodings decoded so that
nothing raises.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from functools import cached_property
from itertools import islice
from threading import BoundedSemaphore
from typing import cast

from django.utils.translation import gettext

from interactions.content.errors import MemoryBudgetExhausted, UnviewableContent
from interactions.content.file_names import clean_file_name, get_file_extension
from interactions.content.limits import get_content_limits
from interactions.content.mail.mail_headers import find_header, find_raw_header, parse_header_parameters
from interactions.content.mail.transfer_encodings import decode_transfer_encoding
from interactions.content.text import charsets

MESSAGE_MEDIA_TYPES = {"message/rfc822", "message/global"}
LARGE_MAIL_BYTES = (
    2_000_000  # bytes; parsing takes nine times as much memory, so larger ones are parsed one at a time
)
PARSER_WAIT_SECONDS = 30  # seconds that one waits for its turn
LARGE_MAIL_SEMAPHORE = BoundedSemaphore(1)
HEADER_REPAIR_BYTES = 64 * 1024  # bytes in which the headers are mended
MAX_NAME_CHARACTERS = 1000  # characters of a name
BLANK_LINE_PATTERN = re.compile(rb"\r?\n[ \t]*\r?\n")
SPACE_BEFORE_COLON_PATTERN = re.compile(rb"(?m)^([!-9;-~]{1,76})[ \t]{1,20}(?=:)")
MIME_PREAMBLE_PATTERN = re.compile(
    r"\s*(?:This is an? [^.]{0,60}|This message is in )(?:multi-?\s?part|MIME)", re.I
)
MEDIA_TYPE_PATTERN = re.compile(r"[\w.+!#$&^-]{1,100}/[\w.+!#$&^-]{1,100}")


class RawMessage(Message):
    """A message that gives its body as the parser keeps it. `get_payload` decodes on the way, by a charset
    that the mail names, and fails for some names."""

    _payload: "str | list[RawMessage] | None"

    @property
    def inside(self) -> list["RawMessage"]:
        """What stands in a multipart or in a mail inside; empty for a leaf."""
        return self._payload if isinstance(self._payload, list) else []

    @property
    def body(self) -> bytes:
        """The bytes of a leaf, transfer encoding and all."""
        return b"" if isinstance(self._payload, list) else _encode_as_sent(str(self._payload or ""))


@dataclass(frozen=True)
class MailPart:
    """One leaf of a mail, or a mail inside it. `path` counts from 1 at each level ("2.1"), `depth` from 0;
    `attached` says that its sender meant a file, `letter` is the path of the mail inside that it stands in,
    "" for the mail itself, and `cid` is the name by which HTML beside it may ask for it. `name` is safe,
    `called` as its sender wrote it."""

    path: str
    depth: int
    media_type: str
    charset: str | None
    name: str
    attached: bool
    letter: str
    cid: str
    message: RawMessage = field(repr=False)
    called: str = ""

    @cached_property
    def data(self) -> bytes:
        """The part's bytes with the transfer encoding taken off; as sent, where nothing can be decoded."""
        return _decode_part_data(self.message)

    @property
    def file_name(self) -> str:
        """A safe name to save it under."""
        return self.name or f"part-{self.path}{get_file_extension(self.media_type)}"

    @property
    def contains(self) -> bool:
        """A mail inside the mail: its own parts follow it."""
        return self.media_type in MESSAGE_MEDIA_TYPES and self.message.is_multipart()


@dataclass(frozen=True)
class ParsedMail:
    """`multiparts` are what holds the parts, by path ("" is the mail itself), as `mixed`, `alternative`, …;
    `outside` are texts between or behind the parts, by the path of their mail; `defects` the parser's names
    for what no mail may have; `more` says that parts were left out."""

    message: RawMessage
    parts: tuple[MailPart, ...]
    multiparts: Mapping[str, str]
    outside: Mapping[str, tuple[str, ...]]
    defects: tuple[str, ...]
    more: bool

    def part(self, path: str) -> MailPart | None:
        return next((part for part in self.parts if part.path == path), None)


def parse_mail(data: bytes) -> ParsedMail:
    """A mail from any bytes. Raises `UnviewableContent` for what the parser can't take."""
    with _acquire_parser_slot(len(data)):
        message = parse_raw_message(data)
    return build_parsed_mail(message)


def build_parsed_mail(message: RawMessage) -> ParsedMail:
    """A mail that was parsed, or made, as its parts."""
    most, walk = get_content_limits().mail_parts, _PartWalker(message)
    parts = tuple(islice(walk.parts(), most + 1))
    defects = tuple(dict.fromkeys(walk.defects))
    return ParsedMail(message, parts[:most], walk.multiparts, walk.outside, defects, more=len(parts) > most)


@contextmanager
def _acquire_parser_slot(size: int) -> Iterator[None]:
    if size <= LARGE_MAIL_BYTES:
        yield
        return
    if not LARGE_MAIL_SEMAPHORE.acquire(timeout=PARSER_WAIT_SECONDS):
        raise MemoryBudgetExhausted(gettext("Other large messages are being opened. Try again in a moment."))
    try:
        yield
    finally:
        LARGE_MAIL_SEMAPHORE.release()


def parse_raw_message(data: bytes) -> RawMessage:
    """The tree that the parser makes of it. Raises `UnviewableContent` for what it can't take."""
    try:
        return cast(
            RawMessage, BytesParser(RawMessage, policy=compat32).parsebytes(_repair_header_block(data))
        )
    except (ValueError, LookupError, RecursionError) as error:
        raise UnviewableContent(gettext("The structure of the message can’t be read.")) from error


def _repair_header_block(data: bytes) -> bytes:
    """Without what would make the parser take headers for the body: a mark or blank lines before them, a
    blank before a colon."""
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    end = BLANK_LINE_PATTERN.search(data, 0, HEADER_REPAIR_BYTES)
    cut = end.start() if end else min(len(data), HEADER_REPAIR_BYTES)
    return SPACE_BEFORE_COLON_PATTERN.sub(rb"\1", data[:cut]) + data[cut:]


class _PartWalker:
    """Through all parts, once; notes what else it meets on its way."""

    def __init__(self, root: RawMessage) -> None:
        self.root = root
        self.multiparts: dict[str, str] = {}
        self.outside: dict[str, tuple[str, ...]] = {}
        self.defects: list[str] = []

    def parts(self) -> Iterator[MailPart]:
        """Leaves, and mails inside, in the order sent. No recursion: a mail may be hundreds of levels
        deep."""
        stack, deepest = [(self.root, "1", 0, "")], get_content_limits().mail_depth
        self._note(self.root)
        if _is_multipart(self.root):
            self._enter(self.root, "", "")
            stack = _list_children(self.root, "", 0, "")
        while stack:
            message, path, depth, letter = stack.pop()
            _decode_attached_message(message)
            self._note(message)
            inside = message.is_multipart() and depth < deepest
            multipart = _is_multipart(message)
            if not inside or not multipart:
                yield _build_mail_part(message, path, depth, letter)
            if inside and (multipart or _get_media_type(message) in MESSAGE_MEDIA_TYPES):
                held = message if multipart else next(iter(message.inside), message)
                letter = letter if multipart else path
                if _is_multipart(held):
                    self._enter(held, path, letter)
                if held is not message:
                    self._note(held)
                stack += _list_children(message, path, depth + 1, letter)

    def _note(self, message: RawMessage) -> None:
        self.defects += [type(defect).__name__ for defect in message.defects]

    def _enter(self, container: RawMessage, path: str, letter: str) -> None:
        self.multiparts[path] = container.get_content_subtype()
        for text in (container.preamble, container.epilogue):
            if text and text.strip() and not MIME_PREAMBLE_PATTERN.match(text):
                said = charsets.decode_text(
                    _encode_as_sent(text[: get_content_limits().mail_text]), None
                ).text.strip("\r\n")
                self.outside[letter] = (*self.outside.get(letter, ()), said)


def _decode_attached_message(message: RawMessage) -> None:
    """Takes the encoding off a mail inside. None may have one (RFC 2046 §5.2.1), and some do."""
    encoding = find_raw_header(message, "Content-Transfer-Encoding")
    inner = message.inside[0] if _get_media_type(message) in MESSAGE_MEDIA_TYPES and message.inside else None
    if inner is None or inner.keys() or inner.inside:
        return
    source = decode_transfer_encoding(inner.body, encoding)
    if source != inner.body:
        with suppress(UnviewableContent):  # then it stays a file
            message.set_payload([parse_raw_message(source)])


def _list_children(
    container: RawMessage, path: str, depth: int, letter: str
) -> list[tuple[RawMessage, str, int, str]]:
    """What stands inside, last first. Of a mail that is in one part, that part is the mail itself."""
    if not _is_multipart(container):
        mail = container.inside[0] if container.inside else None
        if isinstance(mail, RawMessage) and not _is_multipart(mail):
            return [(mail, f"{path}.1", depth, letter)]
        container = mail or container
    inside = [part for part in container.inside if isinstance(part, RawMessage)]
    start = f"{path}." if path else ""
    return [(part, f"{start}{n}", depth, letter) for n, part in enumerate(inside, 1)][::-1]


def _is_multipart(message: RawMessage) -> bool:
    """Really so, not only by its header."""
    return message.is_multipart() and message.get_content_maintype() == "multipart"


def _build_mail_part(message: RawMessage, path: str, depth: int, letter: str) -> MailPart:
    media_type = _get_media_type(message)
    if media_type.startswith("multipart/") and not message.is_multipart():
        media_type = "text/plain"  # it has lost its boundaries: what is left of it is there to be read
    _, told = parse_header_parameters(message, "Content-Type")
    disposition, more = parse_header_parameters(message, "Content-Disposition")
    called = (more.get("filename") or told.get("name") or "")[:MAX_NAME_CHARACTERS]
    name = clean_file_name(called)
    if not name and media_type == "message/rfc822" and message.inside:
        subject = find_header(message.inside[0], "Subject")
        name = clean_file_name(f"{subject[:80]}.eml" if subject else "")
    return MailPart(
        path=path,
        depth=depth,
        media_type=media_type,
        charset=told.get("charset"),
        name=name,
        attached=disposition == "attachment",
        letter=letter,
        cid=find_raw_header(message, "Content-ID").strip().strip("<>")[:300],
        message=message,
        called=called or name,
    )


def _get_media_type(message: RawMessage) -> str:
    value, _ = parse_header_parameters(message, "Content-Type")
    return value if MEDIA_TYPE_PATTERN.fullmatch(value) else message.get_default_type()  # of a digest, a mail


def _decode_part_data(message: RawMessage) -> bytes:
    if message.is_multipart():
        return b"" if _is_multipart(message) else b"\r\n".join(_iter_decoded_blocks(message))
    body = message.body
    data = decode_transfer_encoding(body, find_raw_header(message, "Content-Transfer-Encoding"))
    return data if data or not body.strip() else body  # what can't be decoded at all is there as it was sent


def _iter_decoded_blocks(message: RawMessage) -> Iterator[bytes]:
    """A mail inside, or the blocks of a report; one of them may name the encoding of the next."""
    encoding = ""
    for block in message.inside:
        yield _serialise_message(block) if block.keys() else decode_transfer_encoding(block.body, encoding)
        encoding = find_raw_header(block, "Content-Transfer-Encoding")


def _serialise_message(message: RawMessage) -> bytes:
    """A mail inside as a file, as it was parsed. Put together by hand and without recursion: the standard
    generator fails on headers that its parser took."""
    source = bytearray()
    stack: list[RawMessage | bytes] = [message]
    while stack:
        part = stack.pop()
        if isinstance(part, bytes):
            source += part
            continue
        for name, value in part.raw_items():
            source += _encode_as_sent(f"{name}: {value}\r\n")
        source += b"\r\n" + part.body
        boundary = _encode_as_sent(parse_header_parameters(part, "Content-Type")[1].get("boundary", ""))
        between = _is_multipart(part)
        stack += [b"\r\n--" + boundary + b"--\r\n"] if between else []
        for child in reversed(part.inside):
            stack.append(child)
            stack += [b"\r\n--" + boundary + b"\r\n"] if between else []
    return bytes(source)


def _encode_as_sent(text: str) -> bytes:
    """The bytes that the parser keeps as ASCII and surrogates."""
    return text.encode("utf-8", "surrogateescape")

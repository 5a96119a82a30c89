"""Parses any bytes as a mail, into parts with paths, within the limits of `limits.py`.

Uses the standard library's parser with `policy.compat32` (the newer policy took 9 s for one real mail,
docs/content-study.md §3.1). The walk over the parts is our own, because it must not recurse, and transfer
encodings are decoded without ever raising.
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
from mime import charsets
from mime.header_block import repair_header_block
from mime.mail_headers import find_header, find_raw_header, parse_header_parameters
from mime.transfer_encodings import decode_transfer_encoding

MESSAGE_MEDIA_TYPES = {"message/rfc822", "message/global"}
# Parsing takes nine times the mail's size in memory, so larger mails are parsed one at a time.
LARGE_MAIL_BYTES = 2_000_000
PARSER_WAIT_SECONDS = 30  # how long a large mail waits for its turn
LARGE_MAIL_SEMAPHORE = BoundedSemaphore(1)
MAX_NAME_CHARACTERS = 1000  # of a part's declared file name
MIME_PREAMBLE_PATTERN = re.compile(
    r"\s*(?:This is an? [^.]{0,60}|This message is in )(?:multi-?\s?part|MIME)", re.I
)
MEDIA_TYPE_PATTERN = re.compile(r"[\w.+!#$&^-]{1,100}/[\w.+!#$&^-]{1,100}")


class RawMessage(Message):
    """A message whose body can be read as the parser stores it. `get_payload` would decode it by the charset
    that the mail names, and raises for some names."""

    _payload: "str | list[RawMessage] | None"

    @property
    def children(self) -> list["RawMessage"]:
        """The parts of a multipart, or the one message of a message/rfc822 part; empty for a leaf."""
        return self._payload if isinstance(self._payload, list) else []

    @property
    def body(self) -> bytes:
        """The bytes of a leaf, still in their transfer encoding; empty for anything else."""
        return b"" if isinstance(self._payload, list) else _encode_as_sent(str(self._payload or ""))


@dataclass(frozen=True)
class MailPart:
    """One leaf of a mail, or one attached message.

    `path` counts from 1 at each level ("2.1"), `depth` from 0. `is_attachment` is true when its
    Content-Disposition is "attachment". `message_path` is the path of the attached message that the part
    belongs to, "" for the mail itself. `content_id` is the name that HTML uses for it in `cid:` addresses.
    `name` is a safe file name or "", `declared_name` the name as the sender wrote it.
    """

    path: str
    depth: int
    media_type: str
    charset: str | None
    name: str
    is_attachment: bool
    message_path: str
    content_id: str
    message: RawMessage = field(repr=False)
    declared_name: str = ""

    @cached_property
    def data(self) -> bytes:
        """The part's bytes without their transfer encoding, or as sent where nothing can be decoded."""
        return _decode_part_data(self.message)

    @property
    def file_name(self) -> str:
        """A safe name to save the part under; never empty."""
        return self.name or f"part-{self.path}{get_file_extension(self.media_type)}"

    @property
    def is_attached_message(self) -> bool:
        """Whether the part is a message that was parsed; its own parts follow in `ParsedMail.parts`."""
        return self.media_type in MESSAGE_MEDIA_TYPES and self.message.is_multipart()


@dataclass(frozen=True)
class ParsedMail:
    """A mail and its parts, in the order sent.

    `multiparts` maps the path of each multipart ("" is the mail itself) to its subtype ("mixed",
    "alternative", …). `stray_texts` holds texts that stand before or after the parts, by the path of their
    message. `defects` are the class names of the parser's defects, each once. `has_more_parts` says that
    parts beyond the limit were left out.
    """

    message: RawMessage
    parts: tuple[MailPart, ...]
    multiparts: Mapping[str, str]
    stray_texts: Mapping[str, tuple[str, ...]]
    defects: tuple[str, ...]
    has_more_parts: bool

    def find_part(self, path: str) -> MailPart | None:
        return next((part for part in self.parts if part.path == path), None)


def parse_mail(data: bytes) -> ParsedMail:
    """Parses any bytes as a mail.

    Raises `UnviewableContent` when the parser fails, and `MemoryBudgetExhausted` when other large mails keep
    the parser busy for `PARSER_WAIT_SECONDS`.
    """
    with _acquire_parser_slot(len(data)):
        message = parse_raw_message(data)
    return build_parsed_mail(message)


def build_parsed_mail(message: RawMessage) -> ParsedMail:
    """Lists the parts of a message that was parsed, or built by a converter."""
    max_parts, walker = get_content_limits().mail_parts, _PartWalker(message)
    parts = tuple(islice(walker.iter_parts(), max_parts + 1))
    return ParsedMail(
        message,
        parts[:max_parts],
        walker.multiparts,
        walker.stray_texts,
        tuple(dict.fromkeys(walker.defects)),
        has_more_parts=len(parts) > max_parts,
    )


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
    """The parser's tree for these bytes. Raises `UnviewableContent` when the parser fails."""
    try:
        return cast(
            RawMessage, BytesParser(RawMessage, policy=compat32).parsebytes(repair_header_block(data))
        )
    except (ValueError, LookupError, RecursionError) as error:
        raise UnviewableContent(gettext("The structure of the message can’t be read.")) from error


class _PartWalker:
    """Walks all parts once, and records the multiparts, stray texts and defects on the way."""

    def __init__(self, root: RawMessage) -> None:
        self.root = root
        self.multiparts: dict[str, str] = {}
        self.stray_texts: dict[str, tuple[str, ...]] = {}
        self.defects: list[str] = []

    def iter_parts(self) -> Iterator[MailPart]:
        """Leaves and attached messages, in the order sent. No recursion: a mail may be hundreds of levels
        deep."""
        stack, max_depth = [(self.root, "1", 0, "")], get_content_limits().mail_depth
        self._record_defects(self.root)
        if _is_multipart(self.root):
            self._record_multipart(self.root, "", "")
            stack = _list_children(self.root, "", 0, "")
        while stack:
            message, path, depth, message_path = stack.pop()
            _decode_attached_message(message)
            self._record_defects(message)
            has_readable_children = message.is_multipart() and depth < max_depth
            is_multipart = _is_multipart(message)
            if not has_readable_children or not is_multipart:
                yield _build_mail_part(message, path, depth, message_path)
            if has_readable_children and (is_multipart or _get_media_type(message) in MESSAGE_MEDIA_TYPES):
                container = message if is_multipart else next(iter(message.children), message)
                message_path = message_path if is_multipart else path
                if _is_multipart(container):
                    self._record_multipart(container, path, message_path)
                if container is not message:
                    self._record_defects(container)
                stack += _list_children(message, path, depth + 1, message_path)

    def _record_defects(self, message: RawMessage) -> None:
        self.defects += [type(defect).__name__ for defect in message.defects]

    def _record_multipart(self, container: RawMessage, path: str, message_path: str) -> None:
        self.multiparts[path] = container.get_content_subtype()
        for stray_text in (container.preamble, container.epilogue):
            if stray_text and stray_text.strip() and not MIME_PREAMBLE_PATTERN.match(stray_text):
                decoded = charsets.decode_text(
                    _encode_as_sent(stray_text[: get_content_limits().mail_text]), None
                ).text.strip("\r\n")
                self.stray_texts[message_path] = (*self.stray_texts.get(message_path, ()), decoded)


def _decode_attached_message(message: RawMessage) -> None:
    """Decodes an attached message that has a transfer encoding. None may have one (RFC 2046 §5.2.1), but
    some programs write one."""
    encoding = find_raw_header(message, "Content-Transfer-Encoding")
    inner = (
        message.children[0] if _get_media_type(message) in MESSAGE_MEDIA_TYPES and message.children else None
    )
    if inner is None or inner.keys() or inner.children:
        return
    source = decode_transfer_encoding(inner.body, encoding)
    if source != inner.body:
        with suppress(UnviewableContent):  # the part then stays a file
            message.set_payload([parse_raw_message(source)])


def _list_children(
    container: RawMessage, path: str, depth: int, message_path: str
) -> list[tuple[RawMessage, str, int, str]]:
    """The parts inside a container, the last first, as items for the walker's stack. A message that is no
    multipart has one part: its body."""
    if not _is_multipart(container):
        inner = container.children[0] if container.children else None
        if isinstance(inner, RawMessage) and not _is_multipart(inner):
            return [(inner, f"{path}.1", depth, message_path)]
        container = inner or container
    children = [part for part in container.children if isinstance(part, RawMessage)]
    path_prefix = f"{path}." if path else ""
    items = [(part, f"{path_prefix}{number}", depth, message_path) for number, part in enumerate(children, 1)]
    return items[::-1]


def _is_multipart(message: RawMessage) -> bool:
    """Whether the message has parts, and does not only claim so in its header."""
    return message.is_multipart() and message.get_content_maintype() == "multipart"


def _build_mail_part(message: RawMessage, path: str, depth: int, message_path: str) -> MailPart:
    media_type = _get_media_type(message)
    if media_type.startswith("multipart/") and not message.is_multipart():
        media_type = "text/plain"  # without its boundaries it can only be read as one text
    _, type_parameters = parse_header_parameters(message, "Content-Type")
    disposition, disposition_parameters = parse_header_parameters(message, "Content-Disposition")
    file_name = disposition_parameters.get("filename") or type_parameters.get("name") or ""
    declared_name = file_name[:MAX_NAME_CHARACTERS]
    name = clean_file_name(declared_name)
    if not name and media_type == "message/rfc822" and message.children:
        subject = find_header(message.children[0], "Subject")
        name = clean_file_name(f"{subject[:80]}.eml" if subject else "")
    return MailPart(
        path=path,
        depth=depth,
        media_type=media_type,
        charset=type_parameters.get("charset"),
        name=name,
        is_attachment=disposition == "attachment",
        message_path=message_path,
        content_id=find_raw_header(message, "Content-ID").strip().strip("<>")[:300],
        message=message,
        declared_name=declared_name or name,
    )


def _get_media_type(message: RawMessage) -> str:
    value, _ = parse_header_parameters(message, "Content-Type")
    # The default type of a part of a multipart/digest is message/rfc822.
    return value if MEDIA_TYPE_PATTERN.fullmatch(value) else message.get_default_type()


def _decode_part_data(message: RawMessage) -> bytes:
    if message.is_multipart():
        return b"" if _is_multipart(message) else b"\r\n".join(_iter_decoded_blocks(message))
    body = message.body
    data = decode_transfer_encoding(body, find_raw_header(message, "Content-Transfer-Encoding"))
    return data if data or not body.strip() else body  # better the encoded bytes than none


def _iter_decoded_blocks(message: RawMessage) -> Iterator[bytes]:
    """The bytes of an attached message, or of each block of a delivery report. A block may name the transfer
    encoding of the block after it."""
    encoding = ""
    for block in message.children:
        yield _serialise_message(block) if block.keys() else decode_transfer_encoding(block.body, encoding)
        encoding = find_raw_header(block, "Content-Transfer-Encoding")


def _serialise_message(message: RawMessage) -> bytes:
    """An attached message as a file. Written by hand and without recursion: the standard generator raises on
    headers that the parser accepted."""
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
        is_multipart = _is_multipart(part)
        stack += [b"\r\n--" + boundary + b"--\r\n"] if is_multipart else []
        for child in reversed(part.children):
            stack.append(child)
            stack += [b"\r\n--" + boundary + b"\r\n"] if is_multipart else []
    return bytes(source)


def _encode_as_sent(text: str) -> bytes:
    """The bytes that the parser stores as ASCII with surrogates."""
    return text.encode("utf-8", "surrogateescape")

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

from interactions.content.errors import MemoryBudgetExhausted, UnviewableContent
from interactions.content.file_names import clean_file_name, get_file_extension
from interactions.content.limits import get_content_limits
from interactions.content.mail.encodings import transfer_decoded
from interactions.content.mail.headers import header, parameters, raw
from interactions.content.text import charsets

MAILS = {"message/rfc822", "message/global"}
LARGE = 2_000_000  # bytes; parsing takes nine times as much memory, so larger ones are parsed one at a time
PATIENCE = 30  # seconds that one waits for its turn
TURN = BoundedSemaphore(1)
TOP = 64 * 1024  # bytes in which the headers are mended
CALLED = 1000  # characters of a name
BLANK_LINE = re.compile(rb"\r?\n[ \t]*\r?\n")
BEFORE_COLON = re.compile(rb"(?m)^([!-9;-~]{1,76})[ \t]{1,20}(?=:)")
SAID_TO_OLD_PROGRAMS = re.compile(
    r"\s*(?:This is an? [^.]{0,60}|This message is in )(?:multi-?\s?part|MIME)", re.I
)
MEDIA_TYPE = re.compile(r"[\w.+!#$&^-]{1,100}/[\w.+!#$&^-]{1,100}")


class AsParsed(Message):
    """A message that gives its body as the parser keeps it. `get_payload` decodes on the way, by a charset
    that the mail names, and fails for some names."""

    _payload: "str | list[AsParsed] | None"

    @property
    def inside(self) -> list["AsParsed"]:
        """What stands in a multipart or in a mail inside; empty for a leaf."""
        return self._payload if isinstance(self._payload, list) else []

    @property
    def body(self) -> bytes:
        """The bytes of a leaf, transfer encoding and all."""
        return b"" if isinstance(self._payload, list) else _as_sent(str(self._payload or ""))


@dataclass(frozen=True)
class Part:
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
    message: AsParsed = field(repr=False)
    called: str = ""

    @cached_property
    def data(self) -> bytes:
        """The part's bytes with the transfer encoding taken off; as sent, where nothing can be decoded."""
        return _data(self.message)

    @property
    def file_name(self) -> str:
        """A safe name to save it under."""
        return self.name or f"part-{self.path}{get_file_extension(self.media_type)}"

    @property
    def contains(self) -> bool:
        """A mail inside the mail: its own parts follow it."""
        return self.media_type in MAILS and self.message.is_multipart()


@dataclass(frozen=True)
class Mail:
    """`multiparts` are what holds the parts, by path ("" is the mail itself), as `mixed`, `alternative`, …;
    `outside` are texts between or behind the parts, by the path of their mail; `defects` the parser's names
    for what no mail may have; `more` says that parts were left out."""

    message: AsParsed
    parts: tuple[Part, ...]
    multiparts: Mapping[str, str]
    outside: Mapping[str, tuple[str, ...]]
    defects: tuple[str, ...]
    more: bool

    def part(self, path: str) -> Part | None:
        return next((part for part in self.parts if part.path == path), None)


def parse(data: bytes) -> Mail:
    """A mail from any bytes. Raises `Unshowable` for what the parser can't take."""
    with _turn(len(data)):
        message = parsed(data)
    return taken_apart(message)


def taken_apart(message: AsParsed) -> Mail:
    """A mail that was parsed, or made, as its parts."""
    most, walk = get_content_limits().mail_parts, _Walk(message)
    parts = tuple(islice(walk.parts(), most + 1))
    defects = tuple(dict.fromkeys(walk.defects))
    return Mail(message, parts[:most], walk.multiparts, walk.outside, defects, more=len(parts) > most)


@contextmanager
def _turn(size: int) -> Iterator[None]:
    if size <= LARGE:
        yield
        return
    if not TURN.acquire(timeout=PATIENCE):
        raise MemoryBudgetExhausted("Other large mails are being opened; try again in a moment.")
    try:
        yield
    finally:
        TURN.release()


def parsed(data: bytes) -> AsParsed:
    """The tree that the parser makes of it. Raises `Unshowable` for what it can't take."""
    try:
        return cast(AsParsed, BytesParser(AsParsed, policy=compat32).parsebytes(_mended(data)))
    except (ValueError, LookupError, RecursionError) as error:
        raise UnviewableContent("This mail is put together in a way that can't be taken apart.") from error


def _mended(data: bytes) -> bytes:
    """Without what would make the parser take headers for the body: a mark or blank lines before them, a
    blank before a colon."""
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    end = BLANK_LINE.search(data, 0, TOP)
    cut = end.start() if end else min(len(data), TOP)
    return BEFORE_COLON.sub(rb"\1", data[:cut]) + data[cut:]


class _Walk:
    """Through all parts, once; notes what else it meets on its way."""

    def __init__(self, root: AsParsed) -> None:
        self.root = root
        self.multiparts: dict[str, str] = {}
        self.outside: dict[str, tuple[str, ...]] = {}
        self.defects: list[str] = []

    def parts(self) -> Iterator[Part]:
        """Leaves, and mails inside, in the order sent. No recursion: a mail may be hundreds of levels
        deep."""
        stack, deepest = [(self.root, "1", 0, "")], get_content_limits().mail_depth
        self._note(self.root)
        if _is_multipart(self.root):
            self._enter(self.root, "", "")
            stack = _children(self.root, "", 0, "")
        while stack:
            message, path, depth, letter = stack.pop()
            _open(message)
            self._note(message)
            inside = message.is_multipart() and depth < deepest
            multipart = _is_multipart(message)
            if not inside or not multipart:
                yield _part(message, path, depth, letter)
            if inside and (multipart or _kind(message) in MAILS):
                held = message if multipart else next(iter(message.inside), message)
                letter = letter if multipart else path
                if _is_multipart(held):
                    self._enter(held, path, letter)
                if held is not message:
                    self._note(held)
                stack += _children(message, path, depth + 1, letter)

    def _note(self, message: AsParsed) -> None:
        self.defects += [type(defect).__name__ for defect in message.defects]

    def _enter(self, container: AsParsed, path: str, letter: str) -> None:
        self.multiparts[path] = container.get_content_subtype()
        for text in (container.preamble, container.epilogue):
            if text and text.strip() and not SAID_TO_OLD_PROGRAMS.match(text):
                said = charsets.decode(_as_sent(text[: get_content_limits().mail_text]), None).text.strip(
                    "\r\n"
                )
                self.outside[letter] = (*self.outside.get(letter, ()), said)


def _open(message: AsParsed) -> None:
    """Takes the encoding off a mail inside. None may have one (RFC 2046 §5.2.1), and some do."""
    encoding = raw(message, "Content-Transfer-Encoding")
    inner = message.inside[0] if _kind(message) in MAILS and message.inside else None
    if inner is None or inner.keys() or inner.inside:
        return
    source = transfer_decoded(inner.body, encoding)
    if source != inner.body:
        with suppress(UnviewableContent):  # then it stays a file
            message.set_payload([parsed(source)])


def _children(
    container: AsParsed, path: str, depth: int, letter: str
) -> list[tuple[AsParsed, str, int, str]]:
    """What stands inside, last first. Of a mail that is in one part, that part is the mail itself."""
    if not _is_multipart(container):
        mail = container.inside[0] if container.inside else None
        if isinstance(mail, AsParsed) and not _is_multipart(mail):
            return [(mail, f"{path}.1", depth, letter)]
        container = mail or container
    inside = [part for part in container.inside if isinstance(part, AsParsed)]
    start = f"{path}." if path else ""
    return [(part, f"{start}{n}", depth, letter) for n, part in enumerate(inside, 1)][::-1]


def _is_multipart(message: AsParsed) -> bool:
    """Really so, not only by its header."""
    return message.is_multipart() and message.get_content_maintype() == "multipart"


def _part(message: AsParsed, path: str, depth: int, letter: str) -> Part:
    media_type = _kind(message)
    if media_type.startswith("multipart/") and not message.is_multipart():
        media_type = "text/plain"  # it has lost its boundaries: what is left of it is there to be read
    _, told = parameters(message, "Content-Type")
    disposition, more = parameters(message, "Content-Disposition")
    called = (more.get("filename") or told.get("name") or "")[:CALLED]
    name = clean_file_name(called)
    if not name and media_type == "message/rfc822" and message.inside:
        subject = header(message.inside[0], "Subject")
        name = clean_file_name(f"{subject[:80]}.eml" if subject else "")
    return Part(
        path=path,
        depth=depth,
        media_type=media_type,
        charset=told.get("charset"),
        name=name,
        attached=disposition == "attachment",
        letter=letter,
        cid=raw(message, "Content-ID").strip().strip("<>")[:300],
        message=message,
        called=called or name,
    )


def _kind(message: AsParsed) -> str:
    value, _ = parameters(message, "Content-Type")
    return value if MEDIA_TYPE.fullmatch(value) else message.get_default_type()  # of a digest, a mail


def _data(message: AsParsed) -> bytes:
    if message.is_multipart():
        return b"" if _is_multipart(message) else b"\r\n".join(_blocks(message))
    body = message.body
    data = transfer_decoded(body, raw(message, "Content-Transfer-Encoding"))
    return data if data or not body.strip() else body  # what can't be decoded at all is there as it was sent


def _blocks(message: AsParsed) -> Iterator[bytes]:
    """A mail inside, or the blocks of a report; one of them may name the encoding of the next."""
    encoding = ""
    for block in message.inside:
        yield _source(block) if block.keys() else transfer_decoded(block.body, encoding)
        encoding = raw(block, "Content-Transfer-Encoding")


def _source(message: AsParsed) -> bytes:
    """A mail inside as a file, as it was parsed. Put together by hand and without recursion: the standard
    generator fails on headers that its parser took."""
    source = bytearray()
    stack: list[AsParsed | bytes] = [message]
    while stack:
        part = stack.pop()
        if isinstance(part, bytes):
            source += part
            continue
        for name, value in part.raw_items():
            source += _as_sent(f"{name}: {value}\r\n")
        source += b"\r\n" + part.body
        boundary = _as_sent(parameters(part, "Content-Type")[1].get("boundary", ""))
        between = _is_multipart(part)
        stack += [b"\r\n--" + boundary + b"--\r\n"] if between else []
        for child in reversed(part.inside):
            stack.append(child)
            stack += [b"\r\n--" + boundary + b"\r\n"] if between else []
    return bytes(source)


def _as_sent(text: str) -> bytes:
    """The bytes that the parser keeps as ASCII and surrogates."""
    return text.encode("utf-8", "surrogateescape")

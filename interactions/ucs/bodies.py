"""The bytes of an answer: held as a whole up to a limit, or passed on as they come."""

from abc import ABC, abstractmethod
from collections.abc import Iterator

import requests
from django.utils.translation import gettext as _

from interactions.ucs.exchange import UCSExchange

from .errors import UCSBadResponse, UCSError, UCSTooLarge

BODY_CHUNK_BYTES = 256 * 1024  # bytes; 8 KiB cost two to three times the work (docs/performance-study.md §6)
MAX_READ_BYTES = (
    64 * 1024 * 1024
)  # bytes; the memory for what is asked for is set aside before any of it has come
CONTENT_CODINGS = {"gzip", "x-gzip", "deflate"}


def get_content_coding(exchange: UCSExchange, response: requests.Response) -> str | None:
    """The compression of a body that was asked for without; None for none."""
    name = response.headers.get("Content-Encoding", "").strip().lower()
    if name in {"", "identity"}:
        return None
    if name not in CONTENT_CODINGS:
        response.close()
        raise exchange.error(UCSBadResponse, _("The response uses an unexpected compression."))
    return name


def parse_content_length(response: requests.Response) -> int | None:
    """Content-Length in bytes; None when there is none, or none that makes sense."""
    text = response.headers.get("Content-Length", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def read_whole_body(exchange: UCSExchange, response: requests.Response, most: int) -> bytes:
    """The whole body, uncompressed, or `UCSTooLarge` as soon as it is clear that it has more than `most`
    bytes. Gives the connection back."""
    compressed = get_content_coding(exchange, response) is not None
    declared = None if compressed else parse_content_length(response)
    pieces: list[bytes] = []
    size = 0
    try:
        with exchange.reading():
            while not size > most and not (declared or 0) > most:
                # One read when the length is known: it saves a copy of 17 MB for 10,000 records.
                wanted = declared or min(BODY_CHUNK_BYTES, most + 1 - size)
                piece = response.raw.read(wanted, decode_content=compressed)
                if not piece:
                    exchange.stop()
                    return b"".join(pieces)
                pieces.append(piece)
                size += len(piece)
    finally:
        response.close()
    raise exchange.error(
        UCSTooLarge,
        _("The response has more than %(number)s bytes (UCS_MAX_BYTES).") % {"number": f"{most:,}"},
    )


class IterableBody(ABC):
    """A `resources.Body` whose iteration is reading piece after piece, and closing it in the end."""

    @abstractmethod
    def read(self, limit: int) -> bytes: ...

    @abstractmethod
    def close(self) -> None: ...

    def __iter__(self) -> Iterator[bytes]:
        try:
            while piece := self.read(BODY_CHUNK_BYTES):
                yield piece
        finally:
            self.close()


class StreamedBody(IterableBody):
    """A content on its way, `resources.Body`. An object rather than a generator: one that nobody ever
    began to read, or that the reader left early, still gives its connection back when it is closed."""

    def __init__(self, exchange: UCSExchange, response: requests.Response, *, compressed: bool) -> None:
        self.exchange, self.response, self.compressed = exchange, response, compressed
        self.size = 0
        self.closed = False

    def read(self, limit: int) -> bytes:
        """The next `limit` bytes, fewer only at the end."""
        pieces: list[bytes] = []
        while limit > 0 and not self.closed:
            piece = self._piece(min(limit, BODY_CHUNK_BYTES if self.compressed else MAX_READ_BYTES))
            if not piece:
                self.close()
            pieces.append(piece)
            limit -= len(piece)
        return b"".join(pieces)

    def close(self) -> None:
        if self.closed:
            return
        self.closed = True
        self.response.close()
        self.exchange.log("streamed", self.size)

    def _piece(self, size: int) -> bytes:
        try:
            with self.exchange.reading():
                piece: bytes = self.response.raw.read(size, decode_content=self.compressed)
        except UCSError:
            self._drop()
            raise
        self.size += len(piece)
        if self.compressed and self.size > self.exchange.configuration.max_bytes:
            self._drop()
            raise self.exchange.error(
                UCSTooLarge, _("The unpacked content has more bytes than UCS_MAX_BYTES.")
            )
        return piece

    def _drop(self) -> None:
        """Ends it after an error, whose line is in the log already."""
        self.closed = True
        self.response.close()


class EmptyBody:
    """The body of an answer that has none: HEAD, 304 and 416."""

    def __iter__(self) -> Iterator[bytes]:
        return iter(())

    def read(self, limit: int) -> bytes:
        return b""

    def close(self) -> None:
        return

"""The bytes of a response: read as a whole up to a limit, or passed on as they arrive."""

from abc import ABC, abstractmethod
from collections.abc import Iterator

import requests
from django.utils.translation import gettext as _

from interactions.ucs.exchange import UCSExchange
from interactions.ucs.untrusted_text import parse_whole_number

from .errors import UCSBadResponse, UCSError, UCSTooLarge

BODY_CHUNK_BYTES = 256 * 1024  # bytes; 8 KiB cost two to three times the work (docs/performance-study.md §6)
MAX_READ_BYTES = (
    64 * 1024 * 1024
)  # bytes; the memory for what is asked for is set aside before any of it has come
CONTENT_CODINGS = {"gzip", "x-gzip", "deflate"}


def get_content_coding(exchange: UCSExchange, response: requests.Response) -> str | None:
    """The compression of a body, `gzip`, `x-gzip` or `deflate`, though none was requested; None for none.

    Raises `UCSBadResponse` for any other coding, and closes the response.
    """
    name = response.headers.get("Content-Encoding", "").strip().lower()
    if name in {"", "identity"}:
        return None
    if name not in CONTENT_CODINGS:
        response.close()
        raise exchange.build_error(UCSBadResponse, _("The response uses an unexpected compression."))
    return name


def parse_content_length(response: requests.Response) -> int | None:
    """Content-Length in bytes; None when there is none, or none that makes sense."""
    return parse_whole_number(response.headers.get("Content-Length", ""))


def read_whole_body(exchange: UCSExchange, response: requests.Response, max_bytes: int) -> bytes:
    """The whole body, uncompressed. Gives the connection back.

    Raises `UCSTooLarge` as soon as it is clear that the body has more than `max_bytes` bytes, and another
    `UCSError` when reading fails.
    """
    is_compressed = get_content_coding(exchange, response) is not None
    declared = None if is_compressed else parse_content_length(response)
    pieces: list[bytes] = []
    size = 0
    try:
        with exchange.translate_read_errors():
            while not size > max_bytes and not (declared or 0) > max_bytes:
                # One read when the length is known: it saves a copy of 17 MB for 10,000 records.
                read_bytes = declared or min(BODY_CHUNK_BYTES, max_bytes + 1 - size)
                piece = response.raw.read(read_bytes, decode_content=is_compressed)
                if not piece:
                    exchange.stop_clock()
                    return b"".join(pieces)
                pieces.append(piece)
                size += len(piece)
    finally:
        response.close()
    raise exchange.build_error(
        UCSTooLarge,
        _("The response has more than %(number)s bytes (UCS_MAX_BYTES).") % {"number": f"{max_bytes:,}"},
    )


class IterableBody(ABC):
    """A `ContentBody` that is iterated by reading piece after piece; the iteration closes it at its end."""

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
    """The body of a content while it is still arriving, a `ContentBody`.

    An object rather than a generator: a body that nobody began to read, or that the reader left early, still
    gives its connection back when it is closed.
    """

    def __init__(self, exchange: UCSExchange, response: requests.Response, *, compressed: bool) -> None:
        self.exchange, self.response, self.compressed = exchange, response, compressed
        self.size = 0
        self.is_closed = False

    def read(self, limit: int) -> bytes:
        """The next `limit` bytes, fewer only at the end. Raises a `UCSError` when reading fails or takes too
        long, and `UCSTooLarge` when a compressed body unpacks to more than the client's limit."""
        pieces: list[bytes] = []
        while limit > 0 and not self.is_closed:
            piece = self._read_piece(min(limit, BODY_CHUNK_BYTES if self.compressed else MAX_READ_BYTES))
            if not piece:
                self.close()
            pieces.append(piece)
            limit -= len(piece)
        return b"".join(pieces)

    def close(self) -> None:
        """Gives the connection back and logs how much was read."""
        if self.is_closed:
            return
        self.is_closed = True
        self.response.close()
        self.exchange.log_outcome("streamed", self.size)

    def _read_piece(self, size: int) -> bytes:
        try:
            with self.exchange.translate_read_errors():
                piece: bytes = self.response.raw.read(size, decode_content=self.compressed)
        except UCSError:
            self._abort()
            raise
        self.size += len(piece)
        if self.compressed and self.size > self.exchange.configuration.max_bytes:
            self._abort()
            raise self.exchange.build_error(
                UCSTooLarge, _("The unpacked content has more bytes than UCS_MAX_BYTES.")
            )
        return piece

    def _abort(self) -> None:
        """Ends the body after an error, which is in the log already."""
        self.is_closed = True
        self.response.close()


class EmptyBody:
    """The body of a response that has none: to HEAD, and of 304 and 416."""

    def __iter__(self) -> Iterator[bytes]:
        return iter(())

    def read(self, limit: int) -> bytes:
        return b""

    def close(self) -> None:
        return

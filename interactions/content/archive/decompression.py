"""Data that is decompressed while it is read: never held, never more than allowed, never silently cut short.

What a stranger compressed may declare anything, so declared sizes are only checked against the result. zlib,
bz2 and lzma stop at the length that is requested; xz may ask for gigabytes of memory, and gets
`XZ_MEMORY_BYTES` (`xz -9` needs 65 MB).
"""

import bz2
import lzma
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from interactions.content.errors import UnviewableContent
from interactions.content.limits import get_content_limits
from interactions.ucs.bodies import IterableBody
from interactions.ucs.resources import ContentBody

COMPRESSED_CHUNK_BYTES = 64 * 1024  # packed bytes at a time
MAX_HARMLESS_BYTES = 1_000_000  # bytes that anything may unpack to, whatever the ratio
MAX_STREAMS = 10_000  # one behind another in a file
MAX_IDLE_BYTES = 16_000_000  # packed bytes that yield nothing
XZ_MEMORY_BYTES = 80_000_000  # bytes
DAMAGED_DATA_REASON = gettext_noop("The packed data is damaged.")
TRUNCATED_DATA_REASON = gettext_noop("The file is cut off.")


class StreamDecompressor(Protocol):
    """The interface of bz2's and lzma's decompressors."""

    @property
    def needs_input(self) -> bool: ...
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class ZlibDecompressor:
    """zlib's decompressor with the interface of the other two. `window_bits` are zlib's wbits: -15 for bare
    deflate, 31 for gzip."""

    def __init__(self, window_bits: int) -> None:
        self.zlib = zlib.decompressobj(window_bits)

    @property
    def needs_input(self) -> bool:
        return not self.zlib.unconsumed_tail

    @property
    def eof(self) -> bool:
        return self.zlib.eof

    @property
    def unused_data(self) -> bytes:
        return self.zlib.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self.zlib.decompress(self.zlib.unconsumed_tail + data, max_length)


@dataclass(frozen=True)
class CompressionFormat:
    """A format of one compressed stream. `magic` are the bytes that begin a stream, in formats where another
    may follow it; `extension` is that of its files."""

    name: str
    extension: str
    build_decompressor: Callable[[], StreamDecompressor]
    magic: bytes = b""


DEFLATE = CompressionFormat("deflate", "", lambda: ZlibDecompressor(-zlib.MAX_WBITS))
SINGLE_STREAM_BZIP2 = CompressionFormat("bzip2", "", bz2.BZ2Decompressor)
GZIP = CompressionFormat("gzip", ".gz", lambda: ZlibDecompressor(zlib.MAX_WBITS + 16), b"\x1f\x8b")
BZIP2 = CompressionFormat("bzip2", ".bz2", bz2.BZ2Decompressor, b"BZh")
XZ = CompressionFormat(
    "xz", ".xz", lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=XZ_MEMORY_BYTES), b"\xfd7zXZ\0"
)


class LazyBody(IterableBody):
    """A body that is opened by its first `read`."""

    def __init__(self, open_body: Callable[[], ContentBody]) -> None:
        self.open_body, self.is_closed = open_body, False
        self.body: ContentBody | None = None

    def read(self, limit: int) -> bytes:
        """The next `limit` bytes, fewer only at the end. Raises what opening raises."""
        if self.is_closed:
            return b""
        self.body = self.body or self.open_body()
        return self.body.read(limit)

    def close(self) -> None:
        self.is_closed = True
        if self.body:
            self.body.close()


class DecompressedBody(IterableBody):
    """The decompressed data of another body."""

    def __init__(self, compressed: ContentBody, format: CompressionFormat) -> None:
        self.compressed, self.format = compressed, format
        self.decompressor = format.build_decompressor()
        self.pending_input = b""  # packed bytes that were read and not given to the decompressor
        self.consumed_bytes = self.produced_bytes = self.idle_bytes = 0  # bytes
        self.stream_count, self.is_at_end = 1, False
        self.max_bytes, self.max_ratio = (
            get_content_limits().archive_member,
            get_content_limits().archive_ratio,
        )

    def read(self, limit: int) -> bytes:
        """The next `limit` bytes, fewer only at the end.

        Raises `UnviewableContent` for data that is damaged, cut off, or decompresses to more than the limits
        allow: `archive_member` bytes, and `archive_ratio` times the compressed size.
        """
        data = bytearray()
        while len(data) < limit and not self.is_at_end:
            piece = self._decompress_piece(limit - len(data))
            data += piece
            self._check_limits(len(piece))
        return bytes(data)

    def close(self) -> None:
        self.is_at_end = True
        self.compressed.close()

    def _decompress_piece(self, limit: int) -> bytes:
        data = self._read_input() if self.decompressor.needs_input else b""
        is_starved = self.decompressor.needs_input and not data
        try:
            piece = self.decompressor.decompress(data, limit)
        except (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError, MemoryError) as error:
            raise UnviewableContent(_(DAMAGED_DATA_REASON)) from error
        if self.decompressor.eof:
            self._begin_next_stream()
        elif is_starved and not piece:
            raise UnviewableContent(_(TRUNCATED_DATA_REASON))
        return piece

    def _read_input(self) -> bytes:
        data, self.pending_input = self.pending_input or self.compressed.read(COMPRESSED_CHUNK_BYTES), b""
        self.consumed_bytes += len(data)
        self.idle_bytes += len(data)
        return data

    def _begin_next_stream(self) -> None:
        """Continues with the next stream where one follows, and ends otherwise: a file of these formats may
        be several streams in a row, and anything else behind them is padding."""
        unused, magic = self.decompressor.unused_data, self.format.magic
        self.consumed_bytes -= len(unused)
        self.idle_bytes -= len(unused)
        while magic and len(unused) < len(magic) and (more := self.compressed.read(COMPRESSED_CHUNK_BYTES)):
            unused = (unused + more).lstrip(b"\0")
        unused = unused.lstrip(b"\0")
        self.is_at_end = not (magic and unused.startswith(magic))
        if self.is_at_end:
            return
        self.stream_count += 1
        if self.stream_count > MAX_STREAMS:
            raise UnviewableContent(
                _("The file is packed in more than %(number)s pieces.") % {"number": f"{MAX_STREAMS:,}"}
            )
        self.decompressor, self.pending_input = self.format.build_decompressor(), unused

    def _check_limits(self, piece_bytes: int) -> None:
        self.produced_bytes += piece_bytes
        self.idle_bytes = 0 if piece_bytes else self.idle_bytes
        if self.produced_bytes > self.max_bytes:
            raise UnviewableContent(format_too_large_reason(self.max_bytes))
        if self.produced_bytes > max(MAX_HARMLESS_BYTES, self.max_ratio * self.consumed_bytes):
            raise UnviewableContent(format_too_dense_reason(self.max_ratio))
        if self.idle_bytes > MAX_IDLE_BYTES:
            raise UnviewableContent(_(DAMAGED_DATA_REASON))


class VerifiedBody(IterableBody):
    """A body that must have `size` bytes, and the CRC-32 `expected_crc` where one is given."""

    def __init__(self, body: ContentBody, size: int, expected_crc: int | None = None) -> None:
        self.body, self.remaining_bytes, self.expected_crc, self.computed_crc = body, size, expected_crc, 0

    def read(self, limit: int) -> bytes:
        """The next bytes, at most `limit`; b"" at the end.

        Raises `UnviewableContent` for a body that ends early, goes on, or has another CRC-32. The end is
        checked before the last piece is returned.
        """
        if limit <= 0 or not self.remaining_bytes:
            return b""
        piece = self.body.read(min(limit, self.remaining_bytes))
        if not piece:
            raise UnviewableContent(_(TRUNCATED_DATA_REASON))
        self.remaining_bytes -= len(piece)
        if self.expected_crc is not None:
            self.computed_crc = zlib.crc32(piece, self.computed_crc)
            if not self.remaining_bytes:
                self._check_end()
        return piece

    def close(self) -> None:
        self.body.close()

    def _check_end(self) -> None:
        if self.body.read(1):
            raise UnviewableContent(_("The file unpacks to more bytes than the archive says."))
        if self.computed_crc != self.expected_crc:
            raise UnviewableContent(_("The file is damaged (wrong CRC-32)."))


def format_too_large_reason(max_bytes: int) -> str:
    """Why a file is not opened that decompresses to more than `max_bytes`."""
    return _("The unpacked file is larger than %(size)s, so it is not opened.") % {
        "size": f"{max_bytes / 1_000_000:.3g} MB"
    }


def format_too_dense_reason(max_ratio: int) -> str:
    """Why a file is not opened that decompresses to more than `max_ratio` times its size."""
    return _("The file unpacks to more than %(ratio)s times its size, which looks like an attack.") % {
        "ratio": f"{max_ratio:,}"
    }

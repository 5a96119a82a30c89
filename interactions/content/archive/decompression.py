"""Packed bytes unpacked while they are read: never held, never more than allowed, never a part for the whole.

What a stranger packed may claim anything, so the declared sizes are no more than what the result is held
against. zlib, bz2 and lzma stop at the length that is asked of them; xz may ask for gigabytes of memory,
and gets `XZ_MEMORY_BYTES` (`xz -9` needs 65 MB).
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
    """As those of bz2 and lzma."""

    @property
    def needs_input(self) -> bool: ...
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class ZlibDecompressor:
    """zlib's in the manner of the other two; `bits` are zlib's wbits: -15 for bare deflate, 31 for gzip."""

    def __init__(self, bits: int) -> None:
        self.zlib = zlib.decompressobj(bits)

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
    """A way to pack one stream of bytes. `magic` is how a stream begins, where another may follow it."""

    name: str
    ending: str
    decompressor: Callable[[], StreamDecompressor]
    magic: bytes = b""


DEFLATE = CompressionFormat("deflate", "", lambda: ZlibDecompressor(-zlib.MAX_WBITS))
SINGLE_STREAM_BZIP2 = CompressionFormat("bzip2", "", bz2.BZ2Decompressor)
GZIP = CompressionFormat("gzip", ".gz", lambda: ZlibDecompressor(zlib.MAX_WBITS + 16), b"\x1f\x8b")
BZIP2 = CompressionFormat("bzip2", ".bz2", bz2.BZ2Decompressor, b"BZh")
XZ = CompressionFormat(
    "xz", ".xz", lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=XZ_MEMORY_BYTES), b"\xfd7zXZ\0"
)


class LazyBody(IterableBody):
    """A body that is opened when somebody reads it."""

    def __init__(self, opening: Callable[[], ContentBody]) -> None:
        self.opening, self.closed = opening, False
        self.body: ContentBody | None = None

    def read(self, limit: int) -> bytes:
        if self.closed:
            return b""
        self.body = self.body or self.opening()
        return self.body.read(limit)

    def close(self) -> None:
        self.closed = True
        if self.body:
            self.body.close()


class DecompressedBody(IterableBody):
    """A body over a packed one. Reading raises `UnviewableContent` for what is damaged, cut off, or unpacks
    to more than `get_content_limits()` allow: `archive_member` bytes, `archive_ratio` times what was
    packed."""

    def __init__(self, packed: ContentBody, packing: CompressionFormat) -> None:
        self.packed, self.packing = packed, packing
        self.decompressor = packing.decompressor()
        self.waiting = b""  # packed bytes that were read and not given to the decompressor
        self.taken = self.given = self.idle = 0  # bytes
        self.streams, self.ended = 1, False
        self.most, self.ratio = get_content_limits().archive_member, get_content_limits().archive_ratio

    def read(self, limit: int) -> bytes:
        data = bytearray()
        while len(data) < limit and not self.ended:
            piece = self._piece(limit - len(data))
            data += piece
            self._bound(len(piece))
        return bytes(data)

    def close(self) -> None:
        self.ended = True
        self.packed.close()

    def _piece(self, limit: int) -> bytes:
        data = self._input() if self.decompressor.needs_input else b""
        starved = self.decompressor.needs_input and not data
        try:
            piece = self.decompressor.decompress(data, limit)
        except (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError, MemoryError) as error:
            raise UnviewableContent(_(DAMAGED_DATA_REASON)) from error
        if self.decompressor.eof:
            self._next_stream()
        elif starved and not piece:
            raise UnviewableContent(_(TRUNCATED_DATA_REASON))
        return piece

    def _input(self) -> bytes:
        data, self.waiting = self.waiting or self.packed.read(COMPRESSED_CHUNK_BYTES), b""
        self.taken += len(data)
        self.idle += len(data)
        return data

    def _next_stream(self) -> None:
        """Files of these kinds may be several, one behind another; what else follows is none of them."""
        rest, magic = self.decompressor.unused_data, self.packing.magic
        self.taken -= len(rest)
        self.idle -= len(rest)
        while magic and len(rest) < len(magic) and (more := self.packed.read(COMPRESSED_CHUNK_BYTES)):
            rest = (rest + more).lstrip(b"\0")
        rest = rest.lstrip(b"\0")
        self.ended = not (magic and rest.startswith(magic))
        if self.ended:
            return
        self.streams += 1
        if self.streams > MAX_STREAMS:
            raise UnviewableContent(
                _("The file is packed in more than %(number)s pieces.") % {"number": f"{MAX_STREAMS:,}"}
            )
        self.decompressor, self.waiting = self.packing.decompressor(), rest

    def _bound(self, given: int) -> None:
        self.given += given
        self.idle = 0 if given else self.idle
        if self.given > self.most:
            raise UnviewableContent(format_too_large_reason(self.most))
        if self.given > max(MAX_HARMLESS_BYTES, self.ratio * self.taken):
            raise UnviewableContent(format_too_dense_reason(self.ratio))
        if self.idle > MAX_IDLE_BYTES:
            raise UnviewableContent(_(DAMAGED_DATA_REASON))


class VerifiedBody(IterableBody):
    """A body that has to have `size` bytes, and the CRC-32 `crc` where one is given. Its end is looked at
    before its last piece is given."""

    def __init__(self, body: ContentBody, size: int, crc: int | None = None) -> None:
        self.body, self.left, self.crc, self.sum = body, size, crc, 0

    def read(self, limit: int) -> bytes:
        if limit <= 0 or not self.left:
            return b""
        piece = self.body.read(min(limit, self.left))
        if not piece:
            raise UnviewableContent(_(TRUNCATED_DATA_REASON))
        self.left -= len(piece)
        if self.crc is not None:
            self.sum = zlib.crc32(piece, self.sum)
            if not self.left:
                self._end()
        return piece

    def close(self) -> None:
        self.body.close()

    def _end(self) -> None:
        if self.body.read(1):
            raise UnviewableContent(_("The file unpacks to more bytes than the archive says."))
        if self.sum != self.crc:
            raise UnviewableContent(_("The file is damaged (wrong CRC-32)."))


def format_too_large_reason(most: int) -> str:
    return _("The unpacked file is larger than %(size)s, so it is not opened.") % {
        "size": f"{most / 1_000_000:.3g} MB"
    }


def format_too_dense_reason(ratio: int) -> str:
    return _("The file unpacks to more than %(ratio)s times its size, which looks like an attack.") % {
        "ratio": f"{ratio:,}"
    }

"""Reading an archive from its beginning on: a tar, and whatever is compressed as one stream.

What lies between two offsets is read and dropped, or skipped by another request where the source gives
ranges. How much is read and how long it may take has a limit: to list a tar is to walk through all of it.
"""

import time

from django.utils.translation import gettext as _

from interactions.content.archive.decompression import TRUNCATED_DATA_REASON, LazyBody, VerifiedBody
from interactions.content.archive.ranged_archive import find_total_size, open_archive_range
from interactions.content.errors import UnviewableContent
from interactions.content.limits import get_content_limits
from interactions.content.source import CHUNK_BYTES, ContentSource
from interactions.ucs.bodies import IterableBody
from interactions.ucs.byte_ranges import build_range_header
from interactions.ucs.resources import ContentBody

MAX_READ_THROUGH_BYTES = (
    1_000_000  # bytes that are sooner read and dropped than jumped over by another request
)
MAX_SCAN_SECONDS = 5.0


class ScanLimitReached(UnviewableContent):
    """The list is longer than the limits let it be read."""


class PositionedBody:
    """A body that knows the offset in the archive up to which it was read."""

    def __init__(self, body: ContentBody, position: int = 0) -> None:
        self.body, self.position = body, position

    def read(self, limit: int) -> bytes:
        piece = self.body.read(limit)
        self.position += len(piece)
        return piece


class SequentialArchive:
    """`RandomAccess` to an archive that is scanned from its beginning.

    `size` is in bytes, None when it is not known, and `has_ranges` says whether the source gives ranges. The
    scan is to be closed; a file that is opened later has a stream of its own. Without ranges the next file
    goes on where the last one ended, so that reading all files is one pass; the stream that waits for that is
    closed with the archive.
    """

    def __init__(self, source: ContentSource) -> None:
        content = source(build_range_header(0))
        self.source, self.stream = source, PositionedBody(content.body)
        size = find_total_size(content)
        self.has_ranges = size is not None
        self.size = content.length if size is None else size
        self.max_bytes, self.ends_at = (
            get_content_limits().archive_member,
            time.monotonic() + MAX_SCAN_SECONDS,
        )
        self.scanned_bytes = 0
        self.idle_stream: PositionedBody | None = None

    def read_at(self, offset: int, length: int) -> bytes:
        """`length` bytes at `offset`, which lies behind all that was read before; fewer only at the end.
        Raises `ScanLimitReached`."""
        self._move_to(offset)
        data = self._scan(length) if self.stream.position == offset else b""
        while len(data) < length and (more := self._scan(length - len(data))):
            data += more
        return data

    def open_body(self, offset: int, length: int) -> ContentBody:
        """A stream of these bytes, which raises `UnviewableContent` when they end early."""
        return VerifiedBody(LazyBody(lambda: self._open_part(offset, length)), length)

    def close(self) -> None:
        """Ends the scan."""
        self.stream.body.close()

    def __del__(self) -> None:
        if idle_stream := getattr(self, "idle_stream", None):
            idle_stream.body.close()

    def _open_part(self, offset: int, length: int) -> ContentBody:
        if self.has_ranges:
            return open_archive_range(self.source, offset, length).body
        stream, self.idle_stream = self.idle_stream, None
        if stream and stream.position > offset:
            stream.body.close()
            stream = None
        return SequentialMemberBody(self, stream or PositionedBody(self.source({}).body), offset, length)

    def _move_to(self, offset: int) -> None:
        if (
            self.size is not None
            and self.has_ranges
            and offset - self.stream.position > MAX_READ_THROUGH_BYTES
        ):
            self.close()
            if offset >= self.size:
                self.stream.position = self.size
                return
            self.stream = PositionedBody(
                open_archive_range(self.source, offset, self.size - offset).body, offset
            )
        while (left := offset - self.stream.position) > 0 and self._scan(min(CHUNK_BYTES, left)):
            pass

    def _scan(self, length: int) -> bytes:
        if self.scanned_bytes + length > self.max_bytes:
            raise ScanLimitReached(
                _("Only the first %(size)s were read.") % {"size": f"{self.max_bytes / 1_000_000:.3g} MB"}
            )
        if time.monotonic() > self.ends_at:
            raise ScanLimitReached(
                _("Reading stopped after %(seconds)s s.") % {"seconds": f"{MAX_SCAN_SECONDS:.0f}"}
            )
        piece = self.stream.read(length)
        self.scanned_bytes += len(piece)
        return piece


class SequentialMemberBody(IterableBody):
    """`length` bytes at `offset` of a stream, which goes back to its archive when this body is closed."""

    def __init__(self, archive: SequentialArchive, stream: PositionedBody, offset: int, length: int) -> None:
        self.archive, self.stream = archive, stream
        self.offset, self.stop = offset, offset + length
        self.is_intact, self.is_closed = True, False  # what broke is not used again

    def read(self, limit: int) -> bytes:
        """The next bytes, at most `limit`; b"" at the end. Raises `UnviewableContent` when the archive ends
        before them."""
        if self.is_closed or not self.is_intact:
            return b""
        self.is_intact = False
        while (left := self.offset - self.stream.position) > 0:
            if not self.stream.read(min(CHUNK_BYTES, left)):
                raise UnviewableContent(_(TRUNCATED_DATA_REASON))
        piece = self.stream.read(min(limit, self.stop - self.stream.position))
        self.is_intact = True
        return piece

    def close(self) -> None:
        if self.is_closed:
            return
        self.is_closed = True
        if self.is_intact and self.archive.idle_stream is None:
            self.archive.idle_stream = self.stream
        else:
            self.stream.body.close()

"""An archive that is read from its beginning on: a tar, and whatever is packed as a stream.

What lies between two places is read and dropped, or jumped over where the source gives parts of itself. How
much is read and how long it may take has an end: to list a tar is to walk through all of it.
"""

import time

from django.utils.translation import gettext as _

from interactions.content.archive.decompression import TRUNCATED_DATA_REASON, LazyBody, VerifiedBody
from interactions.content.archive.random_access import find_total_size, open_archive_range
from interactions.content.errors import UnviewableContent
from interactions.content.limits import get_content_limits
from interactions.content.source import CHUNK_BYTES, ContentSource
from interactions.ucs.bodies import IterableBody
from interactions.ucs.resources import ContentBody

MAX_READ_THROUGH_BYTES = (
    1_000_000  # bytes that are sooner read and dropped than jumped over by another request
)
MAX_SCAN_SECONDS = 5.0


class ScanLimitReached(UnviewableContent):
    """The walk came to a limit."""


class PositionedBody:
    """A body with the place up to which it was read, in bytes of the archive."""

    def __init__(self, body: ContentBody, position: int = 0) -> None:
        self.body, self.position = body, position

    def read(self, limit: int) -> bytes:
        piece = self.body.read(limit)
        self.position += len(piece)
        return piece


class SequentialArchive:
    """`size` in bytes where it is known, and `jumps` whether parts are to be had. A walk along it is to be
    closed; what is opened later has a stream of its own. Where there are no parts, the next file goes on
    where the last one ended: to read all of them is one pass. Who forgets it lets go of that stream too."""

    def __init__(self, source: ContentSource) -> None:
        content = source({"Range": "bytes=0-"})
        self.source, self.running = source, PositionedBody(content.body)
        size = find_total_size(content)
        self.jumps = size is not None
        self.size = content.length if size is None else size
        self.most, self.until = get_content_limits().archive_member, time.monotonic() + MAX_SCAN_SECONDS
        self.walked = 0
        self.spare: PositionedBody | None = None

    def at(self, offset: int, length: int) -> bytes:
        """These bytes, behind all that were read before; fewer only at the end. Raises `ScanLimitReached`."""
        self._go(offset)
        data = self._take(length) if self.running.position == offset else b""
        while len(data) < length and (more := self._take(length - len(data))):
            data += more
        return data

    def body(self, offset: int, length: int) -> ContentBody:
        """A stream of these bytes, which breaks off by `UnviewableContent` when they end early."""
        return VerifiedBody(LazyBody(lambda: self._part(offset, length)), length)

    def close(self) -> None:
        """Ends the walk."""
        self.running.body.close()

    def __del__(self) -> None:
        if spare := getattr(self, "spare", None):
            spare.body.close()

    def _part(self, offset: int, length: int) -> ContentBody:
        if self.jumps:
            return open_archive_range(self.source, offset, length).body
        spare, self.spare = self.spare, None
        if spare and spare.position > offset:
            spare.body.close()
            spare = None
        return SequentialMemberBody(self, spare or PositionedBody(self.source({}).body), offset, length)

    def _go(self, offset: int) -> None:
        if self.size is not None and self.jumps and offset - self.running.position > MAX_READ_THROUGH_BYTES:
            self.close()
            if offset >= self.size:
                self.running.position = self.size
                return
            self.running = PositionedBody(
                open_archive_range(self.source, offset, self.size - offset).body, offset
            )
        while (left := offset - self.running.position) > 0 and self._take(min(CHUNK_BYTES, left)):
            pass

    def _take(self, length: int) -> bytes:
        if self.walked + length > self.most:
            raise ScanLimitReached(
                _("Only the first %(size)s were read.") % {"size": f"{self.most / 1_000_000:.3g} MB"}
            )
        if time.monotonic() > self.until:
            raise ScanLimitReached(
                _("Reading stopped after %(seconds)s s.") % {"seconds": f"{MAX_SCAN_SECONDS:.0f}"}
            )
        piece = self.running.read(length)
        self.walked += len(piece)
        return piece


class SequentialMemberBody(IterableBody):
    """`length` bytes at `offset` of a running body, which goes back to its archive when this is closed."""

    def __init__(self, archive: SequentialArchive, running: PositionedBody, offset: int, length: int) -> None:
        self.archive, self.running = archive, running
        self.offset, self.stop = offset, offset + length
        self.sound, self.closed = True, False  # what broke is not used again

    def read(self, limit: int) -> bytes:
        if self.closed or not self.sound:
            return b""
        self.sound = False
        while (left := self.offset - self.running.position) > 0:
            if not self.running.read(min(CHUNK_BYTES, left)):
                raise UnviewableContent(_(TRUNCATED_DATA_REASON))
        piece = self.running.read(min(limit, self.stop - self.running.position))
        self.sound = True
        return piece

    def close(self) -> None:
        if self.closed:
            return
        self.closed = True
        if self.sound and self.archive.spare is None:
            self.archive.spare = self.running
        else:
            self.running.body.close()

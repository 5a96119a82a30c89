"""Places in a recording: its beginning is at hand, of others a few small ones are asked for by ranges.

A head alone does not tell how long an Ogg is, or an MP3 behind a cover picture. What it costs to find out is
bounded: so many requests, so many bytes of each, so many seconds; and nothing where a UCS without ranges
would have to send all that lies before. What can't be had is empty.
"""

import time

from interactions.content.binary.content_slice import build_range_header, read_content_slice
from interactions.content.errors import UnviewableContent
from interactions.content.nested.in_memory import InMemoryBody
from interactions.content.source import ContentSource
from interactions.ucs.errors import UCSError
from interactions.ucs.range_requests import BodySlice
from interactions.ucs.resources import ContentBody

MAX_RANGE_REQUESTS = 6
MAX_RANGE_BYTES = 65_536  # bytes of one request
MAX_SKIPPED_BYTES = 8_000_000  # bytes that may be read and dropped to get to a place
MAX_RANGE_SECONDS = 3.0  # after which nothing more is asked for


class RandomAccessMedia:
    """`head` is the beginning of a recording of `size` bytes, None when nobody knows how many."""

    def __init__(self, head: bytes, size: int | None = None, source: ContentSource | None = None) -> None:
        self.head, self.size, self.source = head, size, source
        self.left, self.ends = MAX_RANGE_REQUESTS, time.monotonic() + MAX_RANGE_SECONDS

    def at(self, start: int, length: int) -> bytes:
        """So many bytes from there on, at most `MAX_RANGE_BYTES`; fewer where it ends or no more are to be
        had."""
        length = min(length, MAX_RANGE_BYTES)
        found = self.head[start : start + length]
        there = length if self.size is None else min(length, max(self.size - start, 0))
        return self._asked(start, there) or found if len(found) < there else found

    def _asked(self, start: int, length: int) -> bytes:
        if self.source is None or not self.left or time.monotonic() > self.ends:
            return b""
        self.left -= 1
        try:
            content = self.source(build_range_header(start, length))
            if content.status != 206 or _is_costly_skip(content.body):
                content.body.close()
                return b""
            return read_content_slice(content, start, length).data
        except (UCSError, UnviewableContent):  # the player will say so, when it meets the same
            return b""


def _is_costly_skip(body: ContentBody) -> bool:
    """Whether much would be read and dropped on the way there."""
    return (
        isinstance(body, BodySlice)
        and body.skip > MAX_SKIPPED_BYTES
        and not isinstance(body.body, InMemoryBody)
    )

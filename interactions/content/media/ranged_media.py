"""Random access to a recording: its beginning is in memory, a few small parts are loaded by ranges.

The beginning alone does not tell how long an Ogg is, or an MP3 behind a cover picture. What it costs to find
out is bounded: in requests, in bytes of each and in seconds; and nothing is loaded where a UCS without ranges
would have to send everything before it. What can't be loaded is empty.
"""

import time

from interactions.content.binary.content_slice import read_content_slice
from interactions.content.errors import UnviewableContent
from interactions.content.nested.in_memory import InMemoryBody
from interactions.content.source import ContentSource
from interactions.ucs.byte_ranges import build_range_header
from interactions.ucs.errors import UCSError
from interactions.ucs.range_requests import BodySlice
from interactions.ucs.resources import ContentBody

MAX_RANGE_REQUESTS = 6
MAX_RANGE_BYTES = 65_536  # bytes of one request
MAX_SKIPPED_BYTES = 8_000_000  # bytes that may be read and dropped to get to an offset
MAX_RANGE_SECONDS = 3.0  # after which nothing more is asked for


class RangedMedia:
    """`RandomAccess` to a recording within a budget: `MAX_RANGE_REQUESTS` requests of `MAX_RANGE_BYTES`
    bytes in `MAX_RANGE_SECONDS`. `head` is its beginning; `size` is in bytes, None when it is not known."""

    def __init__(self, head: bytes, size: int | None = None, source: ContentSource | None = None) -> None:
        self.head, self.size, self.source = head, size, source
        self.remaining_requests, self.ends_at = MAX_RANGE_REQUESTS, time.monotonic() + MAX_RANGE_SECONDS

    def read_at(self, offset: int, length: int) -> bytes:
        """At most `MAX_RANGE_BYTES` bytes at `offset`; fewer at the end, and where the budget is spent or the
        UCS gives no more. Never raises."""
        length = min(length, MAX_RANGE_BYTES)
        loaded = self.head[offset : offset + length]
        available = length if self.size is None else min(length, max(self.size - offset, 0))
        return self._load_range(offset, available) or loaded if len(loaded) < available else loaded

    def _load_range(self, offset: int, length: int) -> bytes:
        if self.source is None or not self.remaining_requests or time.monotonic() > self.ends_at:
            return b""
        self.remaining_requests -= 1
        try:
            content = self.source(build_range_header(offset, length))
            if content.status != 206 or _is_costly_skip(content.body):
                content.body.close()
                return b""
            return read_content_slice(content, offset, length).data
        except (UCSError, UnviewableContent):  # the player says so when it meets the same
            return b""


def _is_costly_skip(body: ContentBody) -> bool:
    """Whether more than `MAX_SKIPPED_BYTES` of the upstream response would be read and dropped."""
    return (
        isinstance(body, BodySlice)
        and body.skip_bytes > MAX_SKIPPED_BYTES
        and not isinstance(body.body, InMemoryBody)
    )

"""A part of a content from a UCS that ignores ranges: what stands before it is read and dropped.

The documents say nothing of ranges (docs/ucs-protocol.md §1.3), and without them a browser can't seek in a
recording. Dropping costs the time that the bytes take to arrive, so there is a limit; beyond it the reader
gets the whole content, as the UCS sent it.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from interactions.ucs.bodies import BODY_CHUNK_BYTES, EmptyBody, IterableBody
from interactions.ucs.byte_ranges import ContentRange, parse_range
from interactions.ucs.resources import Content, ContentBody

MAX_DROPPED_BYTES = 128 * 1024 * 1024  # bytes that are read and dropped at most, for one part


class BodySlice(IterableBody):
    """`length` bytes of another body, after its first `skip_bytes`; nothing is read before the first
    `read`."""

    def __init__(self, body: ContentBody, skip_bytes: int, length: int) -> None:
        self.body, self.skip_bytes, self.remaining_bytes = body, skip_bytes, length

    def read(self, limit: int) -> bytes:
        while self.skip_bytes and (skipped := self.body.read(min(self.skip_bytes, BODY_CHUNK_BYTES))):
            self.skip_bytes -= len(skipped)
        piece = self.body.read(min(limit, self.remaining_bytes))
        self.remaining_bytes -= len(piece)
        if not self.remaining_bytes:
            self.close()
        return piece

    def close(self) -> None:
        self.body.close()


def apply_range(
    content: Content,
    request_headers: Mapping[str, str],
    open_part: Callable[[int, int], ContentBody] | None = None,
) -> Content:
    """The part that the Range of `request_headers` asks for, when the UCS sent the whole content with its
    length; otherwise the content unchanged.

    With If-Range the whole may be the right answer: the content may have changed since the reader's part.
    `open_part` opens so many bytes from an offset on, for a source that need not be read from its beginning.
    """
    requested = parse_range(request_headers)
    if requested is None or "If-Range" in request_headers or content.status != 200 or content.length is None:
        return content
    start, stop = requested.find_bounds(content.length)
    if start >= content.length:
        return _build_unsatisfiable(content, content.length)
    if stop <= start or (start > MAX_DROPPED_BYTES and not open_part):
        return content
    headers = dict(content.headers) | {
        "Content-Length": str(stop - start),
        "Content-Range": str(ContentRange(start, stop - 1, content.length)),
        "Accept-Ranges": "bytes",
    }
    body = open_part(start, stop - start) if open_part else BodySlice(content.body, start, stop - start)
    return replace(content, status=206, length=stop - start, headers=headers, body=body)


def _build_unsatisfiable(content: Content, length: int) -> Content:
    content.body.close()
    headers = {
        name: value
        for name, value in content.headers.items()
        if name not in {"Content-Type", "Content-Length"}
    }
    headers["Content-Range"] = str(ContentRange(None, None, length))
    return replace(content, status=416, length=None, headers=headers, body=EmptyBody())

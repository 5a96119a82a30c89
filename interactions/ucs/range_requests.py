"""A part of a content from a UCS that knows no ranges: what stands before it is read and dropped.

The documents say nothing of ranges (docs/ucs-protocol.md §1.3), and without them a browser can't seek in a
recording. Dropping costs the time that the bytes take on their way, so there is a limit; beyond it the reader
gets the whole, as the UCS sent it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from interactions.ucs.bodies import BODY_CHUNK_BYTES, EmptyBody, IterableBody
from interactions.ucs.resources import Content, ContentBody

MAX_DROPPED_BYTES = 128 * 1024 * 1024  # bytes that are read and dropped at most, for one part
_range_pattern = re.compile(r"bytes=(?P<first>\d*)-(?P<last>\d*)")


class BodySlice(IterableBody):
    """`length` bytes of another body, after the first `skip` of it; nothing is read before somebody reads."""

    def __init__(self, body: ContentBody, skip: int, length: int) -> None:
        self.body, self.skip, self.left = body, skip, length

    def read(self, limit: int) -> bytes:
        while self.skip and (dropped := self.body.read(min(self.skip, BODY_CHUNK_BYTES))):
            self.skip -= len(dropped)
        piece = self.body.read(min(limit, self.left))
        self.left -= len(piece)
        if not self.left:
            self.close()
        return piece

    def close(self) -> None:
        self.body.close()


def apply_range(
    content: Content, asked: Mapping[str, str], cut: Callable[[int, int], ContentBody] | None = None
) -> Content:
    """The part that the reader's headers `asked` for, when the UCS sent the whole of a length that it gave.

    With If-Range the whole may be the right answer: the content may have changed since the reader's part.
    `cut` opens so many bytes from an offset on, for what need not be read from its beginning.
    """
    wanted = _range_pattern.fullmatch(asked.get("Range", "").replace(" ", ""))
    if not wanted or "If-Range" in asked or content.status != 200 or content.length is None:
        return content
    start, stop = _parse_range_bounds(wanted["first"], wanted["last"], content.length)
    if start >= content.length:
        return _build_unsatisfiable(content, content.length)
    if stop <= start or (start > MAX_DROPPED_BYTES and not cut):
        return content
    headers = dict(content.headers) | {
        "Content-Length": str(stop - start),
        "Content-Range": f"bytes {start}-{stop - 1}/{content.length}",
        "Accept-Ranges": "bytes",
    }
    body = cut(start, stop - start) if cut else BodySlice(content.body, start, stop - start)
    return replace(content, status=206, length=stop - start, headers=headers, body=body)


def _parse_range_bounds(first: str, last: str, length: int) -> tuple[int, int]:
    """From which byte up to before which (RFC 9110 §14.1.2): `-5` is the last five."""
    if not first:
        return max(length - int(last), 0) if int(last) else length, length
    return int(first), min(int(last) + 1, length) if last else length


def _build_unsatisfiable(content: Content, length: int) -> Content:
    content.body.close()
    headers = {
        name: value
        for name, value in content.headers.items()
        if name not in {"Content-Type", "Content-Length"}
    }
    headers["Content-Range"] = f"bytes */{length}"
    return replace(content, status=416, length=None, headers=headers, body=EmptyBody())

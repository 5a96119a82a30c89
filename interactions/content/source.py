"""Where the bytes of a content come from: a function that opens all of them, or a range."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from interactions.content.errors import UnviewableContent
from interactions.content.memory_budget import UNCOUNTED_BYTES, get_active_lease
from interactions.ucs.resources import Content, ContentBody

# Asks with a reader's headers (Range and validators count) and gives the content, open: the caller closes its
# body. Raises a `UCSError` when the UCS can't give it, `UnviewableContent` when what it lies in can't be
# read.
ContentSource = Callable[[Mapping[str, str]], Content]
CHUNK_BYTES = 256 * 1024  # bytes


@contextmanager
def open_source(source: ContentSource, headers: Mapping[str, str] | None = None) -> Iterator[Content]:
    """A block with the open content, whose body is closed at its end."""
    content = source(headers or {})
    try:
        yield content
    finally:
        content.body.close()


def read_whole_source(source: ContentSource, max_bytes: int, too_large: str) -> bytes:
    """All bytes of a content. Raises `UnviewableContent` when there are more than `max_bytes`; `too_large` is
    the reason then, with `%(size)s` for the limit."""
    with open_source(source) as content:
        data = read_within_budget(content, max_bytes + 1)
    if len(data) > max_bytes:
        raise UnviewableContent(too_large % {"size": f"{max_bytes / 1_000_000:.3g} MB"})
    return data


def read_body_bytes(body: ContentBody, length: int) -> bytes:
    """The next `length` bytes, fewer only at the end."""
    data = body.read(length)
    while len(data) < length and (piece := body.read(length - len(data))):
        data += piece
    return data


def read_within_budget(content: Content, most: int, before: bytes = b"") -> bytes:
    """`before` and what follows it, up to `most` bytes together; fewer only at the end. Waits for memory
    when they are many, and raises `UnviewableContent` when there is none."""
    data, length = before, content.length
    if length is None and most > UNCOUNTED_BYTES:
        data += read_body_bytes(content.body, UNCOUNTED_BYTES - len(data))
        if len(data) < UNCOUNTED_BYTES:
            return data
    get_active_lease().acquire(most if length is None else min(most, length))
    return data + read_body_bytes(content.body, most - len(data))

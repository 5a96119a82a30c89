"""Where a content's bytes come from: something that can be asked for all of them, or for a range."""

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
    """The content, closed at the end of the block."""
    content = source(headers or {})
    try:
        yield content
    finally:
        content.body.close()


def read_whole_source(source: ContentSource, most: int, what: str) -> bytes:
    """All bytes, or `UnviewableContent` when there are more than `most`; `what` begins the reason: "This
    mail"."""
    with open_source(source) as content:
        data = read_within_budget(content, most + 1)
    if len(data) > most:
        raise UnviewableContent(
            f"{what} is larger than the {most / 1_000_000:.3g} MB up to which it is opened."
        )
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

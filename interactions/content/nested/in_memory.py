"""Bytes in memory as a `ContentSource`, with ranges."""

from collections.abc import Iterator, Mapping

from interactions.content.source import CHUNK_BYTES, ContentSource
from interactions.ucs.range_requests import apply_range
from interactions.ucs.resources import Content, ContentKind


class InMemoryBody:
    """A `ContentBody` over bytes in memory."""

    def __init__(self, data: bytes | memoryview) -> None:
        self.data, self.position = memoryview(data), 0
        self.whole = data if isinstance(data, bytes) else None

    def __iter__(self) -> Iterator[bytes]:
        while piece := self.read(CHUNK_BYTES):
            yield piece

    def read(self, limit: int) -> bytes:
        if self.whole is not None and not self.position and limit >= len(self.whole):
            piece = self.whole  # itself, not a copy: it may be large
        else:
            piece = bytes(self.data[self.position : self.position + limit])
        self.position += len(piece)
        return piece

    def close(self) -> None:
        self.position = len(self.data)


def build_in_memory_source(
    data: bytes, media_type: str | None = None, *, charset: str | None = None, name: str = ""
) -> ContentSource:
    """A source over bytes in memory; `media_type` and `charset` as the container declares them."""

    def open_part(start: int, length: int) -> InMemoryBody:
        return InMemoryBody(memoryview(data)[start : start + length])

    def open_content(headers: Mapping[str, str]) -> Content:
        content = Content(
            kind=ContentKind.BINARY_CONTENT,
            status=200,
            media_type=media_type,
            charset=charset,
            length=len(data),
            headers={"Content-Length": str(len(data)), "Accept-Ranges": "bytes"},
            body=InMemoryBody(data),
            name=name,
        )
        return apply_range(content, headers, open_part)

    return open_content

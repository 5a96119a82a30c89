"""Bytes at hand as a `ContentSource`, by ranges too."""

from collections.abc import Iterator, Mapping

from interactions.content.source import CHUNK_BYTES, ContentSource
from interactions.ucs.range_requests import apply_range
from interactions.ucs.resources import Content, ContentKind


class InMemoryBody:
    """A body over bytes at hand."""

    def __init__(self, data: bytes | memoryview) -> None:
        self.data, self.at = memoryview(data), 0
        self.all = data if isinstance(data, bytes) else None

    def __iter__(self) -> Iterator[bytes]:
        while piece := self.read(CHUNK_BYTES):
            yield piece

    def read(self, limit: int) -> bytes:
        if self.all is not None and not self.at and limit >= len(self.all):
            piece = self.all  # itself, not a copy: it may be large
        else:
            piece = bytes(self.data[self.at : self.at + limit])
        self.at += len(piece)
        return piece

    def close(self) -> None:
        self.at = len(self.data)


def build_in_memory_source(
    data: bytes, media_type: str | None = None, *, charset: str | None = None, name: str = ""
) -> ContentSource:
    """`media_type` and `charset` as declared by what it lay in."""

    def cut(start: int, length: int) -> InMemoryBody:
        return InMemoryBody(memoryview(data)[start : start + length])

    def give(headers: Mapping[str, str]) -> Content:
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
        return apply_range(content, headers, cut)

    return give

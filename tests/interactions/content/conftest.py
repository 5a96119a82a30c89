"""A content as the client would give it, over bytes at hand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from interactions.content.content_view import ContentUrls, ContentView, build_content_view
from interactions.ucs.resources import Content, ContentKind


@dataclass
class Bytes:
    """A body over bytes at hand that comes in pieces, counts what was read, and knows that it was closed."""

    data: bytes
    piece: int = 65536
    taken: int = 0
    closed: bool = field(default=False)

    def __iter__(self) -> Iterator[bytes]:
        while piece := self.read(self.piece):
            yield piece

    def read(self, limit: int) -> bytes:
        piece = self.data[self.taken : self.taken + min(limit, self.piece)]
        self.taken += len(piece)
        return piece

    def close(self) -> None:
        self.closed = True


ADDRESSES = ContentUrls(
    page="/c",
    raw="/c/raw",
    download="/c/raw?download",
    frame="/c/frame",
    typed=lambda media_type: f"/c/raw?as={media_type}",
    nested=lambda path: inner(path),  # noqa: PLW0108 - it is below
    zip_download="/c/all",
)


def inner(path: str) -> ContentUrls:
    """Of what lies in it."""
    at = f"/c/parts/{path}"
    return replace(
        ADDRESSES,
        page=at,
        raw=f"{at}/raw",
        download=f"{at}/raw?download",
        frame=f"{at}/frame",
        typed=lambda media_type: f"{at}/raw?as={media_type}",
        nested=lambda further: inner(f"{path}/{further}"),
        zip_download=f"{at}/all",
    )


@pytest.fixture
def addresses() -> ContentUrls:
    return ADDRESSES


def shown(
    data: bytes, media_type: str | None = None, *, wanted: str | None = None, **parts: Any
) -> ContentView:
    """What `build_content_view` makes of these bytes: `shown(b"…", "text/html", kind=…, charset=…,
    name=…)`."""
    return build_content_view(lambda headers: content(data, media_type, **parts), ADDRESSES, wanted)


def content(
    data: bytes,
    media_type: str | None = None,
    *,
    kind: str = "structured_text",
    charset: str | None = None,
    length: Any = ...,
    name: str = "",
) -> Content:
    return Content(
        kind=ContentKind(kind),
        status=200,
        media_type=media_type,
        charset=charset,
        length=len(data) if length is ... else length,
        headers={},
        body=Bytes(data),
        name=name,
    )


@pytest.fixture(name="shown")
def _shown() -> Callable[..., ContentView]:
    return shown


@pytest.fixture(name="content")
def _content() -> Callable[..., Content]:
    return content

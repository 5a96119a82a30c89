"""What a viewer is: a small declaration. The registry lists them; a new one is best copied from a neighbour.

A viewer gets a `ViewerInput` (what was read of one content) and returns a `ViewerResult` for its template, or
raises `UnviewableContent` with the reason: then the next viewer that accepts the type is tried, down to the
download.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from interactions.content.inline_types import BROWSER_DECODED_TYPES
from interactions.content.limits import get_content_limits
from interactions.content.media_types import GENERIC_MEDIA_TYPES, MEDIA_TYPE_ALIASES
from interactions.content.source import ContentSource
from interactions.ucs.resources import ContentKind


@dataclass(frozen=True)
class ContentUrls:
    """The addresses of one content's pages; built by `interactions/pages`, so that viewers know none.

    `raw` gives the bytes, `download` the same as an attachment, `frame` the cleaned HTML. `typed` gives the
    bytes with a type that was found in them, where the UCS gave none. `nested` gives the addresses of
    something that lies in this content, by its path ("1.2"; see `nested/container.py`), and `zip_download`
    all that lies in it as one zip file. `hex` shows the bytes; "" where there is no such page. `waveform`
    draws a recording, None for anything else; `second` is where the page's address wants playing to begin.
    """

    page: str
    raw: str
    download: str
    frame: str
    typed: Callable[[str], str]
    nested: Callable[[str], "ContentUrls"]
    zip_download: str
    hex: str = ""
    waveform: str | None = None
    second: float | None = None


@dataclass(frozen=True)
class ViewerInput:
    """One content as far as it was read.

    `media_type` is what was decided; `declared` and `charset` what the UCS, or the container it lay in, said;
    `detected` the type by the first bytes; `name` the file's, if it has one. `is_truncated` says that `data`
    is only the beginning; `size` is that of the whole, in bytes. `source` opens ranges of it, for a viewer
    that needs its end.
    """

    kind: ContentKind
    media_type: str
    declared: str | None
    detected: str | None
    charset: str | None
    data: bytes
    is_truncated: bool
    size: int | None
    addresses: ContentUrls
    source: ContentSource
    name: str = ""

    @property
    def url(self) -> str:
        """Where a browser gets the bytes with the right type: by the decided one where none or another is
        declared."""
        declared = MEDIA_TYPE_ALIASES.get(self.declared or "", self.declared)
        is_other_type = declared in GENERIC_MEDIA_TYPES or (
            self.media_type in BROWSER_DECODED_TYPES and self.media_type != declared
        )
        return self.addresses.typed(self.media_type) if is_other_type else self.addresses.raw


@dataclass(frozen=True)
class ViewerResult:
    """What a viewer made: the template's typed value and notes for the reader. `title` is given where it
    differs from the viewer's own."""

    value: Any
    notes: tuple[str, ...] = ()
    title: str | None = None


@dataclass(frozen=True)
class ContentViewer:
    """`media_types` are patterns (`text/*`); `limit` is how many bytes it reads at most, or the name of the
    `ContentLimits` field that says so. `shows_beginning` says that it can show the beginning of something
    larger."""

    title: str
    template: str
    media_types: tuple[str, ...]
    limit: int | str
    build_view: Callable[[ViewerInput], ViewerResult]
    shows_beginning: bool = False

    @property
    def max_bytes(self) -> int:
        """How many bytes it reads at most."""
        return self.limit if isinstance(self.limit, int) else int(getattr(get_content_limits(), self.limit))

    def accepts(self, media_type: str) -> bool:
        """Whether it shows contents of this media type."""
        return any(fnmatchcase(media_type, pattern) for pattern in self.media_types)

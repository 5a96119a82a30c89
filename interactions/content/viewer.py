"""What a viewer is: a small declaration. The registry lists them; adding one is copying a neighbour.

A viewer gets a `ViewerInput` (what was read of one content) and gives a `ViewerResult` for its template, or
raises `UnviewableContent` with the reason: then the next viewer that takes the type is asked, down to the
download card.
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
    """Where one content's pages are; made by `interactions/pages`, so that viewers know no addresses.

    `raw` gives the bytes, `download` the same as an attachment, `frame` the cleaned HTML. `typed` gives
    the bytes with a type that was found in them, where the UCS gave none. `inside` gives the addresses of
    something that lies in this content, by its path ("1.2"; see `nested/container.py`). `everything` gives
    all that lies in it as one zip file. `hex` shows the bytes; "" where there is no such page. `waveform`
    draws a recording; `second` is where the page's address wants it to begin.
    """

    page: str
    raw: str
    download: str
    frame: str
    typed: Callable[[str], str]
    inside: Callable[[str], "ContentUrls"]
    everything: str
    hex: str = ""
    waveform: str | None = None
    second: float | None = None


@dataclass(frozen=True)
class ViewerInput:
    """One content as far as it was read. `media_type` is what was decided, `declared` and `charset` what
    the UCS said (or what it lay in), `guessed` what the first bytes say, `name` the file's, if it has
    one. `cut` says that `data` is not all; `size` in bytes. `source` gives ranges of it,
    for who needs its end."""

    kind: ContentKind
    media_type: str
    declared: str | None
    guessed: str | None
    charset: str | None
    data: bytes
    cut: bool
    size: int | None
    addresses: ContentUrls
    source: ContentSource
    name: str = ""

    @property
    def url(self) -> str:
        """Where a browser gets the bytes as what they are: by the type that was decided where none is
        declared, or another one is."""
        declared = MEDIA_TYPE_ALIASES.get(self.declared or "", self.declared)
        other = declared in GENERIC_MEDIA_TYPES or (
            self.media_type in BROWSER_DECODED_TYPES and self.media_type != declared
        )
        return self.addresses.typed(self.media_type) if other else self.addresses.raw


@dataclass(frozen=True)
class ViewerResult:
    """What a viewer made: the template's typed value and what the reader should know. `title` is given
    where it differs from the viewer's own."""

    value: Any
    notes: tuple[str, ...] = ()
    title: str | None = None


@dataclass(frozen=True)
class ContentViewer:
    """`media_types` are patterns (`text/*`); `limit` is how many bytes it reads at most, or the name of the
    limit that says so, and `partly` says that it can show the beginning of something larger."""

    title: str
    template: str
    media_types: tuple[str, ...]
    limit: int | str
    view: Callable[[ViewerInput], ViewerResult]
    partly: bool = False

    @property
    def most(self) -> int:
        """Bytes that it reads."""
        return self.limit if isinstance(self.limit, int) else int(getattr(get_content_limits(), self.limit))

    def takes(self, media_type: str) -> bool:
        return any(fnmatchcase(media_type, pattern) for pattern in self.media_types)

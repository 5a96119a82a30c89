"""A few bytes from the middle of a content, without what stands before them where the UCS gives parts."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from interactions.content.errors import UnviewableContent
from interactions.content.limits import get_content_limits
from interactions.ucs.resources import Content

SKIP_CHUNK_BYTES = 256 * 1024  # bytes
CONTENT_RANGE_PATTERN = re.compile(r"bytes (?:(?P<first>\d{1,18})-\d{1,18}|\*)/(?P<size>\d{1,18}|\*)")


@dataclass(frozen=True)
class ContentSlice:
    """`data` begins at the offset `start`; `size` is that of the whole content, None when nobody says."""

    start: int
    data: bytes
    size: int | None

    @property
    def stop(self) -> int:
        """The offset after the last byte."""
        return self.start + len(self.data)

    @property
    def goes_on(self) -> bool:
        """Whether there is more behind it, or may be."""
        return bool(self.data) if self.size is None else self.stop < self.size


def build_range_header(start: int, length: int) -> dict[str, str]:
    """The header that asks the UCS for this window."""
    return {"Range": f"bytes={start}-{start + length - 1}"}


def read_content_slice(content: Content, start: int, length: int) -> ContentSlice:
    """At most `length` bytes at `start`, from the answer to `build_range_header`. Closes the body.

    Raises `UnviewableContent` when the UCS sent all of it and the place is too far in, or another part.
    """
    try:
        if content.status == 200:
            return _read_after_skipping(content, start, length)
        said = CONTENT_RANGE_PATTERN.fullmatch(content.headers.get("Content-Range", ""))
        size = int(said["size"]) if said and said["size"] != "*" else None
        if content.status == 416:
            return ContentSlice(start, b"", size)
        if said is None or said["first"] is None or int(said["first"]) != start:
            raise UnviewableContent(_("The UCS sent the wrong part of the content."))
        return ContentSlice(start, content.body.read(length), size)
    finally:
        content.body.close()


def _read_after_skipping(content: Content, start: int, length: int) -> ContentSlice:
    """From the beginning: a UCS that knows no ranges, and gives no length by which they could be made."""
    most = get_content_limits().skipped_bytes
    if start > most:
        raise UnviewableContent(
            _("Only the first %(number)s bytes of this content can be shown. Download it to see all of it.")
            % {"number": f"{most:,}"}
        )
    left = start
    while left and (dropped := content.body.read(min(left, SKIP_CHUNK_BYTES))):
        left -= len(dropped)
    data = b"" if left else content.body.read(length)
    ended = start - left + len(data) if len(data) < length else None
    return ContentSlice(start, data, ended if content.length is None else content.length)

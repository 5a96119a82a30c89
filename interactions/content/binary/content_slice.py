"""A few bytes from the middle of a content, without what stands before them where the UCS gives parts."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from interactions.content.errors import UnviewableContent
from interactions.content.limits import get_content_limits
from interactions.ucs.byte_ranges import parse_content_range
from interactions.ucs.resources import Content

SKIP_CHUNK_BYTES = 256 * 1024  # bytes


@dataclass(frozen=True)
class ContentSlice:
    """Some bytes of a content: `data` begins at the offset `start`; `size` is that of the whole content, None
    when it is not known."""

    start: int
    data: bytes
    size: int | None

    @property
    def stop(self) -> int:
        """The offset after the last byte."""
        return self.start + len(self.data)

    @property
    def has_more(self) -> bool:
        """Whether more follows, or may."""
        return bool(self.data) if self.size is None else self.stop < self.size


def read_content_slice(content: Content, start: int, length: int) -> ContentSlice:
    """At most `length` bytes at `start`, from the response to `build_range_header`. Closes the body.

    Raises `UnviewableContent` when the UCS sent the whole content and `start` is too far in it, or when it
    sent another part.
    """
    try:
        if content.status == 200:
            return _read_after_skipping(content, start, length)
        content_range = parse_content_range(content.headers)
        size = content_range.size if content_range else None
        if content.status == 416:
            return ContentSlice(start, b"", size)
        if content_range is None or content_range.first != start:
            raise UnviewableContent(_("The UCS sent the wrong part of the content."))
        return ContentSlice(start, content.body.read(length), size)
    finally:
        content.body.close()


def _read_after_skipping(content: Content, start: int, length: int) -> ContentSlice:
    """A slice from a UCS that ignores ranges, and gives no length by which one could be cut out: what stands
    before it is read and dropped."""
    max_bytes = get_content_limits().skipped_bytes
    if start > max_bytes:
        raise UnviewableContent(
            _("Only the first %(number)s bytes of this content can be shown. Download it to see all of it.")
            % {"number": f"{max_bytes:,}"}
        )
    remaining_bytes = start
    while remaining_bytes and (skipped := content.body.read(min(remaining_bytes, SKIP_CHUNK_BYTES))):
        remaining_bytes -= len(skipped)
    data = b"" if remaining_bytes else content.body.read(length)
    total_bytes = start - remaining_bytes + len(data) if len(data) < length else None
    return ContentSlice(start, data, total_bytes if content.length is None else content.length)

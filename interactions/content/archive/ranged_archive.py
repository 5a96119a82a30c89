"""Random access to an archive without holding it: by ranges, a block at a time, of which a few are cached.

So a zip of 2 GB costs its end, its directory, and the file that is opened. Where ranges are not to be had, or
each would be read from the beginning (`ucs/range_requests.py`), the archive is held, up to the limit
`archive_bytes`.
"""

from collections import OrderedDict
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from interactions.content.errors import UnviewableContent
from interactions.content.limits import get_content_limits
from interactions.content.nested.in_memory import InMemoryBody
from interactions.content.random_access import RandomAccess
from interactions.content.source import ContentSource, open_source, read_body_bytes, read_whole_source
from interactions.ucs.byte_ranges import build_range_header, parse_content_range
from interactions.ucs.range_requests import BodySlice
from interactions.ucs.resources import Content, ContentBody

BLOCK_BYTES = 256 * 1024
MAX_CACHED_BLOCKS = 8
WRONG_RANGE_REASON = gettext_noop("The UCS sent the wrong part of the archive.")


class RandomAccessArchive(RandomAccess, Protocol):
    """An archive of known size, in bytes, that can be read at any offset, and streamed from there."""

    @property
    def size(self) -> int: ...

    def open_body(self, offset: int, length: int) -> ContentBody:
        """A stream of `length` bytes at `offset`; it may end early. Raises what `read_at` raises."""
        ...


class InMemoryArchive:
    """`RandomAccessArchive` of an archive in memory."""

    def __init__(self, data: bytes) -> None:
        self.data, self.size = memoryview(data), len(data)

    def read_at(self, offset: int, length: int) -> bytes:
        return bytes(self.data[offset : offset + length])

    def open_body(self, offset: int, length: int) -> ContentBody:
        return InMemoryBody(self.data[offset : offset + length])


class RangedArchive:
    """`RandomAccessArchive` of an archive whose source gives ranges; `first_block` is its beginning.

    At most `MAX_CACHED_BLOCKS` blocks of `BLOCK_BYTES` are held, the least recently used go first.
    """

    def __init__(self, source: ContentSource, size: int, first_block: bytes) -> None:
        self.source, self.size = source, size
        self.cached_blocks = OrderedDict({0: first_block})

    def read_at(self, offset: int, length: int) -> bytes:
        stop = min(offset + length, self.size)
        if stop <= offset:
            return b""
        blocks = range(offset // BLOCK_BYTES, (stop - 1) // BLOCK_BYTES + 1)
        data = b"".join(self._load_block(number) for number in blocks)
        return data[offset - blocks.start * BLOCK_BYTES :][: stop - offset]

    def open_body(self, offset: int, length: int) -> ContentBody:
        return open_archive_range(self.source, offset, length).body

    def _load_block(self, number: int) -> bytes:
        if number not in self.cached_blocks:
            length = min(BLOCK_BYTES, self.size - number * BLOCK_BYTES)
            content = open_archive_range(self.source, number * BLOCK_BYTES, length)
            try:
                self.cached_blocks[number] = read_body_bytes(content.body, length)
            finally:
                content.body.close()
            if len(self.cached_blocks) > MAX_CACHED_BLOCKS:
                self.cached_blocks.popitem(last=False)
        self.cached_blocks.move_to_end(number)
        return self.cached_blocks[number]


def open_random_access(source: ContentSource) -> RandomAccessArchive:
    """Random access to an archive by ranges, or in memory where there are none.

    Raises `UnviewableContent` for an archive that is too large to be held and gives no ranges, and a
    `UCSError` when the UCS can't give it.
    """
    with open_source(source, build_range_header(0, BLOCK_BYTES)) as content:
        size = find_total_size(content)
        if size is not None:
            return RangedArchive(source, size, read_body_bytes(content.body, min(BLOCK_BYTES, size)))
    too_large = _("The archive can’t be read in parts and is larger than %(size)s.")
    return InMemoryArchive(read_whole_source(source, get_content_limits().archive_bytes, too_large))


def open_archive_range(source: ContentSource, offset: int, length: int) -> Content:
    """These bytes of a source that gives ranges; the caller closes the body. Raises `UnviewableContent` when
    it gives something else, and a `UCSError` when the UCS breaks off."""
    content = source(build_range_header(offset, length))
    content_range = parse_content_range(content.headers)
    if content.status != 206 or content_range is None or content_range.first != offset:
        content.body.close()
        raise UnviewableContent(_(WRONG_RANGE_REASON))
    return content


def find_total_size(content: Content) -> int | None:
    """The size of the whole in bytes, by the response to a range from the first byte on.

    None where the whole was sent, also where a part was cut out of it on its way here.
    """
    if content.status != 206 or isinstance(content.body, BodySlice):
        return None
    content_range = parse_content_range(content.headers)
    return content_range.size if content_range and content_range.first == 0 else None

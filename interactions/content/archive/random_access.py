"""Any place of an archive without holding it: by ranges, a block at a time, of which a few are kept.

So a zip of 2 GB costs its end, its directory, and the file that is opened. Where parts are not to be had, or
each would be read from the beginning (`ucs/range_requests.py`), it is held, up to the limit `archive_bytes`.
"""

from collections import OrderedDict
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from interactions.content.binary.content_slice import CONTENT_RANGE_PATTERN
from interactions.content.errors import UnviewableContent
from interactions.content.limits import get_content_limits
from interactions.content.nested.in_memory import InMemoryBody
from interactions.content.source import ContentSource, open_source, read_body_bytes, read_whole_source
from interactions.ucs.range_requests import BodySlice
from interactions.ucs.resources import Content, ContentBody

BLOCK_BYTES = 256 * 1024  # bytes
MAX_CACHED_BLOCKS = 8  # blocks
WRONG_RANGE_REASON = gettext_noop("The UCS sent the wrong part of the archive.")


class RandomAccessArchive(Protocol):
    """An archive of `size` bytes whose every place can be read."""

    size: int

    def at(self, offset: int, length: int) -> bytes:
        """These bytes, fewer only where the archive ends."""
        ...

    def body(self, offset: int, length: int) -> ContentBody:
        """The same as a stream, for much; it may end early."""
        ...


class InMemoryArchive:
    """`RandomAccessArchive` of an archive that is at hand."""

    def __init__(self, data: bytes) -> None:
        self.data, self.size = memoryview(data), len(data)

    def at(self, offset: int, length: int) -> bytes:
        return bytes(self.data[offset : offset + length])

    def body(self, offset: int, length: int) -> ContentBody:
        return InMemoryBody(self.data[offset : offset + length])


class RangedArchive:
    """`RandomAccessArchive` of an archive that gives parts of itself; `first` is its first block."""

    def __init__(self, source: ContentSource, size: int, first: bytes) -> None:
        self.source, self.size = source, size
        self.blocks = OrderedDict({0: first})

    def at(self, offset: int, length: int) -> bytes:
        stop = min(offset + length, self.size)
        if stop <= offset:
            return b""
        blocks = range(offset // BLOCK_BYTES, (stop - 1) // BLOCK_BYTES + 1)
        data = b"".join(self._block(number) for number in blocks)
        return data[offset - blocks.start * BLOCK_BYTES :][: stop - offset]

    def body(self, offset: int, length: int) -> ContentBody:
        return open_archive_range(self.source, offset, length).body

    def _block(self, number: int) -> bytes:
        if number not in self.blocks:
            length = min(BLOCK_BYTES, self.size - number * BLOCK_BYTES)
            content = open_archive_range(self.source, number * BLOCK_BYTES, length)
            try:
                self.blocks[number] = read_body_bytes(content.body, length)
            finally:
                content.body.close()
            if len(self.blocks) > MAX_CACHED_BLOCKS:
                self.blocks.popitem(last=False)
        self.blocks.move_to_end(number)
        return self.blocks[number]


def open_random_access(source: ContentSource) -> RandomAccessArchive:
    """Raises `UnviewableContent` for what gives no parts and is too large to be held."""
    with open_source(source, {"Range": f"bytes=0-{BLOCK_BYTES - 1}"}) as content:
        size = find_total_size(content)
        if size is not None:
            return RangedArchive(source, size, read_body_bytes(content.body, min(BLOCK_BYTES, size)))
    too_large = _("The archive can’t be read in parts and is larger than %(size)s.")
    return InMemoryArchive(read_whole_source(source, get_content_limits().archive_bytes, too_large))


def open_archive_range(source: ContentSource, offset: int, length: int) -> Content:
    """These bytes, open, of what gives parts of itself. Raises `UnviewableContent` when it gives something
    else."""
    content = source({"Range": f"bytes={offset}-{offset + length - 1}"})
    said = CONTENT_RANGE_PATTERN.fullmatch(content.headers.get("Content-Range", ""))
    if content.status != 206 or said is None or int(said["first"] or -1) != offset:
        content.body.close()
        raise UnviewableContent(_(WRONG_RANGE_REASON))
    return content


def find_total_size(content: Content) -> int | None:
    """Of an answer to a range from the first byte on: how large the whole is. None where no part came, or one
    that was cut out of the whole on its way here."""
    if content.status != 206 or isinstance(content.body, BodySlice):
        return None
    said = CONTENT_RANGE_PATTERN.fullmatch(content.headers.get("Content-Range", ""))
    if said is None or said["first"] != "0" or said["size"] == "*":
        return None
    return int(said["size"])

"""Any place of an archive without holding it: by ranges, a block at a time, of which a few are kept.

So a zip of 2 GB costs its end, its directory, and the file that is opened. Where parts are not to be had, or
each would be read from the beginning (`ucs/parts.py`), it is held, up to the limit `archive_bytes`.
"""

from collections import OrderedDict
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from interactions.content.errors import Unshowable
from interactions.content.inside.held import HeldBody
from interactions.content.limits import limits
from interactions.content.octets.window import CONTENT_RANGE
from interactions.content.source import Source, filled, opened, whole
from interactions.ucs.parts import PartOfBody
from interactions.ucs.resources import Body, Content

BLOCK = 256 * 1024  # bytes
KEPT = 8  # blocks
ANOTHER = gettext_noop("The UCS sent the wrong part of the archive.")


class Places(Protocol):
    """An archive of `size` bytes whose every place can be read."""

    size: int

    def at(self, offset: int, length: int) -> bytes:
        """These bytes, fewer only where the archive ends."""
        ...

    def body(self, offset: int, length: int) -> Body:
        """The same as a stream, for much; it may end early."""
        ...


class Held:
    """`Places` of an archive that is at hand."""

    def __init__(self, data: bytes) -> None:
        self.data, self.size = memoryview(data), len(data)

    def at(self, offset: int, length: int) -> bytes:
        return bytes(self.data[offset : offset + length])

    def body(self, offset: int, length: int) -> Body:
        return HeldBody(self.data[offset : offset + length])


class Ranged:
    """`Places` of an archive that gives parts of itself; `first` is its first block."""

    def __init__(self, source: Source, size: int, first: bytes) -> None:
        self.source, self.size = source, size
        self.blocks = OrderedDict({0: first})

    def at(self, offset: int, length: int) -> bytes:
        stop = min(offset + length, self.size)
        if stop <= offset:
            return b""
        blocks = range(offset // BLOCK, (stop - 1) // BLOCK + 1)
        data = b"".join(self._block(number) for number in blocks)
        return data[offset - blocks.start * BLOCK :][: stop - offset]

    def body(self, offset: int, length: int) -> Body:
        return part(self.source, offset, length).body

    def _block(self, number: int) -> bytes:
        if number not in self.blocks:
            length = min(BLOCK, self.size - number * BLOCK)
            content = part(self.source, number * BLOCK, length)
            try:
                self.blocks[number] = filled(content.body, length)
            finally:
                content.body.close()
            if len(self.blocks) > KEPT:
                self.blocks.popitem(last=False)
        self.blocks.move_to_end(number)
        return self.blocks[number]


def places(source: Source) -> Places:
    """Raises `Unshowable` for what gives no parts and is too large to be held."""
    with opened(source, {"Range": f"bytes=0-{BLOCK - 1}"}) as content:
        size = size_in_parts(content)
        if size is not None:
            return Ranged(source, size, filled(content.body, min(BLOCK, size)))
    too_large = _("The archive can’t be read in parts and is larger than %(size)s.")
    return Held(whole(source, limits().archive_bytes, too_large))


def part(source: Source, offset: int, length: int) -> Content:
    """These bytes, open, of what gives parts of itself. Raises `Unshowable` when it gives something else."""
    content = source({"Range": f"bytes={offset}-{offset + length - 1}"})
    said = CONTENT_RANGE.fullmatch(content.headers.get("Content-Range", ""))
    if content.status != 206 or said is None or int(said["first"] or -1) != offset:
        content.body.close()
        raise Unshowable(_(ANOTHER))
    return content


def size_in_parts(content: Content) -> int | None:
    """Of an answer to a range from the first byte on: how large the whole is. None where no part came, or one
    that was cut out of the whole on its way here."""
    if content.status != 206 or isinstance(content.body, PartOfBody):
        return None
    said = CONTENT_RANGE.fullmatch(content.headers.get("Content-Range", ""))
    if said is None or said["first"] != "0" or said["size"] == "*":
        return None
    return int(said["size"])

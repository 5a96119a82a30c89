"""Reading a content at any offset, for parsers of formats that must not be read as a whole."""

from typing import Protocol


class RandomAccess(Protocol):
    """A content of `size` bytes, None where it is not known, of which any part can be read.

    How much may be read, in how many requests and how long, is up to the implementation: `RangedArchive` for
    archives with a directory, `SequentialArchive` for those without, and `RangedMedia` for recordings.
    """

    @property
    def size(self) -> int | None: ...

    def read_at(self, offset: int, length: int) -> bytes:
        """`length` bytes at `offset`; fewer only where the content ends, or where the implementation says so.

        Raises `UnviewableContent` when they can't be read, and a `UCSError` when the UCS breaks off.
        """
        ...

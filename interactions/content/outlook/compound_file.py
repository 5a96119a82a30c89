"""Compound files ([MS-CFB]): a small file system in a file, in which Outlook keeps a message, and Word, Excel
and PowerPoint once kept their documents.

Own and small, because the library for it (olefile 0.47) is not safe here: 2,048 bytes whose table of
sectors names itself keep it busy for minutes with growing memory, it recurses over the directory, and it
takes bytes that are too few for the name of a file to open. Here every chain is followed no longer than there
are sectors, nothing recurses, and all that is read of a file is together no longer than the file.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from interactions.content.errors import UnviewableContent

COMPOUND_FILE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FILE_HEADER_STRUCT = struct.Struct("<24xHHHHH6xLLLLLLLLL")  # §2.2, from the minor version on
DIRECTORY_ENTRY_STRUCT = struct.Struct("<64sHBxLLL36xLQ")  # §2.6.1
DIFAT_SLICE = slice(76, 512)  # of the header: where the first pieces of the table of sectors are
FREE_SECTOR = 0xFFFFFFFF
MINI_SECTOR_BYTES = 64  # bytes of a sector of the small streams
STORAGE_TYPE, STREAM_TYPE, ROOT_TYPE = 1, 2, 5


@dataclass(frozen=True)
class CompoundFileEntry:
    """A storage (a folder) or a stream (a file). `left`, `right` and `child` are places in the directory."""

    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class CompoundFile:
    """Reads what is asked for. `damaged` becomes true when something that was asked for is not whole."""

    def __init__(self, data: bytes) -> None:
        """Raises `UnviewableContent` when it is no compound file, or has no directory."""
        if len(data) < 512 or data[:8] != COMPOUND_FILE_SIGNATURE:
            raise UnviewableContent(gettext("The file is cut off or damaged."))
        self.data, self.damaged, self.left = memoryview(data), False, len(data)
        (_, major, _, _, _, _, _, directory, _, self.cutoff, mini, _, more, _) = (
            FILE_HEADER_STRUCT.unpack_from(data)
        )
        self.sector = 4096 if major == 4 else 512
        self.sectors = (len(data) - 1) // self.sector
        self.fat = self._table(more)
        self.directory = self._read(directory, len(data))
        self.listed = {0}
        root = self._entry(0)
        if root is None or root.kind != ROOT_TYPE:
            raise UnviewableContent(
                gettext("The file is cut off or damaged; its table of contents is missing.")
            )
        self.root = root
        self.small = memoryview(self._read(root.start, min(root.size, len(data))))
        self.minifat = _unpack_sector_numbers(self._read(mini, len(self.small) // MINI_SECTOR_BYTES * 4 + 4))

    def inside(self, storage: CompoundFileEntry) -> dict[str, CompoundFileEntry]:
        """What a storage holds, by name, in the order of its tree (§2.6.4: by length, then by letters). To be
        asked once: nothing lies in two storages."""
        return {entry.name: entry for entry in self._inside(storage.child)}

    def stream(self, entry: CompoundFileEntry) -> bytes:
        """Its bytes; fewer than it should have where the file is damaged."""
        if entry.kind != STREAM_TYPE or not entry.size:
            return b""
        size = min(entry.size, self.left)
        data = self._small(entry.start, size) if entry.size < self.cutoff else self._read(entry.start, size)
        self.left -= len(data)
        self.damaged |= len(data) < entry.size
        return data

    def _inside(self, at: int) -> Iterator[CompoundFileEntry]:
        """The tree in order, without recursion. One that joins itself ends where it would begin again."""
        above: list[CompoundFileEntry] = []
        while True:
            while at not in self.listed and (entry := self._entry(at)):
                self.listed.add(at)
                above.append(entry)
                at = entry.left
            if not above:
                return
            entry = above.pop()
            yield entry
            at = entry.right

    def _entry(self, number: int) -> CompoundFileEntry | None:
        if (number + 1) * DIRECTORY_ENTRY_STRUCT.size > len(self.directory):
            return None
        name, length, kind, left, right, child, start, size = DIRECTORY_ENTRY_STRUCT.unpack_from(
            self.directory, number * DIRECTORY_ENTRY_STRUCT.size
        )
        text = name[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        return CompoundFileEntry(
            text, kind, left, right, child, start, size & 0xFFFFFFFF
        )  # what is read is smaller

    def _table(self, more: int) -> list[int]:
        """For each sector the one that follows it (§2.3). The table lies in sectors itself; which these are
        stands in the header, and for large files in further sectors, each naming the next (§2.5)."""
        each = self.sector // 4
        places = list(_unpack_sector_numbers(self.data[DIFAT_SLICE]))
        seen: set[int] = set()
        while more not in seen and len(places) * each <= self.sectors and (piece := self._at(more)):
            seen.add(more)
            *numbers, more = _unpack_sector_numbers(piece) or (FREE_SECTOR,)
            places += numbers
        table: list[int] = []
        for place in dict.fromkeys(places):  # none is named twice
            if len(table) >= self.sectors:
                break
            table += _unpack_sector_numbers(self._at(place))
        return table[: self.sectors]

    def _read(self, start: int, size: int) -> bytes:
        chain = _iter_sector_chain(start, self.fat, -(-size // self.sector))
        return b"".join(map(self._at, chain))[:size]

    def _small(self, start: int, size: int) -> bytes:
        chain = _iter_sector_chain(start, self.minifat, -(-size // MINI_SECTOR_BYTES))
        return b"".join(
            self.small[number * MINI_SECTOR_BYTES : number * MINI_SECTOR_BYTES + MINI_SECTOR_BYTES]
            for number in chain
        )[:size]

    def _at(self, number: int) -> memoryview:
        """A sector; the header is as long as one. Nothing for the numbers that have another meaning."""
        return self.data[(number + 1) * self.sector : (number + 2) * self.sector]


def _iter_sector_chain(start: int, table: Sequence[int], most: int) -> Iterator[int]:
    """The numbers of the sectors from `start` on. One that leads back to itself ends after `most`, or when
    there can't be more."""
    at = start
    for _ in range(min(most, len(table))):
        if at >= len(table):
            return
        yield at
        at = table[at]


def _unpack_sector_numbers(data: bytes | memoryview) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}L", data[: len(data) // 4 * 4])

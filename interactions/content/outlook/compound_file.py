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
    start_sector: int
    size: int


class CompoundFile:
    """Reads what is asked for. `damaged` becomes true when something that was asked for is not whole."""

    def __init__(self, data: bytes) -> None:
        """Raises `UnviewableContent` when it is no compound file, or has no directory."""
        if len(data) < 512 or data[:8] != COMPOUND_FILE_SIGNATURE:
            raise UnviewableContent("It is cut off or damaged: it does not say where things in it are.")
        self.data, self.damaged, self.bytes_left = memoryview(data), False, len(data)
        (_, major, _, _, _, _, _, directory, _, self.mini_stream_cutoff, mini, _, more, _) = (
            FILE_HEADER_STRUCT.unpack_from(data)
        )
        self.sector_bytes = 4096 if major == 4 else 512
        self.sector_count = (len(data) - 1) // self.sector_bytes
        self.fat = self._read_fat(more)
        self.directory = self._read_chain(directory, len(data))
        self.visited = {0}
        root = self._parse_entry(0)
        if root is None or root.kind != ROOT_TYPE:
            raise UnviewableContent("It is cut off or damaged: the list of what is in it can’t be found.")
        self.root = root
        self.mini_stream = memoryview(self._read_chain(root.start_sector, min(root.size, len(data))))
        self.mini_fat = _unpack_sector_numbers(
            self._read_chain(mini, len(self.mini_stream) // MINI_SECTOR_BYTES * 4 + 4)
        )

    def list_storage(self, storage: CompoundFileEntry) -> dict[str, CompoundFileEntry]:
        """What a storage holds, by name, in the order of its tree (§2.6.4: by length, then by letters). To be
        asked once: nothing lies in two storages."""
        return {entry.name: entry for entry in self._iter_tree(storage.child)}

    def read_stream(self, entry: CompoundFileEntry) -> bytes:
        """Its bytes; fewer than it should have where the file is damaged."""
        if entry.kind != STREAM_TYPE or not entry.size:
            return b""
        size = min(entry.size, self.bytes_left)
        data = (
            self._read_mini_chain(entry.start_sector, size)
            if entry.size < self.mini_stream_cutoff
            else self._read_chain(entry.start_sector, size)
        )
        self.bytes_left -= len(data)
        self.damaged |= len(data) < entry.size
        return data

    def _iter_tree(self, at: int) -> Iterator[CompoundFileEntry]:
        """The tree in order, without recursion. One that joins itself ends where it would begin again."""
        above: list[CompoundFileEntry] = []
        while True:
            while at not in self.visited and (entry := self._parse_entry(at)):
                self.visited.add(at)
                above.append(entry)
                at = entry.left
            if not above:
                return
            entry = above.pop()
            yield entry
            at = entry.right

    def _parse_entry(self, number: int) -> CompoundFileEntry | None:
        if (number + 1) * DIRECTORY_ENTRY_STRUCT.size > len(self.directory):
            return None
        name, length, kind, left, right, child, start, size = DIRECTORY_ENTRY_STRUCT.unpack_from(
            self.directory, number * DIRECTORY_ENTRY_STRUCT.size
        )
        text = name[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        return CompoundFileEntry(
            text, kind, left, right, child, start, size & 0xFFFFFFFF
        )  # what is read is smaller

    def _read_fat(self, more: int) -> list[int]:
        """For each sector the one that follows it (§2.3). The table lies in sectors itself; which these are
        stands in the header, and for large files in further sectors, each naming the next (§2.5)."""
        each = self.sector_bytes // 4
        places = list(_unpack_sector_numbers(self.data[DIFAT_SLICE]))
        seen: set[int] = set()
        while (
            more not in seen and len(places) * each <= self.sector_count and (piece := self._get_sector(more))
        ):
            seen.add(more)
            *numbers, more = _unpack_sector_numbers(piece) or (FREE_SECTOR,)
            places += numbers
        table: list[int] = []
        for place in dict.fromkeys(places):  # none is named twice
            if len(table) >= self.sector_count:
                break
            table += _unpack_sector_numbers(self._get_sector(place))
        return table[: self.sector_count]

    def _read_chain(self, start: int, size: int) -> bytes:
        chain = _iter_sector_chain(start, self.fat, -(-size // self.sector_bytes))
        return b"".join(map(self._get_sector, chain))[:size]

    def _read_mini_chain(self, start: int, size: int) -> bytes:
        chain = _iter_sector_chain(start, self.mini_fat, -(-size // MINI_SECTOR_BYTES))
        return b"".join(
            self.mini_stream[number * MINI_SECTOR_BYTES : number * MINI_SECTOR_BYTES + MINI_SECTOR_BYTES]
            for number in chain
        )[:size]

    def _get_sector(self, number: int) -> memoryview:
        """A sector; the header is as long as one. Nothing for the numbers that have another meaning."""
        return self.data[(number + 1) * self.sector_bytes : (number + 2) * self.sector_bytes]


def _iter_sector_chain(start: int, table: Sequence[int], max_sectors: int) -> Iterator[int]:
    """The numbers of the sectors from `start` on. One that leads back to itself ends after `most`, or when
    there can't be more."""
    at = start
    for _ in range(min(max_sectors, len(table))):
        if at >= len(table):
            return
        yield at
        at = table[at]


def _unpack_sector_numbers(data: bytes | memoryview) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}L", data[: len(data) // 4 * 4])

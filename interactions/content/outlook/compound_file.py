"""Reads compound files ([MS-CFB]): a small file system in a file, in which Outlook saves messages, and older
Word, Excel and PowerPoint saved documents.

Our own reader, because the library for it (olefile 0.47) is not safe here: 2,048 bytes whose sector table
names itself keep it busy for minutes with growing memory, it recurses over the directory, and it takes very
short data for the name of a file to open. Here no chain is followed for longer than there are sectors,
nothing recurses, and all streams read together are no longer than the file.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from interactions.content.errors import UnviewableContent

COMPOUND_FILE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FILE_HEADER_STRUCT = struct.Struct("<24xHHHHH6xLLLLLLLLL")  # §2.2, from the minor version on
DIRECTORY_ENTRY_STRUCT = struct.Struct("<64sHBxLLL36xLQ")  # §2.6.1
DIFAT_SLICE = slice(76, 512)  # of the header: the numbers of the first sectors of the FAT
FREE_SECTOR = 0xFFFFFFFF
MINI_SECTOR_BYTES = 64
STORAGE_TYPE, STREAM_TYPE, ROOT_TYPE = 1, 2, 5


@dataclass(frozen=True)
class CompoundFileEntry:
    """A storage (a folder) or a stream (a file). `left`, `right` and `child` are indexes into the directory,
    `size` is in bytes."""

    name: str
    kind: int
    left: int
    right: int
    child: int
    start_sector: int
    size: int


class CompoundFile:
    """A compound file whose storages and streams are read on demand. `damaged` becomes true when a stream
    that was read is not complete."""

    def __init__(self, data: bytes) -> None:
        """Raises `UnviewableContent` when `data` is no compound file, or has no directory."""
        if len(data) < 512 or data[:8] != COMPOUND_FILE_SIGNATURE:
            raise UnviewableContent(gettext("The file is cut off or damaged."))
        self.data, self.damaged, self.bytes_left = memoryview(data), False, len(data)
        (_, major, _, _, _, _, _, directory, _, self.mini_stream_cutoff, mini_fat, _, difat, _) = (
            FILE_HEADER_STRUCT.unpack_from(data)
        )
        self.sector_bytes = 4096 if major == 4 else 512
        self.sector_count = (len(data) - 1) // self.sector_bytes
        self.fat = self._read_fat(difat)
        self.directory = self._read_chain(directory, len(data))
        self.visited = {0}
        root = self._parse_entry(0)
        if root is None or root.kind != ROOT_TYPE:
            raise UnviewableContent(
                gettext("The file is cut off or damaged; its table of contents is missing.")
            )
        self.root = root
        self.mini_stream = memoryview(self._read_chain(root.start_sector, min(root.size, len(data))))
        self.mini_fat = _unpack_sector_numbers(
            self._read_chain(mini_fat, len(self.mini_stream) // MINI_SECTOR_BYTES * 4 + 4)
        )

    def list_storage(self, storage: CompoundFileEntry) -> dict[str, CompoundFileEntry]:
        """The entries of a storage by name, in the order of its tree (§2.6.4: by length, then
        alphabetically). Works once for each storage: an entry is listed only the first time, as it belongs
        to one storage."""
        return {entry.name: entry for entry in self._iter_tree(storage.child)}

    def read_stream(self, entry: CompoundFileEntry) -> bytes:
        """The bytes of a stream; fewer than its size where the file is damaged."""
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

    def _iter_tree(self, index: int) -> Iterator[CompoundFileEntry]:
        """The entries of the tree below the directory entry `index`, in order and without recursion. A tree
        that contains itself ends where it would begin again."""
        ancestors: list[CompoundFileEntry] = []
        while True:
            while index not in self.visited and (entry := self._parse_entry(index)):
                self.visited.add(index)
                ancestors.append(entry)
                index = entry.left
            if not ancestors:
                return
            entry = ancestors.pop()
            yield entry
            index = entry.right

    def _parse_entry(self, number: int) -> CompoundFileEntry | None:
        if (number + 1) * DIRECTORY_ENTRY_STRUCT.size > len(self.directory):
            return None
        name, length, kind, left, right, child, start, size = DIRECTORY_ENTRY_STRUCT.unpack_from(
            self.directory, number * DIRECTORY_ENTRY_STRUCT.size
        )
        text = name[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        # Older files may have anything in the upper half of the size (§2.6.1), and nothing read is that
        # large.
        return CompoundFileEntry(text, kind, left, right, child, start, size & 0xFFFFFFFF)

    def _read_fat(self, difat_sector: int) -> list[int]:
        """The file allocation table: for each sector the number of the next one (§2.3).

        The table is stored in sectors itself. Their numbers are in the header and, for large files, in a
        chain of further sectors that begins with `difat_sector` (DIFAT, §2.5).
        """
        numbers_per_sector = self.sector_bytes // 4
        fat_sectors = list(_unpack_sector_numbers(self.data[DIFAT_SLICE]))
        visited: set[int] = set()
        while (
            difat_sector not in visited
            and len(fat_sectors) * numbers_per_sector <= self.sector_count
            and (difat := self._get_sector(difat_sector))
        ):
            visited.add(difat_sector)
            *numbers, difat_sector = _unpack_sector_numbers(difat) or (FREE_SECTOR,)
            fat_sectors += numbers
        table: list[int] = []
        for fat_sector in dict.fromkeys(fat_sectors):  # a sector that is named twice counts once
            if len(table) >= self.sector_count:
                break
            table += _unpack_sector_numbers(self._get_sector(fat_sector))
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
        """The bytes of a sector; the header comes first and is as long as one. Empty for numbers beyond the
        file, among them those with a special meaning."""
        return self.data[(number + 1) * self.sector_bytes : (number + 2) * self.sector_bytes]


def _iter_sector_chain(start: int, table: Sequence[int], max_sectors: int) -> Iterator[int]:
    """The numbers of a chain's sectors, from `start` on. A chain that leads back to itself ends after
    `max_sectors`, or after as many as the table has."""
    number = start
    for _ in range(min(max_sectors, len(table))):
        if number >= len(table):
            return
        yield number
        number = table[number]


def _unpack_sector_numbers(data: bytes | memoryview) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}L", data[: len(data) // 4 * 4])

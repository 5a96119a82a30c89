"""Archives made for a test, and a source that counts what is requested of it."""

import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from interactions.content.nested.in_memory import InMemoryBody
from interactions.content.source import ContentSource, open_source, read_body_bytes
from interactions.ucs.range_requests import apply_range
from interactions.ucs.resources import Content, ContentKind


@dataclass
class CountingSource:
    """A UCS with these bytes, that gives ranges or not, or (`hides_length`) not even the length. Counts the
    requests, the bytes that were read, and the bodies that are still open."""

    data: bytes
    has_ranges: bool = True
    hides_length: bool = False
    name: str = ""
    requested_ranges: list[str] = field(default_factory=list)
    read_bytes: int = 0
    open: int = 0

    def __call__(self, headers: Mapping[str, str]) -> Content:
        self.requested_ranges.append(headers.get("Range", ""))
        length = None if self.hides_length else len(self.data)
        body = CountedBody(self, self.data)
        content = Content(ContentKind.BINARY_CONTENT, 200, None, None, length, {}, body, self.name)
        if not self.has_ranges:
            return apply_range(content, {} if self.hides_length else headers)

        def open_part(start: int, length: int) -> CountedBody:
            body.close()
            return CountedBody(self, self.data[start : start + length])

        return apply_range(content, headers, open_part)


class CountedBody(InMemoryBody):
    def __init__(self, upstream: CountingSource, data: bytes) -> None:
        super().__init__(data)
        self.upstream, self.closed = upstream, False
        upstream.open += 1

    def read(self, limit: int) -> bytes:
        piece = super().read(min(limit, 50_000))  # as a socket gives it
        self.upstream.read_bytes += len(piece)
        return piece

    def close(self) -> None:
        self.upstream.open -= not self.closed
        self.closed = True
        super().close()


def build_zip(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name, (2026, 3, 2, 9, 33, 10)), data, method)
    return packed.getvalue()


def build_tar(*files: tuple[str, bytes], format: int = tarfile.GNU_FORMAT) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=format) as archive:
        for name, data in files:
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(data), 1_772_443_990
            archive.addfile(info, io.BytesIO(data))
    return packed.getvalue()


@dataclass
class FalseZipEntry:
    """One file of a zip, saying whatever it likes. `offset` is where its local header is said to be."""

    name: bytes = b"a.txt"
    data: bytes = b"hello"
    method: int = 0
    flags: int = 0
    size: int | None = None
    packed: int | None = None
    crc: int | None = None
    offset: int | None = None
    extra: bytes = b""
    host: int = 0
    attributes: int = 0

    def numbers(self) -> tuple[int, int, int]:
        """CRC-32, packed and unpacked size."""
        return (
            zlib.crc32(self.data) if self.crc is None else self.crc,
            len(self.data) if self.packed is None else self.packed,
            len(self.data) if self.size is None else self.size,
        )


def build_false_zip(
    *files: FalseZipEntry, counted: int | None = None, size: int | None = None, start: int | None = None
) -> bytes:
    """A zip of these; the end record says what it is told to."""
    body, directory = b"", b""
    for file in files:
        crc, packed, unpacked = file.numbers()
        offset = len(body) if file.offset is None else file.offset
        body += struct.pack(
            "<4s5H3L2H",
            b"PK\3\4",
            20,
            file.flags,
            file.method,
            0,
            0x5C62,
            crc,
            packed & 0xFFFFFFFF,
            unpacked & 0xFFFFFFFF,
            len(file.name),
            0,
        )
        body += file.name + file.data
        directory += struct.pack(
            "<4s6H3L5H2L",
            b"PK\1\2",
            file.host << 8 | 20,
            20,
            file.flags,
            file.method,
            0,
            0x5C62,
            crc,
            packed,
            unpacked,
            len(file.name),
            len(file.extra),
            0,
            0,
            0,
            file.attributes,
            offset,
        )
        directory += file.name + file.extra
    claimed = len(files) if counted is None else counted
    end = struct.pack(
        "<4s4H2LH",
        b"PK\5\6",
        0,
        0,
        claimed,
        claimed,
        len(directory) if size is None else size,
        len(body) if start is None else start,
        0,
    )
    return body + directory + end


def count_source_bytes(source: ContentSource) -> int:
    """How many bytes a source gives, read and dropped."""
    with open_source(source) as content:
        return sum(map(len, content.body))


def read_all_bytes(source: ContentSource, headers: Mapping[str, str] | None = None) -> bytes:
    """All that a source gives."""
    with open_source(source, headers) as content:
        return read_body_bytes(content.body, 2**40) if content.length is None else b"".join(content.body)

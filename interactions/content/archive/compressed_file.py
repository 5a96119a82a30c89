"""One compressed file: gzip, bzip2, xz. Where it is a tar, the tar's files are listed instead."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial

from interactions.content.archive import tar_file
from interactions.content.archive.decompression import GZIP, CompressionFormat, DecompressedBody
from interactions.content.archive.member import ArchiveContainer, ArchiveMember, build_member_content
from interactions.content.signatures import SIGNATURE_BYTES, detect_binary_type
from interactions.content.source import ContentSource, open_source, read_body_bytes
from interactions.ucs.resources import Content

GZIP_HEADER_BYTES = 10  # bytes of gzip's, before what is there only when its flags say so (RFC 1952 §2.3)
GZIP_EXTRA_FLAG, GZIP_NAME_FLAG = 0x04, 0x08


def open_compressed_file(source: ContentSource, format: CompressionFormat) -> ArchiveContainer:
    """A container of the one file, or of the files of the tar that it is. Raises `UnviewableContent` when not
    even its beginning can be decompressed."""
    decompressed_source = partial(_open_decompressed, source, format, "")
    with open_source(decompressed_source) as content:
        head = read_body_bytes(content.body, SIGNATURE_BYTES)
    if detect_binary_type(head) == "application/x-tar":
        return tar_file.open_tar(decompressed_source, f"tar{format.extension}")
    name, modified_at, compressed_size = _read_file_metadata(source, format)
    member = ArchiveMember(
        "1",
        name,
        compressed_size=compressed_size,
        modified_at=modified_at,
        source=partial(_open_decompressed, source, format, name),
    )
    return ArchiveContainer(format.name, (member,), declared_count=1)


def _open_decompressed(
    source: ContentSource, format: CompressionFormat, name: str, headers: Mapping[str, str]
) -> Content:
    """The whole file, whatever range is requested: its length is not known before its end."""
    return build_member_content(DecompressedBody(source({}).body, format), name)


def _read_file_metadata(
    source: ContentSource, format: CompressionFormat
) -> tuple[str, datetime | None, int | None]:
    """The file's name and time of change, as gzip's header may have them, or a name from the archive's own;
    and its compressed size in bytes."""
    with open_source(source) as content:
        head = read_body_bytes(content.body, SIGNATURE_BYTES)
    name = content.name.removesuffix(format.extension) if content.name.endswith(format.extension) else ""
    if format is not GZIP:
        return name or "file", None, content.length
    seconds = int.from_bytes(head[4:8], "little")
    modified_at = datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None) if seconds else None
    return _parse_gzip_name(head) or name or "file", modified_at, content.length


def _parse_gzip_name(head: bytes) -> str:
    """The file name in a gzip header (RFC 1952 §2.3), "" when it has none."""
    position = GZIP_HEADER_BYTES
    if head[3:4] and head[3] & GZIP_EXTRA_FLAG:
        position += 2 + int.from_bytes(head[position : position + 2], "little")
    has_name = head[3:4] and head[3] & GZIP_NAME_FLAG
    return head[position:].partition(b"\0")[0].decode("latin-1") if has_name else ""

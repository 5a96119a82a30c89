"""One file, packed: gzip, bzip2, xz. Where it is a tar, the tar's files are listed at once."""

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


def open_compressed_file(source: ContentSource, packing: CompressionFormat) -> ArchiveContainer:
    """Raises `UnviewableContent` when not even its beginning can be unpacked."""
    unpacked = partial(_open_decompressed, source, packing, "")
    with open_source(unpacked) as content:
        head = read_body_bytes(content.body, SIGNATURE_BYTES)
    if detect_binary_type(head) == "application/x-tar":
        return tar_file.open_tar(unpacked, f"tar{packing.ending}")
    name, changed, packed = _read_file_metadata(source, packing)
    member = ArchiveMember(
        "1", name, packed=packed, changed=changed, opened=partial(_open_decompressed, source, packing, name)
    )
    return ArchiveContainer(packing.name, (member,), counted=1)


def _open_decompressed(
    source: ContentSource, packing: CompressionFormat, name: str, headers: Mapping[str, str]
) -> Content:
    """All of it, whatever part is asked for: nobody knows how long it is before its end."""
    return build_member_content(DecompressedBody(source({}).body, packing), name)


def _read_file_metadata(
    source: ContentSource, packing: CompressionFormat
) -> tuple[str, datetime | None, int | None]:
    """The name and time that gzip's header may have, or a name from the archive's own; the packed size."""
    with open_source(source) as content:
        head = read_body_bytes(content.body, SIGNATURE_BYTES)
    name = content.name.removesuffix(packing.ending) if content.name.endswith(packing.ending) else ""
    if packing is not GZIP:
        return name or "file", None, content.length
    seconds = int.from_bytes(head[4:8], "little")
    changed = datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None) if seconds else None
    return _parse_gzip_name(head) or name or "file", changed, content.length


def _parse_gzip_name(head: bytes) -> str:
    at = GZIP_HEADER_BYTES
    if head[3:4] and head[3] & GZIP_EXTRA_FLAG:
        at += 2 + int.from_bytes(head[at : at + 2], "little")
    named = head[3:4] and head[3] & GZIP_NAME_FLAG
    return head[at:].partition(b"\0")[0].decode("latin-1") if named else ""

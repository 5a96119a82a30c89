"""One file, packed: gzip, bzip2, xz. Where it is a tar, the tar's files are listed at once."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial

from interactions.content.archive import tar_file
from interactions.content.archive.member import Archive, Member, answer
from interactions.content.archive.unpacking import GZIP, Packing, Unpacked
from interactions.content.signatures import HEAD, signature
from interactions.content.source import Source, filled, opened
from interactions.ucs.resources import Content

HEADER = 10  # bytes of gzip's, before what is there only when its flags say so (RFC 1952 §2.3)
EXTRA, NAME = 0x04, 0x08


def hold(source: Source, packing: Packing) -> Archive:
    """Raises `Unshowable` when not even its beginning can be unpacked."""
    unpacked = partial(_unpacked, source, packing, "")
    with opened(unpacked) as content:
        head = filled(content.body, HEAD)
    if signature(head) == "application/x-tar":
        return tar_file.hold(unpacked, f"tar{packing.ending}")
    name, changed, packed = _said(source, packing)
    member = Member(
        "1", name, packed=packed, changed=changed, opened=partial(_unpacked, source, packing, name)
    )
    return Archive(packing.name, (member,), counted=1)


def _unpacked(source: Source, packing: Packing, name: str, headers: Mapping[str, str]) -> Content:
    """All of it, whatever part is asked for: nobody knows how long it is before its end."""
    return answer(Unpacked(source({}).body, packing), name)


def _said(source: Source, packing: Packing) -> tuple[str, datetime | None, int | None]:
    """The name and time that gzip's header may have, or a name from the archive's own; the packed size."""
    with opened(source) as content:
        head = filled(content.body, HEAD)
    name = content.name.removesuffix(packing.ending) if content.name.endswith(packing.ending) else ""
    if packing is not GZIP:
        return name or "file", None, content.length
    seconds = int.from_bytes(head[4:8], "little")
    changed = datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None) if seconds else None
    return _gzip_name(head) or name or "file", changed, content.length


def _gzip_name(head: bytes) -> str:
    at = HEADER
    if head[3:4] and head[3] & EXTRA:
        at += 2 + int.from_bytes(head[at : at + 2], "little")
    named = head[3:4] and head[3] & NAME
    return head[at:].partition(b"\0")[0].decode("latin-1") if named else ""

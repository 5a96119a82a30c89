"""Parts of a content: what `Range` and `If-Range` ask for (RFC 9110 §14)."""

import re
from dataclasses import dataclass

SINGLE_RANGE_PATTERN = re.compile(r"bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})", re.IGNORECASE | re.ASCII)


class UnsatisfiableRange(Exception):
    """No byte of the content lies in the range that was asked for."""


@dataclass(frozen=True)
class ByteRange:
    """Bytes from `start` up to but without `stop`."""

    start: int
    stop: int


def parse_byte_range(header: str | None, size: int) -> ByteRange | None:
    """The single range that `header` asks of `size` bytes. None means the whole: no header, several ranges,
    another unit or nonsense, all of which a server may ignore. Raises UnsatisfiableRange
    when none of the bytes is in the range."""
    match = SINGLE_RANGE_PATTERN.fullmatch(header.strip()) if header else None
    if match is None or not any(match.groups()):
        return None
    first, last = match.groups()
    if not first:
        return _build_suffix_range(int(last), size)
    start = int(first)
    if last and int(last) < start:
        return None
    if start >= size:
        raise UnsatisfiableRange
    return ByteRange(start, min(int(last) + 1, size) if last else size)


def _build_suffix_range(length: int, size: int) -> ByteRange | None:
    if not length:
        raise UnsatisfiableRange
    return ByteRange(max(size - length, 0), size) if size else None


def matches_if_range(if_range: str | None, etag: str, last_modified: str) -> bool:
    """Whether the part that the client has is of the content as it is now: its strong ETag or its date."""
    return if_range is None or if_range.strip() in {etag, last_modified}

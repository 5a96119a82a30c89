"""The headers Range and Content-Range of HTTP (RFC 9110 §14), each parsed and written in one place.

Only single ranges of bytes are known here: a part of several has a media type of its own, which no viewer
reads.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_range_pattern = re.compile(
    r"bytes=(?:(?P<first>\d{1,18})-(?P<last>\d{1,18})?|-(?P<suffix>\d{1,18}))", re.ASCII
)
_content_range_pattern = re.compile(
    r"bytes (?:(?P<first>\d{1,18})-(?P<last>\d{1,18})|\*)/(?:(?P<size>\d{1,18})|\*)", re.ASCII
)


@dataclass(frozen=True)
class ByteRange:
    """One range of a Range header (RFC 9110 §14.1.2): bytes `first` to `last`, both included, and to the end
    where `last` is None; or, where `first` is None, the final `suffix_length` bytes."""

    first: int | None
    last: int | None = None
    suffix_length: int = 0

    def find_bounds(self, size: int) -> tuple[int, int]:
        """The offset of the first byte and the one after the last, in a content of `size` bytes.

        A first offset of `size` or more lies behind the content; a range whose second offset is not larger
        than its first makes no sense.
        """
        if self.first is None:
            return (max(size - self.suffix_length, 0) if self.suffix_length else size), size
        return self.first, size if self.last is None else min(self.last + 1, size)


@dataclass(frozen=True)
class ContentRange:
    """A Content-Range header (RFC 9110 §14.4): bytes `first` to `last`, both included, of `size` in all.
    `first` and `last` are None with 416, `size` where the server does not know it."""

    first: int | None
    last: int | None
    size: int | None

    def __str__(self) -> str:
        part = "*" if self.first is None else f"{self.first}-{self.last}"
        return f"bytes {part}/{'*' if self.size is None else self.size}"


def parse_range(headers: Mapping[str, str]) -> ByteRange | None:
    """The single range that request headers ask for; None without one, for several, and for other units."""
    match = _range_pattern.fullmatch(headers.get("Range", "").replace(" ", ""))
    if match is None:
        return None
    if match["suffix"] is not None:
        return ByteRange(None, suffix_length=int(match["suffix"]))
    return ByteRange(int(match["first"]), None if match["last"] is None else int(match["last"]))


def parse_content_range(headers: Mapping[str, str]) -> ContentRange | None:
    """Which part a response holds; None where its headers have no Content-Range of a known form."""
    match = _content_range_pattern.fullmatch(headers.get("Content-Range", ""))
    if match is None:
        return None
    first, last, size = (
        None if digits is None else int(digits) for digits in match.group("first", "last", "size")
    )
    return ContentRange(first, last, size)


def build_range_header(start: int, length: int | None = None) -> dict[str, str]:
    """The request header for `length` bytes from the offset `start` on, all that follow where it is None."""
    return {"Range": f"bytes={start}-{'' if length is None else start + length - 1}"}

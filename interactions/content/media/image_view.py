"""Images, by their address; the server reads only the header, for the size, and never decodes one."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

from interactions.content.errors import UnviewableContent
from interactions.content.limits import get_content_limits
from interactions.content.viewer import ViewerInput, ViewerResult

BYTES_PER_MB = 1_000_000
IMAGE_HEADER_BYTES = 256_000  # bytes that are read: the size may stand behind a profile and a thumbnail
ANIMATION_PIXEL_FACTOR = (
    5  # times as many pixels a browser holds of what moves, and it draws them again and again
)
OS2_HEADER_BYTES = 12  # bytes of a BMP's old header, with sizes of two bytes
JPEG_FRAME_PATTERN = re.compile(rb"[\xc0-\xc3\xc5-\xc7\xc9-\xcb\xcd-\xcf]")
FILL_BYTES_PATTERN = re.compile(rb"\xff*+")


@dataclass(frozen=True)
class ImageView:
    """`width` and `height` in pixels, as the file says."""

    url: str
    width: int
    height: int


def build_image_view(material: ViewerInput) -> ViewerResult:
    """Refuses an image whose header can't be read, or that is larger than a browser should be given."""
    if (material.size or 0) > get_content_limits().image_bytes:
        raise UnviewableContent(
            _("The image is larger than %(size)s, so it is not shown.")
            % {"size": f"{get_content_limits().image_bytes / BYTES_PER_MB:.3g} MB"}
        )
    size = parse_image_dimensions(material.data)
    if size is None:
        raise UnviewableContent(_("The image is damaged; its size can’t be read."))
    width, height = size
    if not is_drawable(material.data):
        animated = is_animated(material.data)
        words = _("The image has %(width)s × %(height)s pixels. Images of up to %(most)s pixels are shown.")
        if animated:
            words = _(
                "The animation has %(width)s × %(height)s pixels. "
                "Animations of up to %(most)s pixels are shown."
            )
        most = get_content_limits().image_pixels // (ANIMATION_PIXEL_FACTOR if animated else 1)
        raise UnviewableContent(words % {"width": f"{width:,}", "height": f"{height:,}", "most": f"{most:,}"})
    return ViewerResult(ImageView(material.url, width, height))


def is_drawable(data: bytes) -> bool:
    """Whether a browser should be given this image: its size can be read and is not too much to decode."""
    size = parse_image_dimensions(data)
    times = ANIMATION_PIXEL_FACTOR if is_animated(data) else 1
    return size is not None and times * size[0] * size[1] <= get_content_limits().image_pixels


def is_animated(data: bytes) -> bool:
    """Whether it is an animation, or may be one as far as its beginning tells: a GIF with a second frame, a
    PNG or a WebP that says so."""
    head = data[:IMAGE_HEADER_BYTES]
    if head.startswith(b"GIF8"):
        return len(head) == IMAGE_HEADER_BYTES or len(list(islice(_iter_gif_frames(head), 2))) > 1
    if head.startswith(b"\x89PNG"):
        return _is_animated_png(head)
    return head[8:16] == b"WEBPVP8X" and head[20:21] > b"" and bool(head[20] & 2)


def parse_image_dimensions(data: bytes) -> tuple[int, int] | None:
    """Width and height from the header of a PNG, GIF, JPEG, WebP or BMP; None for anything else, and where
    they do not stand in the first `IMAGE_HEADER_BYTES` bytes."""
    try:
        size = _parse_dimensions(data[:IMAGE_HEADER_BYTES])
    except struct.error:  # cut short
        return None
    return size if size and min(size) > 0 else None


def _parse_dimensions(data: bytes) -> tuple[int, int] | None:
    if data.startswith(b"\x89PNG"):
        return _unpack_pair(">II", data, 16)
    if data.startswith(b"GIF8"):
        return _parse_gif_dimensions(data)
    if data.startswith(b"BM"):
        width, height = _unpack_pair(
            "<HH" if data[14:18] == struct.pack("<I", OS2_HEADER_BYTES) else "<ii", data, 18
        )
        return abs(width), abs(height)
    if data.startswith(b"\xff\xd8"):
        return _parse_jpeg_dimensions(data)
    return _parse_webp_dimensions(data) if data[8:12] == b"WEBP" else None


def _unpack_pair(form: str, data: bytes, at: int) -> tuple[int, int]:
    first, second = struct.unpack_from(form, data, at)
    return int(first), int(second)


def _is_animated_png(data: bytes) -> bool:
    """Whether the chunk of an animation stands before the picture's (PNG, third edition, §11.3.5.1)."""
    at = 8
    while at + 8 <= len(data):
        kind = data[at + 4 : at + 8]
        if kind in (b"acTL", b"IDAT"):
            return kind == b"acTL"
        at += 12 + int.from_bytes(data[at : at + 4], "big")
    return len(data) == IMAGE_HEADER_BYTES


def _parse_gif_dimensions(data: bytes) -> tuple[int, int]:
    """The screen's, or a frame's that is larger: browsers grow the screen for it."""
    width, height = _unpack_pair("<HH", data, 6)
    for right, bottom in _iter_gif_frames(data):
        width, height = max(width, right), max(height, bottom)
    return width, height


def _iter_gif_frames(data: bytes) -> Iterator[tuple[int, int]]:
    """How far to the right and down each frame goes."""
    at = 13 + _count_colour_table_bytes(data[10:11])
    while at + 10 <= len(data) and data[at] in b"\x21\x2c":
        if data[at] == 0x2C:
            left, top, wide, high = struct.unpack_from("<HHHH", data, at + 1)
            yield left + wide, top + high
            at += 11 + _count_colour_table_bytes(data[at + 9 : at + 10])
        else:
            at += 2
        while at < len(data) and data[at]:
            at += 1 + data[at]
        at += 1


def _count_colour_table_bytes(flags: bytes) -> int:
    """Bytes of the colour table that stands next."""
    return 3 << (flags[0] & 7) + 1 if flags and flags[0] & 0x80 else 0


def _parse_jpeg_dimensions(data: bytes) -> tuple[int, int] | None:
    """From the first frame header, stepping over the segments before it."""
    at = 2
    while at + 4 <= len(data):
        marker, length = data[at + 1 : at + 2], int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at] != 0xFF:
            return None
        if JPEG_FRAME_PATTERN.match(marker):
            height, width = _unpack_pair(">HH", data, at + 5)
            return width, height
        at = _skip_fill_bytes(data, at) if marker == b"\xff" else at + 2 + max(length, 2)
    return None


def _skip_fill_bytes(data: bytes, at: int) -> int:
    """The last of the bytes that may fill up the place before a marker: there the marker begins."""
    found = FILL_BYTES_PATTERN.match(data, at)
    return found.end() - 1 if found else at


def _parse_webp_dimensions(data: bytes) -> tuple[int, int] | None:
    form = data[12:16]
    if form == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    if form == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if form == b"VP8 ":
        width, height = _unpack_pair("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    return None

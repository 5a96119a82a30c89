"""Images are shown by their address; the server reads only the header, for the dimensions, and never decodes
one."""

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


def build_image_view(viewer_input: ViewerInput) -> ViewerResult:
    """Raises `UnviewableContent` for an image whose header can't be read, or that is larger than a browser
    should be given."""
    if (viewer_input.size or 0) > get_content_limits().image_bytes:
        raise UnviewableContent(
            _("The image is larger than %(size)s, so it is not shown.")
            % {"size": f"{get_content_limits().image_bytes / BYTES_PER_MB:.3g} MB"}
        )
    size = parse_image_dimensions(viewer_input.data)
    if size is None:
        raise UnviewableContent(_("The image is damaged; its size can’t be read."))
    width, height = size
    if not is_drawable(viewer_input.data):
        animated = is_animated(viewer_input.data)
        words = _("The image has %(width)s × %(height)s pixels. Images of up to %(most)s pixels are shown.")
        if animated:
            words = _(
                "The animation has %(width)s × %(height)s pixels. "
                "Animations of up to %(most)s pixels are shown."
            )
        max_pixels = get_content_limits().image_pixels // (ANIMATION_PIXEL_FACTOR if animated else 1)
        values = {"width": f"{width:,}", "height": f"{height:,}", "most": f"{max_pixels:,}"}
        raise UnviewableContent(words % values)
    return ViewerResult(ImageView(viewer_input.url, width, height))


def is_drawable(data: bytes) -> bool:
    """Whether a browser should be given this image: its dimensions can be read and are not too large to
    decode."""
    size = parse_image_dimensions(data)
    factor = ANIMATION_PIXEL_FACTOR if is_animated(data) else 1
    return size is not None and factor * size[0] * size[1] <= get_content_limits().image_pixels


def is_animated(data: bytes) -> bool:
    """Whether it is an animation, or may be one as far as its beginning tells: a GIF with a second frame, a
    PNG or a WebP that declares it."""
    head = data[:IMAGE_HEADER_BYTES]
    if head.startswith(b"GIF8"):
        return len(head) == IMAGE_HEADER_BYTES or len(list(islice(_iter_gif_frames(head), 2))) > 1
    if head.startswith(b"\x89PNG"):
        return _is_animated_png(head)
    return head[8:16] == b"WEBPVP8X" and head[20:21] > b"" and bool(head[20] & 2)


def parse_image_dimensions(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels from the header of a PNG, GIF, JPEG, WebP or BMP; None for anything else,
    and where they are not in the first `IMAGE_HEADER_BYTES` bytes."""
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


def _unpack_pair(format: str, data: bytes, offset: int) -> tuple[int, int]:
    first, second = struct.unpack_from(format, data, offset)
    return int(first), int(second)


def _is_animated_png(data: bytes) -> bool:
    """Whether the animation chunk stands before the picture's (PNG, third edition, §11.3.5.1)."""
    offset = 8
    while offset + 8 <= len(data):
        kind = data[offset + 4 : offset + 8]
        if kind in (b"acTL", b"IDAT"):
            return kind == b"acTL"
        offset += 12 + int.from_bytes(data[offset : offset + 4], "big")
    return len(data) == IMAGE_HEADER_BYTES


def _parse_gif_dimensions(data: bytes) -> tuple[int, int]:
    """The dimensions of the screen, or of a frame that is larger: browsers enlarge the screen for it."""
    width, height = _unpack_pair("<HH", data, 6)
    for right, bottom in _iter_gif_frames(data):
        width, height = max(width, right), max(height, bottom)
    return width, height


def _iter_gif_frames(data: bytes) -> Iterator[tuple[int, int]]:
    """How far to the right and down each frame reaches, in pixels."""
    offset = 13 + _count_colour_table_bytes(data[10:11])
    while offset + 10 <= len(data) and data[offset] in b"\x21\x2c":
        if data[offset] == 0x2C:
            left, top, frame_width, frame_height = struct.unpack_from("<HHHH", data, offset + 1)
            yield left + frame_width, top + frame_height
            offset += 11 + _count_colour_table_bytes(data[offset + 9 : offset + 10])
        else:
            offset += 2
        while offset < len(data) and data[offset]:
            offset += 1 + data[offset]
        offset += 1


def _count_colour_table_bytes(flags: bytes) -> int:
    """Bytes of the colour table that follows these flags."""
    return 3 << (flags[0] & 7) + 1 if flags and flags[0] & 0x80 else 0


def _parse_jpeg_dimensions(data: bytes) -> tuple[int, int] | None:
    """Width and height from the first frame header, behind the segments before it."""
    offset = 2
    while offset + 4 <= len(data):
        marker, length = data[offset + 1 : offset + 2], int.from_bytes(data[offset + 2 : offset + 4], "big")
        if data[offset] != 0xFF:
            return None
        if JPEG_FRAME_PATTERN.match(marker):
            height, width = _unpack_pair(">HH", data, offset + 5)
            return width, height
        offset = _skip_fill_bytes(data, offset) if marker == b"\xff" else offset + 2 + max(length, 2)
    return None


def _skip_fill_bytes(data: bytes, offset: int) -> int:
    """The offset of the last of the fill bytes that may stand before a marker: there the marker begins."""
    fill_bytes = FILL_BYTES_PATTERN.match(data, offset)
    return fill_bytes.end() - 1 if fill_bytes else offset


def _parse_webp_dimensions(data: bytes) -> tuple[int, int] | None:
    chunk_type = data[12:16]
    if chunk_type == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    if chunk_type == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if chunk_type == b"VP8 ":
        width, height = _unpack_pair("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    return None

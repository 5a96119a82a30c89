"""Drawing without a library: sixteen colours, rectangles, slopes and a small alphabet, written as a PNG.

The PNG is not compressed (its deflate blocks are "stored"), because compressors differ from machine to
machine and the sample is the same bytes everywhere.
"""

import struct
import zlib

Palette = tuple[tuple[int, int, int], ...]
MAX_BLOCK_BYTES = 65535  # most bytes of a stored block

# Columns of five by seven dots, lowest bit on top.
GLYPH_COLUMNS = {
    character: bytes.fromhex(columns)
    for character, columns in zip(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-./:%,",
        [
            "3e5149453e",
            "00427f4000",
            "4261514946",
            "2141454b31",
            "1814127f10",
            "2745454539",
            "3c4a494930",
            "0171090503",
            "3649494936",
            "064949291e",
            "7e1111117e",
            "7f49494936",
            "3e41414122",
            "7f4141221c",
            "7f49494941",
            "7f09090901",
            "3e4149497a",
            "7f0808087f",
            "00417f4100",
            "2040413f01",
            "7f08142241",
            "7f40404040",
            "7f020c027f",
            "7f0408107f",
            "3e4141413e",
            "7f09090906",
            "3e4151215e",
            "7f09192946",
            "4649494931",
            "01017f0101",
            "3f4040403f",
            "1f2040201f",
            "3f4038403f",
            "6314081463",
            "0708700807",
            "6151494543",
            "0808080808",
            "0060600000",
            "2010080402",
            "0036360000",
            "2313086462",
            "0050300000",
        ],
        strict=True,
    )
}


class PngCanvas:
    """Dots of palette numbers, 0 (the background) to 15."""

    def __init__(self, width: int, height: int, palette: Palette) -> None:
        self.width, self.height, self.palette = width, height, palette
        self.rows = [bytearray(width) for _ in range(height)]

    def fill_box(self, left: int, top: int, width: int, height: int, colour: int) -> None:
        right = min(left + width, self.width)
        for row in self.rows[max(top, 0) : top + height]:
            row[max(left, 0) : right] = bytes((colour,)) * (right - max(left, 0))

    def draw_border(self, inset: int, thick: int, colour: int) -> None:
        """A frame that is so far from the edge of the picture."""
        width, height = self.width - 2 * inset, self.height - 2 * inset
        for y in (inset, inset + height - thick):
            self.fill_box(inset, y, width, thick, colour)
        for x in (inset, inset + width - thick):
            self.fill_box(x, inset, thick, height, colour)

    def fill_area(self, corners: list[tuple[int, int]], colour: int) -> None:
        """A filled polygon, by even and odd crossings of each row."""
        for y in range(max(min(y for _, y in corners), 0), min(max(y for _, y in corners), self.height)):
            edges = zip(corners, corners[1:] + corners[:1], strict=True)
            crossings = sorted(
                x1 + (y - y1) * (x2 - x1) // (y2 - y1)
                for (x1, y1), (x2, y2) in edges
                if (y1 <= y) != (y2 <= y)
            )
            for left, right in zip(crossings[::2], crossings[1::2], strict=True):
                self.fill_box(left, y, right - left, 1, colour)

    def write_text(self, at: tuple[int, int], text: str, size: int, colour: int) -> None:
        """Capitals, digits and a few signs, `size` dots to a dot of the alphabet."""
        for number, character in enumerate(text):
            for column, bits in enumerate(GLYPH_COLUMNS.get(character, b"")):
                for line in range(7):
                    if bits >> line & 1:
                        x = at[0] + (number * 6 + column) * size
                        self.fill_box(x, at[1] + line * size, size, size, colour)

    def build_png(self) -> bytes:
        header = struct.pack(">IIBBBBB", self.width, self.height, 4, 3, 0, 0, 0)
        palette = b"".join(bytes(colour) for colour in self.palette)
        scan_lines = b"".join(b"\0" + _pack_row(row) for row in self.rows)
        chunks = (
            (b"IHDR", header),
            (b"PLTE", palette),
            (b"IDAT", _build_zlib_stream(scan_lines)),
            (b"IEND", b""),
        )
        return b"\x89PNG\r\n\x1a\n" + b"".join(_build_png_chunk(name, data) for name, data in chunks)


def _pack_row(row: bytearray) -> bytes:
    """Two dots a byte, the left one in the upper half."""
    return bytes(
        left << 4 | right for left, right in zip(row[::2], row[1::2] + b"\0" * (len(row) % 2), strict=True)
    )


def _build_zlib_stream(data: bytes) -> bytes:
    """A zlib stream of stored blocks (RFC 1950, RFC 1951 §3.2.4)."""
    blocks = [data[start : start + MAX_BLOCK_BYTES] for start in range(0, len(data), MAX_BLOCK_BYTES)]
    stream = b"\x78\x01"
    for number, block in enumerate(blocks, 1):
        stream += struct.pack("<BHH", number == len(blocks), len(block), len(block) ^ 0xFFFF) + block
    return stream + struct.pack(">I", zlib.adler32(data))


def _build_png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

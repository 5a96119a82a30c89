"""Bytes as rows of sixteen: the offset of the first, each byte in hex, and as a character where it is
ASCII."""

from dataclasses import dataclass

HEX_ROW_BYTES = 16


@dataclass(frozen=True)
class MarkedByte:
    """A byte that stands out in its row: the text before it, itself and the text after it, in hex and as a
    character."""

    codes: tuple[str, str, str]
    characters: tuple[str, str, str]


@dataclass(frozen=True)
class HexRow:
    """`start` is the offset of the first byte, and `offset` the same in hex. `marked` is set in the row that
    holds the highlighted byte."""

    start: int
    offset: str
    codes: str
    characters: str
    marked: MarkedByte | None = None


def build_hex_rows(data: bytes, start: int = 0, *, marked: int | None = None) -> tuple[HexRow, ...]:
    """The rows of `data`, whose first byte is at the offset `start`; `marked` is the offset of a byte to be
    highlighted."""
    width = max(4, len(f"{start + len(data):x}"))
    return tuple(
        _build_hex_row(start + offset, data[offset : offset + HEX_ROW_BYTES], width, marked)
        for offset in range(0, len(data), HEX_ROW_BYTES)
    )


def _build_hex_row(start: int, piece: bytes, width: int, marked: int | None) -> HexRow:
    characters = "".join(chr(byte) if 0x20 <= byte < 0x7F else "·" for byte in piece)
    codes = f"{piece[:8].hex(' ')}  {piece[8:].hex(' ')}".rstrip()
    column = -1 if marked is None else marked - start
    marked_byte = _mark_byte(codes, characters, column) if 0 <= column < len(piece) else None
    return HexRow(start, f"{start:0{width}x}", codes, characters, marked_byte)


def _mark_byte(codes: str, characters: str, column: int) -> MarkedByte:
    position = 3 * column + (column >= HEX_ROW_BYTES // 2)  # two blanks stand in the middle
    return MarkedByte(
        codes=(codes[:position], codes[position : position + 2], codes[position + 2 :]),
        characters=(characters[:column], characters[column], characters[column + 1 :]),
    )

"""Outlook's compression of RTF taken off ([MS-OXRTFCP]): a dictionary of 4096 bytes that begins filled.

Own and small: the library for it (compressed-rtf 1.0.7) writes byte by byte without a limit, and refuses what
is damaged as a whole. Twelve times as large as packed is the most that this format can reach.
"""

import struct
from zlib import crc32

LONGEST = 4_000_000  # bytes of RTF that are unpacked; the rest is left
HEADER = struct.Struct("<LL4sL")  # §2.1.3.1.1: size of what follows, size unpacked, which of the two, CRC
BEGINNING = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
WINDOW = 4096


def decompress(data: bytes) -> tuple[bytes, bool]:
    """The RTF as far as it can be had, and whether that is all of it."""
    if len(data) < HEADER.size:
        return b"", not data
    size, unpacked, kind, crc = HEADER.unpack_from(data)
    packed = data[HEADER.size : max(size + 4, HEADER.size)]
    if kind == b"MELA":
        return packed[: min(unpacked, LONGEST)], unpacked <= min(len(packed), LONGEST)
    if kind != b"LZFu":
        return b"", False
    rtf = _unpacked(packed, min(unpacked, LONGEST))
    right = crc32(packed, 0xFFFFFFFF) ^ 0xFFFFFFFF == crc  # §2.1.3.2: one that does not begin with all ones
    return rtf, right and len(rtf) >= unpacked


def _unpacked(packed: bytes, most: int) -> bytes:
    """§2.2.2. What is unpacked stands behind the dictionary's beginning, so that its last 4096 bytes are the
    dictionary at any time; the places in it count round from there."""
    out = bytearray(WINDOW - len(BEGINNING)) + BEGINNING
    at, end, first = 0, len(packed), len(out)
    while at < end and len(out) - first < most:
        control = packed[at]
        at += 1
        for bit in range(8):
            if not control >> bit & 1:
                out += packed[at : at + 1]
                at += 1
                continue
            if at + 1 >= end:
                return bytes(out[first:])
            place, length = packed[at] << 4 | packed[at + 1] >> 4, (packed[at + 1] & 15) + 2
            at += 2
            back = (len(out) - first + len(BEGINNING) - place) % WINDOW
            if not back:  # it refers to where the next byte goes: the end
                return bytes(out[first : first + most])
            out += _again(out, back, length)
    return bytes(out[first : first + most])


def _again(out: bytearray, back: int, length: int) -> bytearray:
    """What stands `back` bytes before the end, over and over where it is shorter than wanted."""
    start = len(out) - back
    piece = out[start : start + length]
    return piece if back >= length else (piece * length)[:length]

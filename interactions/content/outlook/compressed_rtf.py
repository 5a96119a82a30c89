"""Outlook's compression of RTF taken off ([MS-OXRTFCP]): a dictionary of 4096 bytes that begins filled.

Own and small: the library for it (compressed-rtf 1.0.7) writes byte by byte without a limit, and refuses what
is damaged as a whole. Twelve times as large as packed is the most that this format can reach.
"""

import struct
from zlib import crc32

MAX_RTF_BYTES = 4_000_000  # bytes of RTF that are unpacked; the rest is left
COMPRESSED_RTF_STRUCT = struct.Struct(
    "<LL4sL"
)  # §2.1.3.1.1: size of what follows, size unpacked, which of the two, CRC
DICTIONARY_PREFIX = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
DICTIONARY_BYTES = 4096


def decompress_rtf(data: bytes) -> tuple[bytes, bool]:
    """The RTF as far as it can be had, and whether that is all of it."""
    if len(data) < COMPRESSED_RTF_STRUCT.size:
        return b"", not data
    size, unpacked, kind, crc = COMPRESSED_RTF_STRUCT.unpack_from(data)
    packed = data[COMPRESSED_RTF_STRUCT.size : max(size + 4, COMPRESSED_RTF_STRUCT.size)]
    if kind == b"MELA":
        return packed[: min(unpacked, MAX_RTF_BYTES)], unpacked <= min(len(packed), MAX_RTF_BYTES)
    if kind != b"LZFu":
        return b"", False
    rtf = _decompress_lzfu(packed, min(unpacked, MAX_RTF_BYTES))
    right = crc32(packed, 0xFFFFFFFF) ^ 0xFFFFFFFF == crc  # §2.1.3.2: one that does not begin with all ones
    return rtf, right and len(rtf) >= unpacked


def _decompress_lzfu(packed: bytes, most: int) -> bytes:
    """§2.2.2. What is unpacked stands behind the dictionary's beginning, so that its last 4096 bytes are the
    dictionary at any time; the places in it count round from there."""
    out = bytearray(DICTIONARY_BYTES - len(DICTIONARY_PREFIX)) + DICTIONARY_PREFIX
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
            back = (len(out) - first + len(DICTIONARY_PREFIX) - place) % DICTIONARY_BYTES
            if not back:  # it refers to where the next byte goes: the end
                return bytes(out[first : first + most])
            out += _copy_back_reference(out, back, length)
    return bytes(out[first : first + most])


def _copy_back_reference(out: bytearray, back: int, length: int) -> bytearray:
    """What stands `back` bytes before the end, over and over where it is shorter than wanted."""
    start = len(out) - back
    piece = out[start : start + length]
    return piece if back >= length else (piece * length)[:length]

"""Decompresses Outlook's RTF ([MS-OXRTFCP]): LZ77 with a dictionary of 4096 bytes that is filled at the
start.

Our own code, because the library for it (compressed-rtf 1.0.7) writes byte by byte without a limit, and
refuses damaged data as a whole. The format can reach at most twelve times the compressed size.
"""

import struct
from zlib import crc32

MAX_RTF_BYTES = 4_000_000  # that are decompressed; the rest is left out
# §2.1.3.1.1: the size of what follows, the size uncompressed, which of the two formats, CRC.
COMPRESSED_RTF_STRUCT = struct.Struct("<LL4sL")
DICTIONARY_PREFIX = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
DICTIONARY_BYTES = 4096


def decompress_rtf(data: bytes) -> tuple[bytes, bool]:
    """The RTF as far as it can be decompressed, and whether that is all of it."""
    if len(data) < COMPRESSED_RTF_STRUCT.size:
        return b"", not data
    size, unpacked_size, kind, crc = COMPRESSED_RTF_STRUCT.unpack_from(data)
    packed = data[COMPRESSED_RTF_STRUCT.size : max(size + 4, COMPRESSED_RTF_STRUCT.size)]
    if kind == b"MELA":
        return packed[: min(unpacked_size, MAX_RTF_BYTES)], unpacked_size <= min(len(packed), MAX_RTF_BYTES)
    if kind != b"LZFu":
        return b"", False
    rtf = _decompress_lzfu(packed, min(unpacked_size, MAX_RTF_BYTES))
    has_right_crc = crc32(packed, 0xFFFFFFFF) ^ 0xFFFFFFFF == crc  # §2.1.3.2: CRC-32 without its inversions
    return rtf, has_right_crc and len(rtf) >= unpacked_size


def _decompress_lzfu(packed: bytes, max_bytes: int) -> bytes:
    """Decompresses the format LZFu (§2.2.2) into at most about `max_bytes` bytes. The output is appended to
    the dictionary's first contents, so that its last 4096 bytes are always the dictionary; the offsets of
    references count round in it."""
    output = bytearray(DICTIONARY_BYTES - len(DICTIONARY_PREFIX)) + DICTIONARY_PREFIX
    position, end, output_start = 0, len(packed), len(output)
    while position < end and len(output) - output_start < max_bytes:
        control = packed[position]
        position += 1
        for bit in range(8):
            if not control >> bit & 1:
                output += packed[position : position + 1]
                position += 1
                continue
            if position + 1 >= end:
                return bytes(output[output_start:])
            offset, length = (
                packed[position] << 4 | packed[position + 1] >> 4,
                (packed[position + 1] & 15) + 2,
            )
            position += 2
            distance = (len(output) - output_start + len(DICTIONARY_PREFIX) - offset) % DICTIONARY_BYTES
            if not distance:  # a reference to the position of the next byte marks the end
                return bytes(output[output_start : output_start + max_bytes])
            output += _copy_back_reference(output, distance, length)
    return bytes(output[output_start : output_start + max_bytes])


def _copy_back_reference(output: bytearray, distance: int, length: int) -> bytearray:
    """The `length` bytes that begin `distance` bytes before the end, repeated where they reach beyond it."""
    start = len(output) - distance
    piece = output[start : start + length]
    return piece if distance >= length else (piece * length)[:length]

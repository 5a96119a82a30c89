import struct
import time

from hypothesis import given
from hypothesis import strategies as st

from interactions.content.outlook.compressed_rtf import MAX_RTF_BYTES, decompress_rtf
from tests.interactions.content.outlook.outlook_writers import compress_rtf

# The two examples of [MS-OXRTFCP] §3.1: plain words, and a reference that reaches into what it makes.
SPECIFICATION_EXAMPLES = (
    (
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0",
        b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n",
    ),
    (
        "1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0",
        b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}",
    ),
)


def test_the_examples_of_the_specification_are_decompressed():
    for packed, rtf in SPECIFICATION_EXAMPLES:
        assert decompress_rtf(bytes.fromhex(packed)) == (rtf, True)


def test_uncompressed_rtf_is_returned_as_it_is():
    data = b"{\\rtf1 as it is}"
    assert decompress_rtf(struct.pack("<LL4sL", len(data) + 12, len(data), b"MELA", 0) + data) == (data, True)


@given(st.binary(max_size=3000))
def test_compressed_bytes_are_decompressed(data):
    assert decompress_rtf(compress_rtf(data)) == (data, True)
    assert decompress_rtf(compress_rtf(data) + b"\0\0") == (data, True)  # filled up to a multiple of four


@given(st.binary(max_size=300), st.sampled_from((b"LZFu", b"MELA", b"????")))
def test_any_bytes_are_decompressed_within_the_limit(data, kind):
    for each in (data, struct.pack("<LL4sL", len(data) + 12, 2**32 - 1, kind, 0) + data):
        rtf, whole = decompress_rtf(each)
        assert len(rtf) <= MAX_RTF_BYTES
        assert not whole or not each


def test_damaged_rtf_is_returned_as_incomplete():
    assert decompress_rtf(compress_rtf(b"{\\rtf1 x}", crc=1)) == (b"{\\rtf1 x}", False)
    rtf, whole = decompress_rtf(compress_rtf(b"{\\rtf1 hello there}")[:-9])
    assert (rtf, whole) == (b"{\\rtf1 hello the"[: len(rtf)], False)
    assert rtf


def test_a_decompression_bomb_ends_at_the_limit():
    body = (b"\xff" + b"\0\0" * 8) * 500_000  # references to what is there, again and again
    before = time.process_time()
    rtf, whole = decompress_rtf(struct.pack("<LL4sL", len(body) + 12, 2**32 - 1, b"LZFu", 0) + body)
    assert (len(rtf), whole) == (MAX_RTF_BYTES, False)
    assert time.process_time() - before < 12

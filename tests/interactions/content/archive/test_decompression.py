import bz2
import gzip
import lzma
import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.archive import decompression
from interactions.content.archive.decompression import (
    BZIP2,
    DEFLATE,
    GZIP,
    XZ,
    DecompressedBody,
    LazyBody,
    VerifiedBody,
)
from interactions.content.errors import UnviewableContent
from interactions.content.nested.in_memory import InMemoryBody

TEXT = b"Parcel 5512 left Ashby. " * 20_000
PACKERS = {GZIP: gzip.compress, BZIP2: bz2.compress, XZ: lzma.compress}
packings = pytest.mark.parametrize("packing", PACKERS, ids=lambda packing: packing.name)


def unpacked(data, packing=GZIP):
    return b"".join(DecompressedBody(InMemoryBody(data), packing))


@packings
def test_data_is_decompressed_piece_by_piece(packing):
    body = DecompressedBody(InMemoryBody(PACKERS[packing](TEXT)), packing)
    assert body.read(7) == TEXT[:7]
    assert body.read(100_000) == TEXT[7:100_007]
    assert b"".join(body) == TEXT[100_007:]
    assert body.read(5) == b""


@packings
def test_concatenated_streams_are_one_file(packing):
    pack = PACKERS[packing]
    assert unpacked(pack(b"one, ") + pack(b"") + pack(b"two"), packing) == b"one, two"
    assert unpacked(pack(b"one") + bytes(512), packing) == b"one"
    assert unpacked(pack(b"one") + b"and something else", packing) == b"one"


@packings
def test_a_truncated_stream_is_refused(packing):
    for cut in (1, 5, 20):
        with pytest.raises(UnviewableContent, match="cut off"):
            unpacked(PACKERS[packing](TEXT)[:-cut], packing)


@packings
def test_a_damaged_stream_is_refused(packing):
    data = bytearray(PACKERS[packing](TEXT))
    data[len(data) // 2] ^= 0xFF
    with pytest.raises(UnviewableContent, match=r"damaged|cut off"):
        unpacked(bytes(data), packing)


def test_decompressing_stops_at_the_size_limit(content_limits):
    content_limits(archive_member=300_000)
    body, got = DecompressedBody(InMemoryBody(gzip.compress(TEXT)), GZIP), 0
    with pytest.raises(UnviewableContent, match=r"larger than 0\.3 MB"):
        while piece := body.read(10_000):
            got += len(piece)
    assert got <= 300_000


def test_decompressing_stops_at_the_ratio_limit():
    bomb = gzip.compress(bytes(20_000_000))
    with pytest.raises(UnviewableContent, match="1,000 times"):
        unpacked(bomb)
    assert unpacked(gzip.compress(bytes(900_000))) == bytes(900_000)


def test_the_number_of_streams_is_limited():
    began = time.process_time()
    with pytest.raises(UnviewableContent, match="10,000 pieces"):
        unpacked(gzip.compress(b"") * 200_000)
    assert time.process_time() - began < 9


def test_compressed_bytes_without_output_are_limited():
    empty_blocks = b"\x00\x00\x00\xff\xff" * 5_000_000
    began = time.process_time()
    with pytest.raises(UnviewableContent, match="damaged"):
        unpacked(empty_blocks, DEFLATE)
    assert time.process_time() - began < 9


def test_xz_gets_no_more_memory_than_its_best_setting_needs():
    assert unpacked(lzma.compress(b"x" * 1000, preset=9), XZ) == b"x" * 1000
    greedy = [{"id": lzma.FILTER_LZMA2, "preset": 1, "dict_size": 512 * 1024 * 1024}]
    # Made by hand in the header: to pack with such a dictionary takes gigabytes.
    data = bytearray(lzma.compress(b"x" * 1000, filters=[greedy[0] | {"dict_size": 1 << 20}]))
    at = data.index(b"\x21\x01") + 2
    data[at] = 34  # 512 MiB
    header = data[12 : 12 + (data[12] + 1) * 4]
    data[12 + len(header) - 4 : 12 + len(header)] = zlib.crc32(header[:-4]).to_bytes(4, "little")
    with pytest.raises(UnviewableContent, match="damaged"):
        unpacked(bytes(data), XZ)


@packings
@given(data=st.binary(max_size=300), begin=st.booleans())
def test_any_bytes_are_unpacked_or_refused(packing, data, begin):
    try:
        unpacked((packing.magic + b"\x08" if begin else b"") + data, packing)
    except UnviewableContent as unshowable:
        assert unshowable.reason


def test_the_end_is_checked_before_the_last_piece():
    whole = VerifiedBody(InMemoryBody(b"hello"), 5, zlib.crc32(b"hello"))
    assert b"".join(whole) == b"hello"
    for body, size, crc, reason in (
        (b"hello", 5, 7, "CRC-32"),
        (b"hello", 4, zlib.crc32(b"hell"), "more bytes than"),
        (b"hello", 6, 0, "cut off"),
    ):
        got = b""
        with pytest.raises(UnviewableContent, match=reason):
            for piece in VerifiedBody(InMemoryBody(body), size, crc):
                got += piece
        assert len(got) < 6
    assert VerifiedBody(InMemoryBody(b""), 0, 0).read(9) == b""


def test_a_lazy_body_is_opened_by_its_first_read():
    opened = []

    def opening():
        opened.append(InMemoryBody(b"x"))
        return opened[0]

    LazyBody(opening).close()
    assert not opened
    body = LazyBody(opening)
    assert (body.read(9), body.read(9), len(opened)) == (b"x", b"", 1)
    body.close()
    assert body.read(9) == b""


def test_a_body_closes_the_one_it_reads_from():
    packed = InMemoryBody(gzip.compress(b"x"))
    assert b"".join(DecompressedBody(packed, GZIP)) == b"x"
    assert packed.position == len(packed.data)
    assert decompression.MAX_STREAMS > 1

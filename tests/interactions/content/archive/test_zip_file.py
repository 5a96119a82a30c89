import io
import struct
import time
import tracemalloc
import zipfile
import zlib
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.archive import zip_file
from interactions.content.archive.ranged_archive import InMemoryArchive
from interactions.content.archive.zip_directory import parse_zip_directory
from interactions.content.errors import UnviewableContent
from interactions.content.nested.in_memory import build_in_memory_source
from tests.interactions.content.archive.archives import (
    CountingSource,
    FalseZipEntry,
    build_false_zip,
    build_zip,
    count_source_bytes,
    read_all_bytes,
)

TEXT = b"Parcel 5512 left Ashby. " * 400
GOOD = build_zip(("notes.txt", TEXT), ("list/", b""), ("list/lamps.csv", b"lamp,price\n"))


def open_zip(data):
    return zip_file.open_zip(build_in_memory_source(data))


def refusals(data):
    return [member.refusal for member in open_zip(data).members]


def test_a_zip_lists_files_folders_sizes_and_dates():
    archive = open_zip(GOOD)
    notes, folder, lamps = archive.members
    assert (notes.path, notes.name, notes.size) == ("1", "notes.txt", 9600)
    assert 0 < notes.compressed_size < 100
    assert notes.modified_at == datetime(2026, 3, 2, 9, 33, 10)
    assert (folder.is_folder, folder.source) == (True, None)
    assert (archive.format, archive.declared_count, archive.has_more, archive.notes) == ("zip", 3, False, ())
    assert [(entry.path, entry.name, entry.file_name, entry.depth) for entry in archive.entries] == [
        ("1", "notes.txt", "notes.txt", 0),
        ("3", "list/lamps.csv", "lamps.csv", 1),
    ]
    assert read_all_bytes(archive.source("1")) == TEXT
    assert read_all_bytes(archive.source("3")) == b"lamp,price\n"
    assert archive.source("2") is archive.source("4") is archive.source("1.1") is None
    assert archive.images("1") == {}
    assert archive.source("3")({}).name == "lamps.csv"
    assert lamps.refusal == ""


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
@pytest.mark.parametrize("has_ranges", [True, False])
def test_a_file_of_a_zip_gives_ranges(method, has_ranges):
    upstream = CountingSource(build_zip(("a", TEXT), method=method), has_ranges=has_ranges)
    source = zip_file.open_zip(upstream).source("1")
    content = source({"Range": "bytes=1000-1009"})
    assert (content.status, content.headers["Content-Range"]) == (206, "bytes 1000-1009/9600")
    assert b"".join(content.body) == TEXT[1000:1010]
    beyond = source({"Range": "bytes=9600-"})
    assert (beyond.status, beyond.headers["Content-Range"]) == (416, "bytes */9600")
    assert read_all_bytes(source) == TEXT
    assert upstream.open == 0


def test_a_large_zip_costs_its_end_its_list_and_the_file():
    stored = bytes(30_000_000)
    upstream = CountingSource(
        build_zip(("film.mp4", stored), ("a.txt", TEXT), ("b.mp4", stored), method=zipfile.ZIP_STORED)
    )
    archive = zip_file.open_zip(upstream)
    assert read_all_bytes(archive.source("2")) == TEXT
    assert read_all_bytes(archive.source("3"), {"Range": "bytes=29999990-"}) == bytes(10)
    assert upstream.read_bytes < 1_500_000
    assert len(upstream.requested_ranges) < 9
    assert upstream.open == 0


@pytest.mark.parametrize(
    ("lie", "reason"),
    [
        (FalseZipEntry(flags=1), "encrypted"),
        (FalseZipEntry(method=99), "encrypted"),
        (FalseZipEntry(method=14), "LZMA"),
        (FalseZipEntry(method=77), "method 77 is not supported"),
        (FalseZipEntry(host=3, attributes=0o120777 << 16), "link"),
        (FalseZipEntry(method=8, size=300_000_000), "256 MB"),
        (FalseZipEntry(method=8, size=2_000_000), "1,000 times"),
        (FalseZipEntry(packed=4000, size=4000), "this file is not in it"),
        (FalseZipEntry(offset=90_000), "this file is not in it"),
        (FalseZipEntry(size=4), "two different sizes"),
        (
            FalseZipEntry(
                method=8, packed=0xFFFFFFFF, size=0xFFFFFFFF, extra=struct.pack("<2H2Q", 1, 16, 2**63, 2**63)
            ),
            "this file is not in it",
        ),
        (
            FalseZipEntry(offset=0xFFFFFFFF, extra=struct.pack("<2HQ", 1, 8, 2**64 - 1)),
            "this file is not in it",
        ),
    ],
)
def test_a_file_that_can_t_be_opened_has_a_refusal(lie, reason):
    archive = open_zip(build_false_zip(lie))
    assert reason in archive.members[0].refusal
    with pytest.raises(UnviewableContent, match=reason):
        archive.source("1")


@pytest.mark.parametrize(
    ("lie", "reason"),
    [
        (FalseZipEntry(crc=7), "CRC-32"),
        (
            FalseZipEntry(method=8, data=zlib.compress(TEXT)[2:-4], size=9599, crc=zlib.crc32(TEXT)),
            "more bytes than",
        ),
        (FalseZipEntry(method=8, data=zlib.compress(TEXT)[2:-4], size=9601, crc=zlib.crc32(TEXT)), "cut off"),
        (FalseZipEntry(method=8, data=zlib.compress(TEXT)[2:-9], size=9600, crc=zlib.crc32(TEXT)), "cut off"),
        (FalseZipEntry(method=8, data=b"\xff" * 9), "damaged"),
        (FalseZipEntry(method=12, data=b"no bzip2"), "damaged"),
        (FalseZipEntry(method=8, data=zlib.compress(bytes(9_000_000))[2:-4], size=5), "more bytes than"),
    ],
)
def test_a_contradiction_that_shows_at_opening_has_a_reason(lie, reason):
    source = open_zip(build_false_zip(lie)).source("1")
    with pytest.raises(UnviewableContent, match=reason):
        read_all_bytes(source)


def test_a_file_without_a_local_header_is_refused():
    source = open_zip(build_false_zip(FalseZipEntry(offset=3))).source("1")
    with pytest.raises(UnviewableContent, match="not where"):
        source({})


def test_names_are_decoded_by_flag_field_or_code_page():
    unicode_path = b"\x01" + zlib.crc32(b"x.txt").to_bytes(4, "little") + "größe.txt".encode()
    names = [
        (FalseZipEntry(name=b"gr\x94\xe1e.txt"), "größe.txt"),  # code page 437
        (FalseZipEntry(name="größe.txt".encode(), flags=0x800), "größe.txt"),
        (FalseZipEntry(name="größe.txt".encode()), "größe.txt"),
        (FalseZipEntry(name=b"\xff", flags=0x800), "\ufffd"),
        (
            FalseZipEntry(name=b"x.txt", extra=struct.pack("<2H", 0x7075, len(unicode_path)) + unicode_path),
            "größe.txt",
        ),
        (
            FalseZipEntry(name=b"y.txt", extra=struct.pack("<2H", 0x7075, len(unicode_path)) + unicode_path),
            "y.txt",
        ),
        (FalseZipEntry(name=b"../../etc/passwd"), "../../etc/passwd"),
        (FalseZipEntry(name=b"C:\\Windows\\a.exe"), "C:\\Windows\\a.exe"),
        (FalseZipEntry(name=b""), ""),
    ]
    archive = open_zip(build_false_zip(*(lie for lie, _ in names)))
    assert [member.name for member in archive.members] == [name for _, name in names]
    assert archive.entries[6].file_name == "passwd"
    assert archive.entries[7].file_name == "a.exe"
    assert archive.entries[8].file_name == "file-9.bin"


def test_characters_that_turn_a_name_round_are_visible():
    entry = open_zip(
        build_false_zip(FalseZipEntry(name="bill\u202efdp.exe\n".encode(), flags=0x800))
    ).entries[0]
    assert entry.name == "bill[U+202E]fdp.exe␊"
    assert entry.file_name == "billfdp.exe"


def test_a_zip_may_have_bytes_before_and_behind_it():
    archive = open_zip(b"#!/bin/sh\nexit\n" + GOOD)
    assert read_all_bytes(archive.source("1")) == TEXT
    commented = io.BytesIO(GOOD)
    with zipfile.ZipFile(commented, "a") as file:
        file.comment = b"PK\5\6 in a comment " + b"x" * 60_000
    assert read_all_bytes(open_zip(commented.getvalue()).source("3")) == b"lamp,price\n"


def test_a_zip64_is_listed(monkeypatch):
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 5)
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 1)
    data = build_zip(("notes.txt", TEXT), ("lamps.csv", b"lamp,price\n"))
    assert b"PK\6\6" in data
    for before in (b"", b"something before it"):
        archive = open_zip(before + data)
        assert [member.size for member in archive.members] == [9600, 11]
        assert read_all_bytes(archive.source("2")) == b"lamp,price\n"


@pytest.mark.parametrize(
    "fields", [(0, 2**64 - 1, 2**64 - 1, 2**64 - 1), (0, 1, 2**63, 0), (0, 1, 10, 2**62), (7, 1, 10, 0)]
)
def test_absurd_numbers_in_a_zip64_end_record_are_refused(fields):
    disk, count, size, start = fields
    large = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, disk, 0, count, count, size, start)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, 0, 1)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0xFFFF, 0, 0xFFFF, 0xFFFF, 2**32 - 1, 2**32 - 1, 0)
    with pytest.raises(UnviewableContent, match=r"damaged|split"):
        open_zip(large + locator + end)


@pytest.mark.parametrize(
    "data", [b"", b"PK\3\4", b"PK\5\6", b"PK\3\4" + bytes(90_000), GOOD[:-30], GOOD[:-1]]
)
def test_what_is_no_zip_is_refused(data):
    with pytest.raises(UnviewableContent):
        open_zip(data)


def test_an_empty_zip_lists_nothing():
    archive = open_zip(build_zip())
    assert (archive.members, archive.declared_count, archive.has_more) == ((), 0, False)


def test_a_damaged_directory_lists_the_files_before_the_damage():
    at = GOOD.rindex(b"PK\1\2")
    archive = open_zip(GOOD[:at] + b"XX" + GOOD[at + 2 :])
    assert [member.name for member in archive.members] == ["notes.txt", "list/"]
    assert archive.notes == ("The file list is cut off; the archive is damaged.",)


def test_no_more_than_the_limit_is_listed(content_limits):
    content_limits(archive_entries=2)
    archive = open_zip(build_zip(*((f"{number}.txt", b"x") for number in range(5))))
    assert (len(archive.members), archive.declared_count, archive.has_more) == (2, 5, True)


@pytest.mark.parametrize("claim", [1, 5, 65_535])
def test_the_end_record_s_count_is_not_trusted(claim, content_limits):
    content_limits(archive_entries=3)
    archive = open_zip(
        build_false_zip(*(FalseZipEntry(name=b"%d" % number) for number in range(5)), counted=claim)
    )
    assert (len(archive.members), archive.has_more) == (3, True)
    assert archive.declared_count >= 4


def test_a_zip_of_two_hundred_thousand_files_is_listed_in_bounded_time():
    """As zipfile does it: 1 s and 100 MB before a name is seen (docs/content-study.md §3.6)."""
    entry = build_false_zip(FalseZipEntry(name=b"a" * 20))
    at, end = entry.index(b"PK\1\2"), entry.rindex(b"PK\5\6")
    listing = entry[at:end] * 200_000
    data = entry[:at] + listing + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 3392, 3392, len(listing), at, 0)
    upstream = CountingSource(data)
    tracemalloc.start()
    began = time.process_time()
    archive = zip_file.open_zip(upstream)
    seconds, peak = time.process_time() - began, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (len(archive.members), archive.has_more) == (1000, True)
    assert seconds < 0.5
    assert peak < 6_000_000
    assert upstream.read_bytes < 1_200_000


def test_the_bytes_of_a_directory_are_limited():
    upstream = CountingSource(build_false_zip(*(FalseZipEntry(name=b"n" * 65_000) for _ in range(200))))
    archive = zip_file.open_zip(upstream)
    assert 50 < len(archive.members) < 100
    assert archive.has_more
    assert len(archive.entries[0].name) == 1001


def test_files_that_overlap_are_refused():
    kernel = zlib.compress(bytes(900_000))[2:-4]
    same = FalseZipEntry(name=b"a", method=8, data=kernel, size=900_000, crc=zlib.crc32(bytes(900_000)))
    data = build_false_zip(
        same,
        *(
            FalseZipEntry(name=b"b", method=8, data=b"", packed=len(kernel), size=900_000, offset=0)
            for _ in range(9)
        ),
    )
    assert all("overlaps with another file" in refusal for refusal in refusals(data))
    assert refusals(build_false_zip(FalseZipEntry(), FalseZipEntry(), FalseZipEntry())) == ["", "", ""]
    quoted = build_false_zip(FalseZipEntry(data=b"x" * 99), FalseZipEntry(data=b"y" * 9, offset=40))
    assert ["overlaps" in refusal for refusal in refusals(quoted)] == [True, True]


def test_a_file_of_ten_gigabytes_of_zeros_is_refused():
    chunk = zlib.compressobj(9, zlib.DEFLATED, -15)
    megabyte = chunk.compress(bytes(1_000_000)) + chunk.flush(zlib.Z_FULL_FLUSH)
    data = megabyte * 10_000 + b"\x03\x00"
    assert "256 MB" in refusals(build_false_zip(FalseZipEntry(method=8, data=data, size=10**10 % 2**32)))[0]
    source = open_zip(build_false_zip(FalseZipEntry(method=8, data=data, size=200_000_000))).source("1")
    tracemalloc.start()
    began = time.process_time()
    with pytest.raises(UnviewableContent, match=r"attack|more bytes|256 MB"):
        count_source_bytes(source)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert time.process_time() - began < 18
    assert peak < 3_000_000


@given(st.binary(max_size=300), st.integers(0, 400), st.integers(0, 60))
def test_any_damage_gives_a_list_or_a_reason(noise, at, cut):
    data = GOOD[:at] + noise + GOOD[at + cut :]
    _try(data)
    _try(noise + b"PK\5\6" + noise)


@given(
    st.builds(
        FalseZipEntry,
        name=st.binary(max_size=20),
        data=st.binary(max_size=40),
        method=st.sampled_from([0, 8, 12, 14, 99]),
        flags=st.sampled_from([0, 1, 8, 0x800]),
        size=st.none() | st.integers(0, 2**32 - 1),
        packed=st.none() | st.integers(0, 2**32 - 1),
        offset=st.none() | st.integers(0, 2**32 - 1),
        extra=st.binary(max_size=30),
        attributes=st.integers(0, 2**32 - 1),
        host=st.integers(0, 255),
    ),
    st.none() | st.integers(0, 65535),
    st.none() | st.integers(0, 2**32 - 1),
    st.none() | st.integers(0, 2**32 - 1),
)
def test_any_lie_gives_a_list_or_a_reason(lie, counted, size, start):
    _try(build_false_zip(lie, FalseZipEntry(), counted=counted, size=size, start=start))


def _try(data):
    try:
        archive = open_zip(data)
        for entry in archive.entries:
            if not entry.refusal:
                read_all_bytes(archive.source(entry.path))
    except UnviewableContent as unshowable:
        assert unshowable.reason


def test_the_list_equals_that_of_zipfile():
    files = [(f"folder {number % 7}/file {number}.txt", b"x" * number) for number in range(300)]
    data = build_zip(*files)
    listed = parse_zip_directory(InMemoryArchive(data), 1000).entries
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert [(each.name, each.size, each.compressed_size, each.offset, each.crc) for each in listed] == [
            (info.filename, info.file_size, info.compress_size, info.header_offset, info.CRC)
            for info in archive.infolist()
        ]

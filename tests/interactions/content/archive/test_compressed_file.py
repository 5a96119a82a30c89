import bz2
import gzip
import io
import lzma
import time
import tracemalloc
from datetime import datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.archive.archive_formats import open_archive
from interactions.content.errors import UnviewableContent
from interactions.content.nested.in_memory import build_in_memory_source
from tests.interactions.content.archive.archives import (
    CountingSource,
    build_tar,
    count_source_bytes,
    read_all_bytes,
)

TEXT = b"Parcel 5512 left Ashby. " * 400


def named(name, data):
    packed = io.BytesIO()
    with gzip.GzipFile(name, "wb", fileobj=packed, mtime=1_772_443_990) as file:
        file.write(data)
    return packed.getvalue()


def test_a_compressed_file_is_a_container_of_one_file():
    archive = open_archive(build_in_memory_source(named("log.txt", TEXT)))
    member = archive.members[0]
    assert (archive.format, member.name, member.size) == ("gzip", "log.txt", None)
    assert member.modified_at == datetime(2026, 3, 2, 9, 33, 10)
    assert member.compressed_size < 200
    assert read_all_bytes(archive.source("1")) == TEXT
    content = archive.source("1")({"Range": "bytes=5-9"})
    assert (content.status, content.length, content.name) == (200, None, "log.txt")


@pytest.mark.parametrize(
    ("pack", "ending"), [(gzip.compress, ".gz"), (bz2.compress, ".bz2"), (lzma.compress, ".xz")]
)
def test_without_a_name_in_its_header_a_file_is_named_after_the_archive(pack, ending):
    assert (
        open_archive(build_in_memory_source(pack(TEXT), name=f"log.txt{ending}")).members[0].name == "log.txt"
    )
    assert open_archive(build_in_memory_source(pack(TEXT))).members[0].name == "file"


def test_the_name_is_found_behind_an_extra_field():
    plain = gzip.compress(TEXT)
    data = plain[:3] + b"\x0c" + plain[4:10] + b"\x02\0ab" + b"named\0" + plain[10:]
    archive = open_archive(build_in_memory_source(data))
    assert archive.members[0].name == "named"
    assert read_all_bytes(archive.source("1")) == TEXT


@pytest.mark.parametrize(
    ("pack", "name"), [(gzip.compress, "tar.gz"), (bz2.compress, "tar.bz2"), (lzma.compress, "tar.xz")]
)
@pytest.mark.parametrize("has_ranges", [True, False])
def test_a_compressed_tar_lists_the_files_of_the_tar(pack, name, has_ranges):
    upstream = CountingSource(pack(build_tar(("a.txt", TEXT), ("b/c.csv", b"1,2\n"))), has_ranges=has_ranges)
    archive = open_archive(upstream)
    assert archive.format == name
    assert [(each.name, each.size) for each in archive.members] == [("a.txt", 9600), ("b/c.csv", 4)]
    assert read_all_bytes(archive.source("2")) == b"1,2\n"
    assert read_all_bytes(archive.source("1"), {"Range": "bytes=7-10"}) == b"5512"
    del archive
    assert upstream.open == 0


def test_all_files_of_a_compressed_tar_are_read_in_one_pass():
    noise = Random(1).randbytes(20_000)
    data = gzip.compress(build_tar(*((f"{number}", noise) for number in range(900))), 1)
    upstream = CountingSource(data)
    archive = open_archive(upstream)
    began = time.process_time()
    for entry in archive.entries:
        assert len(read_all_bytes(archive.source(entry.path))) == 20_000
    assert time.process_time() - began < 9
    assert upstream.read_bytes < 2.5 * len(data)


def test_a_damaged_compressed_tar_lists_the_files_before_the_damage():
    data = gzip.compress(build_tar(*((f"{number}.txt", TEXT * 9) for number in range(20))), 0)
    cut = open_archive(build_in_memory_source(data[: len(data) // 2]))
    assert 5 < len(cut.members) < 15
    assert cut.notes == ("The file list may be incomplete. The file is cut off.",)
    with pytest.raises(UnviewableContent, match="cut off"):
        read_all_bytes(cut.source(cut.entries[-1].path))


def test_a_gzip_bomb_within_a_gzip_is_bounded():
    bomb = gzip.compress(gzip.compress(bytes(40_000_000)))
    assert len(bomb) < 500
    tracemalloc.start()
    began = time.process_time()
    inner = open_archive(open_archive(build_in_memory_source(bomb)).source("1"))
    with pytest.raises(UnviewableContent, match="1,000 times"):
        count_source_bytes(inner.source("1"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert time.process_time() - began < 6
    assert peak < 3_000_000


def test_listing_a_tar_bomb_is_bounded():
    """bzip2 packs zeros a million times."""
    block = build_tar(("zeros", bytes(9_000_000)))[: 9_000_000 // 512 * 512]
    archive = open_archive(build_in_memory_source(bz2.compress(block * 20)))
    assert archive.has_more
    assert "may be incomplete" in archive.notes[0]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"7z\xbc\xaf\x27\x1c" + bytes(90), "7-Zip"),
        (b"Rar!\x1a\x07\x00" + bytes(90), "RAR"),
        (b"Rar!\x1a\x07\x01\x00" + bytes(90), "RAR"),
        (b"something else", "not an archive"),
        (b"", "not an archive"),
        (b"\x1f\x8b\x08\x00" + bytes(90), "damaged|cut off"),
    ],
)
def test_a_file_that_is_not_opened_has_a_reason(data, reason):
    with pytest.raises(UnviewableContent, match=reason):
        open_archive(build_in_memory_source(data))


@given(st.binary(max_size=300), st.integers(0, 200), st.integers(0, 40), st.sampled_from([gzip, bz2, lzma]))
def test_any_damage_gives_a_list_or_a_reason(noise, at, cut, module):
    data = module.compress(build_tar(("a.txt", TEXT)))
    try:
        archive = open_archive(build_in_memory_source(data[:at] + noise + data[at + cut :]))
        for entry in archive.entries:
            if not entry.refusal:
                read_all_bytes(archive.source(entry.path))
    except UnviewableContent as unshowable:
        assert unshowable.reason

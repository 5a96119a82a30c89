import io
import tarfile
import time
import tracemalloc
from datetime import datetime
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.archive import sequential_archive, tar_file
from interactions.content.errors import UnviewableContent
from interactions.content.nested.in_memory import build_in_memory_source
from tests.interactions.content.archive.archives import CountingSource, build_tar, read_all_bytes

TEXT = b"Parcel 5512 left Ashby. " * 400
LONG = "folder/" * 30 + "größe.txt"
FILES = (("notes.txt", TEXT), (LONG, b"lamp"), ("empty", b""), ("last.csv", b"a,b\n"))


def open_tar(data):
    return tar_file.open_tar(build_in_memory_source(data))


def header(name=b"a", size=0, type=b"0", **changes):
    """A header as tarfile makes it, with bytes changed at an offset (`at_124=…`) and its sum made right."""
    info = tarfile.TarInfo(name.decode())
    info.size, info.type = size, type
    block = bytearray(info.tobuf(tarfile.USTAR_FORMAT))
    for at, data in changes.items():
        start = int(at.removeprefix("at_"))
        block[start : start + len(data)] = data
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


@pytest.mark.parametrize("format", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
@pytest.mark.parametrize(
    "upstream",
    [
        CountingSource,
        partial(CountingSource, has_ranges=False),
        partial(CountingSource, has_ranges=False, hides_length=True),
    ],
    ids=["parts", "whole", "no length"],
)
def test_a_tar_lists_its_files_and_gives_their_bytes(format, upstream):
    upstream = upstream(build_tar(*FILES, format=format))
    archive = tar_file.open_tar(upstream)
    assert [(each.name, each.size) for each in archive.members] == [(n, len(d)) for n, d in FILES]
    assert archive.members[0].modified_at == datetime(2026, 3, 2, 9, 33, 10)
    assert (archive.format, archive.declared_count, archive.has_more, archive.notes) == (
        "tar",
        None,
        False,
        (),
    )
    for entry, (_, data) in zip(archive.entries, FILES, strict=True):
        assert read_all_bytes(archive.source(entry.path)) == data
    part = archive.source("1")({"Range": "bytes=24-29"})
    assert (part.status, part.headers["Content-Range"]) == (206, "bytes 24-29/9600")
    assert b"".join(part.body) == b"Parcel"
    del archive, part
    assert upstream.open == 0


def test_large_files_are_skipped_by_a_range_request():
    upstream = CountingSource(
        build_tar(*((f"film {number}", bytes(5_000_000)) for number in range(6)), ("a", b"x"))
    )
    archive = tar_file.open_tar(upstream)
    assert read_all_bytes(archive.source("7")) == b"x"
    assert upstream.read_bytes < 10_000
    assert len(upstream.requested_ranges) == 8
    assert upstream.open == 0


def test_without_ranges_all_files_are_read_in_one_pass():
    """To begin anew for each would read half a gigabyte."""
    upstream = CountingSource(
        build_tar(*((f"{number}", bytes(10_000)) for number in range(500))), has_ranges=False
    )
    archive = tar_file.open_tar(upstream)
    for entry in archive.entries:
        read_all_bytes(archive.source(entry.path))
    assert upstream.read_bytes < 2.2 * len(upstream.data)
    read_all_bytes(archive.source("3"))
    read_all_bytes(archive.source("1"))
    assert upstream.open == 1
    del archive
    assert upstream.open == 0


def test_links_and_devices_are_refused_with_a_reason():
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, type, link in (
            ("folder", tarfile.DIRTYPE, ""),
            ("soft", tarfile.SYMTYPE, "/etc/\u202epasswd"),
            ("hard", tarfile.LNKTYPE, "notes.txt"),
            ("pipe", tarfile.FIFOTYPE, ""),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = type, link
            archive.addfile(info)
    folder, *others = open_tar(packed.getvalue()).members
    assert (folder.name, folder.is_folder) == ("folder/", True)
    assert [each.refusal for each in others] == [
        "This is a link to /etc/[U+202E]passwd.",
        "This is a link to notes.txt.",
        "This is a device, not a file.",
    ]
    assert open_tar(packed.getvalue()).source("1") is None


def test_names_that_lead_out_of_the_archive_are_only_text():
    archive = open_tar(build_tar(("/etc/passwd", b"x"), ("../../up", b"y"), ("a/../../b", b"z")))
    assert [entry.name for entry in archive.entries] == ["/etc/passwd", "../../up", "a/../../b"]
    assert [entry.file_name for entry in archive.entries] == ["passwd", "up", "b"]


def test_sparse_files_are_refused_and_their_maps_skipped():
    first = header(b"Sparse", 512, b"S", at_482=b"\1")
    more = bytes(504) + b"\1" + bytes(7)
    gnu = first + more + bytes(512) + bytes(512) + header(b"after", 1) + b"x" + bytes(511) + bytes(1024)
    holes, after = open_tar(gnu).members
    assert "Sparse files can’t be opened here." in holes.refusal
    assert (after.name, read_all_bytes(after.source)) == ("after", b"x")
    record = b"22 GNU.sparse.major=1\n"
    pax = header(b"x", len(record), b"x") + record.ljust(512, b"\0") + header(b"Sparse") + bytes(1024)
    assert "Sparse files can’t be opened here." in open_tar(pax).members[0].refusal


def test_a_file_behind_the_end_of_a_truncated_tar_is_refused():
    data = build_tar(("a.txt", b"x"), ("b.txt", TEXT))
    assert open_tar(data[:3000]).members[1].refusal == "The archive is cut off before the end of this file."
    archive = tar_file.open_tar(CountingSource(data[:3000], has_ranges=False, hides_length=True))
    assert read_all_bytes(archive.source("1")) == b"x"
    with pytest.raises(UnviewableContent, match="cut off"):
        read_all_bytes(archive.source("2"))
    short = open_tar(data[:1100])
    assert (len(short.members), short.has_more) == (1, True)
    assert short.notes == ("The file list may be incomplete. The next file header is damaged.",)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no tar" * 200,
        header(b"a", at_124=b"\xff" * 12),  # a negative size: tarfile went back for ever (CVE-2025-8194)
        header(b"long", 10**9, b"L"),
    ],
)
def test_a_tar_without_headers_lists_nothing_or_is_refused(data):
    if not data:
        assert open_tar(data).members == ()
        return
    with pytest.raises(UnviewableContent, match="file list can’t be read"):
        open_tar(data)


def test_headers_with_absurd_sizes_end_the_list():
    large = header(b"a", at_124=b"\x80" + b"\xff" * 11) + header(b"b")
    assert len(open_tar(large).members) == 1
    pax = b"30 size=99999999999999999999\n ".ljust(512, b"\0")
    archive = open_tar(header(b"x", 30, b"x") + pax + header(b"a", 1) + b"x".ljust(512, b"\0"))
    assert archive.members[0].size == 1


def test_a_million_empty_headers_take_bounded_memory():
    upstream = CountingSource(header() * 1_000_000)
    tracemalloc.start()
    began = time.process_time()
    archive = tar_file.open_tar(upstream)
    seconds, peak = time.process_time() - began, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (len(archive.members), archive.has_more) == (1000, True)
    assert upstream.read_bytes < 520_000
    assert seconds < 2
    assert peak < 3_000_000


def test_headers_that_extend_nothing_are_limited():
    archive = open_tar(header() + header(b"x", 0, b"x") * 100_000)
    assert archive.notes == ("The file list may be incomplete. The archive has too many headers.",)


def test_the_scan_of_a_tar_is_limited(monkeypatch, content_limits):
    data = build_tar(*((f"{number}", bytes(90_000)) for number in range(30)))
    content_limits(archive_member=1_000_000)
    archive = tar_file.open_tar(CountingSource(data, has_ranges=False))
    assert 5 < len(archive.members) < 15
    assert archive.notes == ("The file list may be incomplete. Only the first 1 MB were read.",)
    assert "1 MB" in archive.members[-1].refusal
    monkeypatch.setattr(sequential_archive, "MAX_SCAN_SECONDS", 0.0)
    with pytest.raises(UnviewableContent, match="Reading stopped after 0 s"):
        tar_file.open_tar(CountingSource(data, has_ranges=False))


@given(st.binary(max_size=700), st.integers(0, 3000), st.integers(0, 600))
def test_any_damage_gives_a_list_or_a_reason(noise, at, cut):
    data = build_tar(*FILES[:2], format=tarfile.PAX_FORMAT)
    _try(data[:at] + noise + data[at + cut :])


@given(
    st.lists(
        st.builds(
            header,
            name=st.just(b"a"),
            size=st.integers(0, 2000),
            type=st.sampled_from([b"0", b"5", b"x", b"g", b"L", b"K", b"S", b"1", b"7", b"\0"]),
            at_124=st.binary(max_size=12),
        )
        | st.binary(min_size=512, max_size=512)
        | st.just(b"23 path=a\n15 size=-1\n30 a".ljust(512, b"\0")),
        max_size=8,
    )
)
def test_any_headers_give_a_list_or_a_reason(blocks):
    _try(b"".join(blocks))


def _try(data):
    for upstream in (build_in_memory_source(data), CountingSource(data, has_ranges=False, hides_length=True)):
        try:
            archive = tar_file.open_tar(upstream)
            for entry in archive.entries:
                if not entry.refusal:
                    read_all_bytes(archive.source(entry.path))
        except UnviewableContent as unshowable:
            assert unshowable.reason

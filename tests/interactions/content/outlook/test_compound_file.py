import struct
import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.errors import UnviewableContent
from interactions.content.outlook.compound_file import COMPOUND_FILE_SIGNATURE, CompoundFile
from tests.interactions.content.outlook.outlook_writers import END_OF_CHAIN, FREE_SECTOR, build_compound_file


def read_tree(file, entry):
    entries = file.list_storage(entry)
    return {
        name: read_tree(file, child) if child.kind == 1 else file.read_stream(child)
        for name, child in entries.items()
    }


@pytest.mark.parametrize("sector", [512, 4096])
def test_streams_and_storages_are_read_back(sector):
    tree = {
        "small": b"s" * 100,
        "empty": b"",
        "large": bytes(range(256)) * 40,
        "at the border": b"b" * 4096,
        "in": {"deeper": {"deepest": b"d"}, "x" * 31: b"n"},
        **{f"{number:04}": b"%d" % number for number in range(300)},
    }
    file = CompoundFile(build_compound_file(tree, sector=sector))
    assert read_tree(file, file.root) == tree
    assert not file.damaged


def test_a_fat_that_is_too_long_for_the_header_is_read():
    tree = {"a": b"a" * 5_000_000, "b": b"b" * 4_000_000}
    file = CompoundFile(build_compound_file(tree))
    assert read_tree(file, file.root) == tree


def test_a_truncated_stream_is_read_as_far_as_it_goes():
    data = build_compound_file({"a": bytes(5000), "b": b"b" * 5000})
    whole = CompoundFile(data)
    start = whole.list_storage(whole.root)["b"].start_sector
    for at in (60, len(data) // 2, len(data) - 600):
        with pytest.raises(UnviewableContent, match="cut off"):
            CompoundFile(data[:at])
    lost = bytearray(data)
    table = struct.unpack_from("<L", data, 76)[0]
    struct.pack_into("<L", lost, (table + 1) * 512 + 4 * (start + 3), 0x7FFFFFFF)  # leads out of the file
    file = CompoundFile(bytes(lost))
    entries = file.list_storage(file.root)
    assert file.read_stream(entries["a"]) == bytes(5000)
    assert not file.damaged
    assert file.read_stream(entries["b"]) == b"b" * 512 * 4
    assert file.damaged


def build_header(*, directory=0, mini=END_OF_CHAIN, more=END_OF_CHAIN, places=()):
    return (
        COMPOUND_FILE_SIGNATURE.ljust(24, b"\0")
        + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
        + struct.pack("<LLLLLLLLL", 0, 2**32 - 1, directory, 0, 4096, mini, 2**32 - 1, more, 2**32 - 1)
        + struct.pack("<109L", *places, *[FREE_SECTOR] * (109 - len(places)))
    )


def build_entry(name, kind, *, left=FREE_SECTOR, right=FREE_SECTOR, child=FREE_SECTOR, start=0, size=0):
    written = (name + "\0").encode("utf-16-le")
    return struct.pack("<64sHBBLLL36xLQ", written, len(written), kind, 1, left, right, child, start, size)


def check_that_reading_is_quick(data):
    tracemalloc.start()
    before = time.process_time()
    try:
        file = CompoundFile(data)
        for stream in file.list_storage(file.root).values():
            file.read_stream(stream)
    except UnviewableContent:
        pass
    assert time.process_time() - before < 15
    assert tracemalloc.get_traced_memory()[1] < 10 * len(data) + 10_000_000
    tracemalloc.stop()


def test_sector_chains_that_contain_themselves_end():
    """The first of these keeps the library for this format busy until the memory is full."""
    itself = struct.pack("<128L", *[0] * 128)
    check_that_reading_is_quick(build_header(more=0, places=[0] * 109) + itself * 3)
    check_that_reading_is_quick(build_header(more=0, places=[0] * 109) + itself * 20_000)
    check_that_reading_is_quick(
        build_header(more=0) + b"".join(struct.pack("<128L", *[n + 1] * 128) for n in range(20_000))
    )


def test_streams_that_share_one_chain_are_together_no_longer_than_the_file():
    names = range(60)
    entries = build_entry("Root Entry", 5, child=1) + b"".join(
        build_entry(f"{n}", 2, right=n + 2 if n < 59 else FREE_SECTOR, start=60, size=2**31) for n in names
    )
    sectors = len(entries) // 512 + 1
    table = [*range(1, sectors), END_OF_CHAIN] + [FREE_SECTOR] * (60 - sectors) + [*range(61, 20_000), 60]
    data = build_header(places=range(20_000, 20_000 + 109))
    data += entries.ljust(20_000 * 512, b"x")
    table += [FREE_SECTOR] * (109 * 128 - len(table) % (109 * 128))
    data += struct.pack(f"<{len(table)}L", *table)
    file = CompoundFile(data)
    streams = [file.read_stream(stream) for stream in file.list_storage(file.root).values()]
    assert len(streams) == 60
    assert sum(map(len, streams)) <= len(data)
    assert file.damaged
    check_that_reading_is_quick(data)


def test_directory_trees_that_contain_themselves_end():
    entries = build_entry("Root Entry", 5, child=1)
    entries += build_entry("a", 1, left=2, right=2, child=1) + build_entry("b", 1, left=1, right=0, child=0)
    table = struct.pack("<128L", END_OF_CHAIN, *[FREE_SECTOR] * 127)
    file = CompoundFile(build_header(places=[1]) + entries.ljust(512, b"\0") + table)
    storage = file.list_storage(file.root)
    assert set(storage) == {"a", "b"}
    assert file.list_storage(storage["a"]) == {}  # nothing lies in two storages


@given(st.binary(max_size=2000), st.integers(0, 600), st.integers(0, 255))
def test_any_bytes_are_opened_or_refused_with_a_reason(data, at, byte):
    damaged_file = bytearray(build_compound_file({"a": b"small", "b": bytes(5000), "c": {"d": b"x"}}))
    damaged_file[at % 512] = byte
    damaged_file[-1 - at * 7 % (len(damaged_file) - 512)] = byte
    for each in (
        COMPOUND_FILE_SIGNATURE + data,
        build_header() + data,
        build_header(places=[0]) + data,
        bytes(damaged_file),
    ):
        try:
            file = CompoundFile(each)
        except UnviewableContent as unshowable:
            assert unshowable.reason
            continue
        for stream in file.list_storage(file.root).values():
            file.list_storage(stream)
            file.read_stream(stream)

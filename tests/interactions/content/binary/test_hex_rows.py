from hypothesis import given
from hypothesis import strategies as st

from interactions.content.binary.hex_rows import build_hex_rows


def test_rows():
    first, second = build_hex_rows(b"RIFF\x00\xff\x7fWAVE fmt\n.", 0x1000)
    assert (first.start, first.offset) == (0x1000, "1000")
    assert first.codes == "52 49 46 46 00 ff 7f 57  41 56 45 20 66 6d 74 0a"
    assert first.characters == "RIFF···WAVE fmt·"
    assert (second.offset, second.codes, second.characters) == ("1010", "2e", ".")
    assert build_hex_rows(b"") == ()


def test_offsets_are_as_wide_as_the_largest():
    assert [row.offset for row in build_hex_rows(bytes(17), 0xFFFF0)] == ["0ffff0", "100000"]


@given(st.binary(min_size=1, max_size=70), st.integers(0, 2**50), st.data())
def test_the_marked_byte_is_in_its_place(data, start, draw):
    at = draw.draw(st.integers(0, len(data) - 1))
    made = build_hex_rows(data, start, marked=start + at)
    (row,) = [row for row in made if row.marked]
    assert row.start == start + at - at % 16
    assert "".join(row.marked.codes) == row.codes
    assert "".join(row.marked.characters) == row.characters
    assert int(row.marked.codes[1], 16) == data[at]
    assert b"".join(bytes.fromhex(row.codes) for row in made) == data

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.cards.content_lines import (
    DEEPEST,
    LINES,
    components,
    decoded,
    lines,
    parts,
    unescaped,
)
from interactions.content.errors import UnviewableContent


def only(text: str):
    (line,) = lines(text)
    return line


def test_a_line_in_its_pieces() -> None:
    line = only('item1.tel;TYPE="home,fax",cell;x=1:+44:1')
    assert (line.group, line.name, line.value) == ("item1", "TEL", "+44:1")
    assert line.parameters == {"TYPE": ("home,fax", "cell"), "X": ("1",)}


def test_bare_words_are_types_and_encodings() -> None:
    assert only("TEL;WORK;FAX:1").parameters == {"TYPE": ("WORK", "FAX")}
    assert only("PHOTO;BASE64;PNG:aa==").parameter("ENCODING") == "BASE64"


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ('ATTENDEE;CN="Lindholm, Vera":mailto:v@x', "Lindholm, Vera"),
        ('ATTENDEE;CN="a:b;c":x', "a:b;c"),
        ('ATTENDEE;CN="Vera "V" L":x', "Vera V L"),
        ("ATTENDEE;CN=a^nb^^c^'d:x", 'a\nb^c"d'),
        ('ATTENDEE;CN="never closed:x', ""),
    ],
)
def test_quoted_parameters(row, name) -> None:
    line = only(row)
    assert line.parameter("CN") == name
    assert line.value in {"x", "mailto:v@x"}


def test_folds_may_split_a_character() -> None:
    data = "SUMMARY:Größe und\r\n mehr".encode()
    at = data.index(b"\xb6")
    text = decoded(data[:at] + b"\r\n\t" + data[at:], None)
    assert (text.text, text.note) == ("SUMMARY:Größe undmehr", None)


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "latin-1"])
def test_charsets(charset) -> None:
    assert decoded("NOTE:Größe\r\n n".encode(charset), charset).text.strip("\ufeff") == "NOTE:Größen"


def test_a_file_may_name_its_own_charset() -> None:
    assert decoded("N;CHARSET=windows-1251:Вера".encode("cp1251"), None).text.endswith("Вера")


def test_quoted_printable_goes_on_behind_its_row() -> None:
    first, second = lines("FN;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:J=F6r=\r\ng=0D=0Ab\r\nTEL:1")
    assert (first.value, second.name) == ("Jörg\r\nb", "TEL")


@pytest.mark.parametrize(
    ("value", "text"), [(r"a\, b\; c\\n", "a, b; c\\n"), (r"a\nb\Nc", "a\nb\nc"), ("a\\", "a\\")]
)
def test_escapes(value, text) -> None:
    assert unescaped(value) == text


def test_parts_of_a_value() -> None:
    assert parts(r"a\;b;c;;d\\;e", ";") == ["a;b", "c", "", "d\\", "e"]


def test_components_hold_lines_and_each_other() -> None:
    (made,) = components("BEGIN:A\nX:1\nBEGIN:B\nY:2\nEND:B\nEND:A\n")
    assert (made.text("X"), made.inside[0].text("Y"), made.damaged) == ("1", "2", False)


@pytest.mark.parametrize(
    "text",
    [
        "BEGIN:A\nBEGIN:B\nY:2",
        "BEGIN:A\nBEGIN:B\nY:2\nEND:A",
        "BEGIN:A\nno line\nBEGIN:B\nY:2\nEND:B\nEND:A",
        "BEGIN:A\nBEGIN:B\nY:2\nEND:C\nEND:B\nEND:A",
    ],
)
def test_what_is_damaged_is_read_as_far_as_it_goes(text) -> None:
    (made,) = components(text)
    assert made.damaged
    assert made.inside[0].text("Y") == "2"


def test_a_missing_end_ends_at_the_next_beginning() -> None:
    (made,) = components("BEGIN:A\nBEGIN:B\nY:1\nBEGIN:B\nY:2\nEND:B\nEND:A")
    assert [each.text("Y") for each in made.inside] == ["1", "2"]


def test_depth_has_an_end() -> None:
    with pytest.raises(UnviewableContent, match="nested"):
        list(components("".join(f"BEGIN:X{n}\n" for n in range(DEEPEST + 1))))


def test_lines_have_an_end() -> None:
    assert len(list(lines("A:1\n" * (LINES + 9)))) == LINES


@given(st.text(alphabet='AB;:="^n,.\\ \r\n\t=é') | st.text())
def test_any_text_gives_lines(text) -> None:
    for line in lines(text):
        assert line.value is not None
        assert unescaped(line.value) is not None


@given(st.binary(max_size=400), st.sampled_from([None, "utf-8", "utf-16", "utf-7", "x"]))
def test_any_bytes_give_components_or_a_reason(data, charset) -> None:
    try:
        list(components(decoded(b"BEGIN:A\n" + data, charset).text))
    except UnviewableContent as unshowable:
        assert unshowable.reason


@pytest.mark.parametrize(
    "piece",
    [b"\r\n ", b'"', b'"a', b"a.", b"a", b";", b";A=b", b";A=b,", b"A:\n", b"END:X\n", b"\\;", b"=\n"],
)
def test_hostile_bytes_take_no_time(piece) -> None:
    data = b"BEGIN:A\nX;ENCODING=QUOTED-PRINTABLE" + piece * (5_000_000 // len(piece)) + b":x\n"
    before = time.process_time()
    list(components(decoded(data, None).text))
    assert time.process_time() - before < 6

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.errors import UnviewableContent
from interactions.content.icalendar.content_lines import (
    MAX_COMPONENT_DEPTH,
    MAX_CONTENT_LINES,
    decode_unfolded_text,
    iter_components,
    iter_content_lines,
    split_value,
    unescape_value,
)


def parse_line(text):
    (line,) = iter_content_lines(text)
    return line


def test_a_content_line_is_parsed():
    line = parse_line('item1.tel;TYPE="home,fax",cell;x=1:+44:1')
    assert (line.group, line.name, line.value) == ("item1", "TEL", "+44:1")
    assert line.parameters == {"TYPE": ("home,fax", "cell"), "X": ("1",)}


def test_parameters_without_values_are_types_and_encodings():
    assert parse_line("TEL;WORK;FAX:1").parameters == {"TYPE": ("WORK", "FAX")}
    assert parse_line("PHOTO;BASE64;PNG:aa==").get_parameter("ENCODING") == "BASE64"


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
def test_quoted_parameters_are_parsed(row, name):
    line = parse_line(row)
    assert line.get_parameter("CN") == name
    assert line.value in {"x", "mailto:v@x"}


def test_folds_may_split_a_character():
    data = "SUMMARY:Größe und\r\n mehr".encode()
    at = data.index(b"\xb6")
    text = decode_unfolded_text(data[:at] + b"\r\n\t" + data[at:], None)
    assert (text.text, text.note) == ("SUMMARY:Größe undmehr", None)


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "latin-1"])
def test_text_is_decoded_by_the_declared_charset(charset):
    assert (
        decode_unfolded_text("NOTE:Größe\r\n n".encode(charset), charset).text.strip("\ufeff")
        == "NOTE:Größen"
    )


def test_a_file_may_name_its_own_charset():
    assert decode_unfolded_text("N;CHARSET=windows-1251:Вера".encode("cp1251"), None).text.endswith("Вера")


def test_quoted_printable_continues_in_the_next_row():
    first, second = iter_content_lines(
        "FN;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:J=F6r=\r\ng=0D=0Ab\r\nTEL:1"
    )
    assert (first.value, second.name) == ("Jörg\r\nb", "TEL")


@pytest.mark.parametrize(
    ("value", "text"), [(r"a\, b\; c\\n", "a, b; c\\n"), (r"a\nb\Nc", "a\nb\nc"), ("a\\", "a\\")]
)
def test_escapes_are_resolved(value, text):
    assert unescape_value(value) == text


def test_a_structured_value_is_split():
    assert split_value(r"a\;b;c;;d\\;e", ";") == ["a;b", "c", "", "d\\", "e"]


def test_components_contain_lines_and_components():
    (component,) = iter_components("BEGIN:A\nX:1\nBEGIN:B\nY:2\nEND:B\nEND:A\n")
    assert (component.get_text("X"), component.children[0].get_text("Y"), component.damaged) == (
        "1",
        "2",
        False,
    )


@pytest.mark.parametrize(
    "text",
    [
        "BEGIN:A\nBEGIN:B\nY:2",
        "BEGIN:A\nBEGIN:B\nY:2\nEND:A",
        "BEGIN:A\nno line\nBEGIN:B\nY:2\nEND:B\nEND:A",
        "BEGIN:A\nBEGIN:B\nY:2\nEND:C\nEND:B\nEND:A",
    ],
)
def test_damaged_components_are_read_as_far_as_possible(text):
    (component,) = iter_components(text)
    assert component.damaged
    assert component.children[0].get_text("Y") == "2"


def test_a_component_without_an_end_ends_at_the_next_beginning():
    (component,) = iter_components("BEGIN:A\nBEGIN:B\nY:1\nBEGIN:B\nY:2\nEND:B\nEND:A")
    assert [each.get_text("Y") for each in component.children] == ["1", "2"]


def test_too_deep_components_are_refused():
    with pytest.raises(UnviewableContent, match="nested"):
        list(iter_components("".join(f"BEGIN:X{n}\n" for n in range(MAX_COMPONENT_DEPTH + 1))))


def test_the_number_of_lines_is_limited():
    assert len(list(iter_content_lines("A:1\n" * (MAX_CONTENT_LINES + 9)))) == MAX_CONTENT_LINES


@given(st.text(alphabet='AB;:="^n,.\\ \r\n\t=é') | st.text())
def test_any_text_is_parsed_into_lines(text):
    for line in iter_content_lines(text):
        assert line.value is not None
        assert unescape_value(line.value) is not None


@given(st.binary(max_size=400), st.sampled_from([None, "utf-8", "utf-16", "utf-7", "x"]))
def test_any_bytes_are_parsed_into_components_or_refused(data, charset):
    try:
        list(iter_components(decode_unfolded_text(b"BEGIN:A\n" + data, charset).text))
    except UnviewableContent as unshowable:
        assert unshowable.reason


@pytest.mark.parametrize(
    "piece",
    [b"\r\n ", b'"', b'"a', b"a.", b"a", b";", b";A=b", b";A=b,", b"A:\n", b"END:X\n", b"\\;", b"=\n"],
)
def test_hostile_bytes_are_parsed_in_bounded_time(piece):
    data = b"BEGIN:A\nX;ENCODING=QUOTED-PRINTABLE" + piece * (5_000_000 // len(piece)) + b":x\n"
    before = time.process_time()
    list(iter_components(decode_unfolded_text(data, None).text))
    assert time.process_time() - before < 6

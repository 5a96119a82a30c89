import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.errors import UnviewableContent
from interactions.content.table.csv_parser import DELIMITER_WORDS, has_header_row, is_numeric_cell, parse_csv


@pytest.mark.parametrize("delimiter", DELIMITER_WORDS)
def test_the_delimiter_is_found(delimiter):
    text = delimiter.join(("day", "price", "note")) + "\r\n"
    text += "".join(delimiter.join((f"2026-01-0{n}", "1.5", '"a, b; c|d\te"')) + "\r\n" for n in range(1, 6))
    made = parse_csv(text)
    assert (made.delimiter, made.is_damaged) == (delimiter, False)
    assert made.rows[1] == ["2026-01-01", "1.5", "a, b; c|d\te"]


def test_decimal_commas_are_no_delimiters():
    assert parse_csv("name;price\na;1,50\nb;2,75\nc;3\n").delimiter == ";"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("\ufeffa,b\n1,2", [["a", "b"], ["1", "2"]]),
        ('a,b\r\n"x\r\ny","said ""later"""\r\n', [["a", "b"], ["x\r\ny", 'said "later"']]),
        ("sep=;\na;b,c\n", [["a", "b,c"]]),
        ("a,b\n\n\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
        ("a,b,c\n1\n1,2,3,4\n", [["a", "b", "c"], ["1"], ["1", "2", "3", "4"]]),
        ("one\ntwo\n", [["one"], ["two"]]),
        ("a,b\x00c\n", [["a", "b\x00c"]]),
        ("", []),
    ],
)
def test_what_the_rfc_leaves_open(text, rows):
    assert parse_csv(text).rows == rows


def test_a_quote_that_is_never_closed_swallows_nothing():
    made = parse_csv('a,b\n"x,1\n' + "y,2\n" * 20)
    assert made.is_damaged
    assert len(made.rows) == 22


def test_a_quote_inside_a_field_is_a_character():
    made = parse_csv('size,n\n12" pipe,1\n"a"b,2\n')
    assert made.is_damaged
    assert made.rows[1] == ['12" pipe', "1"]


def test_a_field_without_end_is_refused():
    with pytest.raises(UnviewableContent, match="too long"):
        parse_csv("a," + "b" * 200_000)


def test_what_is_expected_counts_where_it_is_there():
    assert parse_csv("a,b\tc,d\n", expected_delimiter="\t").rows == [["a,b", "c,d"]]
    assert parse_csv("a,b\n", expected_delimiter="\t").rows == [["a", "b"]]


@pytest.mark.parametrize(
    ("first", "header"),
    [
        (["day", "parcel"], True),
        (["day", "day"], False),
        (["day", ""], False),
        (["day", "12"], False),
        (["2026-10-01", "x"], False),
    ],
)
def test_a_first_row_of_names_is_a_head(first, header):
    assert has_header_row([first, ["a", "b"]]) is header
    assert not has_header_row([first])


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1", True),
        ("-1.5", True),
        ("1.234,56 €", True),
        ("12 %", True),
        ("", False),
        ("-", False),
        ("1a", False),
    ],
)
def test_numbers(cell, number):
    assert is_numeric_cell(cell) is number


@given(st.text(alphabet='ab1,;\t|"\r\n\x00é', max_size=200))
def test_any_text_is_read_and_no_letter_is_lost(text):
    made = parse_csv(text)
    joined = "".join(cell for row in made.rows for cell in row)
    assert [joined.count(letter) for letter in "ab1é"] == [text.count(letter) for letter in "ab1é"]


@pytest.mark.parametrize("piece", ['"', '"a', ",", '",\n"', "\n", "a\n", "1" * 39 + "x,", '""",'])
def test_hostile_text_takes_no_time(piece):
    before = time.process_time()
    with suppress(UnviewableContent):
        parse_csv(piece * (2_000_000 // len(piece)))
    assert time.process_time() - before < 9

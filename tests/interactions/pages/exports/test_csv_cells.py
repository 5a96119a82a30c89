"""Cells that a spreadsheet must not run, turn into something else, or break a line at."""

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.pages.exports.csv_cells import format_text_cell, round_seconds

HOSTILE = st.text(
    alphabet=st.sampled_from("=+-@＝＋－＠﹢;,'\"“ \t\r\n\0\x1b\u200b\ufeff\u202e\u2028aZ09eE|!()")
)


def begins_a_formula(cell):
    """Whether a spreadsheet may run this: what it skips in front is no letter, digit or sign of its own."""
    for letter in cell:
        if letter == "'":
            return False
        if unicodedata.normalize("NFKC", letter) in {"=", "+", "-", "@"}:
            return True
        if not (letter.isspace() or letter in '"“' or unicodedata.category(letter) in {"Cc", "Cf"}):
            return False
    return False


@pytest.mark.parametrize(
    ("sent", "cell"),
    [
        ("=HYPERLINK(A1)", "'=HYPERLINK(A1)"),
        ("+49 30 1234", "'+49 30 1234"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1+1", "'＝1+1"),
        ("  =1", "'  =1"),
        ('"=1', "'\"=1"),
        ("\ufeff=1", "'\ufeff=1"),
        ("\t=1", "' =1"),
        ("\rParcel", "' Parcel"),
        ("'=1", "''=1"),
        ("a;=1", "a;'=1"),
        ("a\r\nb\0c", "a b c"),
        ("0012", "'0012"),
        ("1234567890123456", "'1234567890123456"),
        ("12E5", "'12E5"),
        ("8801", "8801"),
        ("Re: 2 + 2 = 4", "Re: 2 + 2 = 4"),
        ("Grüße, Zoë", "Grüße, Zoë"),
        ("", ""),
    ],
)
def test_a_text_stays_a_text(sent, cell):
    assert format_text_cell(sent) == cell


@given(HOSTILE)
def test_no_text_begins_a_formula(sent):
    shown = format_text_cell(sent)
    assert not any(begins_a_formula(part) for part in (shown, *shown.split(";")))


@given(HOSTILE)
def test_a_row_is_one_line(sent):
    written = io.StringIO()
    csv.writer(written).writerow([format_text_cell(sent), "end"])
    assert written.getvalue().count("\n") == 1
    assert len(written.getvalue().splitlines()) == 1
    assert next(csv.reader([written.getvalue()])) == [format_text_cell(sent), "end"]


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters=";")))
def test_one_apostrophe_less_is_the_text_that_was_sent(sent):
    assert format_text_cell(sent).removeprefix("'") == sent


@given(st.text(alphabet="0123456789eE.", min_size=1))
def test_what_looks_like_a_number_is_one_or_stays_a_text(sent):
    """A spreadsheet keeps fifteen digits and no zeros in front."""
    shown = format_text_cell(sent)
    if shown.isdecimal():
        assert str(int(shown)) == sent
        assert len(sent) <= 15


@pytest.mark.parametrize(("seconds", "shown"), [(0.0, 0), (0.5, 1), (54.14, 54), (86399.6, 86400)])
def test_seconds_are_whole(seconds, shown):
    assert round_seconds(seconds) == shown

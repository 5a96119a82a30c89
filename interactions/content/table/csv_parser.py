"""Comma-separated values and their relatives as rows, for all that RFC 4180 leaves open: the delimiter is the
one that makes the rows alike, quotes may hold line ends, and rows may be of any length."""

import csv
import re
from collections import Counter
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from typing import Literal

from django.utils.translation import gettext as _

from interactions.content.errors import UnviewableContent

DELIMITER_WORDS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
SAMPLE_CHARACTERS = 64_000  # characters in which the delimiter is looked for
MAX_SAMPLE_ROWS = 100
MAX_NUMBER_CHARACTERS = 40
NUMBER_PATTERN = re.compile(r"[-+−]?[\d.,'\u00a0\u202f ]*\d[\d.,]*\s?[%€$£]?|[€$£]\s?-?[\d.,]*\d")
DATE_PATTERN = re.compile(r"\d{1,4}([-./])\d{1,2}\1\d{1,4}\b")
SEPARATOR_LINE_PATTERN = re.compile(r"sep=(.)\r?\n?", re.I)  # how a spreadsheet says it, in a line of its own


@dataclass(frozen=True)
class CsvRows:
    """`rows` are all that were read. `delimiter` is one of `DELIMITER_WORDS` or the one that the text itself
    names; `is_damaged` says that quotes are not closed, or stand where none may."""

    rows: list[list[str]]
    delimiter: str
    is_damaged: bool = False


def parse_csv(text: str, *, expected_delimiter: str | None = None) -> CsvRows:
    """The rows of `text`, by the delimiter that fits; `expected_delimiter` is the one that its media type
    names. Raises `UnviewableContent` for a field that is longer than the parser accepts."""
    text = text.removeprefix("\ufeff")
    separator_line = SEPARATOR_LINE_PATTERN.match(text)
    delimiter = (
        separator_line[1]
        if separator_line and not separator_line[1].isalnum() and separator_line[1] not in '"\r\n'
        else None
    )
    if separator_line and delimiter:
        text = text[separator_line.end() :]
    delimiter = delimiter or find_delimiter(text, expected_delimiter)
    try:
        return CsvRows(_parse_rows(text, delimiter, strict=True), delimiter)
    except csv.Error:
        return CsvRows(_parse_damaged_rows(text, delimiter), delimiter, is_damaged=True)


def find_delimiter(text: str, expected_delimiter: str | None = None) -> str:
    """The delimiter that makes most rows of the beginning equally wide, and among those the one with the
    widest rows."""
    sample = text[:SAMPLE_CHARACTERS]
    candidates = (
        [expected_delimiter] if expected_delimiter and expected_delimiter in sample else list(DELIMITER_WORDS)
    )
    return max(candidates, key=lambda delimiter: _score_delimiter(sample, delimiter))


def is_numeric_cell(cell: str) -> bool:
    """Whether a cell holds a number, also one with a unit or grouped digits."""
    return len(cell) <= MAX_NUMBER_CHARACTERS and NUMBER_PATTERN.fullmatch(cell.strip()) is not None


def has_header_row(rows: list[list[str]]) -> bool:
    """A guess whether the first of several rows is one of names: all different, none a number or a date."""
    if len(rows) < 2:
        return False
    names = [cell.strip() for cell in rows[0]]
    return (
        all(name and not is_numeric_cell(name) and not DATE_PATTERN.match(name) for name in names)
        and len(set(names)) == len(names)
        and names != [cell.strip() for cell in rows[1]]
    )


def _score_delimiter(sample: str, delimiter: str) -> tuple[float, int]:
    if delimiter not in sample:
        return 0, 1
    rows = _parse_rows(sample, delimiter, max_rows=MAX_SAMPLE_ROWS + 1) or _parse_rows(
        sample, delimiter, has_quotes=False
    )
    rows = rows[:-1] if len(rows) > 1 else rows  # the last may be cut off
    if not rows:
        return 0, 1
    width, equal_rows = Counter(map(len, rows)).most_common(1)[0]
    return (equal_rows / len(rows), width) if width > 1 else (0, 1)


def _parse_rows(
    text: str, delimiter: str, *, strict: bool = False, has_quotes: bool = True, max_rows: int | None = None
) -> list[list[str]]:
    """The rows that are not empty; none when the parser gives up. Raises `csv.Error` instead where it is
    strict."""
    source = StringIO(text, newline="")
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if has_quotes else csv.QUOTE_NONE
    reader = csv.reader(source, delimiter=delimiter, quoting=quoting, strict=strict)
    try:
        return list(islice(filter(None, reader), max_rows))
    except csv.Error:
        if strict:
            raise
        return []


def _parse_damaged_rows(text: str, delimiter: str) -> list[list[str]]:
    """The rows with quotes taken as characters where they can't be quotes, and everywhere where one would
    swallow the rest. Raises `UnviewableContent` when there are none."""
    rows, lines = _parse_rows(text, delimiter), _parse_rows(text, delimiter, has_quotes=False)
    if not rows and not lines:
        raise UnviewableContent(_("A field is too long for a table."))
    return rows if len(rows) * 2 > len(lines) else lines

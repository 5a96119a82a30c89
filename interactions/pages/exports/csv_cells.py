"""Cells of a CSV file that a spreadsheet takes for what they are.

A spreadsheet runs a cell that begins with = + - or @ as a formula, and a subject is what a stranger wrote.
Such a cell gets an apostrophe in front (OWASP, "CSV Injection"), and so does a text that a spreadsheet would
turn into another one: `0012` into 12, an ID of sixteen digits into a rounded number. Since a text that begins
with an apostrophe gets one too, taking the first apostrophe off every cell that has one gives them back.
"""

import math
import re
from collections.abc import Callable, Sequence
from typing import Any

from interactions.pages.exports.export_columns import ColumnKind, ExportValue

BLANK_CHARACTERS = r"\s\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\"'`´‘’“”„«»"
FORMULA_SIGNS = r"=+\-@＝＋－＠﹦﹢﹣﹫"
# Line breaks and other controls, NUL among them: one interaction is one line, whatever reads the file.
_CONTROL_CHARACTERS_PATTERN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_FORMULA_START_PATTERN = re.compile(rf"[\t\r\n]|[{BLANK_CHARACTERS}\x00-\x1f\x7f-\x9f]*[{FORMULA_SIGNS}]|'")
# Where the system's list separator is a semicolon, a spreadsheet begins a new cell at each.
_NEXT_CELL_PATTERN = re.compile(rf";([{BLANK_CHARACTERS}]*[{FORMULA_SIGNS}])")
_HARMLESS_TEXT_PATTERN = re.compile(
    r"[A-Za-z][\w .,:]*", re.ASCII
)  # most texts; the rest takes three times as long
_NUMBER_TEXT_PATTERN = re.compile(r"\s*(?:0[0-9]+|[0-9]{16,}|[0-9]+[eE][0-9]+)\s*")


def format_text_cell(value: str) -> str:
    """A text that stays one."""
    if _HARMLESS_TEXT_PATTERN.fullmatch(value):
        return value
    shown = _NEXT_CELL_PATTERN.sub(r";'\1", _CONTROL_CHARACTERS_PATTERN.sub(" ", value))
    return (
        f"'{shown}" if _FORMULA_START_PATTERN.match(value) or _NUMBER_TEXT_PATTERN.fullmatch(shown) else shown
    )


def round_seconds(seconds: float) -> int:
    """Seconds without a fraction: where people write a comma, a point in a number means a date."""
    return math.floor(seconds + 0.5)


CELL_FORMATTERS: dict[ColumnKind, Callable[[Any], str | int]] = {
    "text": format_text_cell,
    "texts": lambda values: format_text_cell("; ".join(values)),
    "seconds": round_seconds,
    "true or false": lambda value: "true" if value else "false",
}


def format_row_cells(
    values: Sequence[ExportValue], writers: Sequence[Callable[[Any], str | int] | None]
) -> list[Any]:
    """A row of cells, each written by its column's `CELL_FORMATTERS` or as it is; "" for `None`."""
    return [
        "" if value is None else writer(value) if writer else value
        for value, writer in zip(values, writers, strict=True)
    ]

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

from interactions.pages.exports.columns import Kind, Value

BLANKS = r"\s\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\"'`´‘’“”„«»"
SIGNS = r"=+\-@＝＋－＠﹦﹢﹣﹫"
# Line breaks and other controls, NUL among them: one interaction is one line, whatever reads the file.
_control = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_formula = re.compile(rf"[\t\r\n]|[{BLANKS}\x00-\x1f\x7f-\x9f]*[{SIGNS}]|'")
# Where the system's list separator is a semicolon, a spreadsheet begins a new cell at each.
_next_cell = re.compile(rf";([{BLANKS}]*[{SIGNS}])")
_harmless = re.compile(r"[A-Za-z][\w .,:]*", re.ASCII)  # most texts; the rest takes three times as long
_number = re.compile(r"\s*(?:0[0-9]+|[0-9]{16,}|[0-9]+[eE][0-9]+)\s*")


def text(value: str) -> str:
    """A text that stays one."""
    if _harmless.fullmatch(value):
        return value
    shown = _next_cell.sub(r";'\1", _control.sub(" ", value))
    return f"'{shown}" if _formula.match(value) or _number.fullmatch(shown) else shown


def whole(seconds: float) -> int:
    """Seconds without a fraction: where people write a comma, a point in a number means a date."""
    return math.floor(seconds + 0.5)


WRITERS: dict[Kind, Callable[[Any], str | int]] = {
    "text": text,
    "texts": lambda values: text("; ".join(values)),
    "seconds": whole,
    "true or false": lambda value: "true" if value else "false",
}


def cells(values: Sequence[Value], writers: Sequence[Callable[[Any], str | int] | None]) -> list[Any]:
    """A row of cells, each written by its column's `WRITERS` or as it is; "" for `None`."""
    return [
        "" if value is None else writer(value) if writer else value
        for value, writer in zip(values, writers, strict=True)
    ]

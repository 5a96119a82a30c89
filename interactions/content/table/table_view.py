"""CSV and its relatives as a table. Every cell is text and stays text: what a spreadsheet would take for a
formula is shown as it was written."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interactions.content.errors import UnviewableContent
from interactions.content.limits import get_content_limits
from interactions.content.table import csv_parser
from interactions.content.table.csv_parser import DELIMITER_WORDS, CsvRows
from interactions.content.text import charsets
from interactions.content.text.markup import has_bidi_controls, reveal_invisible
from interactions.content.text.plain_text_view import is_binary_noise
from interactions.content.viewer import ViewerInput, ViewerResult

FORMULA_PREFIXES = ("=", "@", "+", "-", "\t", "\r")
MIN_NUMERIC_SHARE = 0.8  # of a column's cells that are not empty, for it to be one of numbers


@dataclass(frozen=True)
class CsvTable:
    """`head` is empty where the first row is none of names. `rows` are those shown, each as long as it came
    or the limit lets it be; `width` is the widest, `numeric` the columns of numbers, from 0. `total` counts
    all rows but the head, `columns` the cells of the widest of all; `more` says that the file goes on behind
    them. `delimiter` is a word."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    width: int
    numeric: frozenset[int]
    total: int
    columns: int
    more: bool
    delimiter: str


def build_table_view(material: ViewerInput) -> ViewerResult:
    """Declines what has no two cells; that is text."""
    decoded = charsets.decode_text(material.data, material.charset, cut=material.cut)
    if is_binary_noise(decoded.text):
        raise UnviewableContent(_("Labelled as a table, but it isn’t text."))
    expected = "\t" if "tab-separated" in material.media_type else None
    read = csv_parser.parse_csv(decoded.text, expected=expected)
    rows = read.rows[:-1] if material.cut else read.rows  # the last one is cut off too
    if sum(map(len, rows[:2])) < 2:
        raise UnviewableContent
    table = _build_table(rows, read.delimiter, more=material.cut)
    notes = [decoded.note] if decoded.note else []
    if has_bidi_controls(decoded.text):
        notes.append(_("Characters that change the reading direction are shown as marks."))
    return ViewerResult(table, (*notes, *_format_table_notes(read, rows)))


def _build_table(rows: list[list[str]], delimiter: str, *, more: bool) -> CsvTable:
    headed = csv_parser.has_header_row(rows)
    body = rows[1:] if headed else rows
    shown = tuple(_format_cells(row) for row in body[: get_content_limits().table_rows])
    head = _format_cells(rows[0]) if headed else ()
    width = max((len(row) for row in (head, *shown)), default=0)
    return CsvTable(
        head=head,
        rows=shown,
        width=width,
        numeric=frozenset(at for at in range(width) if _is_numeric_column(shown, at)),
        total=len(body),
        columns=max(map(len, rows)),
        more=more,
        delimiter=DELIMITER_WORDS.get(delimiter, reveal_invisible(delimiter)),
    )


def _format_cells(row: list[str]) -> tuple[str, ...]:
    return tuple(
        reveal_invisible(cell.replace("\r\n", "\n").replace("\r", "\n"))
        for cell in row[: get_content_limits().table_columns]
    )


def _is_numeric_column(rows: tuple[tuple[str, ...], ...], at: int) -> bool:
    cells = [row[at] for row in rows if at < len(row) and row[at]]
    return bool(cells) and sum(map(csv_parser.is_numeric_cell, cells)) >= MIN_NUMERIC_SHARE * len(cells)


def _format_table_notes(read: CsvRows, rows: list[list[str]]) -> list[str]:
    notes = []
    if read.damaged:
        notes.append(_("Some quotation marks are damaged, so rows may be wrong."))
    widths = {len(row) for row in rows}
    if len(widths) > 1:
        first = len(rows[0])
        odd = sum(len(row) != first for row in rows)
        words = ngettext(
            "%(num)s of %(total)s rows has more or fewer cells than the first.",
            "%(num)s of %(total)s rows have more or fewer cells than the first.",
            odd,
        )
        notes.append(words % {"num": f"{odd:,}", "total": f"{len(rows):,}"})
    if any(_is_formula_like(cell) for row in rows for cell in row):
        notes.append(_("Some cells look like formulas. Be careful when opening this in a spreadsheet."))
    return notes


def _is_formula_like(cell: str) -> bool:
    return cell.startswith(FORMULA_PREFIXES) and len(cell) > 1 and not csv_parser.is_numeric_cell(cell)

"""CSV and its relatives as a table. Every cell is text and stays text: what a spreadsheet would take for a
formula is shown as it was written."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interactions.content.errors import UnviewableContent
from interactions.content.limits import get_content_limits
from interactions.content.table import csv_parser
from interactions.content.table.csv_parser import DELIMITER_WORDS, CsvRows
from interactions.content.text.markup import has_bidi_controls, reveal_invisible
from interactions.content.text.plain_text_view import is_binary_noise
from interactions.content.viewer import ViewerInput, ViewerResult
from mime import charsets

FORMULA_PREFIXES = ("=", "@", "+", "-", "\t", "\r")
MIN_NUMERIC_SHARE = 0.8  # of a column's cells that are not empty, for it to be one of numbers


@dataclass(frozen=True)
class CsvTable:
    """`header` is empty where the first row is none of names. `rows` are those shown, each as long as it came
    or the limit allows; `width` is the widest of them, `numeric_columns` the columns of numbers, from 0.
    `total` counts all rows but the header, `columns` the cells of the widest of all; `more` says that the
    file goes on behind them. `delimiter` is a word."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    width: int
    numeric_columns: frozenset[int]
    total: int
    columns: int
    more: bool
    delimiter: str


def build_table_view(viewer_input: ViewerInput) -> ViewerResult:
    """Raises `UnviewableContent` for what is no text, and without a reason for what has no two cells, which
    is plain text."""
    decoded = charsets.decode_text(
        viewer_input.data, viewer_input.charset, is_truncated=viewer_input.is_truncated
    )
    if is_binary_noise(decoded.text):
        raise UnviewableContent(_("Labelled as a table, but it isn’t text."))
    expected_delimiter = "\t" if "tab-separated" in viewer_input.media_type else None
    parsed = csv_parser.parse_csv(decoded.text, expected_delimiter=expected_delimiter)
    rows = parsed.rows[:-1] if viewer_input.is_truncated else parsed.rows  # the last one is cut off too
    if sum(map(len, rows[:2])) < 2:
        raise UnviewableContent
    table = _build_table(rows, parsed.delimiter, has_more=viewer_input.is_truncated)
    notes = [decoded.note] if decoded.note else []
    if has_bidi_controls(decoded.text):
        notes.append(_("Characters that change the reading direction are shown as marks."))
    return ViewerResult(table, (*notes, *_format_table_notes(parsed, rows)))


def _build_table(rows: list[list[str]], delimiter: str, *, has_more: bool) -> CsvTable:
    has_header = csv_parser.has_header_row(rows)
    body = rows[1:] if has_header else rows
    shown_rows = tuple(_format_cells(row) for row in body[: get_content_limits().table_rows])
    header = _format_cells(rows[0]) if has_header else ()
    width = max((len(row) for row in (header, *shown_rows)), default=0)
    return CsvTable(
        header=header,
        rows=shown_rows,
        width=width,
        numeric_columns=frozenset(
            column for column in range(width) if _is_numeric_column(shown_rows, column)
        ),
        total=len(body),
        columns=max(map(len, rows)),
        more=has_more,
        delimiter=DELIMITER_WORDS.get(delimiter, reveal_invisible(delimiter)),
    )


def _format_cells(row: list[str]) -> tuple[str, ...]:
    return tuple(
        reveal_invisible(cell.replace("\r\n", "\n").replace("\r", "\n"))
        for cell in row[: get_content_limits().table_columns]
    )


def _is_numeric_column(rows: tuple[tuple[str, ...], ...], column: int) -> bool:
    cells = [row[column] for row in rows if column < len(row) and row[column]]
    return bool(cells) and sum(map(csv_parser.is_numeric_cell, cells)) >= MIN_NUMERIC_SHARE * len(cells)


def _format_table_notes(parsed: CsvRows, rows: list[list[str]]) -> list[str]:
    notes = []
    if parsed.is_damaged:
        notes.append(_("Some quotation marks are damaged, so rows may be wrong."))
    widths = {len(row) for row in rows}
    if len(widths) > 1:
        first_width = len(rows[0])
        uneven_rows = sum(len(row) != first_width for row in rows)
        words = ngettext(
            "%(num)s of %(total)s rows has more or fewer cells than the first.",
            "%(num)s of %(total)s rows have more or fewer cells than the first.",
            uneven_rows,
        )
        notes.append(words % {"num": f"{uneven_rows:,}", "total": f"{len(rows):,}"})
    if any(_is_formula_like(cell) for row in rows for cell in row):
        notes.append(_("Some cells look like formulas. Be careful when opening this in a spreadsheet."))
    return notes


def _is_formula_like(cell: str) -> bool:
    return cell.startswith(FORMULA_PREFIXES) and len(cell) > 1 and not csv_parser.is_numeric_cell(cell)

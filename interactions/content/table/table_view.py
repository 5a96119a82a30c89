"""CSV and its relatives as a table. Every cell is text and stays text: what a spreadsheet would take for a
formula is shown as it was written."""

from dataclasses import dataclass

from interactions.content.errors import UnviewableContent
from interactions.content.limits import get_content_limits
from interactions.content.table import csv_reading
from interactions.content.table.csv_reading import DELIMITERS, Rows
from interactions.content.text import charsets
from interactions.content.text.markup import turns_text, visible
from interactions.content.text.plain_text import is_noise
from interactions.content.viewer import ViewerInput, ViewerResult

FORMULA = ("=", "@", "+", "-", "\t", "\r")
NUMERIC = 0.8  # of a column's cells that are not empty, for it to be one of numbers


@dataclass(frozen=True)
class Table:
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


def view(material: ViewerInput) -> ViewerResult:
    """Declines what has no two cells; that is text."""
    decoded = charsets.decode(material.data, material.charset, cut=material.cut)
    if is_noise(decoded.text):
        raise UnviewableContent("It is declared as a table, but it is no text.")
    expected = "\t" if "tab-separated" in material.media_type else None
    read = csv_reading.read(decoded.text, expected=expected)
    rows = read.rows[:-1] if material.cut else read.rows  # the last one is cut off too
    if sum(map(len, rows[:2])) < 2:
        raise UnviewableContent
    table = _table(rows, read.delimiter, more=material.cut)
    notes = [decoded.note] if decoded.note else []
    if turns_text(decoded.text):
        notes.append("Characters in it change the direction of reading; they are shown as marks.")
    return ViewerResult(table, (*notes, *_notes(read, rows)))


def _table(rows: list[list[str]], delimiter: str, *, more: bool) -> Table:
    headed = csv_reading.has_header(rows)
    body = rows[1:] if headed else rows
    shown = tuple(_cells(row) for row in body[: get_content_limits().table_rows])
    head = _cells(rows[0]) if headed else ()
    width = max((len(row) for row in (head, *shown)), default=0)
    return Table(
        head=head,
        rows=shown,
        width=width,
        numeric=frozenset(at for at in range(width) if _numeric(shown, at)),
        total=len(body),
        columns=max(map(len, rows)),
        more=more,
        delimiter=DELIMITERS.get(delimiter, visible(delimiter)),
    )


def _cells(row: list[str]) -> tuple[str, ...]:
    return tuple(
        visible(cell.replace("\r\n", "\n").replace("\r", "\n"))
        for cell in row[: get_content_limits().table_columns]
    )


def _numeric(rows: tuple[tuple[str, ...], ...], at: int) -> bool:
    cells = [row[at] for row in rows if at < len(row) and row[at]]
    return bool(cells) and sum(map(csv_reading.is_number, cells)) >= NUMERIC * len(cells)


def _notes(read: Rows, rows: list[list[str]]) -> list[str]:
    notes = []
    if read.damaged:
        notes.append("Its quotes are damaged; the rows are read as far as that can be told.")
    widths = {len(row) for row in rows}
    if len(widths) > 1:
        first = len(rows[0])
        odd = sum(len(row) != first for row in rows)
        notes.append(f"{odd:,} of {len(rows):,} rows have more or fewer cells than the first.")
    if any(_like_a_formula(cell) for row in rows for cell in row):
        notes.append("Cells begin like formulas; here they are text, a spreadsheet would compute them.")
    return notes


def _like_a_formula(cell: str) -> bool:
    return cell.startswith(FORMULA) and len(cell) > 1 and not csv_reading.is_number(cell)

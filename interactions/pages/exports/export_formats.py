"""The formats of an export, as pieces on their way: a few hundred rows are held at a time, never all.

Each ends so that a file that broke off can be told from a whole one: a CSV and an NDJSON file with a line
`end` that counts the rows, JSON with its closing brackets.
"""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from interactions.history.filtering.selection import RowSelection
from interactions.pages.exports.csv_cells import CELL_FORMATTERS, format_row_cells, format_text_cell
from interactions.pages.exports.export_columns import (
    COLUMN_NAMES,
    EXPORT_COLUMNS,
    ExportValue,
    build_export_values,
)
from interactions.pages.exports.export_statement import ExportStatement
from interactions.ucs.resources import InteractionSummary

CHUNK_ROWS = 500  # rows, about 200 kB
COLUMN_FORMATTERS = tuple(CELL_FORMATTERS.get(column.kind) for column in EXPORT_COLUMNS)
_encode_json = msgspec.json.Encoder().encode


@dataclass(frozen=True)
class ExportData:
    """`rows` with what is said about them. `base` is what stands before an interaction's ID in its absolute
    permalink."""

    rows: RowSelection
    statement: ExportStatement
    base: str

    @property
    def chunks(self) -> Iterator[tuple[InteractionSummary, ...]]:
        return (self.rows[at : at + CHUNK_ROWS] for at in range(0, len(self.rows), CHUNK_ROWS))

    def values(self, rows: Sequence[InteractionSummary]) -> Iterator[list[ExportValue]]:
        """Each row's values in the order of the columns."""
        zone, formers = self.statement.zone, self.rows.history_index.repeats.formers
        return (build_export_values(row, formers.get(row.interaction_id), self.base, zone) for row in rows)

    def objects(self, rows: Sequence[InteractionSummary]) -> Iterator[bytes]:
        """Each row as a JSON object."""
        return (_encode_json(dict(zip(COLUMN_NAMES, own, strict=True))) for own in self.values(rows))


def iter_csv_pieces(export: ExportData) -> Iterator[bytes]:
    """RFC 4180 with a byte order mark, by which Excel knows UTF-8. The names are row 1, so that a
    spreadsheet's filters work; an empty line ends its table, and what the export says of itself follows."""
    yield _format_csv_lines([COLUMN_NAMES]).encode("utf-8-sig")
    for rows in export.chunks:
        yield _format_csv_lines(
            [format_row_cells(own, COLUMN_FORMATTERS) for own in export.values(rows)]
        ).encode()
    statement_lines = [
        (name, _format_statement_cell(value)) for name, value in export.statement.lines.items()
    ]
    yield _format_csv_lines([(), ("export",), *statement_lines, ("end", export.statement.rows)]).encode()


def iter_json_pieces(export: ExportData) -> Iterator[bytes]:
    """One object, `{"export": {…}, "interactions": [{…}, …]}`, one interaction per line."""
    yield b'{"export":' + _encode_json(export.statement.lines) + b',"interactions":['
    separator = b"\n"
    for rows in export.chunks:
        yield separator + b",\n".join(export.objects(rows))
        separator = b",\n"
    yield b"\n]}\n"


def iter_ndjson_pieces(export: ExportData) -> Iterator[bytes]:
    """One object per line: `{"export": {…}}`, each interaction, `{"end": {"rows": …}}`."""
    yield _encode_json({"export": export.statement.lines}) + b"\n"
    for rows in export.chunks:
        yield b"\n".join(export.objects(rows)) + b"\n"
    yield _encode_json({"end": {"rows": export.statement.rows}}) + b"\n"


@dataclass(frozen=True)
class ExportFormat:
    """`name` is the file's ending, too."""

    name: str
    label: str
    content_type: str
    pieces: Callable[[ExportData], Iterator[bytes]]


EXPORT_FORMATS = {
    made.name: made
    for made in (
        ExportFormat("csv", "CSV", "text/csv; charset=utf-8; header=present", iter_csv_pieces),
        ExportFormat("json", "JSON", "application/json", iter_json_pieces),
        ExportFormat("ndjson", "NDJSON", "application/x-ndjson", iter_ndjson_pieces),
    )
}


def _format_csv_lines(rows: Sequence[Sequence[Any]]) -> str:
    written = StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(rows)
    return written.getvalue()


def _format_statement_cell(value: str | int | bool | list[str]) -> str | int:
    """A line of the statement as a cell; a list of nothing is said in a word."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return format_text_cell("; ".join(value)) or _("none")
    return format_text_cell(value) if isinstance(value, str) else value

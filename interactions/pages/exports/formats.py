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

from interactions.history.filtering.selection import Selection
from interactions.pages.exports.cells import WRITERS, cells, text
from interactions.pages.exports.columns import COLUMNS, NAMES, Value, values
from interactions.pages.exports.statement import Statement
from interactions.ucs.resources import InteractionSummary

CHUNK = 500  # rows, about 200 kB
CELL_WRITERS = tuple(WRITERS.get(column.kind) for column in COLUMNS)
_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True)
class Export:
    """`rows` with what is said about them. `base` is what stands before an interaction's ID in its absolute
    permalink."""

    rows: Selection
    statement: Statement
    base: str

    @property
    def chunks(self) -> Iterator[tuple[InteractionSummary, ...]]:
        return (self.rows[at : at + CHUNK] for at in range(0, len(self.rows), CHUNK))

    def values(self, rows: Sequence[InteractionSummary]) -> Iterator[list[Value]]:
        """Each row's values in the order of the columns."""
        zone, formers = self.statement.zone, self.rows.whole.repeats.formers
        return (values(row, formers.get(row.interaction_id), self.base, zone) for row in rows)

    def objects(self, rows: Sequence[InteractionSummary]) -> Iterator[bytes]:
        """Each row as a JSON object."""
        return (_encode(dict(zip(NAMES, own, strict=True))) for own in self.values(rows))


def as_csv(export: Export) -> Iterator[bytes]:
    """RFC 4180 with a byte order mark, by which Excel knows UTF-8. The names are row 1, so that a
    spreadsheet's filters work; an empty line ends its table, and what the export says of itself follows."""
    yield _lines([NAMES]).encode("utf-8-sig")
    for rows in export.chunks:
        yield _lines([cells(own, CELL_WRITERS) for own in export.values(rows)]).encode()
    said = [(name, _said(value)) for name, value in export.statement.said.items()]
    yield _lines([(), ("export",), *said, ("end", export.statement.rows)]).encode()


def as_json(export: Export) -> Iterator[bytes]:
    """One object, `{"export": {…}, "interactions": [{…}, …]}`, an interaction a line."""
    yield b'{"export":' + _encode(export.statement.said) + b',"interactions":['
    separator = b"\n"
    for rows in export.chunks:
        yield separator + b",\n".join(export.objects(rows))
        separator = b",\n"
    yield b"\n]}\n"


def as_ndjson(export: Export) -> Iterator[bytes]:
    """An object a line: `{"export": {…}}`, each interaction, `{"end": {"rows": …}}`."""
    yield _encode({"export": export.statement.said}) + b"\n"
    for rows in export.chunks:
        yield b"\n".join(export.objects(rows)) + b"\n"
    yield _encode({"end": {"rows": export.statement.rows}}) + b"\n"


@dataclass(frozen=True)
class Format:
    """`name` is the file's ending, too."""

    name: str
    label: str
    hint: str
    content_type: str
    pieces: Callable[[Export], Iterator[bytes]]


FORMATS = {
    made.name: made
    for made in (
        Format("csv", "CSV", "for a spreadsheet", "text/csv; charset=utf-8; header=present", as_csv),
        Format("json", "JSON", "one document", "application/json", as_json),
        Format("ndjson", "NDJSON", "an object a line", "application/x-ndjson", as_ndjson),
    )
}


def _lines(rows: Sequence[Sequence[Any]]) -> str:
    written = StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(rows)
    return written.getvalue()


def _said(value: str | int | bool | list[str]) -> str | int:
    """A line of the statement as a cell; a list of nothing is said in a word."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return text("; ".join(value)) or "none"
    return text(value) if isinstance(value, str) else value

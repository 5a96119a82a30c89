"""What a timeline's filter leaves, as a table for paper: `/customers/{id}/print` and `/services/{id}/print`.

The query is the timeline's own. A printed list is read by people, so it ends at `MAX_PRINTED_ROWS` rows and
says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, tzinfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from interactions.history.clock.days import group_by_day
from interactions.history.columns.phases import PhaseSeconds, measure_phases
from interactions.history.columns.record_codes import (
    MEDIA_LABELS,
    MediaFamily,
    format_sub_type,
    get_media_family,
)
from interactions.history.filtering.selection import RowSelection
from interactions.pages.exports.export_columns import convert_to_zone
from interactions.pages.exports.export_download import build_export_file_name, select_rows_with_statement
from interactions.pages.headline import format_direction, format_handler, format_status, format_title
from interactions.pages.lists.list_view import LoadedList, show_list
from interactions.pages.page_links import HistoryLinks
from interactions.ucs.resources import InteractionSummary

MAX_PRINTED_ROWS = 2000  # rows: about sixty sheets


@dataclass(frozen=True)
class PrintedRow:
    """An interaction as printed; `clock` is its start where the reader is, or ""."""

    identifier: str
    clock: str
    family: MediaFamily
    medium: str
    direction: str
    kind: str
    title: str
    handler: str
    times: PhaseSeconds
    state: str
    problems: int


@dataclass(frozen=True)
class PrintedDay:
    """A day, or with `None` those without a start; `total` are all of the day, printed or not."""

    date: date | None
    total: int
    lines: tuple[PrintedRow, ...]


@show_list
def history_print(request: HttpRequest, loaded: LoadedList) -> HttpResponse:
    """The table."""
    rows, statement = select_rows_with_statement(request, loaded)
    context = {
        "owner": loaded.key.kind,
        "identifier": loaded.key.identifier,
        "statement": statement,
        "sections": tuple(iter_printed_days(rows, statement.zone)),
        "left": max(0, len(rows) - MAX_PRINTED_ROWS),
        "most": MAX_PRINTED_ROWS,
        "file_name": build_export_file_name(statement.exported_at),
        "back": HistoryLinks(loaded.key, loaded.query.filter).filtered,
    }
    return render(request, "paper.html", context)


def iter_printed_days(rows: RowSelection, zone: tzinfo = UTC) -> Iterable[PrintedDay]:
    """The days of the list's first rows."""
    for day in group_by_day(rows, 0, min(len(rows), MAX_PRINTED_ROWS), zone):
        yield PrintedDay(day.date, day.total, tuple(_build_printed_row(row, zone) for row in day.rows))


def _build_printed_row(row: InteractionSummary, zone: tzinfo) -> PrintedRow:
    medium, start = get_media_family(row.media_type, row.entity_type), convert_to_zone(row.start_date, zone)
    return PrintedRow(
        identifier=row.interaction_id,
        clock=f"{start:%H:%M}" if start else "",
        family=medium,
        medium=_(MEDIA_LABELS[medium]),
        direction=format_direction(row.type),
        kind=format_sub_type(row.type, row.sub_type),
        title=format_title(row),
        handler=format_handler(row),
        times=measure_phases(row),
        state=format_status(row.status),
        problems=len(row.problems),
    )

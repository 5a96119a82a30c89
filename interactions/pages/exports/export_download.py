"""What a timeline's filter leaves, to be taken along: `/customers/{id}/export.csv`, `.json` and `.ndjson`.

The query is the timeline's own. Rows are written while they are sent, and no other reader waits for that.
Times are in the zone of the request (page_zone.py).
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

from interactions.history.filtering.selection import RowSelection, select_matching_rows
from interactions.pages.content_policies import BYTES_HEADERS
from interactions.pages.exports.export_formats import EXPORT_FORMATS, ExportData
from interactions.pages.exports.export_statement import ExportStatement
from interactions.pages.lists.list_notes import collect_notes
from interactions.pages.lists.list_view import LoadedList, show_list
from interactions.pages.page_links import HistoryLinks
from interactions.pages.page_zone import add_stated_zone
from interactions.pages.permalinks import build_permalink_base


@show_list
def history_export(request: HttpRequest, loaded: LoadedList, form: str) -> HttpResponseBase:
    """The file, in the format named `form`."""
    wanted = EXPORT_FORMATS[form]
    rows, statement = select_rows_with_statement(request, loaded)
    pieces: Iterator[bytes] = iter(())
    if request.method != "HEAD":
        pieces = wanted.pieces(ExportData(rows, statement, build_permalink_base(request)))
    response = StreamingHttpResponse(pieces, content_type=wanted.content_type, headers=BYTES_HEADERS)
    response["Content-Disposition"] = (
        f'attachment; filename="{build_export_file_name(statement.exported_at)}.{form}"'
    )
    return response


def select_rows_with_statement(
    request: HttpRequest, loaded: LoadedList
) -> tuple[RowSelection, ExportStatement]:
    """The rows that the query's filter leaves, and what is to be said of them."""
    history, query, zone = loaded.history, loaded.query, loaded.zone
    rows = select_matching_rows(history.index, query.filter, zone.tzinfo)
    links = HistoryLinks(history.key, query.filter)
    return rows, ExportStatement(
        history=history,
        filter=query.filter,
        rows=len(rows),
        link=request.build_absolute_uri(add_stated_zone(links.filtered)),
        exported_at=datetime.now(UTC),
        notes=collect_notes(history, query),
        zone=zone.tzinfo,
        zone_name=zone.words,
    )


def build_export_file_name(at: datetime) -> str:
    """`interactions-20260302-165208`: whose they are stands in the file. A name goes to lists of downloads,
    to shared folders and under mails, where a customer's ID has no business."""
    return f"interactions-{at:%Y%m%d-%H%M%S}"

"""What a timeline's filter leaves, to be taken along: `/customers/{id}/export.csv`, `.json` and `.ndjson`.

The query is the timeline's own. Rows are written while they are sent, and no other reader waits for that.
Times are in the zone of the request (page_zone.py).
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from interactions.access.gate import get_gate
from interactions.history.filtering.selection import RowSelection, select_matching_rows
from interactions.history.history import History, HistoryKind
from interactions.pages.content_policies import BYTES_HEADERS
from interactions.pages.exports.export_formats import EXPORT_FORMATS, ExportData
from interactions.pages.exports.export_statement import ExportStatement
from interactions.pages.page_links import HistoryLinks
from interactions.pages.page_zone import add_stated_zone, apply_customer_zone
from interactions.pages.query.list_query import ListQuery, parse_list_query
from interactions.pages.timeline.listing import collect_notes
from interactions.pages.timeline.timeline_page import render_unknown_history


@require_safe
def history_export(request: HttpRequest, owner: HistoryKind, identifier: str, form: str) -> HttpResponseBase:
    """The file. An unknown owner is the page that the timeline has for one."""
    query = parse_list_query(request.GET)
    history = get_gate(request).load_history(owner, identifier, with_udata=bool(query.filter.udata))
    if not history.rows:
        return render_unknown_history(request, history)
    wanted = EXPORT_FORMATS[form]
    rows, statement = select_rows_with_statement(request, history, query)
    pieces: Iterator[bytes] = iter(())
    if request.method != "HEAD":
        pieces = wanted.pieces(ExportData(rows, statement, _build_permalink_base(request)))
    response = StreamingHttpResponse(pieces, content_type=wanted.content_type, headers=BYTES_HEADERS)
    response["Content-Disposition"] = (
        f'attachment; filename="{build_export_file_name(statement.exported_at)}.{form}"'
    )
    return response


def select_rows_with_statement(
    request: HttpRequest, history: History, query: ListQuery
) -> tuple[RowSelection, ExportStatement]:
    """The rows that the query's filter leaves, and what is to be said of them."""
    zone = apply_customer_zone(request, history.index.timeshift)
    rows = select_matching_rows(history.index, query.filter, zone.tzinfo)
    links = HistoryLinks(history.owner, history.identifier, query.filter)
    return rows, ExportStatement(
        history=history,
        chosen=query.filter,
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


def _build_permalink_base(request: HttpRequest) -> str:
    """What stands before an interaction's ID in its absolute permalink."""
    return request.build_absolute_uri(reverse("interaction", args=["-"]).removesuffix("-"))

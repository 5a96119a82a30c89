"""What a timeline's filter leaves, to be taken along: `/customers/{id}/export.csv`, `.json` and `.ndjson`.

The query is the timeline's own. Rows are written while they are sent, and no other reader waits for that.
Times are in the zone of the request (zone.py).
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from interactions.access.gate import get_gate
from interactions.history.filtering.filters import Filter
from interactions.history.filtering.selection import Selection, select
from interactions.history.history import History, Owner
from interactions.pages.exports.formats import FORMATS, Export
from interactions.pages.exports.statement import Statement
from interactions.pages.links import Links
from interactions.pages.policies import BYTES
from interactions.pages.timeline.listing import notes
from interactions.pages.timeline.page import unknown
from interactions.pages.zone import stated, with_customer


@require_safe
def export(request: HttpRequest, owner: Owner, identifier: str, form: str) -> HttpResponseBase:
    """The file. An unknown owner is the page that the timeline has for one."""
    chosen = Filter.from_query(request.GET)
    history = get_gate(request).load_history(owner, identifier, with_udata=bool(chosen.udata))
    if not history.rows:
        return unknown(request, history)
    wanted = FORMATS[form]
    rows, statement = listed(request, history, chosen)
    pieces: Iterator[bytes] = iter(())
    if request.method != "HEAD":
        pieces = wanted.pieces(Export(rows, statement, _base(request)))
    response = StreamingHttpResponse(pieces, content_type=wanted.content_type, headers=BYTES)
    response["Content-Disposition"] = f'attachment; filename="{file_name(statement.exported_at)}.{form}"'
    return response


def listed(request: HttpRequest, history: History, chosen: Filter) -> tuple[Selection, Statement]:
    """The rows that the query's filter leaves, and what is to be said of them."""
    zone = with_customer(request, history.index.timeshift)
    rows = select(history.index, chosen, zone.tzinfo)
    links = Links(history.owner, history.identifier, chosen)
    query = chosen.query()
    return rows, Statement(
        history=history,
        chosen=chosen,
        rows=len(rows),
        link=request.build_absolute_uri(stated(f"{links.path}?{query}" if query else links.path)),
        exported_at=datetime.now(UTC),
        notes=notes(history, chosen, request.GET),
        zone=zone.tzinfo,
        zone_name=zone.words,
    )


def file_name(at: datetime) -> str:
    """`interactions-20260302-165208`: whose they are stands in the file. A name goes to lists of downloads,
    to shared folders and under mails, where a customer's ID has no business."""
    return f"interactions-{at:%Y%m%d-%H%M%S}"


def _base(request: HttpRequest) -> str:
    """What stands before an interaction's ID in its absolute permalink."""
    return request.build_absolute_uri(reverse("interaction", args=["-"]).removesuffix("-"))

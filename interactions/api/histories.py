"""`/api/customers/{id}/interactions` and `/api/services/{id}/interactions`: a history as summaries."""

from datetime import tzinfo
from typing import Any

import msgspec
from django.conf import settings
from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.views import APIView

from interactions.access.gate import get_gate
from interactions.history.clock.timeshift import CUSTOMER
from interactions.history.clock.zones import COORDINATED, zone
from interactions.history.filtering.filters import Filter
from interactions.history.filtering.selection import select
from interactions.history.history import Owner
from interactions.history.index import Index


class HistoryView(APIView):
    """{"count", "fetched_at", "results": [a `Summary` each]}, filtered and ordered by the timeline's own
    query names. An owner that the UCS does not know has a count of 0: the UCS does not tell the two apart."""

    owner: Owner = "customer"

    def get(self, request: Request, identifier: str) -> HttpResponse:
        query = request.query_params
        chosen = Filter.from_query(query)
        history = get_gate(request).load_history(self.owner, identifier, with_udata=bool(chosen.udata))
        rows = select(history.index, chosen, _zone(query.get("tz", ""), history.index))[:]
        document: dict[str, Any] = {"count": len(rows), "fetched_at": history.fetched_at, "results": rows}
        return HttpResponse(msgspec.json.encode(document), content_type="application/json")


def _zone(asked: str, index: Index) -> tzinfo:
    """The zone of the days in a query, as the timeline has it: the one that is asked for, else the
    installation's."""
    if asked == CUSTOMER and index.timeshift:
        return index.timeshift.zone.tzinfo
    return (zone(asked) or zone(settings.DISPLAY_TIME_ZONE) or COORDINATED).tzinfo

"""`/api/customers/{id}/interactions` and `/api/services/{id}/interactions`: a history as summaries."""

from datetime import tzinfo
from typing import Any

import msgspec
from django.conf import settings
from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.views import APIView

from interactions.access.gate import get_gate
from interactions.history.clock.time_zones import UTC_ZONE, parse_time_zone
from interactions.history.clock.timeshift import CUSTOMER_ZONE_VALUE
from interactions.history.filtering.selection import select_matching_rows
from interactions.history.history_index import HistoryIndex
from interactions.history.history_key import HistoryKind
from interactions.pages.query.list_query import parse_list_query


class HistoryView(APIView):
    """{"count", "fetched_at", "results": [an `InteractionSummary` each]}, filtered and ordered by the
    timeline's own query names.

    The count is 0 for a customer or service that the UCS does not know: the UCS does not tell the two apart.
    """

    kind: HistoryKind = "customer"

    def get(self, request: Request, identifier: str) -> HttpResponse:
        query = parse_list_query(request.query_params)
        history = get_gate(request).load_history(self.kind, identifier, with_udata=bool(query.filter.udata))
        zone = _choose_day_zone(query.zone, history.index)
        rows = select_matching_rows(history.index, query.filter, zone)[:]
        document: dict[str, Any] = {"count": len(rows), "fetched_at": history.fetched_at, "results": rows}
        return HttpResponse(msgspec.json.encode(document), content_type="application/json")


def _choose_day_zone(requested: str, index: HistoryIndex) -> tzinfo:
    """The time zone of the days in a query: the requested one, else the installation's."""
    if requested == CUSTOMER_ZONE_VALUE and index.timeshift:
        return index.timeshift.zone.tzinfo
    return (parse_time_zone(requested) or parse_time_zone(settings.DISPLAY_TIME_ZONE) or UTC_ZONE).tzinfo

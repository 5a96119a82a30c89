"""`/api/customers/{id}/interactions` and `/api/services/{id}/interactions`: a history as summaries."""

from typing import Any

import msgspec
from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.views import APIView

from interactions.access.gate import gate
from interactions.history.filters import Filter
from interactions.history.history import Owner
from interactions.history.selection import select


class HistoryView(APIView):
    """{"count", "fetched_at", "results": [a `Summary` each]}, filtered and ordered by the timeline's own
    query names. An owner that the UCS does not know has a count of 0: the UCS does not tell the two apart."""

    owner: Owner = "customer"

    def get(self, request: Request, identifier: str) -> HttpResponse:
        chosen = Filter.from_query(request.query_params)
        history = gate(request).history(self.owner, identifier, udata=bool(chosen.udata))
        rows = select(history.index, chosen)[:]
        document: dict[str, Any] = {"count": len(rows), "fetched_at": history.fetched_at, "results": rows}
        return HttpResponse(msgspec.json.encode(document), content_type="application/json")

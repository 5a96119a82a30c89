"""What every view of a customer's or a service's interactions begins with: the query parsed, the history
loaded, the zone known."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from interactions.access.gate import Gate, get_gate
from interactions.history.history import History
from interactions.history.history_key import HistoryKey
from interactions.pages.page_zone import ZoneChoice, apply_customer_zone
from interactions.pages.query.list_query import ListQuery, parse_list_query


@dataclass(frozen=True)
class LoadedList:
    """A history, and what the request asks of it. `zone` is that of its days and times."""

    gate: Gate
    query: ListQuery
    history: History
    zone: ZoneChoice

    @property
    def key(self) -> HistoryKey:
        return self.history.key


def show_list(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Decorates a view that takes a request and a `LoadedList`, and further values of its route. A customer
    or service of whom the UCS knows no interaction is a 404 with a way on."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, key: HistoryKey, **route_values: object) -> HttpResponseBase:
        loaded = load_list(request, key)
        if not loaded.history.rows:
            return render_unknown_history(request, loaded.history)
        return view(request, loaded, **route_values)

    return answer


def load_list(request: HttpRequest, key: HistoryKey) -> LoadedList:
    """The history that an address names, with its attached data when the filter asks for it. Raises a
    `UCSError` when the UCS can't give it."""
    gate, query = get_gate(request), parse_list_query(request.GET)
    history = gate.load_history(key.kind, key.identifier, with_udata=bool(query.filter.udata))
    return LoadedList(gate, query, history, apply_customer_zone(request, history.index.timeshift))


def render_unknown_history(request: HttpRequest, history: History) -> HttpResponse:
    """The page of an owner of whom the UCS knows no interaction."""
    context = {"owner": history.owner, "identifier": history.identifier, "history": history}
    return render(request, "timeline_unknown.html", context, status=404)


def build_key_figures(history: History) -> dict[str, object]:
    """The four figures of the head; the contacts are `None` when no interaction has a start."""
    return {
        "interactions": len(history.rows),
        "threads": len(history.index.threads),
        "first": history.rows[0].start_date,
        "last": next((row.start_date for row in reversed(history.rows) if row.start_date), None),
    }

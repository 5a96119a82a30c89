"""A customer's or a service's interactions: `/customers/{id}` and `/services/{id}`.

The list's whole state is in the query: the filter's names (pages/query/filter_query.py), `range` for the
stretch that the activity strip shows, `after` for the page (history/filtering/pagination.py), or `at` with an
interaction's ID for the page that holds it, or `day` for the page that begins with one; `tz` for the zone
(page_zone.py).
"""

from typing import cast
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.http import require_POST, require_safe

from interactions.access.gate import get_gate
from interactions.history.history import History, HistoryKind
from interactions.pages import partial_update
from interactions.pages.exports.export_formats import EXPORT_FORMATS
from interactions.pages.lists.filter_words import format_filter
from interactions.pages.page_links import is_own_path
from interactions.pages.page_zone import apply_customer_zone
from interactions.pages.query.list_query import parse_list_query
from interactions.pages.timeline.listing import build_timeline

MORE_ELEMENT_ID = "more"  # the id of the element in whose place "Show more" puts the next page


@require_safe
def customer_timeline(request: HttpRequest, identifier: str) -> HttpResponse:
    """A customer's timeline; 404 with a way on when the UCS knows no interaction of theirs."""
    return _render_timeline(request, "customer", identifier)


@require_safe
def service_timeline(request: HttpRequest, identifier: str) -> HttpResponse:
    """A service's timeline, likewise."""
    return _render_timeline(request, "service", identifier)


@require_POST
def refresh_timeline(request: HttpRequest) -> HttpResponse:
    """Asks the UCS again for the timeline that the form names, and goes back to it."""
    target = request.POST.get("next", "")
    try:
        match = resolve(urlsplit(target).path) if is_own_path(target) else None
    except Resolver404:
        match = None
    if match is None:
        return HttpResponseRedirect(reverse("search"), status=303)
    owner = (match.url_name or "").partition("-")[0]
    if owner in {"customer", "service"}:
        with_udata = bool(parse_list_query(QueryDict(urlsplit(target).query)).filter.udata)
        get_gate(request).load_history(
            cast(HistoryKind, owner),
            match.kwargs["identifier"],
            fresh=True,
            with_udata=with_udata,
        )
    return HttpResponseRedirect(target, status=303)


def _render_timeline(request: HttpRequest, owner: HistoryKind, identifier: str) -> HttpResponse:
    query = parse_list_query(request.GET)
    door = get_gate(request)
    history = door.load_history(owner, identifier, with_udata=bool(query.filter.udata))
    zone = apply_customer_zone(request, history.index.timeshift)
    if not history.rows:
        return render_unknown_history(request, history)
    visit = door.load_last_visit(history)
    shown = build_timeline(history, query, zone, visit)
    context = {
        "owner": owner,
        "identifier": identifier,
        "history": history,
        "timeline": shown,
        "formats": EXPORT_FORMATS.values(),
        "filter_words": format_filter(shown.chosen, history.index.repeat_days),
        "figures": build_key_figures(history),
        "visit": visit,
        "appended": partial_update.get_target_element(request) == MORE_ELEMENT_ID,
    }
    response = render(request, "timeline.html", context)
    response["Content-Location"] = shown.address
    return response


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

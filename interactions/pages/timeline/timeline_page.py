"""A customer's or a service's interactions: `/customers/{id}` and `/services/{id}`.

The list's whole state is in the query: the filter's names (pages/query/filter_query.py), `range` for the
stretch that the activity histogram shows, `after` for the page (filtering/pagination.py), or `at` with an
interaction's ID for the page that holds it, or `day` for the page that begins with one; `tz` for the zone
(page_zone.py).
"""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.http import require_POST

from interactions.access.gate import get_gate
from interactions.history.history_key import HistoryKey
from interactions.pages import partial_update
from interactions.pages.exports.export_formats import EXPORT_FORMATS
from interactions.pages.lists.filter_words import format_filter
from interactions.pages.lists.list_view import LoadedList, build_key_figures, show_list
from interactions.pages.page_links import is_own_path
from interactions.pages.query.list_query import parse_list_query
from interactions.pages.timeline.listing import build_timeline

MORE_ELEMENT_ID = "more"  # the id of the element in whose place "Show more" puts the next page


@show_list
def history_timeline(request: HttpRequest, loaded: LoadedList) -> HttpResponse:
    """The timeline, or its next page for the one that the reader has."""
    history = loaded.history
    visit = loaded.gate.load_last_visit(history)
    shown = build_timeline(history, loaded.query, loaded.zone, visit)
    context = {
        "owner": history.owner,
        "identifier": history.identifier,
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
    key = match.kwargs.get("key")
    if isinstance(key, HistoryKey):
        query = parse_list_query(QueryDict(urlsplit(target).query))
        get_gate(request).load_history(
            key.kind, key.identifier, fresh=True, with_udata=bool(query.filter.udata)
        )
    return HttpResponseRedirect(target, status=303)

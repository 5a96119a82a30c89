"""The search: from whatever has an ID in it to the page of that ID."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from interactions.access.gate import get_gate
from interactions.models import RecentSearch
from interactions.pages.jinja_environment import get_submitted_text
from interactions.pages.permalinks import parse_permalink_tail
from interactions.pages.search_results import load_search_results
from interactions.ucs.identifier_parsing import is_identifier, parse_identifiers

MAX_SEARCHED_IDS = 8  # IDs of one text that are looked up
MAX_LISTED_SEARCHES = 10  # recent searches


@require_http_methods(["GET", "HEAD", "POST"])
def search_by_id(request: HttpRequest) -> HttpResponse:
    """The start page, or what the text that was typed leads to.

    A form posts the text, so that a pasted line with names in it stays out of addresses and logs. An
    address may carry a plain ID (`/?q=…`, for a browser's search keyword) and nothing else.
    """
    text = get_submitted_text(request)
    if not text or (request.method != "POST" and not is_identifier(text)):
        return _render_search_page(request, {"state": "start" if not text else "press"})
    clues = parse_identifiers(text)
    found = load_search_results(get_gate(request), clues[:MAX_SEARCHED_IDS])
    for one in found:
        RecentSearch.objects.remember(request.user, one.kind, one.identifier)
    if len(found) == 1:
        return SeeOtherRedirect(
            found[0].path + parse_permalink_tail(text, f"/{found[0].kind}s/{found[0].identifier}")
        )
    known = {one.identifier for one in found}
    context = {
        "state": "choices" if found else "unknown" if clues else "nothing",
        "found": found,
        "unknown": [clue for clue in clues[:MAX_SEARCHED_IDS] if clue.identifier not in known],
        "looked_up": len(clues[:MAX_SEARCHED_IDS]),
        "left_out": len(clues[MAX_SEARCHED_IDS:]),
    }
    return _render_search_page(request, context, status=200 if found else 404)


@require_POST
def clear_recent_searches(request: HttpRequest) -> HttpResponse:
    """Forgets this user's searches."""
    RecentSearch.objects.of(request.user).delete()
    return redirect("search")


class SeeOtherRedirect(HttpResponseRedirect):
    """303: what a form asked for is at another address, to be had with GET."""

    status_code = 303


def _render_search_page(
    request: HttpRequest, context: Mapping[str, object], status: int = 200
) -> HttpResponse:
    recent = RecentSearch.objects.of(request.user)[:MAX_LISTED_SEARCHES]
    return render(request, "search.html", {**context, "recent": recent}, status=status)

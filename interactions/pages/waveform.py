"""A recording's waveform, on its own: the page of an interaction asks for it when it is there itself, and
without a script it is a page behind a link."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from interactions.content.errors import Unshowable
from interactions.content.media.waveform import draw
from interactions.pages.content import addresses
from interactions.pages.errors import describe
from interactions.pages.sources import source
from interactions.ucs.errors import UCSError
from interactions.ucs.resources import ContentKind


@require_safe
@vary_on_headers("HX-Request")
def waveform(request: HttpRequest, identifier: str, kind: ContentKind, inside: str = "") -> HttpResponse:
    """The fragment for htmx, or a page around it. A waveform that can't be had is a sentence in its place."""
    asked = source(request, identifier, kind, inside)
    within = bool(getattr(request, "htmx", False))
    where = addresses(identifier, kind, inside=inside)
    context = {"identifier": identifier, "addresses": where, "wave": None, "reason": ""}
    status = 200
    try:
        context["wave"] = draw(asked)
    except Unshowable as unshowable:
        context["reason"] = unshowable.reason
    except UCSError as error:
        if not within:
            raise
        context["reason"], status = describe(request, error).title, error.status
    response = render(
        request, "content/_waveform.html" if within else "waveform.html", context, status=status
    )
    if status >= 400:  # htmx puts an error into the page only where it is told to
        response["HX-Retarget"], response["HX-Reswap"] = "#waveform", "innerHTML"
    return response

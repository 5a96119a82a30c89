"""A recording's waveform, on its own: the page of an interaction asks for it when it is there itself, and
without a script it is a page behind a link."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from interactions.content.errors import UnviewableContent
from interactions.content.media.waveform import draw
from interactions.pages import swaps
from interactions.pages.contents.content import addresses
from interactions.pages.contents.sources import source
from interactions.pages.errors import describe
from interactions.ucs.errors import UCSError
from interactions.ucs.resources import ContentKind


@require_safe
@vary_on_headers(swaps.HEADER)
def waveform(request: HttpRequest, identifier: str, kind: ContentKind, inside: str = "") -> HttpResponse:
    """The drawing for the page that asks for it, or a page around it. One that can't be had is a sentence."""
    asked = source(request, identifier, kind, inside)
    within = bool(swaps.wanted(request))
    where = addresses(identifier, kind, inside=inside)
    context = {"identifier": identifier, "addresses": where, "wave": None, "reason": ""}
    status = 200
    try:
        context["wave"] = draw(asked)
    except UnviewableContent as unshowable:
        context["reason"] = unshowable.reason
    except UCSError as error:
        if not within:
            raise
        context["reason"], status = describe(request, error).title, error.status
    if not within:
        return render(request, "waveform.html", context)
    return swaps.into(render(request, "content/_waveform.html", context, status=status), "waveform")

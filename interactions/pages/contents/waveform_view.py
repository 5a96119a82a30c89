"""A recording's waveform, on its own: the page of an interaction asks for it when it is there itself, and
without a script it is a page behind a link."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from interactions.access.gate import get_gate
from interactions.content.content_ref import ContentRef
from interactions.content.errors import UnviewableContent
from interactions.content.media.waveform import draw_waveform
from interactions.pages import partial_update
from interactions.pages.contents.content_sources import open_content_source
from interactions.pages.contents.content_urls import build_content_urls
from interactions.pages.errors import describe_error
from interactions.ucs.errors import UCSError


@require_safe
@vary_on_headers(partial_update.PARTIAL_UPDATE_HEADER)
def content_waveform(request: HttpRequest, ref: ContentRef) -> HttpResponse:
    """The drawing for the page that asks for it, or a page around it. One that can't be had is a sentence."""
    source = open_content_source(get_gate(request), ref)
    within = bool(partial_update.get_target_element(request))
    context = {
        "identifier": ref.interaction_id,
        "addresses": build_content_urls(ref),
        "wave": None,
        "reason": "",
    }
    status = 200
    try:
        context["wave"] = draw_waveform(source)
    except UnviewableContent as unshowable:
        context["reason"] = unshowable.reason
    except UCSError as error:
        if not within:
            raise
        failure = describe_error(request, error)
        context["reason"], status = f"{failure.title}. {failure.detail}", error.status
    if not within:
        return render(request, "waveform.html", context)
    return partial_update.mark_partial_update(
        render(request, "content/_waveform.html", context, status=status), "waveform"
    )

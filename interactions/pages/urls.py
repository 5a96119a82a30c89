"""The pages' addresses. They are the UCS's own, with `/raw`, `/frame` and `/parts/…` under them."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import URLPattern, path, register_converter

from interactions.history.history_key import HistoryKind
from interactions.pages import accounts, health, preferences, search_page, zone_switch
from interactions.pages.contents.content_views import content_frame, content_raw
from interactions.pages.contents.hex_pages import content_hex
from interactions.pages.contents.nested_content_page import nested_content_detail
from interactions.pages.contents.waveform_view import content_waveform
from interactions.pages.contents.zip_download import content_zip
from interactions.pages.exports.export_download import history_export
from interactions.pages.exports.print_page import history_print
from interactions.pages.interaction import interaction_page as interaction
from interactions.pages.journeys import comparison
from interactions.pages.journeys.journey_page import history_journey
from interactions.pages.journeys.threads_page import history_threads
from interactions.pages.timeline.timeline_page import history_timeline, refresh_timeline
from interactions.pages.url_converters import (
    ContentKindConverter,
    ContentRefConverter,
    CustomerKeyConverter,
    FormatConverter,
    NestedContentRefConverter,
    PageConverter,
    ServiceKeyConverter,
)

register_converter(CustomerKeyConverter, "customer")
register_converter(ServiceKeyConverter, "service")
register_converter(ContentKindConverter, "kind")
register_converter(FormatConverter, "format")
register_converter(ContentRefConverter, "content")
register_converter(NestedContentRefConverter, "nested")
register_converter(PageConverter, "page")


@login_not_required
def redirect_without_slash(request: HttpRequest, target: str) -> HttpResponse:
    """A page's address with a slash at its end, as some clients write the UCS's, leads to the page."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{target}?{query}" if query else target)


def build_history_routes(kind: HistoryKind) -> list[URLPattern]:
    """A customer's or a service's interactions in all their views. An ID has no slash, so that none can be
    taken for the name of a view."""
    place = f"{kind}s/<{kind}:key>"
    return [
        path(place, history_timeline, name=kind),
        path(f"{place}/interactions", history_timeline, name=f"{kind}-interactions"),
        path(f"{place}/export.<format:form>", history_export, name=f"{kind}-export"),
        path(f"{place}/print", history_print, name=f"{kind}-print"),
        path(f"{place}/threads", history_threads, name=f"{kind}-threads"),
        path(f"{place}/journey", history_journey, name=f"{kind}-journey"),
    ]


def build_content_routes(place: str, name: str) -> list[URLPattern]:
    """What a content has beside its page, and what lies in a content has too."""
    return [
        path(f"{place}/raw", content_raw, name=f"{name}-raw"),
        path(f"{place}/frame", content_frame, name=f"{name}-frame"),
        path(f"{place}/hex", content_hex, name=f"{name}-hex"),
        path(f"{place}/waveform", content_waveform, name=f"{name}-waveform"),
        path(f"{place}/all", content_zip, name=f"{name}-all"),
    ]


urlpatterns = [
    path("", search_page.search_by_id, name="search"),
    path("recent/clear", search_page.clear_recent_searches, name="clear-recent"),
    path("sign-in", accounts.sign_in, name="sign-in"),
    path("sign-out", accounts.sign_out, name="sign-out"),
    path("preferences", preferences.change_preferences, name="preferences"),
    path("time-zone", zone_switch.time_zone_list, name="time-zone"),
    path("healthz", health.liveness_check, name="healthz"),
    path("readyz", health.readiness_check, name="readyz"),
    path("refresh", refresh_timeline, name="refresh"),
    *build_history_routes("customer"),
    *build_history_routes("service"),
    path("compare", comparison.interaction_comparison, name="compare"),
    path("interactions/<str:identifier>", interaction.interaction_detail, name="interaction"),
    path("interactions/<str:identifier>/raw", interaction.interaction_raw, name="record-raw"),
    path(
        "interactions/<str:identifier>/<kind:kind>",
        interaction.interaction_detail,
        name="interaction-content",
    ),
    *build_content_routes("interactions/<content:ref>", "content"),
    path("interactions/<nested:ref>", nested_content_detail, name="inside"),
    *build_content_routes("interactions/<nested:ref>", "inside"),
    path("<page:target>/", redirect_without_slash),
]

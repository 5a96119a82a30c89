"""The pages' addresses. They are the UCS's own, with `/raw`, `/frame` and `/parts/…` under them."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, URLPattern, path, register_converter, resolve
from django.utils.encoding import escape_uri_path

from interactions.content.nested.container import ENTRY_PATH_PATTERN
from interactions.history.history import HistoryKind
from interactions.pages import accounts, health, preferences, search_page, zone_switch
from interactions.pages.contents import (
    content_views,
    hex_pages,
    nested_content_page,
    waveform_view,
    zip_download,
)
from interactions.pages.exports import export_download, print_page
from interactions.pages.exports.export_formats import EXPORT_FORMATS
from interactions.pages.interaction import interaction_page as interaction
from interactions.pages.journeys import comparison, journey_page, threads_page
from interactions.pages.timeline import timeline_page as timeline
from interactions.ucs.resources import ContentKind


class ContentKindConverter:
    """`plain_text`, `structured_text` or `binary_content`."""

    regex = "|".join(ContentKind)

    def to_python(self, value: str) -> ContentKind:
        return ContentKind(value)

    def to_url(self, value: str) -> str:
        return str(value)


class PageConverter:
    """The path of a page that is there; nothing else matches, so that what is unknown stays unknown."""

    regex = ".+"

    def to_python(self, value: str) -> str:
        target = f"/{value.strip('/')}"
        try:
            resolve(target)
        except Resolver404 as error:
            raise ValueError from error
        return escape_uri_path(target)

    def to_url(self, value: str) -> str:
        return value.lstrip("/")


class FormatConverter:
    """`csv`, `json` or `ndjson`."""

    regex = "|".join(EXPORT_FORMATS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class NestedPathConverter:
    """The path of what lies in a content: `2.1`, `2.1/3` (interactions/content/nested/container.py)."""

    regex = f"{ENTRY_PATH_PATTERN}(?:/{ENTRY_PATH_PATTERN}){{0,9}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ContentKindConverter, "kind")
register_converter(FormatConverter, "format")
register_converter(NestedPathConverter, "inside")
register_converter(PageConverter, "page")


@login_not_required
def redirect_without_slash(request: HttpRequest, target: str) -> HttpResponse:
    """A page's address with a slash at its end, as some clients write the UCS's, leads to the page."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{target}?{query}" if query else target)


def build_export_urls(owner: HistoryKind) -> list[URLPattern]:
    """What a timeline's filter leaves, as files and for paper. An ID has no slash, so that none can be taken
    for one of these names."""
    place, kept = f"{owner}s/<str:identifier>", {"owner": owner}
    return [
        path(f"{place}/export.<format:form>", export_download.history_export, kept, name=f"{owner}-export"),
        path(f"{place}/print", print_page.history_print, kept, name=f"{owner}-print"),
    ]


def build_content_urls(place: str, name: str) -> list[URLPattern]:
    """What a content has beside its page, and what lies in a content has too."""
    return [
        path(f"{place}/raw", content_views.content_raw, name=f"{name}-raw"),
        path(f"{place}/frame", content_views.content_frame, name=f"{name}-frame"),
        path(f"{place}/hex", hex_pages.content_hex, name=f"{name}-hex"),
        path(f"{place}/waveform", waveform_view.content_waveform, name=f"{name}-waveform"),
        path(f"{place}/all", zip_download.content_zip, name=f"{name}-all"),
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
    path("refresh", timeline.refresh_timeline, name="refresh"),
    path("customers/<str:identifier>", timeline.customer_timeline, name="customer"),
    path("customers/<str:identifier>/interactions", timeline.customer_timeline, name="customer-interactions"),
    path("services/<str:identifier>", timeline.service_timeline, name="service"),
    path("services/<str:identifier>/interactions", timeline.service_timeline, name="service-interactions"),
    *build_export_urls("customer"),
    *build_export_urls("service"),
    *(
        path(f"{owner}s/<str:identifier>/{name}", view, {"owner": owner}, name=f"{owner}-{name}")
        for owner in ("customer", "service")
        for name, view in (
            ("threads", threads_page.history_threads),
            ("journey", journey_page.history_journey),
        )
    ),
    path("compare", comparison.interaction_comparison, name="compare"),
    path("interactions/<str:identifier>", interaction.interaction_detail, name="interaction"),
    path("interactions/<str:identifier>/raw", interaction.interaction_raw, name="record-raw"),
    path(
        "interactions/<str:identifier>/<kind:kind>",
        interaction.interaction_detail,
        name="interaction-content",
    ),
    *build_content_urls("interactions/<str:identifier>/<kind:kind>", "content"),
    path(
        "interactions/<str:identifier>/<kind:kind>/parts/<inside:inside>",
        nested_content_page.nested_content_detail,
        name="inside",
    ),
    *build_content_urls("interactions/<str:identifier>/<kind:kind>/parts/<inside:inside>", "inside"),
    path("<page:target>/", redirect_without_slash),
]

"""The pages' addresses. They are the UCS's own, with `/raw`, `/frame` and `/parts/…` under them."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, URLPattern, path, register_converter, resolve
from django.utils.encoding import escape_uri_path

from interactions.content.nested.container import ENTRY_PATH_PATTERN
from interactions.history.history import Owner
from interactions.pages import accounts, health, preferences, search, zone_switch
from interactions.pages.contents import content, everything, hex_pages, inside, waveform
from interactions.pages.exports import export, paper
from interactions.pages.exports.formats import FORMATS
from interactions.pages.interaction import page as interaction
from interactions.pages.journeys import comparison, journey, threads
from interactions.pages.timeline import page as timeline
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

    regex = "|".join(FORMATS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class InsideConverter:
    """The path of what lies in a content: `2.1`, `2.1/3` (interactions/content/nested/container.py)."""

    regex = f"{ENTRY_PATH_PATTERN}(?:/{ENTRY_PATH_PATTERN}){{0,9}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ContentKindConverter, "kind")
register_converter(FormatConverter, "format")
register_converter(InsideConverter, "inside")
register_converter(PageConverter, "page")


@login_not_required
def without_slash(request: HttpRequest, target: str) -> HttpResponse:
    """A page's address with a slash at its end, as some clients write the UCS's, leads to the page."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{target}?{query}" if query else target)


def taken_along(owner: Owner) -> list[URLPattern]:
    """What a timeline's filter leaves, as files and for paper. An ID has no slash, so that none can be taken
    for one of these names."""
    place, kept = f"{owner}s/<str:identifier>", {"owner": owner}
    return [
        path(f"{place}/export.<format:form>", export.export, kept, name=f"{owner}-export"),
        path(f"{place}/print", paper.page, kept, name=f"{owner}-print"),
    ]


def under(place: str, name: str) -> list[URLPattern]:
    """What a content has beside its page, and what lies in a content has too."""
    return [
        path(f"{place}/raw", content.raw, name=f"{name}-raw"),
        path(f"{place}/frame", content.frame, name=f"{name}-frame"),
        path(f"{place}/hex", hex_pages.page, name=f"{name}-hex"),
        path(f"{place}/waveform", waveform.waveform, name=f"{name}-waveform"),
        path(f"{place}/all", everything.everything, name=f"{name}-all"),
    ]


urlpatterns = [
    path("", search.search, name="search"),
    path("recent/clear", search.clear, name="clear-recent"),
    path("sign-in", accounts.sign_in, name="sign-in"),
    path("sign-out", accounts.sign_out, name="sign-out"),
    path("preferences", preferences.change, name="preferences"),
    path("time-zone", zone_switch.page, name="time-zone"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("refresh", timeline.refresh, name="refresh"),
    path("customers/<str:identifier>", timeline.customer, name="customer"),
    path("customers/<str:identifier>/interactions", timeline.customer, name="customer-interactions"),
    path("services/<str:identifier>", timeline.service, name="service"),
    path("services/<str:identifier>/interactions", timeline.service, name="service-interactions"),
    *taken_along("customer"),
    *taken_along("service"),
    *(
        path(f"{owner}s/<str:identifier>/{name}", view, {"owner": owner}, name=f"{owner}-{name}")
        for owner in ("customer", "service")
        for name, view in (("threads", threads.page), ("journey", journey.page))
    ),
    path("compare", comparison.page, name="compare"),
    path("interactions/<str:identifier>", interaction.page, name="interaction"),
    path("interactions/<str:identifier>/raw", interaction.raw, name="record-raw"),
    path("interactions/<str:identifier>/<kind:kind>", interaction.page, name="interaction-content"),
    *under("interactions/<str:identifier>/<kind:kind>", "content"),
    path("interactions/<str:identifier>/<kind:kind>/parts/<inside:inside>", inside.page, name="inside"),
    *under("interactions/<str:identifier>/<kind:kind>/parts/<inside:inside>", "inside"),
    path("<page:target>/", without_slash),
]

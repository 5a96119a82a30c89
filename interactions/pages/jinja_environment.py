"""Jinja2 for our pages: what every template may use, and what the shell around a page needs to know."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import DisallowedHost, SuspiciousOperation
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.templatetags.static import static
from jinja2 import Environment, StrictUndefined

from interactions.content.content_ref import ContentRef
from interactions.content.html.receipt_words import describe_misleading_links, describe_receipt, list_kinds
from interactions.history.columns.record_codes import MEDIA_LABELS
from interactions.history.history_key import HistoryKey
from interactions.pages import icon_markup, preferences, zone_switch
from interactions.pages.formatting import TEMPLATE_FILTERS
from interactions.pages.interaction import attributes_markup, udata_markup
from interactions.pages.interaction.lifecycle_words import format_lifecycle_span
from interactions.pages.page_zone import get_zone_choice
from interactions.pages.paths import reverse_path
from interactions.pages.sentences import translate_counted_sentence, translate_sentence
from interactions.pages.timeline import timeline_markup
from interactions.pages.timeline.timeline_rows import build_scale_ticks


def build_environment(**options: Any) -> Environment:
    """A name that is not there is an error, never an empty place on the page."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    options["extensions"] = ["jinja2.ext.i18n"]
    built = Environment(**options)  # noqa: S701 (Django's backend gives autoescape=True)
    built.policies["ext.i18n.trimmed"] = True
    built.newstyle_gettext = True  # type: ignore[attr-defined]  # the extension's own switch
    built.globals.update(
        _=translate_sentence, gettext=translate_sentence, ngettext=translate_counted_sentence
    )
    # A file's address holds for as long as the process; a page asks for forty, each a tenth of a millisecond.
    built.globals.update(
        static=cache(static),
        url=build_url,
        media_words=MEDIA_LABELS,
        marks=icon_markup,
        ticks=build_scale_ticks,
    )
    built.globals.update(version=settings.VERSION)
    built.filters.update(
        TEMPLATE_FILTERS,
        rows=timeline_markup.render_timeline_rows,
        counted=timeline_markup.render_media_counts,
        describe_misleading_links=describe_misleading_links,
        describe_receipt=describe_receipt,
        list_kinds=list_kinds,
        span_sentence=format_lifecycle_span,
        udata_rows=udata_markup.render_udata_rows,
        attribute_rows=attributes_markup.render_attribute_rows,
    )
    return built


def build_url(name: str, *values: object) -> str:
    """The path of a named page: `build_url("customer", identifier)`."""
    return reverse_path(name, *map(str, values))


def build_shell_context(request: HttpRequest) -> dict[str, Any]:
    """What base.html shows of the request. These names win over those that a view gives."""
    user = getattr(request, "user", None) or AnonymousUser()
    return {
        "user": user,
        "initials": _build_initials(user),
        "theme": preferences.get_theme(request),
        "keys_enabled": preferences.has_keys_enabled(request),
        "typed": get_search_box_text(request),
        "here": request.get_full_path(),
        "zone": get_zone_choice(request),
        "zones": zone_switch.list_zone_options(request),
        "host": _get_host(request),
        "csrf_input": csrf_input(request),  # once a page: its eight forms would mask the token eight times
    }


def get_search_box_text(request: HttpRequest) -> str:
    """What the search box holds: the text that was just searched, or the ID that the page is of."""
    match = request.resolver_match
    if match is None:
        return ""
    if match.url_name != "search":
        return _get_page_identifier(match.kwargs)
    try:
        return get_submitted_text(request)
    except SuspiciousOperation:  # a form too large to read, which is what the page is about to say
        return ""


def _get_page_identifier(route_values: Mapping[str, Any]) -> str:
    """The ID that stands in a page's path; "" when none does."""
    match route_values:
        case {"key": HistoryKey() as key}:
            return key.identifier
        case {"ref": ContentRef() as ref}:
            return ref.interaction_id
        case _:
            return str(route_values.get("identifier", ""))


def get_submitted_text(request: HttpRequest) -> str:
    """The text that a search form or a search address sent."""
    return (request.POST.get("q") or request.GET.get("q") or "").strip()


def _get_host(request: HttpRequest) -> str:
    """The name that we were called by; none when it is not ours, which is what the page is about to say."""
    try:
        return request.get_host()
    except DisallowedHost:
        return ""


def _build_initials(user: Any) -> str:
    names = [user.first_name, user.last_name] if user.is_authenticated else []
    letters = "".join(name[:1] for name in names if name)
    return (letters or user.get_username()[:2]).upper()

"""Jinja2 for our pages: what every template may use, and what the shell around a page needs to know."""

from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import DisallowedHost, SuspiciousOperation
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.templatetags.static import static
from jinja2 import Environment, StrictUndefined

from interactions.history.media import WORDS
from interactions.pages import marks, preferences, zone_switch
from interactions.pages.format import FILTERS
from interactions.pages.interaction import attributes_markup, udata_markup
from interactions.pages.paths import path_of
from interactions.pages.timeline import markup as timeline_markup
from interactions.pages.timeline.rows import ticks
from interactions.pages.zone import zone_of


def environment(**options: Any) -> Environment:
    """A name that is not there is an error, never an empty place on the page."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    built = Environment(**options)  # noqa: S701 (Django's backend gives autoescape=True)
    # A file's address holds for as long as the process; a page asks for forty, each a tenth of a millisecond.
    built.globals.update(static=cache(static), url=url, media_words=WORDS, marks=marks, ticks=ticks())
    built.globals.update(version=settings.VERSION)
    built.filters.update(
        FILTERS,
        rows=timeline_markup.written,
        counted=timeline_markup.counted,
        udata_rows=udata_markup.written,
        attribute_rows=attributes_markup.written,
    )
    return built


def url(name: str, *values: object) -> str:
    """The path of a named page: `url("customer", identifier)`."""
    return path_of(name, *map(str, values))


def shell(request: HttpRequest) -> dict[str, Any]:
    """What base.html shows of the request. These names win over those that a view gives."""
    user = getattr(request, "user", None) or AnonymousUser()
    return {
        "user": user,
        "initials": _initials(user),
        "theme": preferences.theme(request),
        "keys_enabled": preferences.keys_enabled(request),
        "typed": typed(request),
        "here": request.get_full_path(),
        "zone": zone_of(request),
        "zones": zone_switch.options(request),
        "host": _host(request),
        "csrf_input": csrf_input(request),  # once a page: its eight forms would mask the token eight times
    }


def typed(request: HttpRequest) -> str:
    """What the search box holds: the text that was just searched, or the ID that the page is of."""
    match = request.resolver_match
    if match is None:
        return ""
    if match.url_name != "search":
        return str(match.kwargs.get("identifier", ""))
    try:
        return asked(request)
    except SuspiciousOperation:  # a form too large to read, which is what the page is about to say
        return ""


def asked(request: HttpRequest) -> str:
    """The text that a search form or a search address sent."""
    return (request.POST.get("q") or request.GET.get("q") or "").strip()


def _host(request: HttpRequest) -> str:
    """The name that we were called by; none when it is not ours, which is what the page is about to say."""
    try:
        return request.get_host()
    except DisallowedHost:
        return ""


def _initials(user: Any) -> str:
    names = [user.first_name, user.last_name] if user.is_authenticated else []
    letters = "".join(name[:1] for name in names if name)
    return (letters or user.get_username()[:2]).upper()

"""What a reader sets for this browser: colours, whether single keys work (WCAG 2.1.4), and the zone of times
where an address names none (page_zone.py). Three cookies."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.views.decorators.http import require_POST

from interactions.pages.page_links import is_own_path
from interactions.pages.page_zone import ZONE_PARAMETER as TZ
from interactions.pages.page_zone import get_carried_value, parse_zone_value, set_zone_parameter

THEME_COOKIE, KEYS_COOKIE = "theme", "keys"
PREFERENCE_CHOICES = {THEME_COOKIE: {"light", "dark", "auto"}, KEYS_COOKIE: {"on", "off"}}
YEAR_SECONDS = 365 * 24 * 3600


def get_theme(request: HttpRequest) -> str:
    """`light`, `dark`, or `auto`: what the system says."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in PREFERENCE_CHOICES[THEME_COOKIE] else "auto"


def has_keys_enabled(request: HttpRequest) -> bool:
    """Whether single keys work; they do unless they were turned off."""
    return request.COOKIES.get(KEYS_COOKIE) != "off"


@login_not_required
@require_POST
def change_preferences(request: HttpRequest) -> HttpResponse:
    """Keeps what the form chose, and goes back to the page that it was on; also from the sign-in page. A zone
    goes into that page's address too, which may name another."""
    zone = parse_zone_value(request.POST.get(TZ, ""))
    back = _get_return_path(request)
    response = HttpResponseRedirect(set_zone_parameter(back, get_carried_value(zone, zone)) if zone else back)
    for name, choices in PREFERENCE_CHOICES.items():
        if (value := request.POST.get(name)) in choices:
            _set_preference_cookie(response, name, value)
    if zone:
        _set_preference_cookie(response, TZ, zone)
    return response


def _set_preference_cookie(response: HttpResponse, name: str, value: str) -> None:
    secure = bool(settings.SESSION_COOKIE_SECURE)
    response.set_cookie(name, value, max_age=YEAR_SECONDS, httponly=True, samesite="Lax", secure=secure)


def _get_return_path(request: HttpRequest) -> str:
    """The page that the form names, when it is one of ours."""
    path = request.POST.get("next", "")
    return path if is_own_path(path) else resolve_url("search")

"""What a reader sets for this browser: colours, whether single keys work (WCAG 2.1.4), and the zone of times
where an address names none (zone.py). Three cookies."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.views.decorators.http import require_POST

from interactions.pages.links import is_ours
from interactions.pages.zone import NAME as TZ
from interactions.pages.zone import carried, placed, valid

THEME, KEYS = "theme", "keys"
CHOICES = {THEME: {"light", "dark", "auto"}, KEYS: {"on", "off"}}
YEAR = 365 * 24 * 3600


def theme(request: HttpRequest) -> str:
    """`light`, `dark`, or `auto`: what the system says."""
    chosen = request.COOKIES.get(THEME, "")
    return chosen if chosen in CHOICES[THEME] else "auto"


def keys_enabled(request: HttpRequest) -> bool:
    """Whether single keys work; they do unless they were turned off."""
    return request.COOKIES.get(KEYS) != "off"


@login_not_required
@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Keeps what the form chose, and goes back to the page that it was on; also from the sign-in page. A zone
    goes into that page's address too, which may name another."""
    zone = valid(request.POST.get(TZ, ""))
    back = _back(request)
    response = HttpResponseRedirect(placed(back, carried(zone, zone)) if zone else back)
    for name, choices in CHOICES.items():
        if (value := request.POST.get(name)) in choices:
            _keep(response, name, value)
    if zone:
        _keep(response, TZ, zone)
    return response


def _keep(response: HttpResponse, name: str, value: str) -> None:
    secure = bool(settings.SESSION_COOKIE_SECURE)
    response.set_cookie(name, value, max_age=YEAR, httponly=True, samesite="Lax", secure=secure)


def _back(request: HttpRequest) -> str:
    """The page that the form names, when it is one of ours."""
    path = request.POST.get("next", "")
    return path if is_ours(path) else resolve_url("search")

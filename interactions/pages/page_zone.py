"""In which zone a page's times are.

Its address says it: `tz=utc`, `tz=Europe/Berlin`, `tz=+05:30`, or `tz=customer`, the clock of the customer by
their records (history/clock/timeshift.py). Without it, it is what the reader chose for this browser;
of an address with days (`from`, `to`, `day`) it is the installation's, so that a link means the same days to
everybody.
"""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import UTC, tzinfo
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext

from interactions.history.clock.time_zones import UTC_ZONE, TimeZone, parse_time_zone
from interactions.history.clock.timeshift import CUSTOMER_ZONE_VALUE, CustomerTimeshift

ZONE_PARAMETER = "tz"  # of the query and of the cookie
DAY_PARAMETERS = ("from", "to", "day")  # of a query: what they mean depends on the zone


@dataclass(frozen=True)
class ZoneChoice:
    """`value` is what was chosen; `words` follow "times in". `carried` is what the addresses of pages carry
    on, "" where they need not; `stated` is for a link to be sent, which must not depend on which record is
    the newest then. `short` is `words` without "customer's time". `customer` is their clock, where a record
    says it; `note` what the page has to say."""

    value: str
    tzinfo: tzinfo
    words: str
    carried: str = ""
    stated: str = ""
    customer: CustomerTimeshift | None = None
    note: str = ""
    short: str = ""

    @property
    def query(self) -> str:
        """What an address carries on, ready for a query; "" when nothing."""
        return _build_zone_pair(self.carried)

    @property
    def label(self) -> str:
        """Its words where there is little room: `Berlin`, `UTC+2`."""
        return (self.short or self.words).rpartition("/")[2]

    def by(self, clock: CustomerTimeshift | None) -> "ZoneChoice":
        """This choice with the customer's clock known; `None` when no record says where it stands."""
        choice = replace(self, customer=clock)
        if choice.value != CUSTOMER_ZONE_VALUE:
            return choice
        if clock is None:
            note = gettext("The customer’s time is not in these records. Times are in %(zone)s.") % {
                "zone": choice.words
            }
            return replace(choice, note=note)
        found = clock.zone
        words = gettext("customer’s time (%(zone)s)") % {"zone": found.words}
        return replace(
            choice, tzinfo=found.tzinfo, words=words, short=found.words, stated=_get_stated_value(found)
        )


UTC_CHOICE = ZoneChoice("utc", UTC, "UTC")
# Not `django.utils.timezone.activate`: it holds a tzinfo alone, and addresses need `carried` and `stated` of
# the same choice, so that there would be two holders of one thing to be set and reset together. It would also
# move the times of Django's own pages: the administration shows and reads them in the active zone. For an
# answer that streams it would be no help either, since both are over when the view returns: what writes later
# is given the zone (formatting.py).
CURRENT_ZONE_CHOICE = ContextVar("zone", default=UTC_CHOICE)


def get_zone_choice(request: HttpRequest) -> ZoneChoice:
    """The zone of a request's page. It stays what it is while an answer streams."""
    choice: ZoneChoice | None = getattr(request, "zone_choice", None)
    return choice or _set_zone_choice(request, _get_requested_choice(request))


def apply_customer_zone(request: HttpRequest, clock: CustomerTimeshift | None) -> ZoneChoice:
    """The zone of a request's page that shows a customer's records."""
    return _set_zone_choice(request, get_zone_choice(request).by(clock))


def add_carried_zone(path: str) -> str:
    """The address of a page of ours, with the zone of this one."""
    return set_zone_parameter(path, CURRENT_ZONE_CHOICE.get().carried)


def add_stated_zone(path: str) -> str:
    """The address of a page of ours, with the zone of this one stated, for a link to be sent to somebody."""
    return set_zone_parameter(path, CURRENT_ZONE_CHOICE.get().stated)


def set_zone_parameter(path: str, value: str) -> str:
    """An address with this zone in its query, or without one when the value is ""."""
    if not value and f"{ZONE_PARAMETER}=" not in path:
        return path
    path, hash_, fragment = path.partition("#")
    path, _, query = path.partition("?")
    pairs = [pair for pair in query.split("&") if pair and pair.partition("=")[0] != ZONE_PARAMETER]
    query = "&".join([*pairs, _build_zone_pair(value)] if value else pairs)
    return f"{path}?{query}{hash_}{fragment}" if query else f"{path}{hash_}{fragment}"


def get_preferred_zone(request: HttpRequest) -> str:
    """What the reader chose for this browser, "" for nothing."""
    return parse_zone_value(request.COOKIES.get(ZONE_PARAMETER, ""))


def parse_zone_value(text: str) -> str:
    """The value that a name means; "" when it means none."""
    if text == CUSTOMER_ZONE_VALUE:
        return text
    found = parse_time_zone(text)
    return found.value if found else ""


def get_installation_zone() -> TimeZone:
    """The installation's zone."""
    return parse_time_zone(settings.DISPLAY_TIME_ZONE) or UTC_ZONE


def get_carried_value(value: str, preferred: str) -> str:
    """What addresses carry on: nothing for who reads in UTC, as does the house, and prefers no other zone."""
    return "" if {value, get_installation_zone().value, preferred or "utc"} == {"utc"} else value


class ZoneMiddleware:
    """Has every time that is written while a request is answered in the request's zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        before = CURRENT_ZONE_CHOICE.set(CURRENT_ZONE_CHOICE.get())
        try:
            get_zone_choice(request)
            return self.get_response(request)
        finally:
            CURRENT_ZONE_CHOICE.reset(before)


def _get_requested_choice(request: HttpRequest) -> ZoneChoice:
    text, preferred = request.GET.get(ZONE_PARAMETER, ""), get_preferred_zone(request)
    if text and not parse_zone_value(text):
        note = gettext("Unknown time zone “%(zone)s”. Times are in UTC.") % {"zone": text[:40]}
        return replace(_build_zone_choice("utc", preferred), note=note)
    if not text and any(request.GET.get(name) for name in DAY_PARAMETERS):
        return _build_zone_choice(get_installation_zone().value, preferred)
    return _build_zone_choice(parse_zone_value(text) or preferred or get_installation_zone().value, preferred)


def _build_zone_choice(value: str, preferred: str) -> ZoneChoice:
    """A choice, where the customer's clock is not known yet."""
    found = get_installation_zone() if value == CUSTOMER_ZONE_VALUE else parse_time_zone(value) or UTC_ZONE
    return ZoneChoice(
        value, found.tzinfo, found.words, get_carried_value(value, preferred), _get_stated_value(found)
    )


def _get_stated_value(found: TimeZone) -> str:
    return "" if found.value == get_installation_zone().value == "utc" else found.value


def _set_zone_choice(request: HttpRequest, choice: ZoneChoice) -> ZoneChoice:
    request.zone_choice = choice  # type: ignore[attr-defined]
    CURRENT_ZONE_CHOICE.set(choice)
    return choice


def _build_zone_pair(value: str) -> str:
    return f"{ZONE_PARAMETER}={quote(value, safe='/:')}" if value else ""

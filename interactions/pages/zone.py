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

from interactions.history.clock.timeshift import CUSTOMER, Timeshift
from interactions.history.clock.zones import COORDINATED, Zone, zone

NAME = "tz"  # of the query and of the cookie
DAYS = ("from", "to", "day")  # of a query: what they mean depends on the zone


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
    customer: Timeshift | None = None
    note: str = ""
    short: str = ""

    @property
    def query(self) -> str:
        """What an address carries on, ready for a query; "" when nothing."""
        return _pair(self.carried)

    @property
    def label(self) -> str:
        """Its words where there is little room: `Berlin`, `UTC+2`."""
        return (self.short or self.words).rpartition("/")[2]

    def by(self, clock: Timeshift | None) -> "ZoneChoice":
        """The same, once it is known where the customer's clock stands; `None` when no record says it."""
        choice = replace(self, customer=clock)
        if choice.value != CUSTOMER:
            return choice
        if clock is None:
            note = gettext("The customer’s time is not in these records. Times are in %(zone)s.") % {
                "zone": choice.words
            }
            return replace(choice, note=note)
        found = clock.zone
        words = gettext("customer’s time (%(zone)s)") % {"zone": found.words}
        return replace(choice, tzinfo=found.tzinfo, words=words, short=found.words, stated=_stated(found))


UNIVERSAL = ZoneChoice("utc", UTC, "UTC")
CURRENT = ContextVar("zone", default=UNIVERSAL)


def zone_of(request: HttpRequest) -> ZoneChoice:
    """The zone of a request's page. It stays what it is while an answer streams."""
    choice: ZoneChoice | None = getattr(request, "zone_choice", None)
    return choice or _use(request, _asked(request))


def with_customer(request: HttpRequest, clock: Timeshift | None) -> ZoneChoice:
    """The zone of a request's page that shows a customer's records."""
    return _use(request, zone_of(request).by(clock))


def kept(path: str) -> str:
    """The address of a page of ours, with the zone of this one."""
    return placed(path, CURRENT.get().carried)


def stated(path: str) -> str:
    """The same for a link that is copied, to be sent to somebody."""
    return placed(path, CURRENT.get().stated)


def placed(path: str, value: str) -> str:
    """An address with this zone in its query, or without one when the value is ""."""
    if not value and f"{NAME}=" not in path:
        return path
    path, hash_, fragment = path.partition("#")
    path, _, query = path.partition("?")
    pairs = [pair for pair in query.split("&") if pair and pair.partition("=")[0] != NAME]
    query = "&".join([*pairs, _pair(value)] if value else pairs)
    return f"{path}?{query}{hash_}{fragment}" if query else f"{path}{hash_}{fragment}"


def preference(request: HttpRequest) -> str:
    """What the reader chose for this browser, "" for nothing."""
    return valid(request.COOKIES.get(NAME, ""))


def valid(text: str) -> str:
    """The value that a name means; "" when it means none."""
    if text == CUSTOMER:
        return text
    found = zone(text)
    return found.value if found else ""


def house() -> Zone:
    """The installation's zone."""
    return zone(settings.DISPLAY_TIME_ZONE) or COORDINATED


def carried(value: str, preferred: str) -> str:
    """What addresses carry on: nothing for who reads in UTC, as does the house, and prefers no other zone."""
    return "" if {value, house().value, preferred or "utc"} == {"utc"} else value


class ZoneMiddleware:
    """Has every time that is written while a request is answered in the request's zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        before = CURRENT.set(CURRENT.get())
        try:
            zone_of(request)
            return self.get_response(request)
        finally:
            CURRENT.reset(before)


def _asked(request: HttpRequest) -> ZoneChoice:
    text, preferred = request.GET.get(NAME, ""), preference(request)
    if text and not valid(text):
        note = gettext("Unknown time zone “%(zone)s”. Times are in UTC.") % {"zone": text[:40]}
        return replace(_choice("utc", preferred), note=note)
    if not text and any(request.GET.get(name) for name in DAYS):
        return _choice(house().value, preferred)
    return _choice(valid(text) or preferred or house().value, preferred)


def _choice(value: str, preferred: str) -> ZoneChoice:
    """A choice, where the customer's clock is not known yet."""
    found = house() if value == CUSTOMER else zone(value) or COORDINATED
    return ZoneChoice(value, found.tzinfo, found.words, carried(value, preferred), _stated(found))


def _stated(found: Zone) -> str:
    return "" if found.value == house().value == "utc" else found.value


def _use(request: HttpRequest, choice: ZoneChoice) -> ZoneChoice:
    request.zone_choice = choice  # type: ignore[attr-defined]
    CURRENT.set(choice)
    return choice


def _pair(value: str) -> str:
    return f"{NAME}={quote(value, safe='/:')}" if value else ""

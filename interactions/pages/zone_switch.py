"""The switch in the top bar, and `/time-zone` with every zone there is: what a reader may choose."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from interactions.history.clock.time_zones import UTC_ZONE, list_zone_names, parse_time_zone
from interactions.history.clock.timeshift import CUSTOMER_ZONE_VALUE, CustomerTimeshift
from interactions.pages.page_links import is_own_path
from interactions.pages.page_zone import get_installation_zone, get_preferred_zone, get_zone_choice

OTHER_ZONES_TITLE = ""  # the region of zones that have none


@dataclass(frozen=True)
class ZoneOption:
    """`value` is what the form sends; `about` says more of it, "" for nothing."""

    value: str
    label: str
    current: bool
    about: str = ""


def list_zone_options(request: HttpRequest) -> tuple[ZoneOption, ...]:
    """UTC, the zones of the installation, the reader and the page; the customer's where a record says it."""
    choice = get_zone_choice(request)
    values = dict.fromkeys(
        (UTC_ZONE.value, get_installation_zone().value, get_preferred_zone(request), choice.value)
    )
    named = [(value, found.words) for value in values if (found := parse_time_zone(value))]
    offered = [ZoneOption(value, words, value == choice.value) for value, words in named]
    if choice.customer:
        offered.append(_build_customer_option(choice.customer, choice.value))
    return tuple(offered)


@require_safe
def time_zone_list(request: HttpRequest) -> HttpResponse:
    """All zones by region, for who looks for one that the switch does not have."""
    back = request.GET.get("next", "")
    context = {
        "back": back if is_own_path(back) else resolve_url("search"),
        "regions": tuple(iter_zone_regions()),
        "chosen": get_zone_choice(request).value,
    }
    return render(request, "time_zone.html", context)


def iter_zone_regions() -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """Each region with its zones: value and words. What has no region comes last."""

    def region(name: str) -> str:
        return name.partition("/")[0] if "/" in name else OTHER_ZONES_TITLE

    grouped = groupby(
        sorted(list_zone_names(), key=lambda name: (region(name) == OTHER_ZONES_TITLE, region(name), name)),
        region,
    )
    for title, own in grouped:
        yield (
            title or _("Others"),
            tuple((name, name.removeprefix(f"{title}/").replace("_", " ")) for name in own),
        )


def _build_customer_option(clock: CustomerTimeshift, chosen: str) -> ZoneOption:
    about = _("From record %(id)s; fixed offset, no daylight saving.") % {"id": clock.interaction_id}
    label = _("Customer’s time (%(zone)s)") % {"zone": clock.zone.words}
    return ZoneOption(CUSTOMER_ZONE_VALUE, label, chosen == CUSTOMER_ZONE_VALUE, about)

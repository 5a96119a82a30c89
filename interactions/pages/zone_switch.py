"""The switch in the top bar, and `/time-zone` with every zone there is: what a reader may choose."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from interactions.history.clock.timeshift import CUSTOMER, Timeshift
from interactions.history.clock.zones import COORDINATED, names, zone
from interactions.pages.links import is_ours
from interactions.pages.zone import house, preference, zone_of

OTHERS = ""  # the region of zones that have none


@dataclass(frozen=True)
class Option:
    """`value` is what the form sends; `about` says more of it, "" for nothing."""

    value: str
    label: str
    current: bool
    about: str = ""


def options(request: HttpRequest) -> tuple[Option, ...]:
    """UTC, the zones of the installation, the reader and the page; the customer's where a record says it."""
    choice = zone_of(request)
    values = dict.fromkeys((COORDINATED.value, house().value, preference(request), choice.value))
    named = [(value, found.words) for value in values if (found := zone(value))]
    offered = [Option(value, words, value == choice.value) for value, words in named]
    if choice.customer:
        offered.append(_customers(choice.customer, choice.value))
    return tuple(offered)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """All zones by region, for who looks for one that the switch does not have."""
    back = request.GET.get("next", "")
    context = {
        "back": back if is_ours(back) else resolve_url("search"),
        "regions": tuple(regions()),
        "chosen": zone_of(request).value,
    }
    return render(request, "time_zone.html", context)


def regions() -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """Each region with its zones: value and words. What has no region comes last."""

    def region(name: str) -> str:
        return name.partition("/")[0] if "/" in name else OTHERS

    grouped = groupby(sorted(names(), key=lambda name: (region(name) == OTHERS, region(name), name)), region)
    for title, own in grouped:
        yield (
            title or _("Others"),
            tuple((name, name.removeprefix(f"{title}/").replace("_", " ")) for name in own),
        )


def _customers(clock: Timeshift, chosen: str) -> Option:
    about = _("From record %(id)s; fixed offset, no daylight saving.") % {"id": clock.interaction_id}
    label = _("Customer’s time (%(zone)s)") % {"zone": clock.zone.words}
    return Option(CUSTOMER, label, chosen == CUSTOMER, about)

"""One interaction: its facts, its udata, its content, and what it stands among.

`/interactions/{id}/plain_text` and its two neighbours are the same page with that content open.
"""

from contextlib import suppress
from urllib.parse import urlencode

import msgspec
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from interactions.access.gate import get_gate
from interactions.history.clock.timeshift import timeshift
from interactions.history.phases import lifecycle
from interactions.pages.headline import headline
from interactions.pages.interaction.attributes import attributes
from interactions.pages.interaction.surroundings import Surroundings, surroundings
from interactions.pages.interaction.tabs import opening, panel, tabs
from interactions.pages.interaction.udata import table
from interactions.pages.interaction.udata_markup import Places
from interactions.pages.links import compared
from interactions.pages.paths import path_of
from interactions.pages.policies import BYTES
from interactions.pages.way_back import WayBack
from interactions.pages.zone import with_customer
from interactions.ucs.resources import ContentKind

OWN = {"ud", "keys"}  # of the query, what asks of the udata table
PRETTY_LIMIT = 200_000  # bytes of a record's JSON that a page lays out; all of it is one link away


@require_safe
def page(request: HttpRequest, identifier: str, kind: ContentKind | None = None) -> HttpResponse:
    """The page. Only the record itself can fail it: a content or a history that can't be read is said in its
    place. In the address: the timeline's filter, the way back (way_back.py), `service`, the zone, and of the
    udata table `ud` and `keys=az`."""
    door = get_gate(request)
    answer = door.load_interaction(identifier)
    interaction = answer.value
    around = surroundings(request, door, interaction.summary)
    zone = with_customer(request, timeshift(interaction.summary) or (around.clock if around else None))
    chosen = kind or opening(interaction)
    opened = panel(request, interaction, chosen) if chosen else None
    needle, alphabetical = request.GET.get("ud", ""), request.GET.get("keys") == "az"
    way = around.links.way if around else WayBack.from_query(request.GET)
    carried = around.links.query if around else "&".join(filter(None, (way.query, zone.query)))
    reading = _query(carried, {"ud": needle, "keys": "az" if alphabetical else ""})
    context = {
        "identifier": interaction.summary.interaction_id,
        "row": interaction.summary,
        "head": headline(interaction.summary),
        "headline": headline,
        "life": lifecycle(interaction.summary),
        "details": attributes(interaction),
        "udata": table(interaction.udata, needle=needle, alphabetical=alphabetical),
        "places": _places(identifier, kind, around),
        "around": around,
        "back": around.back if around else compared(way, identifier, zone.query),
        "panel": opened,
        "tabs": tabs(interaction, opened, reading),
        "permalink": _permalink(identifier, kind),
        "carried": _carried(request.GET),
        "grouped_path": request.path + _query(carried, {"ud": needle}) + "#ud",
        "alphabetical_path": request.path + _query(carried, {"ud": needle, "keys": "az"}) + "#ud",
        "document": _pretty(interaction.document),
        "document_size": len(interaction.document),
        "answer": answer,
    }
    return render(request, "interaction.html", context)


@require_safe
def raw(request: HttpRequest, identifier: str) -> HttpResponse:
    """The record's JSON, byte for byte as the UCS sent it; harmless when a browser opens it."""
    answer = get_gate(request).load_interaction(identifier)
    name = f"{answer.value.summary.interaction_id}.json"
    headers = BYTES | {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(
        answer.value.document, content_type="application/json; charset=utf-8", headers=headers
    )


def _places(identifier: str, kind: ContentKind | None, around: Surroundings | None) -> Places:
    permalink, record = _permalink(identifier, kind), path_of("record-raw", identifier)
    return (
        Places(permalink, record, around.links.path, around.links.owner)
        if around
        else Places(permalink, record)
    )


def _carried(query: QueryDict) -> list[tuple[str, str]]:
    """What the form of the udata table carries along: all of the query but its own."""
    return [(name, value) for name, values in query.lists() if name not in OWN for value in values]


def _permalink(identifier: str, kind: ContentKind | None) -> str:
    """The address to send to somebody else: without the filter that one happened to come from."""
    if kind is None:
        return path_of("interaction", identifier)
    return path_of("interaction-content", identifier, kind)


def _query(carried: str, more: dict[str, str]) -> str:
    """`?…` of what is carried along and of what is not empty; "" when nothing is."""
    own = urlencode({name: value for name, value in more.items() if value})
    query = "&".join(filter(None, (carried, own)))
    return f"?{query}" if query else ""


def _pretty(document: bytes) -> str:
    """The record's JSON with a line for each value, the beginning of it when it is very long."""
    with suppress(msgspec.DecodeError, RecursionError):  # then it is shown as it came
        document = msgspec.json.format(document, indent=2)
    return document.decode("utf-8", "replace")[:PRETTY_LIMIT]

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
from interactions.history.clock.timeshift import find_timeshift
from interactions.history.columns.phases import build_lifecycle
from interactions.pages.content_policies import BYTES_HEADERS
from interactions.pages.headline import build_headline
from interactions.pages.interaction.attributes import build_attribute_table
from interactions.pages.interaction.content_tabs import (
    build_content_tabs,
    find_default_content,
    load_content_panel,
)
from interactions.pages.interaction.interaction_neighbours import InteractionNeighbours, load_neighbours
from interactions.pages.interaction.udata_markup import UdataRowLinks
from interactions.pages.interaction.udata_table import build_udata_table
from interactions.pages.page_links import find_comparison_return_link
from interactions.pages.page_zone import apply_customer_zone, get_zone_choice
from interactions.pages.paths import reverse_path
from interactions.pages.permalinks import build_permalink
from interactions.pages.query.list_query import parse_list_query
from interactions.ucs.resources import ContentKind

UDATA_QUERY_NAMES = {"ud", "keys"}  # of the query, what asks of the udata table
MAX_PRETTY_CHARACTERS = 200_000  # bytes of a record's JSON that a page lays out; all of it is one link away


@require_safe
def interaction_detail(
    request: HttpRequest, identifier: str, kind: ContentKind | None = None
) -> HttpResponse:
    """The page. Only the record itself can fail it: a content or a history that can't be read is said in its
    place. In the address: the timeline's filter, the return link, `service`, the zone, and of the
    udata table `ud` and `keys=az`."""
    gate = get_gate(request)
    response = gate.load_interaction(identifier)
    interaction = response.value
    query = parse_list_query(request.GET)
    neighbours = load_neighbours(gate, interaction.summary, query, get_zone_choice(request))
    zone = apply_customer_zone(
        request, find_timeshift(interaction.summary) or (neighbours.clock if neighbours else None)
    )
    content_kind = kind or find_default_content(interaction)
    panel = load_content_panel(request, interaction, content_kind) if content_kind else None
    udata_search, alphabetical = request.GET.get("ud", ""), request.GET.get("keys") == "az"
    return_target = query.return_target
    carried = (
        neighbours.links.query if neighbours else "&".join(filter(None, (return_target.query, zone.query)))
    )
    carried_query = _build_carried_query(carried, {"ud": udata_search, "keys": "az" if alphabetical else ""})
    context = {
        "identifier": interaction.summary.interaction_id,
        "row": interaction.summary,
        "head": build_headline(interaction.summary),
        "headline": build_headline,
        "life": build_lifecycle(interaction.summary),
        "details": build_attribute_table(interaction),
        "udata": build_udata_table(interaction.udata, needle=udata_search, alphabetical=alphabetical),
        "places": _build_udata_row_links(identifier, kind, neighbours),
        "around": neighbours,
        "back": neighbours.back
        if neighbours
        else find_comparison_return_link(return_target, identifier, zone.query),
        "panel": panel,
        "tabs": build_content_tabs(interaction, panel, carried_query),
        "permalink": build_permalink(identifier, kind),
        "carried": _list_carried_fields(request.GET),
        "grouped_path": request.path + _build_carried_query(carried, {"ud": udata_search}) + "#ud",
        "alphabetical_path": request.path
        + _build_carried_query(carried, {"ud": udata_search, "keys": "az"})
        + "#ud",
        "document": _format_document(interaction.document),
        "document_size": len(interaction.document),
        "answer": response,
    }
    return render(request, "interaction.html", context)


@require_safe
def interaction_raw(request: HttpRequest, identifier: str) -> HttpResponse:
    """The record's JSON, byte for byte as the UCS sent it; harmless when a browser opens it."""
    answer = get_gate(request).load_interaction(identifier)
    name = f"{answer.value.summary.interaction_id}.json"
    headers = BYTES_HEADERS | {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(
        answer.value.document, content_type="application/json; charset=utf-8", headers=headers
    )


def _build_udata_row_links(
    identifier: str, kind: ContentKind | None, around: InteractionNeighbours | None
) -> UdataRowLinks:
    permalink, record = build_permalink(identifier, kind), reverse_path("record-raw", identifier)
    return (
        UdataRowLinks(permalink, record, around.links.path, around.links.key.kind)
        if around
        else UdataRowLinks(permalink, record)
    )


def _list_carried_fields(query: QueryDict) -> list[tuple[str, str]]:
    """What the form of the udata table carries along: all of the query but its own."""
    return [
        (name, value) for name, values in query.lists() if name not in UDATA_QUERY_NAMES for value in values
    ]


def _build_carried_query(carried: str, more: dict[str, str]) -> str:
    """`?…` of what is carried along and of what is not empty; "" when nothing is."""
    own = urlencode({name: value for name, value in more.items() if value})
    query = "&".join(filter(None, (carried, own)))
    return f"?{query}" if query else ""


def _format_document(document: bytes) -> str:
    """The record's JSON with a line for each value, the beginning of it when it is very long."""
    with suppress(msgspec.DecodeError, RecursionError):  # then it is shown as it came
        document = msgspec.json.format(document, indent=2)
    return document.decode("utf-8", "replace")[:MAX_PRETTY_CHARACTERS]

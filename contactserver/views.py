"""Query Interactions, the documented resources: lists, records and contents.

A customer or a service without interactions, also one that nobody knows, is `200` with `[]`: this server
holds no profiles, so it can't tell the two apart, and the documentation leaves it open
(docs/ucs-protocol.md §1.3, quirk 7). Lists are oldest first, records without a start date at their head.
"""

import re
from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from contactserver.configuration import get_server_configuration
from contactserver.documents import add_content_urls
from contactserver.errors import RequestRefusal
from contactserver.identifiers import is_identifier
from contactserver.models import Interaction

JSON_MEDIA_TYPE = "application/json"
HOST_PATTERN = re.compile(r"([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?")


def customer_interactions(request: HttpRequest, customer_id: str) -> HttpResponse:
    """`GET /customers/{customer_id}/interactions`. Raises RequestRefusal (400) for what can't be an ID."""
    return _build_list_response(
        request, Interaction.objects.filter(customer_id=check_identifier(customer_id))
    )


def service_interactions(request: HttpRequest, service_id: str) -> HttpResponse:
    """`GET /services/{service_id}/interactions`. Raises RequestRefusal (400) for what can't be an ID."""
    return _build_list_response(request, Interaction.objects.filter(service_id=check_identifier(service_id)))


def interaction_resource(request: HttpRequest, interaction_id: str) -> HttpResponse:
    """`GET /interactions/{interaction_id}`. Raises RequestRefusal: 400 for what can't be an ID, or 404."""
    record = Interaction.objects.filter(pk=check_identifier(interaction_id)).first()
    if record is None:
        raise RequestRefusal(404, "Unknown interaction.")
    document = add_content_urls(bytes(record.document), record.pk, record.contents, build_base_url(request))
    return HttpResponse(
        b"[%s]" % document if get_server_configuration().array else document, content_type=JSON_MEDIA_TYPE
    )


def check_identifier(identifier: str) -> str:
    """The ID itself. Raises RequestRefusal (400) for what can't be one."""
    if not is_identifier(identifier):
        raise RequestRefusal(400, "Invalid ID.")
    return identifier


def build_base_url(request: HttpRequest) -> str:
    """What the content URLs begin with: the public URL, or else the scheme and host that were asked, and the
    base path. Raises RequestRefusal (400) for a Host header that is no host, since it would stand in the
    answer."""
    settings = get_server_configuration()
    if settings.public_url:
        return settings.public_url + settings.base_path
    host = request.META.get("HTTP_HOST") or f"{request.META['SERVER_NAME']}:{request.META['SERVER_PORT']}"
    if not HOST_PATTERN.fullmatch(host):
        raise RequestRefusal(400, "Invalid Host header.")
    return f"{request.scheme}://{host}{settings.base_path}"


def _build_list_response(request: HttpRequest, interactions: QuerySet[Interaction]) -> HttpResponse:
    """One array, joined once: the stored documents are never decoded."""
    rows = interactions.order_by("start_date", "interaction_id").values_list(
        "document", "interaction_id", "contents"
    )
    base = build_base_url(request)
    return HttpResponse(_iter_json_array(rows.iterator(chunk_size=1000), base), content_type=JSON_MEDIA_TYPE)


def _iter_json_array(rows: Iterator[tuple[bytes | memoryview, str, str]], base: str) -> Iterator[bytes]:
    comma = b"["
    for document, interaction_id, contents in rows:
        yield comma
        yield add_content_urls(bytes(document), interaction_id, contents, base)
        comma = b","
    yield b"]" if comma == b"," else b"[]"

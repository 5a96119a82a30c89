"""Opening a content: which of the reader's headers pass on to the UCS, and which of its own come back."""

import re
from collections.abc import Mapping
from contextlib import suppress

import requests
from django.utils.http import parse_header_parameters
from django.utils.translation import gettext as _

from interactions.ucs.bodies import EmptyBody, StreamedBody, get_content_coding, parse_content_length
from interactions.ucs.byte_ranges import parse_range
from interactions.ucs.exchange import UCSExchange
from interactions.ucs.resources import Content, ContentBody, ContentKind

from .errors import UCSBadResponse

FORWARDED_REQUEST_HEADERS = ("Range", "If-Range", "If-None-Match", "If-Modified-Since")
FORWARDED_RESPONSE_HEADERS = (
    "Content-Type",
    "Content-Length",
    "Content-Range",
    "Accept-Ranges",
    "ETag",
    "Last-Modified",
)
MAX_DECLARED_NAME_CHARACTERS = 300  # characters
SENT_BYTES_HEADERS = ("Content-Length", "Content-Range", "Accept-Ranges")


def select_request_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Of the reader's headers those that the UCS gets, by their canonical names: a single range and
    validators.

    Several ranges at once are left out, so that the whole content is sent (RFC 9110 §14.2 allows it): a
    response to them has a media type of its own, which no viewer knows.
    """
    headers_by_name = {
        name.lower(): value for name, value in headers.items() if value.isascii() and value.isprintable()
    }
    selected = {
        name: headers_by_name[name.lower()]
        for name in FORWARDED_REQUEST_HEADERS
        if headers_by_name.get(name.lower())
    }
    if parse_range(selected) is None:
        selected.pop("Range", None)
        selected.pop("If-Range", None)
    return selected


def open_content_response(
    exchange: UCSExchange, response: requests.Response, kind: ContentKind, request_headers: Mapping[str, str]
) -> Content:
    """A `Content` from a response whose body is still to come.

    Raises the `UCSError` that an unexpected status stands for, and `UCSBadResponse` for a part of a
    compressed content.
    """
    if not _is_expected_status(response, request_headers):
        raise exchange.build_status_error(response, content=True)
    is_compressed = get_content_coding(exchange, response) is not None
    if is_compressed and response.status_code == 206:
        response.close()
        raise exchange.build_error(
            UCSBadResponse, _("Part of a compressed content was sent, which can’t be unpacked.")
        )
    body = _open_body(exchange, response, is_compressed)
    headers = _select_response_headers(response, is_compressed)
    media_type, charset = parse_media_type(headers.get("Content-Type", ""))
    return Content(
        kind=kind,
        status=response.status_code,
        media_type=media_type,
        charset=charset,
        length=None
        if is_compressed or response.status_code in {304, 416}
        else parse_content_length(response),
        headers=headers,
        body=body,
        name=parse_file_name(response.headers.get("Content-Disposition", "")),
    )


def parse_media_type(text: str) -> tuple[str | None, str | None]:
    """The media type, lower case, and the charset of a Content-Type; None for what is not there."""
    try:
        name, parameters = parse_header_parameters(text[:1000])
    except ValueError:
        return None, None
    if not re.fullmatch(r"[\w.+!#$&^-]{1,127}/[\w.+!#$&^-]{1,127}", name, re.ASCII):
        return None, None
    return name, parameters.get("charset") or None


def parse_file_name(text: str) -> str:
    """The `filename*` or else the `filename` of a Content-Disposition header (RFC 6266), as it was sent, cut
    to `MAX_DECLARED_NAME_CHARACTERS`; "" when there is none.

    Some servers write it in bare UTF-8, which HTTP's headers hand on as ISO-8859-1.
    """
    try:
        name = str(parse_header_parameters(text[:2000])[1].get("filename", ""))
    except ValueError:
        return ""
    with suppress(UnicodeError):
        name = name.encode("latin-1").decode("utf-8")
    return name[:MAX_DECLARED_NAME_CHARACTERS]


def _is_expected_status(response: requests.Response, request_headers: Mapping[str, str]) -> bool:
    """Whether this status answers the request: 206 and 416 only to a range, 304 only to a validator."""
    status = response.status_code
    if status == 206:
        return "Range" in request_headers and "Content-Range" in response.headers
    if status == 416:
        return "Range" in request_headers
    if status == 304:
        return "If-None-Match" in request_headers or "If-Modified-Since" in request_headers
    return status == 200


def _open_body(exchange: UCSExchange, response: requests.Response, is_compressed: bool) -> ContentBody:
    if exchange.request.method != "HEAD" and response.status_code in {200, 206}:
        exchange.deadline.start_streaming()
        return StreamedBody(exchange, response, compressed=is_compressed)
    if response.status_code != 416:
        response.raw.drain_conn()  # nothing comes: the connection can be used again
    response.close()
    exchange.log_outcome("no body", 0)
    return EmptyBody()


def _select_response_headers(response: requests.Response, is_compressed: bool) -> dict[str, str]:
    """The headers that may pass on; those that describe the bytes as sent don't when other bytes are passed
    on."""
    omitted: tuple[str, ...] = SENT_BYTES_HEADERS if is_compressed else ()
    if response.status_code in {304, 416}:
        omitted = ("Content-Type", "Content-Length")
    headers = {
        name: response.headers[name] for name in FORWARDED_RESPONSE_HEADERS if name in response.headers
    }
    return {name: value for name, value in headers.items() if value.isprintable() and name not in omitted}

"""Opening a content: which headers of the reader pass on to the UCS, and which of its own come back."""

import re
from collections.abc import Mapping
from contextlib import suppress

import requests
from django.utils.http import parse_header_parameters
from django.utils.translation import gettext as _

from interactions.ucs.bodies import EmptyBody, StreamedBody, get_content_coding, parse_content_length
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
_single_range_pattern = re.compile(r"bytes=(?:\d{1,18}-\d{0,18}|-\d{1,18})")


def select_request_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """The reader's headers that the UCS gets: a single range and validators.

    Several ranges at once are left out, which makes it the whole content (RFC 9110 §14.2 allows it): their
    answer has a media type of its own that no viewer knows.
    """
    given = {
        name.lower(): value for name, value in headers.items() if value.isascii() and value.isprintable()
    }
    asked = {name: given[name.lower()] for name in FORWARDED_REQUEST_HEADERS if given.get(name.lower())}
    if not _single_range_pattern.fullmatch(asked.get("Range", "").replace(" ", "")):
        asked.pop("Range", None)
        asked.pop("If-Range", None)
    return asked


def open_content_response(
    exchange: UCSExchange, response: requests.Response, kind: ContentKind, asked: Mapping[str, str]
) -> Content:
    """A `Content` from an answer whose body is still to come, or the error that its status stands for."""
    if not _is_expected_status(response, asked):
        raise exchange.unwelcome(response, content=True)
    compressed = get_content_coding(exchange, response) is not None
    if compressed and response.status_code == 206:
        response.close()
        raise exchange.error(
            UCSBadResponse, _("Part of a compressed content was sent, which can’t be unpacked.")
        )
    body = _open_body(exchange, response, compressed)
    headers = _select_response_headers(response, compressed)
    media_type, charset = parse_media_type(headers.get("Content-Type", ""))
    return Content(
        kind=kind,
        status=response.status_code,
        media_type=media_type,
        charset=charset,
        length=None if compressed or response.status_code in {304, 416} else parse_content_length(response),
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
    """The `filename*` or else the `filename` of a Content-Disposition (RFC 6266), as it was sent, its
    beginning where it is very long; "" when there is none. Servers also write it in bare UTF-8, which HTTP's
    headers have as ISO-8859-1."""
    try:
        name = str(parse_header_parameters(text[:2000])[1].get("filename", ""))
    except ValueError:
        return ""
    with suppress(UnicodeError):
        name = name.encode("latin-1").decode("utf-8")
    return name[:MAX_DECLARED_NAME_CHARACTERS]


def _is_expected_status(response: requests.Response, asked: Mapping[str, str]) -> bool:
    """Whether this status answers what was asked: a part only to a range, 304 only to a validator."""
    status = response.status_code
    if status == 206:
        return "Range" in asked and "Content-Range" in response.headers
    if status == 416:
        return "Range" in asked
    if status == 304:
        return "If-None-Match" in asked or "If-Modified-Since" in asked
    return status == 200


def _open_body(exchange: UCSExchange, response: requests.Response, compressed: bool) -> ContentBody:
    if exchange.question.method != "HEAD" and response.status_code in {200, 206}:
        exchange.deadline.stream()
        return StreamedBody(exchange, response, compressed=compressed)
    if response.status_code != 416:
        response.raw.drain_conn()  # nothing comes: the connection can be used again
    response.close()
    exchange.log("no body", 0)
    return EmptyBody()


def _select_response_headers(response: requests.Response, compressed: bool) -> dict[str, str]:
    """The headers that may pass on. Those about the bytes sent don't when we send other bytes."""
    left_out: tuple[str, ...] = SENT_BYTES_HEADERS if compressed else ()
    if response.status_code in {304, 416}:
        left_out = ("Content-Type", "Content-Length")
    headers = {
        name: response.headers[name] for name in FORWARDED_RESPONSE_HEADERS if name in response.headers
    }
    return {name: value for name, value in headers.items() if value.isprintable() and name not in left_out}

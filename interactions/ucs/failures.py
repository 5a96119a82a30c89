"""What the HTTP library raises and the statuses that the UCS sends, as errors of `errors.py`.

No detail here holds an ID, a URL or a byte of a body, since details are logged; what the UCS itself said goes
through `parse_upstream_message`.
"""

import json
import ssl
from http.client import HTTPException, RemoteDisconnected

import requests
import urllib3
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from urllib3.exceptions import (
    DecodeError,
    HTTPError,
    NameResolutionError,
    NewConnectionError,
    ProtocolError,
    ReadTimeoutError,
)

from interactions.ucs.untrusted_text import shorten_text

from .errors import (
    UCSBadResponse,
    UCSError,
    UCSNotFound,
    UCSRefused,
    UCSTimeout,
    UCSUnavailable,
    UCSWrongAddress,
)

MAX_MESSAGE_CHARACTERS = 300  # characters
PLAIN_HTTP_TLS_REASONS = {"WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "HTTP_REQUEST"}
UCSFailure = tuple[type[UCSError], str]
WRONG_ADDRESS_FAILURE: UCSFailure = (
    UCSWrongAddress,
    gettext_noop("The server answered 404 with a web page instead of JSON."),
)
# In English, to be translated when raised.
_FAILURE_BY_STATUS: dict[int, UCSFailure] = {
    400: (UCSNotFound, gettext_noop("The server answered 400: it rejects this ID, or a tenant is missing.")),
    401: (UCSRefused, gettext_noop("The server answered 401: wrong user name or password of UCS Viewer.")),
    403: (UCSRefused, gettext_noop("The server answered 403: the user of UCS Viewer has no access.")),
    429: (UCSUnavailable, gettext_noop("The server answered 429: too many requests at the moment.")),
}


def classify_sending_failure(error: OSError | HTTPError) -> UCSFailure:
    """The error for a failure before the response's headers had arrived."""
    if isinstance(error, requests.ConnectTimeout):
        return UCSTimeout, _("No connection in time.")
    if isinstance(error, requests.Timeout | ReadTimeoutError | TimeoutError):
        return UCSTimeout, _("The server accepted the request but did not answer in time.")
    if isinstance(error, requests.ConnectionError):
        return _classify_connection_failure(error)
    if isinstance(error, HTTPError) or (error.args and isinstance(error.args[0], HTTPError)):
        return UCSBadResponse, _("The headers of the response contradict each other.")
    return UCSUnavailable, _("The request could not be sent. Check the UCS_… settings.")


def classify_reading_failure(error: OSError | HTTPError) -> UCSFailure:
    """The error for a failure in the middle of a body."""
    if isinstance(error, ReadTimeoutError | TimeoutError):
        return UCSTimeout, _("The response started but did not end in time.")
    if isinstance(error, DecodeError):
        return UCSBadResponse, _("The compressed response can’t be unpacked.")
    return UCSBadResponse, _("The response was cut off.")


def classify_status(status: int, *, content: bool) -> UCSFailure:
    """The error for a status that is no success (docs/ucs-protocol.md §1.8); `content` says whether a content
    was asked for, or a record.

    400 is what a UCS says of a parameter it can't use: the ID is not one of its own, or a header is missing.
    """
    if status in _FAILURE_BY_STATUS:
        kind, detail = _FAILURE_BY_STATUS[status]
        return kind, _(detail)
    values = {"status": status}
    if status in {204, 404}:
        if content:
            return UCSNotFound, _("The server answered %(status)s: no such content.") % values
        return UCSNotFound, _("The server answered %(status)s: no such record.") % values
    if status >= 500:
        return UCSUnavailable, _("The server answered %(status)s: temporarily unavailable.") % values
    if 300 <= status < 400:
        return UCSBadResponse, _(
            "The server answered %(status)s, a redirect, which is not followed."
        ) % values
    return UCSBadResponse, _("The server answered %(status)s, which a UCS does not send.") % values


def parse_upstream_message(body: bytes) -> str | None:
    """The reason in the body of an error, at most `MAX_MESSAGE_CHARACTERS` long: `message`, `FaultString` or
    a description. None for HTML and for a body without one.

    The keys of UCS 8.x are not documented, only that it is JSON (docs/ucs-protocol.md §1.8), so the likely
    ones are tried, also one level down.
    """
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        text = body.decode("utf-8", "replace")
        return None if "<" in text else _format_plain_message(text)
    if isinstance(document, dict) and isinstance(document.get("error"), dict):
        document = document["error"]
    if not isinstance(document, dict):
        return _format_plain_message(document)
    names = ("message", "FaultString", "description", "error_description", "error", "detail")
    return next((message for name in names if (message := _format_plain_message(document.get(name)))), None)


def _classify_connection_failure(error: requests.ConnectionError) -> UCSFailure:
    reason = getattr(error.args[0], "reason", None) if error.args else None
    if isinstance(error, requests.exceptions.SSLError):
        return UCSUnavailable, _describe_tls_failure(reason)
    if _is_not_http(error):
        return UCSBadResponse, _("The server does not speak HTTP.")
    if isinstance(reason, NameResolutionError):
        return UCSUnavailable, _("The host name in UCS_URL can’t be resolved.")
    if isinstance(reason, NewConnectionError):
        return UCSUnavailable, _("Connection refused.")
    return UCSUnavailable, _("The connection was closed without a response.")


def _describe_tls_failure(reason: Exception | None) -> str:
    """Why no secure connection came about, by what OpenSSL says of the certificate."""
    cause = reason.args[0] if reason is not None and reason.args else None
    if isinstance(cause, ssl.SSLCertVerificationError):
        problem = cause.verify_message.rstrip(".")
        return _("The server’s certificate is not accepted: %(reason)s. Check UCS_CA_BUNDLE.") % {
            "reason": problem
        }
    if isinstance(cause, ssl.SSLError) and cause.reason in PLAIN_HTTP_TLS_REASONS:
        return _("The server does not use TLS on this port. Should UCS_URL start with http:// instead?")
    return _("No secure connection could be set up. Check UCS_CA_BUNDLE.")


def _format_plain_message(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    printable = "".join(
        letter if letter.isprintable() else " " for letter in value[: 4 * MAX_MESSAGE_CHARACTERS]
    )
    text = " ".join(printable.split())
    return shorten_text(text, MAX_MESSAGE_CHARACTERS) or None


def is_transient_failure(error: requests.ConnectionError) -> bool:
    """Whether a connection failed in a way that may be over a moment later: refused, closed, or not made in
    time. A refused certificate and a server that speaks no HTTP are permanent."""
    return not isinstance(error, requests.exceptions.SSLError) and not _is_not_http(error)


def _is_not_http(error: requests.ConnectionError) -> bool:
    """Whether something answered that is not HTTP, as against a connection that was closed or refused."""
    cause = error.args[0] if error.args else None
    inner = cause.args[-1] if isinstance(cause, ProtocolError) and cause.args else None
    return isinstance(inner, HTTPException | urllib3.exceptions.HTTPError) and not isinstance(
        inner, RemoteDisconnected
    )

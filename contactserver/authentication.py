"""Who may ask: Basic credentials and the tenant header, each only when it is configured
(docs/ucs-protocol.md §1.6, §1.7)."""

import base64
import binascii

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from contactserver.configuration import ContactServerConfiguration
from contactserver.errors import RequestRefusal

CHALLENGE_HEADERS = {"WWW-Authenticate": 'Basic realm="Universal Contact Server", charset="UTF-8"'}


def authenticate_request(request: HttpRequest, configuration: ContactServerConfiguration) -> None:
    """Raises Refusal: 401 without the right credentials, 400 without a tenant, 403 with another tenant."""
    if configuration.username and not _has_valid_credentials(request, configuration):
        raise RequestRefusal(401, "Missing or wrong credentials.", CHALLENGE_HEADERS)
    tenant = request.headers.get("ContactCenterId")
    if configuration.tenant and tenant is None:
        raise RequestRefusal(400, "The header ContactCenterId is missing.")
    if configuration.tenant and tenant not in {configuration.tenant, _decode_as_latin1(configuration.tenant)}:
        raise RequestRefusal(403, "The header ContactCenterId is for another contact centre.")


def _has_valid_credentials(request: HttpRequest, configuration: ContactServerConfiguration) -> bool:
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    try:
        given = base64.b64decode(encoded.strip(), validate=True)
    except (binascii.Error, ValueError):
        return False
    if scheme.lower() != "basic":
        return False
    expected = f"{configuration.username}:{configuration.password}"
    # Clients differ in how they send what is not ASCII: browsers and curl UTF-8, others Latin-1. Both are
    # compared in any case, so that the time taken tells nothing.
    return constant_time_compare(given, expected.encode()) | constant_time_compare(
        given, expected.encode("latin-1", "replace")
    )


def _decode_as_latin1(text: str) -> str:
    """A text sent as UTF-8 as WSGI hands it on: headers are read as Latin-1 (PEP 3333)."""
    return text.encode().decode("latin-1")

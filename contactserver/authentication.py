"""Who may ask: Basic credentials and the tenant header, each only when it is configured
(docs/ucs-protocol.md §1.6, §1.7)."""

import base64
import binascii

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from contactserver.configuration import Configuration
from contactserver.errors import Refusal

CHALLENGE = {"WWW-Authenticate": 'Basic realm="Universal Contact Server", charset="UTF-8"'}


def authenticate(request: HttpRequest, configuration: Configuration) -> None:
    """Raises Refusal: 401 without the right credentials, 400 without a tenant, 403 with another tenant."""
    if configuration.username and not _credentials_fit(request, configuration):
        raise Refusal(401, "The credentials are missing or wrong.", CHALLENGE)
    tenant = request.headers.get("ContactCenterId")
    if configuration.tenant and tenant is None:
        raise Refusal(400, "The header ContactCenterId is missing.")
    if configuration.tenant and tenant not in {configuration.tenant, _misread(configuration.tenant)}:
        raise Refusal(403, "The header ContactCenterId names another contact centre.")


def _credentials_fit(request: HttpRequest, configuration: Configuration) -> bool:
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


def _misread(text: str) -> str:
    """A text sent as UTF-8 as WSGI hands it on: headers are read as Latin-1 (PEP 3333)."""
    return text.encode().decode("latin-1")

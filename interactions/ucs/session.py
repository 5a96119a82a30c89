"""The one pooled `requests.Session` of the process, built once and never changed: all threads share it."""

from http.cookiejar import DefaultCookiePolicy

import requests
from requests.adapters import BaseAdapter
from requests.auth import HTTPBasicAuth
from requests.cookies import RequestsCookieJar

from .configuration import ClientConfiguration
from .transport import SocketTransport


class OneServerSession(requests.Session):
    """A session that speaks to one base URL and follows no redirects.

    requests reads the body of a redirect, whatever its size, even when told not to follow it; it doesn't when
    there is no target.
    """

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        return None


def build_session(configuration: ClientConfiguration, adapter: BaseAdapter | None) -> OneServerSession:
    """A session that reaches the base URL and nothing else, so that no credential leaves for elsewhere.

    The mounted prefix ends with a slash: `http://host` would capture `http://host.evil.example` too.
    """
    session = OneServerSession()
    session.trust_env = False  # no proxy, .netrc or CA bundle from the environment
    session.cookies = RequestsCookieJar(policy=DefaultCookiePolicy(allowed_domains=[]))
    session.verify = configuration.ca_bundle or True
    session.headers.clear()
    session.headers.update(_build_session_headers(configuration))
    if configuration.username:
        session.auth = HTTPBasicAuth(configuration.username.encode(), configuration.password.encode())
    session.adapters.clear()
    session.mount(f"{configuration.base_url}/", adapter or SocketTransport(configuration.pool_size))
    return session


def _build_session_headers(configuration: ClientConfiguration) -> dict[str, str | bytes]:
    """The headers of every request. Tenant and group are bytes: a name may hold any letter
    (docs/ucs-protocol.md §1.6)."""
    headers: dict[str, str | bytes] = {
        "User-Agent": "UCS-Viewer",
        "Accept": "application/json",
        # A history is decoded faster than it is unzipped, and a part of a zipped content is no use.
        "Accept-Encoding": "identity",
    }
    if configuration.tenant:
        headers["ContactCenterId"] = configuration.tenant.encode()
    if configuration.group:
        headers["GroupId"] = configuration.group.encode()
    return headers

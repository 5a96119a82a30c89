"""The traps of requests: each of these failed with a session as it comes."""

import base64

import pytest
import requests

from interactions.ucs.errors import UCSBadResponse
from interactions.ucs.resources import ContentKind
from tests.interactions.ucs.scripted_server import build_reply


def test_what_every_request_carries(scripted, client_of):
    server = scripted(build_reply(b"[]"))
    client_of(
        server, "/genesys/1/cs", username="zoë", password="p:ä", tenant="Tenant 1", group="Wärme"
    ).load_customer_records("X")
    (asked,) = server.asked
    assert (asked.method, asked.target) == ("GET", "/genesys/1/cs/customers/X/interactions")
    credentials = base64.b64encode("zoë:p:ä".encode()).decode()
    assert asked.headers["Authorization"] == f"Basic {credentials}"
    assert asked.headers["ContactCenterId"] == "Tenant 1"
    assert asked.headers["GroupId"].encode("latin-1").decode() == "Wärme"
    assert asked.headers["Accept"] == "application/json"
    assert asked.headers["Accept-Encoding"] == "identity"


def test_nothing_is_sent_that_is_not_configured(scripted, client_of):
    server = scripted(build_reply(b"[]"))
    client_of(server).load_customer_records("X")
    assert not {"Authorization", "ContactCenterId", "GroupId", "Cookie"} & set(server.asked[0].headers)


def test_no_cookie_is_kept(scripted, client_of):
    server = scripted(build_reply(b"[]", Set_Cookie="session=1; Path=/"))
    client = client_of(server)
    client.load_customer_records("X")
    client.load_customer_records("X")
    assert "Cookie" not in server.asked[1].headers


@pytest.mark.parametrize(
    "status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"]
)
def test_a_redirect_is_not_followed(scripted, client_of, status):
    elsewhere = scripted(build_reply(b"[]"))
    server = scripted(build_reply(status=status, Location=f"{elsewhere.url}/customers/X/interactions"))
    client = client_of(server, username="a", password="b")
    with pytest.raises(UCSBadResponse) as error:
        client.load_customer_records("X")
    assert error.value.upstream_status == int(status[:3])
    with pytest.raises(UCSBadResponse):
        client.open_content("X", ContentKind.PLAIN_TEXT, headers={})
    assert not elsewhere.asked


def test_the_body_of_a_redirect_is_not_read(scripted, client_of):
    """requests reads it whole, also with allow_redirects=False, to look at what would come next."""
    server = scripted(build_reply(b"x", "302 Found", Location="/elsewhere", Content_Length=str(10**9)))
    with pytest.raises(UCSBadResponse):
        client_of(server).load_customer_records("X")
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://ucs.example.evil.example/",
        "http://ucs.example:81/",
        "http://evil.example/",
        "https://ucs.example/",
    ],
)
def test_the_session_reaches_its_base_url_and_nothing_else(scripted, client_of, url):
    """A prefix mounted without a slash at its end takes hosts that only begin with it."""
    server = scripted(build_reply())
    server.url = "http://ucs.example"
    with pytest.raises(requests.exceptions.InvalidSchema):
        client_of(server).session.get(url)


def test_the_environment_changes_nothing(scripted, client_of, monkeypatch, tmp_path):
    server, proxy = scripted(build_reply(b"[]")), scripted(build_reply(b"[]"))
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login a password b\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("http_proxy", proxy.url)
    monkeypatch.delenv("no_proxy", raising=False)
    client_of(server).load_customer_records("X")
    assert "Authorization" not in server.asked[0].headers
    assert not proxy.asked

"""Whose a 404 is: pages of web servers as they are sent, and what a UCS may send."""

import pytest

from interactions.ucs.errors import UCSNotFound, UCSWrongAddress
from interactions.ucs.resources import ContentKind
from tests.interactions.ucs.scripted_server import build_reply

NGINX = b"<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>\r\n<center><h1>404 Not Found</h1>"
PAGES = {
    "nginx": NGINX,
    "Apache": b'<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n',
    "IIS": b'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1">\r\n',
    "Tomcat": b'<!doctype html><html lang="en"><head><title>HTTP Status 404 \xe2\x80\x93 Not Found</title>',
    "Jetty": b'<html>\n<head>\n<meta http-equiv="Content-Type" content="text/html;charset=utf-8"/>\n',
    "lighttpd": b'<?xml version="1.0" encoding="iso-8859-1"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD">',
    "a portal": b"\xef\xbb\xbf\n<!-- error page -->\n<HTML>",
}
OWN = {
    "its own": b'{"message": "No such interaction", "exception": "com.x"}',
    "which quotes a page": b'{"message": "<html><body>404</body></html>"}',
    "Jetty, asked for JSON": b'{"url": "/x", "status": "404", "message": "Not Found"}',
    "a fault in XML": b"<?xml version='1.0'?><fault><code>510</code></fault>",
    "a line": b"404 page not found\n",
    "nothing": b"",
}
HTML = "text/html; charset=utf-8"
GOOD = b'{"interaction_id": "X1"}'


def missing(body):
    return build_reply(body, "404 Not Found", Content_Type=HTML)


@pytest.mark.parametrize("body", PAGES.values(), ids=PAGES)
def test_a_web_servers_page_is_none_of_a_ucs(scripted, client_of, body):
    client = client_of(scripted(missing(body)))
    for ask in (client.load_interaction, client.load_customer_records):
        with pytest.raises(UCSWrongAddress) as error:
            ask("X1")
        assert error.value.upstream_status == 404
        assert error.value.upstream_message is None
        assert "X1" not in str(error.value)


@pytest.mark.parametrize("body", OWN.values(), ids=OWN)
def test_what_a_ucs_may_say_is_believed(scripted, client_of, body):
    client = client_of(scripted(missing(body)))
    with pytest.raises(UCSNotFound):
        client.load_interaction("X1")
    assert client.load_customer_records("X1").value.summaries == ()
    assert not client.upstream_identity.is_in_doubt


def test_a_reason_for_404_stands_beside_the_empty_list(scripted, client_of):
    server = scripted(
        missing(OWN["its own"]), missing(b""), build_reply(b"[]"), build_reply(status="204 No Content")
    )
    client = client_of(server)
    refusals = [client.load_customer_records("X1").value.refusal for _ in range(4)]
    assert refusals == ["No such interaction", "", None, None]


def test_what_has_answered_is_there_and_its_404_its_own(scripted, client_of):
    """A UCS that sends pages, too: no document shows the body of its 404."""
    client = client_of(scripted(build_reply(GOOD), missing(NGINX)))
    client.load_interaction("X1")
    with pytest.raises(UCSNotFound):
        client.load_interaction("X2")
    with pytest.raises(UCSWrongAddress):  # a proxy that passes on the one path, and not the other
        client.load_customer_records("X1")


def test_the_doubt_ends_with_an_answer(scripted, client_of):
    client = client_of(scripted(missing(NGINX), build_reply(b"[]"), missing(NGINX)))
    with pytest.raises(UCSWrongAddress):
        client.load_customer_records("X1")
    assert client.upstream_identity.is_in_doubt
    assert client.load_customer_records("X1").value.refusal is None
    assert not client.upstream_identity.is_in_doubt
    assert client.load_customer_records("X1").value.refusal == ""


def test_services_and_contents_tell_nothing_of_the_address(scripted, client_of):
    """A UCS of 8.5 has no services, and what an absent content looks like is in no document."""
    client = client_of(scripted(missing(NGINX)))
    assert client.load_service_records("X1").value.refusal == ""
    with pytest.raises(UCSNotFound):
        client.open_content("X1", ContentKind.PLAIN_TEXT, headers={})

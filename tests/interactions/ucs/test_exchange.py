import logging
import socket
import time
from contextlib import ExitStack

import pytest

from interactions.ucs.errors import UCSBadResponse, UCSNotFound, UCSRefused, UCSTimeout, UCSUnavailable
from interactions.ucs.resources import ContentKind
from tests.interactions.ucs.scripted_server import (
    CERTIFICATE_PATH,
    ScriptedServer,
    build_dripping_step,
    build_reply,
    close_connection,
    stay_silent,
)
from tests.upstreams import build_http_response, find_closed_port, serve_answer

BUSY = build_reply(b'{"message":"busy"}', "503 Service Unavailable")


@pytest.mark.parametrize(
    "first",
    [BUSY, build_reply(status="502 Bad Gateway"), build_reply(status="504 Timeout"), close_connection],
)
def test_what_may_pass_is_tried_again(scripted, client_of, first):
    server = scripted(first, build_reply(b"[]"))
    answer = client_of(server).load_customer_records("X")
    assert (answer.value.summaries, answer.attempts) == ((), 2)


def test_an_open_content_is_tried_again_too(scripted, client_of):
    server = scripted(BUSY, build_reply(b"text", Content_Type="text/plain"))
    answer = client_of(server).open_content("X", ContentKind.PLAIN_TEXT, headers={})
    assert b"".join(answer.value.body) == b"text"
    assert answer.attempts == 2


def test_after_three_tries_the_last_answer_counts(scripted, client_of):
    server = scripted(BUSY)
    with pytest.raises(UCSUnavailable) as error:
        client_of(server).load_interaction("X")
    assert len(server.asked) == error.value.attempt.count == 3
    assert error.value.upstream_status == 503
    assert error.value.upstream_message == "busy"


@pytest.mark.parametrize(
    "status", ["500 Error", "501 No", "429 Slow down", "404 None", "400 Bad", "401 Who", "403 No"]
)
def test_what_stays_is_asked_once(scripted, client_of, status):
    server = scripted(build_reply(status=status))
    with pytest.raises((UCSUnavailable, UCSNotFound, UCSRefused)) as error:
        client_of(server).load_interaction("X")
    assert len(server.asked) == 1
    assert error.value.upstream_status == int(status[:3])


def test_a_read_that_timed_out_is_a_time_out_and_not_tried_again(scripted, client_of):
    """With retries mounted requests raises ConnectionError for it, unless they are told not to read again."""
    server = scripted(stay_silent)
    with pytest.raises(UCSTimeout):
        client_of(server, read_timeout=0.2).load_interaction("X")
    assert len(server.asked) == 1


@pytest.mark.parametrize("wish", ["3600", "21600", "9" * 30])
def test_retry_after_holds_nobody(scripted, client_of, wish):
    """urllib3 obeys it up to six hours."""
    server = scripted(build_reply(status="503 Busy", Retry_After=wish), build_reply(b"[]"))
    began = time.monotonic()
    with pytest.raises(UCSUnavailable):
        client_of(server).load_customer_records("X")
    assert time.monotonic() - began < 1
    assert len(server.asked) == 1


def test_a_short_retry_after_is_waited_for(scripted, client_of):
    server = scripted(build_reply(status="503 Busy", Retry_After="1"), build_reply(b"[]"))
    answer = client_of(server).load_customer_records("X")
    assert answer.seconds >= 1


def test_all_tries_share_one_time(scripted, client_of):
    server = scripted(build_dripping_step(BUSY, len(BUSY) - 5, every=0.01))
    began = time.monotonic()
    with pytest.raises((UCSUnavailable, UCSTimeout)):
        client_of(server, total_timeout=0.3).load_customer_records("X")
    assert time.monotonic() - began < 1


def test_nobody_listens(client_of):
    server = ScriptedServer((), f"http://127.0.0.1:{find_closed_port()}")
    with pytest.raises(UCSUnavailable) as error:
        client_of(server, "/cv").load_interaction("00001aTESTCHAT01")
    attempt = error.value.attempt
    assert (attempt.method, attempt.path, attempt.count) == ("GET", "/interactions/00001aTESTCHAT01", 3)
    assert attempt.seconds > 0.4
    assert error.value.upstream_status is None


def test_a_server_that_takes_no_connection(client_of):
    """Its queue is full, so the system leaves the attempt without an answer."""
    with ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(3):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        server = ScriptedServer((), f"http://127.0.0.1:{listener.getsockname()[1]}")
        with pytest.raises(UCSTimeout) as error:
            client_of(server, connect_timeout=0.2, total_timeout=0.5).load_customer_records("X")
    assert 1 <= error.value.attempt.count <= 3
    assert error.value.attempt.seconds < 1


@pytest.mark.parametrize("change", [{"tenant": "a\nb"}, {"ca_bundle": "/nowhere/bundle.pem"}])
def test_a_setting_that_can_not_be_sent(scripted, client_of, change):
    server = scripted(build_reply(b"[]"), tls=True)
    with pytest.raises(UCSUnavailable) as error:
        client_of(server, **change).load_customer_records("X")
    assert "setting" in error.value.detail
    assert not server.asked


@pytest.mark.parametrize(
    ("url", "why"),
    [("http://ucs.invalid", "name"), ("http://127.0.0.1:{port}", "Connection refused")],
)
def test_what_can_not_be_reached_is_told_apart(client_of, url, why):
    with pytest.raises(UCSUnavailable, match=why):
        client_of(ScriptedServer((), url.format(port=find_closed_port()))).load_customer_records("X")


@pytest.mark.parametrize(
    ("host", "ca_bundle", "why"),
    [("127.0.0.1", "", "self-signed"), ("localhost", CERTIFICATE_PATH, "mismatch")],
)
def test_a_certificate_that_is_not_accepted(scripted, client_of, host, ca_bundle, why):
    url = scripted(build_reply(b"[]"), tls=True).url.replace("127.0.0.1", host)
    with pytest.raises(UCSUnavailable, match=f"certificate is not accepted: .*{why}.* UCS_CA_BUNDLE"):
        client_of(ScriptedServer((), url), ca_bundle=str(ca_bundle)).load_customer_records("X")


def test_tls_to_a_port_without(client_of):
    with (
        serve_answer(build_http_response(b"[]")) as url,
        pytest.raises(UCSUnavailable, match="does not use TLS"),
    ):
        client_of(ScriptedServer((), url.replace("http:", "https:"))).load_customer_records("X")


@pytest.mark.parametrize(
    "answer",
    [b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200,
     b"HTTP/1.1 200 OK\r\nA: " + b"b" * 70000, build_reply(b"[]", Content_Length="2, 5"),
     build_reply(status="101 Switch")],
)  # fmt: skip
def test_what_does_not_speak_our_http(scripted, client_of, answer):
    server = scripted(answer)
    with pytest.raises(UCSBadResponse):
        client_of(server).load_customer_records("X")
    assert len(server.asked) == 1


def test_the_log_has_one_line_an_exchange_and_no_id(scripted, client_of, caplog):
    caplog.set_level(logging.INFO, "interactions.ucs")
    server = scripted(
        BUSY,
        build_reply(b"[]"),
        build_reply(b"text"),
        build_reply(status="404 Not Found"),
        build_reply(b"<html>"),
    )
    client = client_of(server)
    client.load_customer_records("00001aTESTCUST01")
    client.open_content("00001aTESTCHAT01", ContentKind.PLAIN_TEXT, headers={}).value.body.close()
    with pytest.raises(UCSNotFound):
        client.load_interaction("00001aTESTCHAT01")
    with pytest.raises(UCSBadResponse):
        client.load_interaction("00001aTESTCHAT01")
    lines = [record.getMessage() for record in caplog.records if record.name == "interactions.ucs"]
    assert [line.split(",")[0].replace("…", "{id}") for line in lines] == [
        "GET /customers/{id}/interactions 200: read",
        "GET /interactions/{id}/plain_text 200: streamed",
        "GET /interactions/{id} 404: UCSNotFound",
        "GET /interactions/{id} 200: UCSBadResponse",
    ]
    assert lines[0].endswith("2 bytes, tries 2")
    assert "00001a" not in caplog.text

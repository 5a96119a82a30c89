"""A server that drips holds no worker, and a pool that is used gives its connections back."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from interactions.ucs.errors import UCSTimeout, UCSUnavailable
from interactions.ucs.resources import ContentKind
from tests.interactions.ucs.scripted_server import (
    CERTIFICATE_PATH,
    build_dripping_step,
    build_reply,
    stay_silent,
)

LONG = build_reply(b"[]" + b" " * 500)
HEAD = len(LONG) - 502


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])
@pytest.mark.parametrize("at_once", [3, HEAD - 10, HEAD, HEAD + 2], ids=["status", "headers", "body", "end"])
def test_a_dripping_answer_ends_with_its_time(scripted, client_of, at_once, tls):
    server = scripted(build_dripping_step(LONG, at_once), tls=tls)
    client = client_of(server, total_timeout=0.4, ca_bundle=str(CERTIFICATE_PATH))
    began = time.monotonic()
    with pytest.raises(UCSTimeout) as error:
        client.load_customer_records("X")
    assert 0.35 < time.monotonic() - began < 1.5
    assert error.value.attempt.count == 1


def test_endless_interim_answers_end_with_their_time(scripted, client_of):
    server = scripted(build_dripping_step(b"HTTP/1.1 100 Continue\r\n\r\n" * 100, 30, every=0.01))
    with pytest.raises(UCSTimeout):
        client_of(server, total_timeout=0.4).load_customer_records("X")


def test_silence_ends_with_the_read_time_out(scripted, client_of):
    began = time.monotonic()
    with pytest.raises(UCSTimeout) as error:
        client_of(scripted(stay_silent), read_timeout=0.2, total_timeout=5).load_interaction("X")
    assert time.monotonic() - began < 1
    assert error.value.attempt.count == 1


def test_a_dripping_content_ends_though_each_byte_comes_in_time(scripted, client_of):
    content = build_reply(b"x" * 5000, Content_Type="audio/wav")
    server = scripted(build_dripping_step(content, len(content) - 4900, every=0.02))
    answer = client_of(server, total_timeout=0.4).open_content("X", ContentKind.BINARY_CONTENT, headers={})
    began = time.monotonic()
    with pytest.raises(UCSTimeout):
        b"".join(answer.value.body)
    assert time.monotonic() - began < 1.5


def test_a_content_may_take_longer_than_the_total_when_the_reader_is_slow(scripted, client_of):
    server = scripted(build_reply(b"x" * 1000))
    answer = client_of(server, total_timeout=0.3).open_content("X", ContentKind.BINARY_CONTENT, headers={})
    assert answer.value.body.read(10) == b"x" * 10
    time.sleep(0.4)
    assert b"".join(answer.value.body) == b"x" * 990


def test_connections_are_kept_and_used_again(scripted, client_of):
    server = scripted(build_reply(b"[]"))
    client = client_of(server)
    for _ in range(5):
        client.load_customer_records("X")
    assert server.connections == 1


def test_many_threads_share_the_client(scripted, client_of):
    server = scripted(build_reply(b"[]"))
    client = client_of(server)
    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(client.load_customer_records, ["X"] * 64))
    assert [answer.value.summaries for answer in answers] == [()] * 64
    assert server.connections <= 16


def test_a_certificate_that_nobody_vouches_for_is_not_taken(scripted, client_of):
    server = scripted(build_reply(b"[]"), tls=True)
    with pytest.raises(UCSUnavailable) as error:
        client_of(server).load_customer_records("X")
    assert error.value.attempt.count == 1
    assert "UCS_CA_BUNDLE" in error.value.detail
    assert not server.asked

import gzip
import zlib

import pytest

from interactions.ucs.errors import UCSBadResponse, UCSTooLarge
from interactions.ucs.resources import ContentKind
from tests.interactions.ucs.scripted_server import build_reply, close_connection

BOMB = gzip.compress(b"[" + b" " * 50_000_000, 9)
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def opened(client):
    return client.open_content("X", ContentKind.BINARY_CONTENT, headers={}).value


@pytest.mark.parametrize(
    "answer",
    [
        build_reply(b"[" + b" " * 3000 + b"]"),
        build_reply(b"x", Content_Length="99999999999"),
        CHUNKED + b"1000\r\n" + b" " * 4096 + b"\r\n",
        b"HTTP/1.0 200 OK\r\n\r\n" + b" " * 4096,
        build_reply(BOMB, Content_Encoding="gzip"),
        build_reply(zlib.compress(b" " * 4096), Content_Encoding="deflate"),
    ],
    ids=["declared", "claimed", "chunked", "until it closes", "bomb", "deflate"],
)
def test_an_answer_has_a_largest_size(scripted, client_of, answer):
    with pytest.raises(UCSTooLarge):
        client_of(scripted(answer), max_bytes=2000).load_customer_records("X")


def test_the_largest_answer_is_taken(scripted, client_of):
    body = b"[" + b" " * 1998 + b"]"
    assert (
        client_of(scripted(build_reply(body)), max_bytes=2000).load_customer_records("X").value.summaries
        == ()
    )


@pytest.mark.parametrize(
    "answer",
    [
        build_reply(b"[]", Content_Length="500"),
        build_reply(b'[{"interaction_id":"X"}', Content_Length=""),
        CHUNKED + b"10\r\n[]",
        CHUNKED + b"zz\r\n[]\r\n",
        build_reply(b"[]", Content_Encoding="gzip"),
        build_reply(gzip.compress(b'["abcdef"]')[:-12], Content_Encoding="gzip"),
        build_reply(b"[]", Content_Encoding="br, gzip, gzip"),
    ],
)
def test_an_answer_that_breaks_off_or_can_not_be_unpacked(scripted, client_of, answer):
    def send(connection):
        connection.sendall(answer)
        close_connection(connection)

    with pytest.raises(UCSBadResponse):
        client_of(scripted(send)).load_customer_records("X")


def test_a_compressed_answer_is_unpacked(scripted, client_of):
    server = scripted(build_reply(gzip.compress(b'{"interaction_id":"X"}'), Content_Encoding="gzip"))
    assert client_of(server).load_interaction("X").value.summary.interaction_id == "X"


def test_a_content_in_pieces_and_in_parts(scripted, client_of):
    whole = bytes(range(256)) * 4000
    body = opened(client_of(scripted(build_reply(whole)))).body
    assert body.read(10) == whole[:10]
    assert body.read(300_000) == whole[10:300_010]
    assert b"".join(body) == whole[300_010:]
    assert body.read(1) == b""


def test_leaving_early_gives_the_connection_back(scripted, client_of):
    """A generator that nobody began to read, or that is left early, keeps it."""
    client = client_of(scripted(build_reply(b"x" * 3_000_000)), pool_size=1)
    pool = client.session.get_adapter(f"{client.configuration.base_url}/").poolmanager
    for _ in range(3):
        body = opened(client).body
        (key,) = pool.pools.keys()
        connections = pool.pools[key].pool
        assert connections.qsize() == 0
        next(iter(body))
        body.close()
        body.close()
        assert connections.qsize() == 1


def test_a_content_that_breaks_off_says_so(scripted, client_of):
    def send(connection):
        connection.sendall(build_reply(b"x" * 1000, Content_Length="5000"))
        close_connection(connection)

    client = client_of(scripted(send))
    with pytest.raises(UCSBadResponse):
        b"".join(opened(client).body)
    body = opened(client).body
    assert body.read(1000) == b"x" * 1000
    with pytest.raises(UCSBadResponse):
        body.read(1000)


def test_a_compressed_content_is_unpacked_up_to_the_largest_size(scripted, client_of):
    packed = gzip.compress(b"x" * 1000)
    content = opened(client_of(scripted(build_reply(packed, Content_Encoding="gzip", Accept_Ranges="bytes"))))
    assert content.length is None
    assert not {"Content-Length", "Accept-Ranges", "Content-Encoding"} & set(content.headers)
    assert b"".join(content.body) == b"x" * 1000
    bomb = opened(client_of(scripted(build_reply(BOMB, Content_Encoding="gzip")), max_bytes=1_000_000))
    with pytest.raises(UCSTooLarge):
        for _ in bomb.body:
            pass
    assert bomb.body.size < 2_000_000


def test_a_content_larger_than_the_limit_streams(scripted, client_of):
    body = opened(client_of(scripted(build_reply(b"x" * 5000)), max_bytes=2000)).body
    assert len(b"".join(body)) == 5000

"""Parts of contents from a UCS that knows no ranges, over real sockets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.ucs import range_requests
from interactions.ucs.resources import Content, ContentKind
from tests.interactions.ucs.scripted_server import build_reply

KIND = ContentKind.BINARY_CONTENT
WHOLE = b"0123456789"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\n0123456789\r\n0\r\n\r\n"


class Held:
    """Bytes as a body."""

    def __init__(self, data):
        self.data, self.closed = data, False

    def __iter__(self):
        return iter([self.read(len(self.data))])

    def read(self, limit):
        piece, self.data = self.data[:limit], self.data[limit:]
        return piece

    def close(self):
        self.closed = True


def whole(data):
    return Content(KIND, 200, None, None, len(data), {"Content-Length": str(len(data))}, Held(data))


def asked_of(client, **headers):
    return client.open_content("X", KIND, headers=headers).value


@pytest.mark.parametrize(
    ("asked", "sent", "said"),
    [
        ("bytes=2-4", b"234", "bytes 2-4/10"),
        ("bytes=0-", WHOLE, "bytes 0-9/10"),
        ("bytes=9-99", b"9", "bytes 9-9/10"),
        ("bytes=-3", b"789", "bytes 7-9/10"),
        ("bytes=-99", WHOLE, "bytes 0-9/10"),
    ],
)
def test_the_part_is_cut_out(scripted, client_of, asked, sent, said):
    content = asked_of(client_of(scripted(build_reply(WHOLE, ETag='"1"'))), Range=asked)
    assert (content.status, content.length) == (206, len(sent))
    assert (content.headers["Content-Range"], content.headers["Content-Length"]) == (said, str(len(sent)))
    assert (content.headers["Accept-Ranges"], content.headers["ETag"]) == ("bytes", '"1"')
    assert b"".join(content.body) == sent
    assert content.body.read(1) == b""


@pytest.mark.parametrize("asked", ["bytes=10-", "bytes=99-100", "bytes=-0"])
def test_a_part_that_is_not_there(scripted, client_of, asked):
    content = asked_of(client_of(scripted(build_reply(WHOLE))), Range=asked)
    assert (content.status, content.length, content.body.read(5)) == (416, None, b"")
    assert content.headers == {"Content-Range": "bytes */10"}


@pytest.mark.parametrize(
    ("answer", "headers"),
    [
        (build_reply(WHOLE), {"Range": "bytes=4-2"}),
        (build_reply(WHOLE), {"Range": "bytes=2-4", "If-Range": '"old"'}),
        (build_reply(WHOLE), {"Range": "bytes=2-3,5-6"}),
        (CHUNKED, {"Range": "bytes=2-4"}),
    ],
    ids=["backwards", "changed", "several", "no length"],
)
def test_the_whole_stays_whole(scripted, client_of, answer, headers):
    content = asked_of(client_of(scripted(answer)), **headers)
    assert (content.status, b"".join(content.body)) == (200, WHOLE)


def test_too_far_in_is_the_whole(scripted, client_of, monkeypatch):
    monkeypatch.setattr(range_requests, "MAX_DROPPED_BYTES", 4)
    client = client_of(scripted(build_reply(WHOLE)))
    assert asked_of(client, Range="bytes=4-").status == 206
    assert asked_of(client, Range="bytes=5-").status == 200


def test_a_head_has_no_parts(scripted, client_of):
    client = client_of(scripted(build_reply(Content_Length="10")))
    content = client.open_content("X", KIND, method="HEAD", headers={"Range": "bytes=2-4"}).value
    assert (content.status, content.length) == (200, 10)


def test_the_connection_is_given_back_after_the_part(scripted, client_of):
    server = scripted(build_reply(b"x" * 3_000_000))
    client = client_of(server, pool_size=1)
    for _ in range(3):
        assert asked_of(client, Range="bytes=5-8").body.read(100) == b"xxxx"
    pool = client.session.get_adapter(f"{client.configuration.base_url}/").poolmanager
    (key,) = pool.pools.keys()
    assert pool.pools[key].pool.qsize() == 1


def test_what_can_be_opened_anywhere_is_not_read_up_to_there(monkeypatch):
    monkeypatch.setattr(range_requests, "MAX_DROPPED_BYTES", 4)
    all_of_it = whole(WHOLE)
    content = range_requests.apply_range(
        all_of_it, {"Range": "bytes=5-7"}, lambda start, length: Held(WHOLE[start:][:length])
    )
    assert (content.status, content.length, content.body.read(9)) == (206, 3, b"567")
    assert all_of_it.body.data == WHOLE


@given(st.binary(min_size=1, max_size=50), st.from_regex(r"bytes=(\d{1,2}-\d{0,2}|-\d{1,2})", fullmatch=True))
def test_any_range_of_anything(data, asked):
    content = range_requests.apply_range(whole(data), {"Range": asked})
    body = content.body.read(1000) + content.body.read(1000)
    if content.status == 206:
        first, last = content.headers["Content-Range"].partition("/")[0].removeprefix("bytes ").split("-")
        assert body == data[int(first) : int(last) + 1]
        assert len(body) == content.length
    else:
        assert body == (data if content.status == 200 else b"")

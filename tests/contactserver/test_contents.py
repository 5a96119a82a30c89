"""Contents: media type, validators, conditional and range requests, over every edge of a piece."""

from datetime import UTC, datetime

import pytest

from contactserver.contents import _iter_content_bytes
from contactserver.loaders.store import StoredContent
from contactserver.models import PIECE_BYTES, Content, Interaction, Piece

ID = "00001aTESTIXN001"
PATH = f"/interactions/{ID}/binary_content"
MODIFIED = datetime(2026, 3, 2, 9, 33, 10, 999000, tzinfo=UTC)
LATER, SAME, EARLIER = (f"Mon, 02 Mar 2026 09:33:{second} GMT" for second in (11, 10, "09"))
DATA = bytes(number % 251 for number in range(2 * PIECE_BYTES + 1000))


@pytest.fixture(autouse=True)
def content(store, record):
    store(record(ID, contents={"binary_content": StoredContent("audio/wav; x=1", DATA, MODIFIED)}))


def test_the_whole(ask):
    reply = ask(PATH)
    assert (reply.status, reply.body) == (200, DATA)
    assert reply.headers["Content-Type"] == "audio/wav; x=1"
    assert reply.headers["Accept-Ranges"] == "bytes"
    assert reply.headers["Content-Length"] == str(len(DATA))
    assert reply.headers["Last-Modified"] == SAME
    assert reply.headers["ETag"].strip('"').isalnum()


def test_head_sends_no_body_and_reads_none(ask, django_assert_num_queries):
    with django_assert_num_queries(1):
        reply = ask(PATH, method="HEAD", Range="bytes=0-1")
    assert (reply.status, reply.body, reply.headers["Content-Length"]) == (200, b"", str(len(DATA)))


@pytest.mark.parametrize("start", [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, len(DATA) - 1])
@pytest.mark.parametrize("length", [1, 2, PIECE_BYTES, PIECE_BYTES + 2])
def test_a_range_is_the_same_slice(ask, start, length):
    reply = ask(PATH, Range=f"bytes={start}-{start + length - 1}")
    expected = DATA[start : start + length]
    assert (reply.status, reply.body) == (206, expected)
    assert reply.headers["Content-Range"] == f"bytes {start}-{start + len(expected) - 1}/{len(DATA)}"
    assert reply.headers["Content-Length"] == str(len(expected))


def test_open_and_suffix_ranges(ask):
    assert ask(PATH, Range="bytes=-1").body == DATA[-1:]
    assert ask(PATH, Range=f"bytes=-{len(DATA) + 5}").body == DATA
    assert ask(PATH, Range=f"bytes={PIECE_BYTES}-").body == DATA[PIECE_BYTES:]


def test_a_range_reads_only_its_pieces(ask, django_assert_num_queries):
    with django_assert_num_queries(2):
        ask(PATH, Range=f"bytes={PIECE_BYTES}-{PIECE_BYTES}")


def test_a_range_behind_the_end_is_416(ask):
    reply = ask(PATH, Range=f"bytes={len(DATA)}-")
    assert (reply.status, reply.headers["Content-Range"]) == (416, f"bytes */{len(DATA)}")
    assert "message" in reply.json


def test_several_ranges_are_the_whole(ask):
    assert ask(PATH, Range="bytes=0-0,5-6").status == 200


def test_validators(ask):
    etag = ask(PATH).headers["ETag"]
    not_modified = ask(PATH, If_None_Match=f'"other", {etag}', Range="bytes=0-1")
    assert (not_modified.status, not_modified.body, not_modified.headers["ETag"]) == (304, b"", etag)
    headed = ask(PATH, method="HEAD", If_None_Match=etag)
    assert (headed.status, headed.headers) == (304, not_modified.headers)
    assert "Content-Type" not in headed.headers
    assert ask(PATH, If_None_Match='"other"').status == 200
    assert ask(PATH, If_Modified_Since=SAME).status == 304
    assert ask(PATH, If_Modified_Since=EARLIER).status == 200
    assert ask(PATH, If_None_Match='"other"', If_Modified_Since=LATER).status == 200
    refused = ask(PATH, If_Match='"other"')
    assert (refused.status, set(refused.json)) == (412, {"message", "exception"})


def test_if_range_gives_the_part_only_of_the_same_content(ask):
    etag = ask(PATH).headers["ETag"]
    for validator, status in ((etag, 206), (SAME, 206), (EARLIER, 200), ('"other"', 200), (f"W/{etag}", 200)):
        assert ask(PATH, Range="bytes=0-0", If_Range=validator).status == status
    # A range that can't be satisfied is of no interest when the content is another.
    assert ask(PATH, Range="bytes=99999999-", If_Range='"other"').status == 200


def test_an_empty_content(ask, store, record):
    store(record(ID, contents={"plain_text": StoredContent("text/plain", b"")}))
    path = f"/interactions/{ID}/plain_text"
    assert (ask(path).status, ask(path).body, ask(path).headers["Content-Length"]) == (200, b"", "0")
    assert ask(path, Range="bytes=0-0").status == 416


def test_what_is_not_there_is_404(ask):
    for path in (f"/interactions/{ID}/plain_text", "/interactions/NOSUCH/binary_content"):
        reply = ask(path)
        assert (reply.status, set(reply.json)) == (404, {"message", "exception"})
    assert ask(f"/interactions/{ID}/binary").status == 404


def test_nothing_in_a_content_runs_in_a_browser(ask):
    headers = ask(PATH).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("sandbox")


def test_a_content_replaced_while_it_is_read_ends_early(store, record):
    body = _iter_content_bytes(Content.objects.get().pk, 0, len(DATA))
    first = next(body)
    store(record(ID, contents={"binary_content": StoredContent("audio/wav", b"new" * PIECE_BYTES)}))
    assert first == DATA[:PIECE_BYTES]
    with pytest.raises(Piece.DoesNotExist):
        next(body)


def test_an_interaction_takes_its_contents_with_it():
    Interaction.objects.get(pk=ID).delete()
    assert not Piece.objects.exists()

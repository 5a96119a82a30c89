import json
from datetime import UTC, datetime

import pytest

from interactions.ucs.errors import UCSBadResponse, UCSMalformedID, UCSNotFound
from interactions.ucs.resources import ContentKind
from tests.interactions.ucs.scripted_server import build_reply

CHAT = json.dumps({"interaction_id": "X1", "subject": "Parcel", "text": "http://ucs.example/x"}).encode()


def test_one_interaction(scripted, client_of):
    before = datetime.now(UTC)
    server = scripted(build_reply(CHAT))
    answer = client_of(server).load_interaction("X1")
    assert answer.value.summary.subject == "Parcel"
    assert answer.value.contents == (ContentKind.PLAIN_TEXT,)
    assert before <= answer.fetched_at <= datetime.now(UTC)
    assert 0 < answer.seconds < 2
    assert server.asked[0].target == "/interactions/X1"


def test_histories(scripted, client_of):
    server = scripted(build_reply(b"[" + CHAT + b"]"))
    client = client_of(server, "/genesys/1/cs")
    assert client.load_customer_records("C").value == client.load_service_records("S").value
    assert [asked.target for asked in server.asked] == [
        "/genesys/1/cs/customers/C/interactions",
        "/genesys/1/cs/services/S/interactions",
    ]


@pytest.mark.parametrize(
    "answer",
    [build_reply(b"[]"), build_reply(), build_reply(status="204 No Content"), build_reply(status="404 None")],
)
def test_an_unknown_owner_has_no_records(scripted, client_of, answer):
    client = client_of(scripted(answer))
    assert (
        client.load_customer_records("C").value.summaries
        == client.load_service_records("S").value.summaries
        == ()
    )


@pytest.mark.parametrize(
    "answer",
    [build_reply(b"[]"), build_reply(), build_reply(status="204 No Content"), build_reply(status="404 None")],
)
def test_an_unknown_interaction(scripted, client_of, answer):
    with pytest.raises(UCSNotFound) as error:
        client_of(scripted(answer)).load_interaction("X1")
    assert error.value.attempt.path == "/interactions/X1"
    assert "X1" not in str(error.value)


def test_a_refused_id_is_not_an_empty_history(scripted, client_of):
    with pytest.raises(UCSNotFound) as error:
        client_of(scripted(build_reply(b'{"message":"no tenant"}', "400 Bad Request"))).load_customer_records(
            "C"
        )
    assert error.value.upstream_message == "no tenant"


def test_another_record_than_the_one_asked_for(scripted, client_of):
    with pytest.raises(UCSBadResponse) as error:
        client_of(scripted(build_reply(CHAT))).load_interaction("X2")
    assert error.value.attempt.count == 1
    assert error.value.upstream_status == 200


@pytest.mark.parametrize(
    "identifier", ["..", ".", "../customers/X", "%2e%2e", "a?b=1", "a#b", "a/b", "", "a\n"]
)
def test_a_malformed_id_is_not_asked_for(scripted, client_of, identifier):
    """quote("..") is still "..", and requests makes another path of it."""
    server = scripted(build_reply(CHAT))
    client = client_of(server)
    for ask in (client.load_interaction, client.load_customer_records, client.load_service_records):
        with pytest.raises(UCSMalformedID):
            ask(identifier)
    with pytest.raises(UCSMalformedID):
        client.open_content(identifier, ContentKind.PLAIN_TEXT, headers={})
    assert not server.asked


def test_the_content_urls_of_a_record_are_never_followed(scripted, client_of):
    elsewhere = scripted(build_reply(b"stolen"))
    record = {"interaction_id": "X1"} | {
        name: f"{elsewhere.url}/interactions/X1/{name}"
        for name in ("text", "structured_text", "binary_content")
    }
    server = scripted(build_reply(json.dumps(record).encode()), build_reply(b"own"))
    client = client_of(server)
    for kind in client.load_interaction("X1").value.contents:
        assert b"".join(client.open_content("X1", kind, headers={}).value.body) == b"own"
    assert len(server.asked) == 4
    assert not elsewhere.asked

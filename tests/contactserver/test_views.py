"""The lists and the record: what the documentation says they answer."""

import pytest

from contactserver.loaders.store import StoredContent
from contactserver.models import Interaction

ID = "00001aTESTIXN001"
CUSTOMER = "00001aTESTCUST01"
TEXT = {"plain_text": StoredContent("text/plain", b"Hello")}
BINARY = {
    "structured_text": StoredContent("text/xml", b"<a/>"),
    "binary_content": StoredContent("image/png", b"x"),
}


def test_one_interaction_is_an_object(store, record, ask):
    store(record(ID, subject="Päckchen", udata={"Key with ?:blank": ""}))
    reply = ask(f"/interactions/{ID}")
    assert (reply.status, reply.headers["Content-Type"]) == (200, "application/json")
    assert reply.json["subject"] == "Päckchen"
    assert reply.json["udata"] == {"Key with ?:blank": ""}
    assert "text" not in reply.json
    assert "service_id" not in reply.json


def test_one_interaction_can_be_an_array_of_one(store, record, ask, settings):
    settings.CONTACTSERVER_ARRAY = True
    store(record(ID, contents=TEXT))
    (document,) = ask(f"/interactions/{ID}").json
    assert document["interaction_id"] == ID


@pytest.mark.parametrize(
    ("contents", "names"),
    [
        ({}, {}),
        (TEXT, {"text": "plain_text"}),
        (BINARY, {"structured_text": "structured_text", "binary_content": "binary_content"}),
    ],
)
def test_content_urls_are_of_the_contents_that_exist(store, record, ask, contents, names):
    store(record(ID, contents=contents))
    for document in (ask(f"/interactions/{ID}").json, ask(f"/customers/{CUSTOMER}/interactions").json[0]):
        urls = {
            name: document[name] for name in ("text", "structured_text", "binary_content") if name in document
        }
        assert urls == {name: f"http://ucshost:8080/interactions/{ID}/{path}" for name, path in names.items()}


def test_content_urls_begin_with_the_public_url_and_the_base_path(store, record, ask, settings):
    settings.CONTACTSERVER_PUBLIC_URL, settings.CONTACTSERVER_BASE_PATH = (
        "https://ucs.example",
        "/genesys/1/cs",
    )
    store(record(ID, contents=TEXT))
    url = f"https://ucs.example/genesys/1/cs/interactions/{ID}/plain_text"
    assert ask(f"/genesys/1/cs/interactions/{ID}").json["text"] == url


@pytest.mark.parametrize("host", ['x","evil":"', "a b", "<script>", ""])
def test_a_host_that_is_none_never_stands_in_an_answer(store, record, ask, host):
    store(record(ID, contents=TEXT))
    reply = ask(f"/interactions/{ID}", Host=host)
    assert reply.status == 400 if host else reply.json["text"].startswith("http://testserver:80/")


def test_lists_are_by_customer_and_by_service_oldest_first(store, record, ask):
    store(
        record("B", start_date="2026-03-02T09:00:00.000Z", service_id="7"),
        record("A", start_date="2026-03-02T09:00:00.000Z", service_id="7"),
        record("C", start_date="2025-03-02T09:00:00.000Z", customer_id="OTHER", service_id="7"),
        record("D", start_date=..., customer_id=...),
    )

    def ids(path):
        return [document["interaction_id"] for document in ask(path).json]

    assert ids(f"/customers/{CUSTOMER}/interactions") == ["A", "B"]
    assert ids("/services/7/interactions") == ["C", "A", "B"]


@pytest.mark.parametrize("path", ["/customers/NOBODY/interactions", "/services/0/interactions"])
def test_a_list_of_nothing_is_empty(ask, path):
    reply = ask(path)
    assert (reply.status, reply.body) == (200, b"[]")


def test_a_long_list_asks_the_database_once(store, record, ask, django_assert_num_queries):
    store(*(record(f"I{number:05}", contents=TEXT) for number in range(1500)))
    with django_assert_num_queries(1):
        assert len(ask(f"/customers/{CUSTOMER}/interactions").json) == 1500


def test_stored_documents_are_sent_as_they_are(store, record, ask):
    store(record(ID))
    odd = b'{"interaction_id":"x",   "a":1,"a":2}'
    Interaction.objects.update(document=odd)
    assert ask(f"/interactions/{ID}").body == odd


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("path", [f"/interactions/{ID}", f"/customers/{CUSTOMER}/interactions"])
def test_head_tells_the_length_and_sends_nothing(store, record, ask, method, path):
    store(record(ID))
    whole, reply = ask(path), ask(path, method=method)
    assert reply.status == 200
    assert reply.body == (whole.body if method == "GET" else b"")
    assert method == "GET" or reply.headers["Content-Length"] == str(len(whole.body))


@pytest.mark.parametrize("bad", ["a b", "..", "%00", "x" * 65, "ü", "'--"])
def test_malformed_ids_are_400(ask, bad):
    for path in (f"/interactions/{bad}", f"/customers/{bad}/interactions", f"/interactions/{bad}/plain_text"):
        reply = ask(path)
        assert (reply.status, set(reply.json)) == (400, {"message", "exception"})

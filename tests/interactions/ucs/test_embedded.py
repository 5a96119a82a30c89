"""The client against the embedded server, in-process: the real one, over a real database."""

from dataclasses import replace

import pytest
from django.core.signals import request_finished, request_started
from django.db import DatabaseError, connection

from contactserver.loaders.store import StoredContent
from interactions.ucs.client import UCSClient
from interactions.ucs.connection import get_ucs_client
from interactions.ucs.embedded import EmbeddedTransport
from interactions.ucs.errors import UCSBadResponse, UCSMalformedID, UCSNotFound, UCSRefused, UCSUnavailable
from interactions.ucs.resources import ContentKind

CHAT, CUSTOMER, TEXT = "00001aTESTCHAT01", "00001aTESTCUST01", ContentKind.PLAIN_TEXT
SOUND = bytes(range(256)) * 4000


@pytest.fixture
def chat(store, record):
    contents = {
        "plain_text": StoredContent("text/plain; charset=utf-8", b"Hello"),
        "binary_content": StoredContent("audio/wav", SOUND),
    }
    store(
        record(CHAT, contents=contents, service_id="77", subject="Parcel", udata={"ServiceType": "default"})
    )


def opened(kind=TEXT, **options):
    return get_ucs_client().open_content(CHAT, kind, **({"headers": {}} | options)).value


@pytest.mark.parametrize("array", [False, True])
@pytest.mark.parametrize("base_path", ["/", "/genesys/1/cs", "genesys/1/cs/"])
def test_records_and_histories(chat, settings, base_path, array):
    settings.CONTACTSERVER_BASE_PATH, settings.CONTACTSERVER_ARRAY = base_path, array
    interaction = get_ucs_client().load_interaction(CHAT).value
    assert interaction.summary.subject == "Parcel"
    assert interaction.contents == (TEXT, ContentKind.BINARY_CONTENT)
    assert [s.interaction_id for s in get_ucs_client().load_customer_records(CUSTOMER).value.summaries] == [
        CHAT
    ]
    assert [s.interaction_id for s in get_ucs_client().load_service_records("77").value.summaries] == [CHAT]
    assert opened().body.read(100) == b"Hello"


def test_what_is_not_there(chat):
    assert get_ucs_client().load_customer_records("00001aTESTNOBODY").value.summaries == ()
    with pytest.raises(UCSNotFound):
        get_ucs_client().load_interaction("00001aTESTNOTHIN")
    with pytest.raises(UCSNotFound):
        opened(ContentKind.STRUCTURED_TEXT)
    with pytest.raises(UCSMalformedID):
        get_ucs_client().load_interaction("../x")


def test_contents_whole_in_part_and_not_at_all(chat):
    whole = opened(ContentKind.BINARY_CONTENT)
    assert (whole.status, whole.media_type, whole.length) == (200, "audio/wav", len(SOUND))
    assert b"".join(whole.body) == SOUND
    part = opened(ContentKind.BINARY_CONTENT, headers={"Range": "bytes=5-9"})
    assert (part.status, b"".join(part.body)) == (206, SOUND[5:10])
    assert part.headers["Content-Range"] == f"bytes 5-9/{len(SOUND)}"
    head = opened(ContentKind.BINARY_CONTENT, method="HEAD")
    assert (head.length, list(head.body)) == (len(SOUND), [])
    assert opened(headers={"If-None-Match": opened().headers["ETag"]}).status == 304
    assert opened(headers={"Range": "bytes=500-"}).status == 416


def test_a_content_streams_without_being_held(chat, django_assert_max_num_queries):
    body = opened(ContentKind.BINARY_CONTENT).body
    with django_assert_max_num_queries(1):
        assert body.read(10) == SOUND[:10]
    body.close()
    assert body.read(10) == b""


def test_credentials_and_tenant_are_the_servers_own(chat, settings):
    settings.CONTACTSERVER_USERNAME, settings.CONTACTSERVER_PASSWORD = "zoë", "p:ä"
    settings.CONTACTSERVER_TENANT = "101"
    assert get_ucs_client().load_interaction(CHAT).attempts == 1
    stranger = UCSClient(
        replace(get_ucs_client().configuration, password="other"), adapter=EmbeddedTransport()
    )
    with pytest.raises(UCSRefused) as error:
        stranger.load_interaction(CHAT)
    assert error.value.upstream_status == 401


def test_a_path_that_the_server_does_not_have(chat, settings):
    lost = UCSClient(
        replace(get_ucs_client().configuration, base_url="http://localhost/cv"), adapter=EmbeddedTransport()
    )
    settings.CONTACTSERVER_BASE_PATH = "/genesys"
    with pytest.raises(UCSNotFound):
        lost.load_interaction(CHAT)


def test_a_server_that_fails_is_unavailable(chat):
    with connection.execute_wrapper(_failing), pytest.raises(UCSUnavailable) as error:
        get_ucs_client().load_interaction(CHAT)
    assert error.value.upstream_status == 500


def test_a_server_that_fails_in_the_middle_of_a_content(chat):
    body = opened(ContentKind.BINARY_CONTENT).body
    with connection.execute_wrapper(_failing), pytest.raises(UCSBadResponse):
        list(body)


def test_no_second_request_cycle(chat):
    cycles = []

    def note(signal, **_):
        cycles.append(signal)

    for signal in (request_started, request_finished):
        signal.connect(note)
    try:
        get_ucs_client().load_interaction(CHAT)
        b"".join(opened(ContentKind.BINARY_CONTENT).body)
        opened(ContentKind.BINARY_CONTENT).body.close()
        opened(ContentKind.BINARY_CONTENT, method="HEAD")
    finally:
        for signal in (request_started, request_finished):
            signal.disconnect(note)
    assert not cycles
    assert connection.connection is not None


def _failing(*_):
    raise DatabaseError

"""The cache of histories as a Redis, with the product's own settings: a real one, and ones that misbehave."""

import time
from ast import literal_eval
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
import redis
from django.core.cache import caches

from interactions.access.cache.cache_key import CacheKey, CacheScope
from interactions.access.cache.history_cache import HistoryCache, history_cache
from interactions.history.history import History
from interactions.history.history_index import HistoryIndex
from tests.interactions.history.rows import build_rows as rows
from tests.ucsviewer.test_settings import ask
from tests.upstreams import build_http_response, find_closed_port, serve_answer

SERVER = "redis://127.0.0.1:6379/0"
LONG = History("customer", "C1", HistoryIndex(rows(500)), (), datetime.now(UTC), 0.25)


class UCS:
    asked = 0

    def __call__(self):
        self.asked += 1
        return replace(LONG, fetched_at=datetime.now(UTC))


@pytest.fixture
def ucs():
    return UCS()


@pytest.fixture
def key():
    """No other test's."""
    scope = CacheScope("http://ucs", "", uuid4().hex, "", "everything")
    return CacheKey(scope, "customer", "C1")


@pytest.fixture
def use(settings, tmp_path):
    """Makes this Redis the cache, as the product's settings would."""

    def make(url):
        settings.CACHE_URL = url
        settings.CACHES = literal_eval(ask(tmp_path, "settings.CACHES", CACHE_URL=url).stdout)

    return make


@pytest.fixture
def server():
    """A client of a real Redis; what the test put there is taken away."""
    client = redis.Redis.from_url(SERVER, socket_connect_timeout=2)
    try:
        before = set(client.scan_iter("ucs-viewer:*"))
    except redis.ConnectionError:
        pytest.skip("No Redis answers at 127.0.0.1:6379.")
    yield client
    for name in set(client.scan_iter("ucs-viewer:*")) - before:
        client.delete(name)


@pytest.mark.redis
def test_two_processes_ask_once(use, server, ucs, key, settings):
    use(SERVER)
    HistoryCache().get_or_load(key, ucs)
    again = HistoryCache().get_or_load(key, ucs)
    assert (ucs.asked, again.kept, again.rows) == (1, True, LONG.rows)


@pytest.mark.redis
def test_what_lies_there_ends_by_itself_and_is_no_pickle(use, server, ucs, key, settings):
    use(SERVER)
    before = set(server.scan_iter("ucs-viewer:*"))
    HistoryCache().get_or_load(key, ucs)
    (name,) = set(server.scan_iter("ucs-viewer:*")) - before
    assert 0 < server.ttl(name) <= settings.HISTORY_SECONDS
    assert server.get(name) == caches["histories"].get(name.decode().rpartition(":")[2])
    for garbage in (b"cos\nsystem\n(S'false'\ntR.", b"", b"7"):
        server.set(name, garbage, ex=60)
        asked = ucs.asked
        assert not HistoryCache().get_or_load(key, ucs).kept
        assert ucs.asked == asked + 1


@pytest.mark.parametrize(
    "says", [b"-OOM command not allowed\r\n", b"HTTP/1.1 200 OK\r\n\r\n", b"\0" * 100, None]
)
def test_one_that_misbehaves_holds_nobody_up(use, ucs, key, says, caplog):
    with serve_answer(says) as url:
        use(url.replace("http", "redis"))
        began = time.monotonic()
        process = HistoryCache()
        for number in range(20):
            process.get_or_load(replace(key, identifier=str(number)), ucs)
        assert time.monotonic() - began < 5  # one of them waits, for half a second
    assert ucs.asked == 20
    assert len([record for record in caplog.records if record.name == "interactions.access"]) == 1


def test_one_that_is_down_is_a_question_each(use, ucs, key):
    use(f"redis://:secret@127.0.0.1:{find_closed_port()}")
    assert not HistoryCache().get_or_load(key, ucs).kept
    assert not HistoryCache().get_or_load(key, ucs).kept


@pytest.mark.redis
def test_a_page_of_another_process_shows_it_when_the_ucs_is_gone(use, server, client_in, settings, key):
    use(SERVER)
    settings.UCS_TENANT = key.scope.tenant  # no other test's
    records = b'[{"interaction_id": "0000TEST00000001", "subject": "Parcel 4471", "media_type": "chat"}]'
    with serve_answer(build_http_response(records)) as url:
        settings.UCS_URL = url
        assert "(just now)" in client_in.get("/customers/C1").content.decode()
    history_cache.decoded.clear()  # as in a process that has never asked
    assert client_in.get("/customers/C2").status_code == 503
    said = client_in.get("/customers/C1").content.decode()
    assert "Parcel 4471" in said
    assert "Data from" in said

"""What a timeline says of itself: live or kept, since when, and what a Refresh makes of it, also where the
next page comes from another process."""

import re
from dataclasses import replace

import pytest
from django.core.cache import caches
from django.test import Client

from interactions.access.cache.history_cache import history_cache
from tests.html_reader import extract_text
from tests.upstreams import build_http_response, serve_answer

PATH = "/customers/00001aTESTCUST01"
CHAT = "00001aTESTCHAT01"


@pytest.fixture
def chat(store, record):
    store(record(CHAT))


def fail():
    raise AssertionError("The UCS is asked.")


def source(response):
    """ "just now" or "ago", and the moment."""
    data = r'Data from <time datetime="([^"]+)">[\d:]+</time> UTC \((?:\d+ s )?(just now|ago)\)'
    found = re.search(data, response.content.decode())
    return found[2], found[1]


def test_the_first_look_is_live_and_the_next_is_kept(client_in, chat):
    said, at = source(client_in.get(PATH))
    assert said == "just now"
    assert source(client_in.get(PATH)) == ("ago", at)
    assert source(client_in.get(f"{PATH}?order=oldest")) == ("ago", at)


def test_after_a_refresh_the_first_look_is_live_and_the_next_is_kept(client_in, chat):
    _, before = source(client_in.get(PATH))
    said, at = source(client_in.post("/refresh", {"next": PATH}, follow=True))
    assert said == "just now"
    assert at >= before
    assert source(client_in.get(PATH)) == ("ago", at)


def test_a_refresh_is_live_to_who_pressed_it_alone(client_in, chat, django_user_model):
    client_in.get(PATH)
    colleague = Client()
    colleague.force_login(django_user_model.objects.create_user("okafor"))
    client_in.post("/refresh", {"next": PATH})
    assert source(colleague.get(PATH))[0] == "ago"
    assert source(client_in.get(PATH))[0] == "just now"


def test_after_a_refresh_nothing_older_comes_from_another_process(client_in, chat, store, record):
    client_in.get(PATH)
    (key,) = history_cache.decoded.get_keys()
    old = history_cache.get_or_load(key, fail)
    store(record("00001aTESTNEW001"))
    client_in.post("/refresh", {"next": PATH})
    history_cache.decoded.clear()
    assert history_cache.get_or_load(key, lambda: old) is old  # as in a process that cached it before
    assert "2 interactions" in extract_text(client_in.get(PATH).content.decode())


def test_a_refresh_in_vain_leaves_what_was_kept(client_in, settings):
    with serve_answer(build_http_response(b'[{"interaction_id": "0000TEST00000001"}]')) as url:
        settings.UCS_URL = url
        _, at = source(client_in.get(PATH))
    assert client_in.post("/refresh", {"next": PATH}).status_code == 503
    assert source(client_in.get(PATH)) == ("ago", at)


def test_a_session_holds_no_customer(client_in, chat):
    client_in.post("/refresh", {"next": PATH})
    session = dict(client_in.session)
    assert "refreshed" in session
    assert "TESTCUST01" not in str(session)


def test_a_session_forgets_what_has_had_its_time(client_in, chat, settings):
    for number in range(3):
        client_in.post("/refresh", {"next": f"/customers/C{number}"})
    assert len(client_in.session["refreshed"]) == 3
    settings.HISTORY_SECONDS = 0
    client_in.post("/refresh", {"next": PATH})
    assert len(client_in.session["refreshed"]) == 1


def test_a_page_survives_an_entry_that_is_none(client_in, chat, settings):
    settings.CACHE_URL = "redis://shared"
    client_in.get(PATH)
    store = caches["histories"].memory.store
    (name,) = store
    store.put(name, replace(store.find(name), value=b"garbage"), max_bytes=10**6)
    history_cache.decoded.clear()
    response = client_in.get(PATH)
    assert response.status_code == 200
    assert source(response)[0] == "just now"

"""What a timeline tells a reader who was there before, and of customers who came again."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from interactions.access.cache.history_cache import history_cache
from interactions.access.visits import visit_cache
from interactions.models import Visit
from tests.interactions.pages.timeline.test_timeline_page import CUSTOMER, PATH, link, text

CHAT = "00001aTESTCHAT01"


@pytest.fixture
def visited(client_in, store, record):
    """A chat, and a call that goes on, looked at two hours ago."""
    store(
        record(CHAT),
        record("00001aTESTCALL01", start_date="2026-03-02T09:40:00Z", end_date=..., status=2),
    )
    assert "since your last visit" not in text(client_in.get(PATH))
    leave(timedelta(hours=2))


def leave(long):
    """Lets the last visit be so long ago, and the process know nothing."""
    Visit.objects.update(at=timezone.now() - long)
    visit_cache.clear()
    history_cache.decoded.clear()


def test_what_began_and_what_ended_since_the_last_visit_is_marked(client_in, visited, store, record):
    store(
        record("00001aTESTCALL01", start_date="2026-03-02T09:40:00Z", end_date="2026-03-02T10:00:00Z"),
        record("00001aTESTMAIL01", start_date="2026-03-02T09:50:00Z", end_date=...),
    )
    for path in (PATH, f"{PATH}?order=oldest", PATH):  # the marks stay for the whole visit
        page = client_in.get(path)
        assert "1 new and 1 ended since your last visit on" in text(page)
        assert page.content.decode().count('<span class="nw"><span>New</span>') == 1
        assert page.content.decode().count('<span class="nw nw-e"><span>Ended</span>') == 1
    leave(timedelta(hours=2))
    page = client_in.get(PATH)
    assert "Nothing new since your last visit on" in text(page)
    assert 'class="nw' not in page.content.decode()


def test_what_a_refresh_brings_during_a_visit_is_new_only_then(client_in, visited, store, record):
    assert "Nothing new" in text(client_in.get(PATH))
    store(record("00001aTESTMAIL01", start_date="2026-03-02T09:50:00Z"))
    response = client_in.post("/refresh", {"next": PATH}, follow=True)
    assert "1 new since your last visit" in text(response)
    leave(timedelta(hours=2))
    assert "Nothing new" in text(client_in.get(PATH))


def test_another_reader_has_seen_nothing_yet(client_in, visited, django_user_model):
    colleague = Client()
    colleague.force_login(django_user_model.objects.create_user("okafor"))
    assert "since your last visit" not in text(colleague.get(PATH))


def test_an_interaction_s_own_page_is_no_visit(client_in, store, record):
    store(record(CHAT))
    assert client_in.get(f"/interactions/{CHAT}").status_code == 200
    assert not Visit.objects.exists()


def test_the_table_of_visits_names_no_customer(client_in, store, record):
    store(record(CHAT))
    client_in.get(PATH)
    (visit,) = Visit.objects.values()
    assert CUSTOMER not in str(visit)
    assert re.fullmatch(r"[0-9a-f]{64}", visit["history"])


LATER = {"start_date": "2026-03-05T09:00:00Z", "end_date": "2026-03-05T09:10:00Z"}


def test_who_comes_again_is_marked(client_in, store, record):
    store(record(CHAT), record("00001aTESTCHAT02", **LATER))
    response = client_in.get(f"{PATH}?media=chat")
    assert link(response, "Repeat contact, 2 days later") == f"/interactions/{CHAT}?media=chat"


@pytest.mark.parametrize("days", [2, 0])
def test_but_not_after_more_days_than_are_set(client_in, store, record, settings, days):
    settings.REPEAT_DAYS = days
    store(record(CHAT), record("00001aTESTCHAT02", **LATER))
    assert "Repeat contact, " not in text(client_in.get(PATH))

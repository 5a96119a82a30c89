"""What a reader refreshed, when their tabs do so at the same time."""

import time

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore

from interactions.access.freshness import SESSION_KEY, Freshness


@pytest.fixture
def tabs(db):
    """One session, as two requests hold it that have both begun and not ended."""
    session = SessionStore()
    session["signed in"] = True
    session.save()
    both = [SessionStore(session.session_key) for _ in range(2)]
    assert [tab["signed in"] for tab in both] == [True, True]  # which reads it
    return both


def test_two_tabs_that_refresh_at_once_both_remember(tabs):
    now = time.time()
    for tab, name in zip(tabs, ("first", "second"), strict=True):
        Freshness(tab).record_refresh(name, now)
        tab.save()
    stored = Freshness(SessionStore(tabs[0].session_key))
    assert [stored.get_not_before(name) for name in ("first", "second", "third")] == [now, now, 0]


def test_a_tab_that_looks_does_not_undo_a_later_refresh(tabs):
    now = time.time()
    looking, refreshing = map(Freshness, tabs)
    looking.record_refresh("one", now)
    looking.session.save()
    refreshing.record_refresh("one", now + 1)
    refreshing.session.save()
    assert looking.mark_seen("one")
    looking.session.save()
    assert SessionStore(looking.session.session_key)[SESSION_KEY] == {"one": {"at": now + 1, "seen": False}}


def test_who_signed_out_meanwhile_stays_signed_out(tabs):
    SessionStore(tabs[0].session_key).delete()
    Freshness(tabs[0]).record_refresh("one", time.time())
    with pytest.raises(UpdateError):
        tabs[0].save()

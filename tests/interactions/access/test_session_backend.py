from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from interactions.access.session_backend import AccountBackend, SessionStore

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return User.objects.create_user("anna", password="a long one")


@pytest.fixture
def browser(anna):
    client = Client()
    client.force_login(anna)
    return client


def signed_in(browser):
    return browser.get("/").status_code == 200


def test_a_session_is_what_django_keeps():
    ours = SessionStore()
    ours["theme"] = "dark"
    ours.create()
    assert db.SessionStore(ours.session_key)["theme"] == "dark"
    assert SessionStore(ours.session_key)["theme"] == "dark"
    assert not SessionStore(ours.session_key).is_empty()


@pytest.mark.parametrize("key", ["unknownunknownunknownunknown1234", "' OR 1=1 --", None])
def test_an_unknown_session_is_empty(key):
    SessionStore().create()
    found = SessionStore(key)
    assert dict(found.items()) == {}
    assert found.session_key is None


def test_a_session_ends_when_its_time_is_over(browser):
    assert signed_in(browser)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not signed_in(browser)


def test_signing_out_elsewhere_and_a_new_password_end_it(anna, browser):
    Session.objects.all().delete()
    assert not signed_in(browser)
    browser.force_login(anna)
    assert signed_in(browser)
    anna.set_password("another long one")
    anna.save()
    assert not signed_in(browser)


def test_a_closed_account_is_nobody(anna, browser):
    assert AccountBackend().get_user(anna.pk) == anna
    User.objects.update(is_active=False)
    assert AccountBackend().get_user(anna.pk) is None
    assert AccountBackend().get_user(anna.pk + 1) is None
    assert not signed_in(browser)


def test_a_page_asks_once_for_each(browser):
    with CaptureQueriesContext(connection) as asked:
        assert signed_in(browser)
    queries = [query["sql"] for query in asked.captured_queries]
    for table in ("django_session", "auth_user"):
        assert sum(f"FROM {table} " in query for query in queries) == 1, queries


def test_a_password_signs_in(anna):
    assert Client().login(username="anna", password="a long one")
    assert not Client().login(username="anna", password="another")

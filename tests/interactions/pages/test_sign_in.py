import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone

from interactions.models import MAX_PASSWORD_TRIES, SIGN_IN_PAUSE, PasswordTries

RIGHT = {"username": "vidal", "password": "a-password-for-tests"}
WRONG = RIGHT | {"password": "something else"}


def test_a_link_leads_to_the_sign_in_and_then_to_its_target(client, supervisor):
    target = "/customers/00001a57JGQ00BVU?media=chat&q=parcel+4471"
    response = client.get(target)
    assert response.status_code == 302
    page = client.get(response["Location"])
    assert 'value="/customers/00001a57JGQ00BVU?media=chat&amp;q=parcel+4471"' in page.content.decode()
    assert client.post("/sign-in", RIGHT | {"next": target})["Location"] == target


def test_the_part_behind_the_hash_comes_back(client, supervisor):
    """Which fragment.js has put behind the target."""
    target = "/interactions/00001a57JGQ00BW8/structured_text#m5"
    assert client.post("/sign-in", RIGHT | {"next": target})["Location"] == target


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/x", "javascript:alert(1)", ""])
def test_no_link_leads_elsewhere(client, supervisor, target):
    assert client.post("/sign-in", RIGHT | {"next": target})["Location"] == "/"


def test_a_wrong_password_is_said_and_the_name_kept(client, supervisor):
    response = client.post("/sign-in", WRONG | {"next": "/customers/x"})
    page = response.content.decode()
    assert "Wrong user name or password." in page
    assert 'value="vidal"' in page
    assert 'value="/customers/x"' in page
    assert "something else" not in page


def test_nothing_typed_is_said_too(client, db):
    assert "Enter your user name and password." in client.post("/sign-in", {}).content.decode()


def test_after_ten_wrong_passwords_even_the_right_one_waits(client, supervisor):
    for _ in range(MAX_PASSWORD_TRIES):
        client.post("/sign-in", WRONG)
    assert "Try again in 5 minutes" in client.post("/sign-in", RIGHT).content.decode()
    elsewhere = client.post("/sign-in", RIGHT, REMOTE_ADDR="203.0.113.9")
    assert elsewhere.status_code == 302


def test_a_stranger_keeps_nobody_out_who_was_here_before(client, supervisor):
    """Behind a proxy both have one address."""
    client.post("/sign-in", RIGHT)
    client.post("/sign-out")
    stranger = Client()
    for _ in range(MAX_PASSWORD_TRIES + 1):
        paused = stranger.post("/sign-in", WRONG)
    assert "Try again in 5 minutes" in paused.content.decode()
    for _ in range(MAX_PASSWORD_TRIES - 1):
        client.post("/sign-in", WRONG)
    assert client.post("/sign-in", RIGHT).status_code == 302
    assert "vidal" not in client.cookies["known"].value


def test_a_browser_that_is_known_has_ten_tries_too_and_only_for_its_own_name(client, supervisor, db):
    User.objects.create_user("costa", password="another-password")
    client.post("/sign-in", {"username": "costa", "password": "another-password"})
    client.post("/sign-out")
    for _ in range(MAX_PASSWORD_TRIES):
        Client().post("/sign-in", WRONG)
    assert "Try again in 5 minutes" in client.post("/sign-in", RIGHT).content.decode()
    for _ in range(MAX_PASSWORD_TRIES):
        client.post("/sign-in", {"username": "costa", "password": "wrong"})
    paused = client.post("/sign-in", {"username": "costa", "password": "another-password"})
    assert "Try again in 5 minutes" in paused.content.decode()


def test_a_pause_ends_and_leaves_nothing(client, supervisor):
    for _ in range(MAX_PASSWORD_TRIES):
        client.post("/sign-in", WRONG)
    PasswordTries.objects.update(ends=timezone.now())
    other = RIGHT | {"username": "costa"}
    assert "Try again" not in client.post("/sign-in", other).content.decode()
    assert PasswordTries.objects.get().ends > timezone.now() + SIGN_IN_PAUSE / 2
    assert client.post("/sign-in", RIGHT).status_code == 302


def test_the_database_is_told_neither_the_name_nor_the_place(client, supervisor):
    for place in ("203.0.113.9", "203.0.113.10"):
        client.post("/sign-in", WRONG, REMOTE_ADDR=place)
    names = list(PasswordTries.objects.values_list("name", flat=True))
    assert len(set(names)) == 2
    assert all(len(name) == 64 and set(name) <= set("0123456789abcdef") for name in names)


@pytest.mark.django_db(transaction=True)
def test_a_count_that_fails_keeps_nobody_out(client, supervisor, caplog):
    def refuse(execute, sql, params, many, context):
        if PasswordTries._meta.db_table in sql:
            raise DatabaseError("vidal's row is locked")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        assert client.post("/sign-in", RIGHT).status_code == 302
    said = [record.message for record in caplog.records if record.name == "interactions.access"]
    line = "Wrong passwords can't be counted (DatabaseError): there is no pause after them"
    assert said == [line, line]


def test_the_administration_has_no_door_of_its_own(client, client_in, admin_user):
    target = client.get("/admin/", follow=True)
    assert target.redirect_chain[-1] == ("/sign-in?next=/admin/", 302)
    assert client.post("/admin/login/", {"username": "admin", "password": "password"}).status_code == 302
    assert client.get("/").status_code == 302
    assert client_in.get("/admin/", follow=True).status_code == 403
    client.post("/sign-in", {"username": "admin", "password": "password"})
    assert client.get("/admin/").status_code == 200


def test_a_right_password_forgets_the_wrong_ones(client, supervisor):
    for _ in range(MAX_PASSWORD_TRIES - 1):
        client.post("/sign-in", WRONG)
    assert client.post("/sign-in", RIGHT).status_code == 302
    client.post("/sign-out")
    client.post("/sign-in", WRONG)
    assert client.post("/sign-in", RIGHT).status_code == 302


def test_who_is_signed_in_needs_no_form(client_in):
    assert client_in.get("/sign-in?next=/customers/x")["Location"] == "/customers/x"


def test_signing_out_is_a_form_and_ends_the_session(client_in):
    assert client_in.get("/sign-out").status_code == 405
    assert client_in.post("/sign-out")["Location"] == "/sign-in"
    assert client_in.get("/")["Location"] == "/sign-in?next=/"


def test_a_form_from_before_is_explained(supervisor):
    response = Client(enforce_csrf_checks=True).post("/sign-in", RIGHT)
    assert response.status_code == 403
    assert "This form has expired" in response.content.decode()

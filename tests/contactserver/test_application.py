"""What is so for every request: base path, methods, errors in JSON."""

import logging

import pytest
from django.db import connection

from contactserver import views

ID = "00001aTESTIXN001"


@pytest.fixture(autouse=True)
def one(store, record):
    store(record(ID))


@pytest.mark.parametrize("setting", ["/genesys/1/cs", "genesys/1/cs", "/genesys/1/cs/"])
def test_everything_is_below_the_base_path(ask, settings, setting):
    settings.CONTACTSERVER_BASE_PATH = setting
    assert ask(f"/genesys/1/cs/interactions/{ID}").status == 200
    for path in (f"/interactions/{ID}", f"/genesys/1/csinteractions/{ID}", "/genesys/1/cs", "/"):
        assert ask(path).status == 404


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/interactions",
        "/interactions/",
        f"/interactions/{ID}/",
        "/customers/x",
        "/profiles/x",
        "/customers//interactions",
    ],
)
def test_unknown_resources_are_404_in_json(ask, path):
    reply = ask(path)
    assert (reply.status, reply.headers["Content-Type"]) == (404, "application/json")
    assert set(reply.json) == {"message", "exception"}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_resources_can_only_be_read(ask, method):
    reply = ask(f"/interactions/{ID}", method=method)
    assert (reply.status, reply.headers["Allow"]) == (405, "GET, HEAD")


def test_an_error_of_ours_is_json_and_its_log_holds_no_data(ask, caplog):
    """The database refuses, with the ID in its message."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE contactserver_interaction RENAME TO elsewhere")
    with caplog.at_level(logging.ERROR, "contactserver"):
        reply = ask(f"/interactions/{ID}")
    assert (reply.status, set(reply.json)) == (500, {"message", "exception"})
    assert views.__file__ in caplog.text
    assert ID not in caplog.text


def test_head_of_an_error_has_no_body(ask):
    reply = ask("/interactions/NOSUCH", method="HEAD")
    assert (reply.status, reply.body) == (404, b"")

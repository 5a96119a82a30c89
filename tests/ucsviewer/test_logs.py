"""Nothing that names a person's record reaches the log."""

import logging

import pytest
from django.db import OperationalError
from django.test import RequestFactory

from ucsviewer.logs import PersonalDataFilter, RedactedFormatter


def logged(message, *args, name="django.request", **extra):
    record = logging.LogRecord(name, logging.WARNING, __file__, 1, message, args, None)
    record.__dict__.update(extra)
    assert PersonalDataFilter().filter(record)
    return record.getMessage()


def test_an_id_in_a_message_is_taken_out():
    assert logged("Not Found: %s", "/customers/00001aTESTCUST01/interactions") == (
        "Not Found: /customers/…/interactions"
    )


def test_a_request_is_logged_by_its_route():
    request = RequestFactory().get("/interactions/00001aTEST000001?q=parcel")
    request.request_id = "7f3a91c2"
    message = logged("Not Found: %s", request.path, request=request, status_code=404)
    assert message == "404 GET no such page request 7f3a91c2"


def test_a_percent_in_a_path_is_harmless():
    assert logged("Bad %s", "/interactions/100%25") == "Bad /interactions/…"


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        ("Error handling request GET /interactions/00001aTEST000001/raw", "request GET /interactions/…/raw"),
        ("Invalid request from ip=127.0.0.1: Invalid HTTP Version: 'Vidal's HTTP/1.1'", "Version: …"),
        ('Invalid request from ip=127.0.0.1: Invalid HTTP request line: "GET /Vidal\'s"', "line: …"),
    ],
)
def test_what_the_server_can_not_read_is_not_quoted(message, kept):
    assert logged(message, name="gunicorn.error").endswith(kept)


def test_a_foreign_host_is_a_line_and_no_traceback(client, caplog):
    with caplog.filtering(PersonalDataFilter()):
        assert client.get("/healthz", headers={"host": "scanner.example"}).status_code == 400
    (record,) = [record for record in caplog.records if record.name == "django.security.DisallowedHost"]
    assert record.getMessage() == "400: the request's host is not in ALLOWED_HOSTS"
    assert record.exc_info is None


def traceback_of(error, cause=None):
    try:
        raise error from cause
    except Exception as raised:  # noqa: BLE001
        return RedactedFormatter().formatException((type(raised), raised, raised.__traceback__))


def test_a_traceback_says_where_and_of_what_kind_but_not_at_whom():
    text = traceback_of(KeyError("Sam Vidal"), ValueError("vidal@example.com"))
    assert "test_logs.py" in text
    assert text.index("builtins.ValueError") < text.index("which led to:") < text.index("builtins.KeyError")
    assert "vidal" not in text.lower()


def test_what_speaks_of_servers_alone_is_said():
    assert traceback_of(OperationalError("database is locked")).endswith(
        "OperationalError: database is locked"
    )

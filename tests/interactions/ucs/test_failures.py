import pytest

from interactions.ucs.errors import UCSBadResponse, UCSNotFound, UCSRefused, UCSUnavailable
from interactions.ucs.failures import MAX_MESSAGE_CHARACTERS, classify_status, parse_upstream_message


@pytest.mark.parametrize(
    ("status", "kind"),
    [(204, UCSNotFound), (400, UCSNotFound), (401, UCSRefused), (403, UCSRefused), (404, UCSNotFound),
     (429, UCSUnavailable), (500, UCSUnavailable), (503, UCSUnavailable), (599, UCSUnavailable),
     (201, UCSBadResponse), (206, UCSBadResponse), (302, UCSBadResponse), (304, UCSBadResponse),
     (405, UCSBadResponse), (418, UCSBadResponse), (101, UCSBadResponse)],
)  # fmt: skip
def test_statuses(status, kind):
    found, detail = classify_status(status, content=False)
    assert found is kind
    assert str(status) in detail


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b'{"message": "Missing ContactCenterId", "exception": "com.x"}', "Missing ContactCenterId"),
        (b'{"FaultCode": 510, "FaultString": "interaction not found"}', "interaction not found"),
        (b'{"error": {"http_method": "GET", "description": "bad"}}', "bad"),
        (b'{"error": "bad\\r\\n\\tthing\\u202e"}', "bad thing"),
        (b"plain reason", "plain reason"),
        (b'"text"', "text"),
        (b"<html><h1>Error</h1></html>", None),
        (b"", None),
        (b"{}", None),
        (b'{"message": 5}', None),
        (b"[1]", None),
        (b"[" * 100_000, None),
    ],
)
def test_the_reason_that_an_error_gives(body, message):
    assert parse_upstream_message(body) == message or body.startswith(b"[[")


def test_a_long_reason_is_cut():
    assert len(parse_upstream_message(b"x" * 5000)) == MAX_MESSAGE_CHARACTERS

from datetime import UTC, datetime

import pytest
from django.test import Client, RequestFactory

from interactions.pages import errors
from interactions.pages.error_hints import get_error_hint, list_advice
from interactions.ucs.errors import (
    RequestAttempt,
    UCSBadResponse,
    UCSError,
    UCSMalformedID,
    UCSNotFound,
    UCSRefused,
    UCSTimeout,
    UCSTooLarge,
    UCSUnavailable,
    UCSWrongAddress,
)
from tests.upstreams import build_http_response, serve_answer
from ucsviewer import __version__

AT = datetime(2026, 3, 2, 16, 52, 8, tzinfo=UTC)
THREE = RequestAttempt(path="/customers/00001aTESTCUST01/interactions", count=3, started_at=AT, seconds=33.0)
KINDS = [
    UCSMalformedID,
    UCSNotFound,
    UCSRefused,
    UCSUnavailable,
    UCSTimeout,
    UCSBadResponse,
    UCSTooLarge,
    UCSWrongAddress,
]


def page_of(error, user, *, method="get", data=None, **headers):
    request = getattr(RequestFactory(headers=headers), method)("/customers/00001aTESTCUST01?q=a", data)
    request.user, request.request_id, request.resolver_match = user, "7f3a91c2", None
    return errors.render_ucs_error(request, error)


@pytest.mark.parametrize("kind", KINDS)
def test_each_error_has_its_own_page(kind, supervisor):
    response = page_of(kind("What happened.", attempt=THREE), supervisor)
    page = response.content.decode()
    assert response.status_code == kind.status
    assert "What happened." in page
    ended = "timed out after 33 s in total" if kind is UCSTimeout else "33 s in total"
    assert f"3 attempts at 16:52 UTC, {ended}." in page
    assert f"GET {THREE.path}  {kind.__name__}" in page
    assert "request 7f3a91c2" in page
    assert ("Try again</a>" in page) == kind.retryable


def test_no_two_say_the_same():
    table = list_advice()
    assert set(table) == set(KINDS)
    assert len({kind.title for kind in KINDS}) == len({what.reader for what in table.values()}) == len(KINDS)


def test_an_error_without_advice_of_its_own_takes_the_nearest():
    class UCSRedirected(UCSBadResponse):
        pass

    assert get_error_hint(UCSRedirected("x")) == list_advice()[UCSBadResponse]
    assert get_error_hint(UCSError("x")).reader


def test_an_id_that_was_not_asked_for_was_not_tried(supervisor):
    page = page_of(UCSMalformedID("Too long."), supervisor).content.decode()
    assert "attempt" not in page
    details = f"status 400  request 7f3a91c2  UCS Viewer {__version__}"
    assert f'<pre id="failure-details">{details}</pre>' in page


def test_trying_again_sends_the_form_again(supervisor):
    data = {"q": 'a "quoted" line', "csrfmiddlewaretoken": "spent"}
    page = page_of(UCSTimeout("Slow.", attempt=THREE), supervisor, method="post", data=data).content.decode()
    assert 'name="q" value="a &#34;quoted&#34; line"' in page
    assert "spent" not in page
    assert '<form method="post" action="/customers/00001aTESTCUST01?q=a">' in page


def test_a_part_of_a_page_fails_as_a_notice(supervisor):
    response = page_of(UCSTimeout("Slow.", attempt=THREE), supervisor, **{"X-Swap": "timeline"})
    assert response["X-Swap"] == "notice"
    assert 'id="failure"' in response.content.decode()
    assert "<html" not in response.content.decode()
    assert "The page still shows the earlier data." in response.content.decode()


def test_the_log_says_what_and_not_whom(supervisor, caplog):
    page_of(UCSUnavailable("It answered 503.", attempt=THREE), supervisor)
    page_of(UCSNotFound("No such customer.", attempt=THREE), supervisor)
    assert caplog.messages == ["UCSUnavailable: It answered 503. request 7f3a91c2"]


@pytest.mark.parametrize(
    ("status", "answered", "says"),
    [
        ("401 Unauthorized", 502, "UCS Viewer could not sign in to the UCS"),
        ("403 Forbidden", 502, "UCS Viewer could not sign in to the UCS"),
        ("500 Internal Server Error", 503, "The UCS can’t be reached"),
        ("302 Found", 502, "Unexpected response from the UCS"),
    ],
)
def test_what_a_ucs_answers_reaches_the_page(client_in, settings, status, answered, says):
    with serve_answer(build_http_response(b"{}", status=status)) as settings.UCS_URL:
        response = client_in.post("/", {"q": "/interactions/00001aTESTCALL01"})
    page = response.content.decode()
    assert response.status_code == answered
    assert says in page
    assert f"HTTP {status[:3]}" in page
    assert response["X-Request-ID"] in page


def test_the_ucs_own_reason_is_quoted_as_text(client_in, settings):
    reason = b'{"message": "Wrong ContactCenterId <b>7</b>"}'
    with serve_answer(build_http_response(reason, status="403 Forbidden")) as url:
        settings.UCS_URL = url
        response = client_in.get("/customers/00001aTESTCUST01")
    assert "The UCS said: <q" in response.content.decode()
    assert "Wrong ContactCenterId &lt;b&gt;7&lt;/b&gt;" in response.content.decode()


def test_a_wrong_base_path_is_said_to_who_meets_it_and_to_the_log(client_in, settings, ucs_elsewhere, caplog):
    settings.UCS_PLACE = "ucs.example:8080/genesys"
    for ask in (
        lambda: client_in.get("/customers/00001aTESTCUST01"),
        lambda: client_in.get("/interactions/00001aTESTCALL01"),
        lambda: client_in.post("/", {"q": "00001aTESTCALL01"}),
    ):
        caplog.clear()
        response = ask()
        page = response.content.decode()
        assert response.status_code == 502
        assert "The address of the UCS may be wrong" in page
        assert "Check the base path of UCS_URL" in page
        assert "UCS address: ucs.example:8080/genesys." in page
        assert [record.message for record in caplog.records if record.levelname == "WARNING"] == [
            "UCSWrongAddress: The server answered 404 with a web page instead of JSON. "
            f"request {response['X-Request-ID']}"
        ]
        assert "TEST" not in caplog.text


@pytest.mark.parametrize(("reason", "said"), [(b'{"message": "No <such> resource"}', True), (b"", False)])
@pytest.mark.parametrize("owner", ["customer", "service"])
def test_a_404_that_may_be_the_ucs_own_is_an_unknown_owner_and_quoted(
    client_in, settings, owner, reason, said
):
    with serve_answer(build_http_response(reason, status="404 Not Found")) as settings.UCS_URL:
        for _ in ("asked", "kept"):
            response = client_in.get(f"/{owner}s/00001aTESTCUST01")
            page = response.content.decode()
            assert response.status_code == 404
            assert f"No {owner} " in page
            assert "It answered 404" in page
            assert ('<q dir="auto">No &lt;such&gt; resource</q>' in page) == said
            assert f"if no {owner} is ever found, check the base path of UCS_URL" in page
            assert ("8.5 has no services" in page) == (owner == "service")


def test_an_empty_list_says_nothing_of_404(client_in, settings):
    with serve_answer(build_http_response(b"[]")) as settings.UCS_URL:
        page = client_in.get("/customers/00001aTESTCUST01").content.decode()
    assert "No customer" in page
    assert "404" not in page


def test_no_such_page(client_in):
    response = client_in.get("/elsewhere")
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()


def test_no_such_page_for_who_is_not_signed_in(client, db):
    page = client.get("/elsewhere").content.decode()
    assert "Page not found" in page
    assert 'role="search"' not in page


def test_a_form_that_is_too_large(client_in, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    response = client_in.post("/", f"q={'x' * 200}", content_type="application/x-www-form-urlencoded")
    assert response.status_code == 400
    assert "Bad request" in response.content.decode()


def test_a_query_that_is_too_large(client_in):
    response = client_in.get("/customers/00001aTESTCUST01?" + "&".join(f"p{n}=1" for n in range(1001)))
    assert response.status_code == 400
    assert "Bad request" in response.content.decode()


def test_forbidden(supervisor, rf):
    request = rf.get("/")
    request.user, request.resolver_match = supervisor, None
    response = errors.permission_denied(request, PermissionError())
    assert response.status_code == 403
    assert "No access" in response.content.decode()


def test_a_fault_of_ours_needs_no_database():
    """Without the `db` fixture the session can't be read, nor anything else."""
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "anything"
    response = client.get("/")
    assert response.status_code == 500
    assert "Something went wrong" in response.content.decode()
    assert response["X-Request-ID"] in response.content.decode()


def test_the_page_of_a_fault_alone(rf):
    assert errors.server_error(rf.get("/")).status_code == 500


def test_a_host_that_is_not_ours_is_told_so_and_not_quoted(client, db):
    response = client.get("/customers/x", headers={"Host": "elsewhere.example"})
    assert response.status_code == 400
    assert "Bad request" in response.content.decode()
    assert "elsewhere.example" not in response.content.decode()

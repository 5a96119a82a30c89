import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from tests.upstreams import build_http_response, serve_answer

PATHS = [
    "/api/interactions/00001aTESTCALL01",
    "/api/customers/00001aTESTCUST01/interactions",
    "/api/services/00001aTESTSERV01/interactions",
]


def error(response, status):
    """The one shape, checked."""
    assert response.status_code == status
    assert response["Content-Type"] == "application/json"
    assert set(response.json()) == {"error"}
    assert set(response.json()["error"]) == {"status", "title", "detail", "request_id"}
    assert response.json()["error"]["status"] == status
    assert response.json()["error"]["request_id"] == response["X-Request-ID"]
    return response.json()["error"]


@pytest.mark.parametrize("path", [*PATHS, "/api/elsewhere"])
def test_needs_a_sign_in(client, db, path):
    response = client.get(path)
    assert error(response, 401)["detail"]
    assert response["WWW-Authenticate"].startswith("Session")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("misfortune", "status", "title"),
    [
        ("ucs_down", 503, "The UCS can’t be reached"),
        ("ucs_slow", 504, "The UCS did not answer in time"),
        ("ucs_nonsense", 502, "Unexpected response from the UCS"),
    ],
)
def test_a_failing_ucs(client_in, request, path, *, misfortune, status, title):
    request.getfixturevalue(misfortune)
    assert error(client_in.get(path), status)["title"] == title


@pytest.mark.parametrize("path", PATHS[:2])
def test_a_404_that_is_none_of_the_ucs(client_in, ucs_elsewhere, path):
    said = error(client_in.get(path), 502)
    assert said["title"] == "The address of the UCS may be wrong"
    assert "404 with a web page" in said["detail"]


def test_a_ucs_that_refuses(client_in, settings):
    with serve_answer(build_http_response(b"{}", status="403 Forbidden")) as settings.UCS_URL:
        assert error(client_in.get(PATHS[0]), 502)["title"] == "UCS Viewer could not sign in to the UCS"


def test_malformed(client_in):
    assert error(client_in.get("/api/interactions/..%20.."), 400)["title"] == "Not a valid ID"


def test_unknown(client_in):
    assert error(client_in.get(PATHS[0]), 404)["title"] == "Not found in the UCS"


@pytest.mark.parametrize("path", ["/api/elsewhere", "/api/customers/a", "/api/interactions/"])
def test_no_such_address(client_in, path):
    assert "docs/api.md" in error(client_in.get(path), 404)["detail"]


@pytest.mark.parametrize("path", [*PATHS, "/api/elsewhere"])
def test_nothing_can_be_sent(client_in, path):
    response = client_in.post(path, {})
    assert error(response, 405)
    assert "GET" in response["Allow"]


@pytest.mark.parametrize(("exception", "status"), [(Http404, 404), (PermissionDenied, 403)])
def test_what_django_raises_has_the_same_shape(exception, status):
    class Refusing(APIView):
        authentication_classes = permission_classes = ()

        def get(self, request):
            raise exception

    response = Refusing.as_view()(APIRequestFactory().get("/")).render()
    assert response.status_code == response.data["error"]["status"] == status


def test_a_fault_of_ours_is_an_error_of_the_same_shape_and_in_the_log(caplog):
    class Broken(APIView):
        authentication_classes = permission_classes = ()

        def get(self, request):
            raise ZeroDivisionError

    response = Broken.as_view()(APIRequestFactory().get("/")).render()
    assert response.status_code == 500
    assert response.data["error"]["title"] == "Something went wrong"
    assert caplog.records[0].exc_info

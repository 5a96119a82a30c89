"""What every page of a customer's or a service's interactions does when it can't be had: the list, its
threads, their journey, and what is taken along."""

import pytest
from django.test import Client

from tests.interactions.pages.timeline.test_timeline_page import CUSTOMER, text

OWNERS = {"customer": f"/customers/{CUSTOMER}", "service": "/services/8801"}
PAGES = ("", "/threads", "/journey", "/print", "/export.csv", "/export.json", "/export.ndjson")
BAD = ("..", "a%20b", "é", "x" * 200)

pytestmark = pytest.mark.parametrize("page", PAGES)


@pytest.mark.parametrize("path", OWNERS.values())
def test_needs_a_sign_in_and_comes_back_from_it(db, path, page):
    response = Client().get(f"{path}{page}?media=chat")
    assert (response.status_code, response["Location"]) == (302, f"/sign-in?next={path}{page}%3Fmedia%3Dchat")


@pytest.mark.parametrize("owner", OWNERS)
def test_unknown(client_in, owner, page):
    response = client_in.get(OWNERS[owner] + page)
    assert response.status_code == 404
    assert f"No {owner} {OWNERS[owner].split('/')[-1]}" in text(response)
    assert "IDs are case-sensitive" in text(response)


@pytest.mark.parametrize("identifier", BAD)
def test_malformed(client_in, identifier, page):
    assert client_in.get(f"/customers/{identifier}{page}").status_code == 400


@pytest.mark.parametrize(
    ("upstream", "status"),
    [("ucs_down", 503), ("ucs_slow", 504), ("ucs_nonsense", 502), ("ucs_elsewhere", 502)],
)
def test_a_ucs_that_fails_is_a_page_and_no_file(client_in, request, upstream, status, page):
    request.getfixturevalue(upstream)
    response = client_in.get(f"{OWNERS['customer']}{page}?thread=T1")
    assert response.status_code == status
    assert "Content-Disposition" not in response
    assert "Try again" in text(response)


def test_reading_is_all_that_it_does(client_in, page):
    assert client_in.post(f"{OWNERS['customer']}{page}").status_code == 405

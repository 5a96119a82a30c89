"""Two interactions side by side."""

import json
import re

import pytest
from django.test import Client

from contactserver.loaders.stored_records import StoredContent
from tests.interactions.pages.timeline.test_timeline_page import link, text
from tests.upstreams import build_http_response, serve_answer

CHAT, MAIL, NOBODY = "00001aTESTCHAT01", "00001aTESTMAIL01", "00001aNOBODY0001"
PATH = f"/compare?a={CHAT}&b={MAIL}"


@pytest.fixture
def two(store, record):
    """A chat of 54 seconds and a mail of two minutes, in one thread, with attached data that differs."""
    store(
        record(
            CHAT,
            subject="Parcel <b>4471</b>",
            thread_id="T1",
            established_date="2026-03-02T09:33:15.000Z",
            released_date="2026-03-02T09:33:59.000Z",
            contents={"plain_text": StoredContent("text/plain", b"hello")},
            udata={"Same": "1", "Case": 4471, "Left": {"a": [1]}, "RTargetAgentSelected": "1002"},
        ),
        record(
            MAIL,
            media_type="email",
            entity_type=0,
            thread_id="T1",
            start_date="2026-03-02T10:00:00.000Z",
            end_date="2026-03-02T10:01:48.280Z",
            udata={"Same": "1", "Case": "4471", "Right": "", "RTargetAgentSelected": "1007"},
        ),
    )


def kinds(response):
    """What the page says of each fact and key."""
    found = re.findall(r'<tr class="c-(\w+)[^"]*">\s*<th[^>]*><bdi>([^<]*)</bdi>', response.content.decode())
    return {name: kind for kind, name in found}


def test_both_are_shown_with_what_differs(client_in, two):
    response = client_in.get(PATH)
    assert response.status_code == 200
    assert kinds(response) == {
        "Media type": "changed",
        "Direction": "same",
        "Subject": "left",
        "Start": "changed",
        "End": "changed",
        "Length": "changed",
        "Wait": "left",
        "Handled": "left",
        "Wrap-up": "left",
        "Handled by": "changed",
        "Status": "same",
        "Customer": "same",
        "Thread": "same",
        "RTargetAgentSelected": "changed",
        "Same": "same",
        "Case": "changed",
        "Left": "left",
        "Right": "right",
    }
    said = text(response)
    assert "Attached data 5 keys, 1 the same" in said
    assert 'Left {"a":[1]} – none A only' in said
    assert "Right – none empty B only" in said
    assert "<b>4471" not in response.content.decode()
    assert " style=" not in response.content.decode()


def test_the_bars_are_on_one_scale(client_in, two):
    bars = re.findall(
        r'<rect class="([whpo])" x="([\d.]+)%" width="([\d.]+)%"', client_in.get(PATH).content.decode()
    )
    assert [part for part, _, _ in bars] == ["w", "h", "p", "o"]
    assert sum(float(width) for part, _, width in bars if part != "o") == pytest.approx(50, abs=0.1)
    assert bars[-1] == ("o", "0.0", "100.0")


def test_contents_are_linked_where_there_are_any(client_in, two):
    response = client_in.get(PATH)
    assert link(response, "Plain text").partition("?")[0] == f"/interactions/{CHAT}/plain_text"
    assert "No content" in text(response)


def test_its_interactions_lead_back_to_it(client_in, two):
    for path in (PATH, f"{PATH}&only=differences"):
        response = client_in.get(path)
        for words, own in (("Parcel", CHAT), ("Plain text", CHAT), ("(no subject)", MAIL)):
            opened = client_in.get(link(response, words))
            assert link(opened, "Comparison") == f"{path}#i-{own}"
        assert link(response, "Copy link") == path


def test_only_the_differences_and_back(client_in, two):
    response = client_in.get(PATH)
    only = client_in.get(link(response, "Only differences"))
    assert only.request["QUERY_STRING"] == f"a={CHAT}&b={MAIL}&only=differences"
    assert "same" not in kinds(only).values()
    assert kinds(only)["Case"] == "changed"
    assert kinds(client_in.get(link(only, "All"))) == kinds(response)


def test_the_sides_can_be_changed(client_in, two):
    response = client_in.get(link(client_in.get(f"{PATH}&only=differences"), "Swap"))
    assert response.request["QUERY_STRING"] == f"a={MAIL}&b={CHAT}&only=differences"
    assert kinds(response)["Left"] == "right"


def test_the_same_one_twice_is_said(client_in, two):
    response = client_in.get(f"/compare?a={CHAT}&b={CHAT}&only=differences")
    assert "A and B are the same interaction." in text(response)
    assert "All facts are the same." in text(response)
    assert "All keys are the same." in text(response)


def test_what_was_pasted_is_understood(client_in, two):
    pasted = {"a": f" http://ucs.example:8080/interactions/{CHAT}/plain_text ", "b": f"interaction_id={MAIL}"}
    assert kinds(client_in.get("/compare", pasted))["Case"] == "changed"


def test_one_unknown_leaves_the_other(client_in, two):
    response = client_in.get(f"/compare?a={CHAT}&b={NOBODY}")
    assert response.status_code == 200
    assert "Parcel <b>4471</b>" in text(response)
    assert "Not found in the UCS" in text(response)
    assert not kinds(response)


def test_one_that_fails_leaves_the_other_and_can_be_tried_again(client_in, settings):
    """A UCS that has one record, whatever it is asked for."""
    with serve_answer(
        build_http_response(json.dumps({"interaction_id": CHAT}).encode(), content_type="application/json")
    ) as url:
        settings.UCS_URL = url
        response = client_in.get(PATH)
    assert response.status_code == 200
    assert "Inbound" not in text(response)
    assert text(response).count(CHAT) >= 2
    assert response.content.decode().count('role="alert"') == 1


def test_both_unknown(client_in, db):
    response = client_in.get(f"/compare?a={NOBODY}&b=00001aNOBODY0002")
    assert response.status_code == 404
    assert text(response).count("Not found in the UCS") == 2


@pytest.mark.parametrize("query", ["", "?a=", f"?a={CHAT}", "?b=x"])
def test_without_two_it_asks_which(client_in, query, db):
    response = client_in.get(f"/compare{query}")
    assert response.status_code == 200
    assert "Compare two interactions" in text(response)
    assert 'name="a"' in response.content.decode()


@pytest.mark.parametrize("bad", ["..", "a b", "é", "../customers/1", "\x00", "x" * 9000])
def test_malformed(client_in, two, bad):
    response = client_in.get("/compare", {"a": CHAT, "b": bad})
    assert response.status_code == 200
    assert response.content.decode().count('role="alert"') == 1
    assert client_in.get("/compare", {"a": bad, "b": bad}).status_code == 400


def test_needs_a_sign_in_and_comes_back_from_it(db):
    response = Client().get(PATH)
    assert (response.status_code, response["Location"]) == (
        302,
        f"/sign-in?next=/compare%3Fa%3D{CHAT}%26b%3D{MAIL}",
    )


@pytest.mark.parametrize(
    ("upstream", "status"), [("ucs_down", 503), ("ucs_slow", 504), ("ucs_nonsense", 502)]
)
def test_a_ucs_that_fails(client_in, request, upstream, status):
    request.getfixturevalue(upstream)
    response = client_in.get(PATH)
    assert response.status_code == status
    assert "Try again" in text(response)


def test_hostile_data_is_bounded(client_in, store, record):
    many = {f"<b>{n}</b>": "y" * 9000 for n in range(1500)}
    store(record(CHAT, udata=many), record(MAIL, udata={}))
    response = client_in.get(PATH)
    assert "500 more keys are not shown" in text(response)
    assert "<b>" not in re.sub(r"<b>[^<]*</b>", "", response.content.decode())
    assert len(response.content) < 1_200_000


def test_an_interactions_page_leads_to_comparisons_and_to_the_journey(client_in, two):
    response = client_in.get(f"/interactions/{CHAT}")
    assert link(response, "Compare with next") == PATH
    assert link(client_in.get(f"/interactions/{MAIL}"), "Compare with previous") == PATH
    assert link(response, "Journey").endswith("/journey?thread=T1")
    assert '<form class="cmp no-print" method="get" action="/compare">' in response.content.decode()


def test_reading_is_all_that_the_page_does(client_in):
    assert client_in.post("/compare").status_code == 405

"""Repeated contacts as a filter, from every page that knows the filter."""

import re

import pytest

from interactions.history.insights import repeat_contacts
from tests.html_reader import find_elements
from tests.interactions.pages.timeline.test_timeline_page import CUSTOMER, PATH, link, rows, text

OWNERS = (PATH, "/services/8801")
AGAIN, THIRD = "00001aTESTAGAIN1", "00001aTESTAGAIN2"
LEGEND = "Repeat contacts "


@pytest.fixture
def cases(store, record):
    """A call, a chat about the same a day later, a call a day after that; and another customer's chat, of the
    same service."""
    told = [
        ("00001aTESTFIRST1", "02", {"subject": "Parcel", "media_type": "voice", "entity_type": 3}),
        (AGAIN, "03", {"subject": "Re: parcel", "thread_id": "T1"}),
        ("00001aTESTREPLY1", "03", {"subject": "Re: parcel", "thread_id": "T1", "type": "Outbound"}),
        ("00001aTESTOTHER1", "03", {"customer_id": "00001aTESTCUST02", "subject": "Parcel"}),
        (THIRD, "04", {"media_type": "voice", "entity_type": 3}),
    ]
    for number, (identifier, day, attributes) in enumerate(told):
        at = f"2026-03-{day}T09:0{number}"
        dates = {"start_date": f"{at}:00Z", "end_date": f"{at}:30Z"}
        store(record(identifier, service_id="8801", **dates, **attributes))


def offered(response):
    """What the rail says of repeat contacts, "" when it offers none."""
    said = [element.spaced_text for element in find_elements(response.content.decode(), "fieldset")]
    return next((each.removeprefix(LEGEND) for each in said if each.startswith(LEGEND)), "")


@pytest.mark.parametrize("path", OWNERS)
def test_they_are_counted_chosen_said_and_taken_off(client_in, cases, path):
    whole = client_in.get(f"{path}?order=oldest")
    assert offered(whole) == "Within 7 days 2"
    chosen = client_in.get(f"{path}?repeat=yes&order=oldest")
    assert rows(chosen) == [AGAIN, THIRD]
    assert "Filter: Repeat contacts: within 7 days." in text(chosen)
    assert 'name="repeat" value="yes" checked' in chosen.content.decode()
    assert rows(client_in.get(link(chosen, "Remove filter: Repeat contacts – within 7 days"))) == rows(whole)


def test_the_count_is_that_of_the_other_filters(client_in, cases):
    assert offered(client_in.get(f"{PATH}?media=voice")) == "Within 7 days 1"
    assert offered(client_in.get(f"{PATH}?direction=outbound")) == "Within 7 days 0"
    assert rows(client_in.get(f"{PATH}?media=voice&repeat=yes")) == [THIRD]
    assert rows(client_in.get(f"{PATH}?repeat=yes&q=parcel&to=2026-03-03")) == [AGAIN]


def test_a_history_without_any_does_not_offer_them(client_in, cases, settings):
    path = "/customers/00001aTESTCUST02"
    assert offered(client_in.get(path)) == ""
    assert offered(client_in.get(f"{path}?repeat=yes")) == "Within 7 days 0"
    settings.REPEAT_DAYS = 0
    assert offered(client_in.get(PATH)) == ""


def test_of_many_the_count_comes_when_somebody_asks(client_in, cases, monkeypatch):
    monkeypatch.setattr(repeat_contacts, "MAX_EAGER_CONTACTS", 2)
    assert offered(client_in.get(PATH)) == "Within 7 days"
    assert offered(client_in.get(f"{PATH}?repeat=yes")) == "Within 7 days 2"
    assert offered(client_in.get(PATH)) == "Within 7 days"


def test_what_is_not_yes_is_left_out_and_said(client_in, cases):
    response = client_in.get(f"{PATH}?repeat=no")
    assert len(rows(response)) == 4
    assert "Ignored unknown filter value: “no”." in text(response)


@pytest.mark.parametrize("path", OWNERS)
def test_threads_that_begin_with_one(client_in, cases, path):
    response = client_in.get(f"{path}/threads?repeat=yes")
    assert "1 of 2 match" in text(response)
    assert "1 matching interaction is not part of a thread" in text(response)
    assert offered(response) == "Within 7 days 2"
    assert link(response, "Remove filter: Repeat contacts – within 7 days") == f"{path}/threads"


def test_a_journey_of_them(client_in, cases):
    response = client_in.get(f"{PATH}/journey?repeat=yes")
    assert "2 interactions" in text(response)
    assert link(response, "Remove filter: Repeat contacts – within 7 days") == f"{PATH}/journey"


def test_the_neighbours_are_those_of_the_filter(client_in, cases):
    response = client_in.get(f"/interactions/{AGAIN}?repeat=yes")
    assert "2 of 2" in text(response)
    assert f'href="/interactions/{THIRD}?repeat=yes"' in response.content.decode()


@pytest.mark.parametrize("path", OWNERS)
def test_exports_name_what_each_repeats(client_in, cases, path):
    document = client_in.get(f"{path}/export.json?repeat=yes&order=oldest").getvalue()
    assert b'"filter":["Repeat contacts: within 7 days"]' in document
    assert re.findall(rb'"repeats":"?(\w+)', document) == [b"00001aTESTFIRST1", AGAIN.encode()]


def test_paper_says_it(client_in, cases):
    said = text(client_in.get(f"{PATH}/print?repeat=yes"))
    assert "Repeat contacts: within 7 days" in said
    assert "2 of 4, newest first" in said


def test_the_api_has_them_too(client_in, cases):
    found = client_in.get(f"/api/customers/{CUSTOMER}/interactions?repeat=yes").json()
    assert [one["interaction_id"] for one in found["results"]] == [THIRD, AGAIN]

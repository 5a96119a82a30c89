"""The page for paper, over the embedded server and over servers that misbehave."""

import re

from interactions.pages.exports import print_page
from tests.interactions.pages.timeline.test_timeline_page import PATH, link, many, text, three

__all__ = ["many", "three"]


def test_it_says_what_it_is_and_has_all_rows(client_in, three):
    response = client_in.get(f"{PATH}/print?media=chat&media=voice&order=oldest")
    said = text(response)
    assert response.status_code == 200
    assert "Interactions 2 of 3, oldest first Filter Media type: Voice, Chat Data from the UCS," in said
    assert "Times in UTC" in said
    assert "Monday 2 March 2026 1 interaction 09:33 Chat Inbound" in said
    assert "Parcel <b>4471</b> 00001aTESTCHAT01 Agent 1002 5 s 44 s 54 s Done" in said
    assert "Monday 16 March 2026 1 interaction 08:00 Voice Outbound Outbound call 00001aTESTCALL01" in said
    assert "00001aTESTMAIL01" not in said
    assert link(response, "Timeline") == f"{PATH}?media=voice&media=chat&order=oldest"


def test_its_title_names_nobody(client_in, three):
    page = client_in.get(f"{PATH}/print").content.decode()
    title = re.search(r"<title>(.*?)</title>", page)
    assert title is not None
    assert re.fullmatch(r"interactions-\d{8}-\d{6} · UCS Viewer", title[1])


def test_a_long_list_says_what_was_left(client_in, many, monkeypatch):
    monkeypatch.setattr(print_page, "MAX_PRINTED_ROWS", 30)
    response = client_in.get(f"{PATH}/print?order=oldest")
    said = text(response)
    assert "Interactions 251 of 251, oldest first. Only the first 30 are listed; 221 are left out." in said
    assert "Monday 2 March 2026 25 interactions, 5 listed" in said
    assert response.content.decode().count('class="mono">00001aMANY') == 30


def test_those_without_a_start_are_there(client_in, many):
    assert "No start date 1 interaction – Chat" in text(client_in.get(f"{PATH}/print"))


def test_an_empty_list_says_so(client_in, three):
    assert "No interactions match the filter" in text(client_in.get(f"{PATH}/print?q=nobody"))


def test_a_service_has_one_too(client_in, three):
    assert "Interactions 1 of 1" in text(client_in.get("/services/8801/print"))

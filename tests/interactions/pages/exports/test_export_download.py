"""Exports over the embedded server and over servers that misbehave."""

import json
import re

import pytest

from tests.interactions.pages.timeline.test_timeline_page import PATH, link, many, rows, text, three

__all__ = ["many", "three"]
FORMS = ["csv", "json", "ndjson"]


def body(response):
    return b"".join(response.streaming_content)


def test_an_export_holds_the_list_that_the_timeline_shows(client_in, three):
    shown = client_in.get(f"{PATH}?media=chat&media=email&order=oldest")
    response = client_in.get(link(shown, "JSON"))
    document = json.loads(body(response))
    assert [one["interaction_id"] for one in document["interactions"]] == rows(shown)
    assert document["export"] | {"exported_at": "", "fetched_at": ""} == {
        "owner": "customer",
        "id": "00001aTESTCUST01",
        "filter": ["Media type: Chat, E-mail"],
        "order": "oldest first",
        "rows": 2,
        "of": 3,
        "fetched_at": "",
        "kept": True,
        "exported_at": "",
        "time_zone": "UTC",
        "repeat_days": 7,
        "link": f"http://testserver{PATH}?media=chat&media=email&order=oldest",
        "notes": [],
        "product": "UCS Viewer 0.1",
    }


def test_all_pages_of_a_list_are_in_it(client_in, many):
    assert body(client_in.get(f"{PATH}/export.ndjson?after=2026-03-07T09:10:00Z~x")).count(b"\n") == 253


@pytest.mark.parametrize(
    ("form", "content_type"),
    [
        ("csv", "text/csv; charset=utf-8; header=present"),
        ("json", "application/json"),
        ("ndjson", "application/x-ndjson"),
    ],
)
def test_it_is_a_file_whose_name_names_nobody(client_in, three, form, content_type):
    response = client_in.get(f"{PATH}/export.{form}")
    assert (response.status_code, response["Content-Type"]) == (200, content_type)
    name = rf'attachment; filename="interactions-\d{{8}}-\d{{6}}\.{form}"'
    assert re.fullmatch(name, response["Content-Disposition"])
    assert (response["Cache-Control"], response["X-Content-Type-Options"]) == ("private, no-store", "nosniff")
    assert "Content-Encoding" not in response
    assert b"Parcel <b>4471</b>" in body(response)


def test_a_permalink_is_one(client_in, three):
    one = json.loads(body(client_in.get(f"{PATH}/export.json?media=chat")))["interactions"][0]
    assert one["link"] == "http://testserver/interactions/00001aTESTCHAT01"
    assert client_in.get(one["link"]).status_code == 200


def test_a_service_has_one_too(client_in, three):
    document = json.loads(body(client_in.get("/services/8801/export.json")))
    assert (document["export"]["owner"], document["export"]["rows"]) == ("service", 1)


def test_nothing_left_is_an_export_of_nothing(client_in, three):
    document = json.loads(body(client_in.get(f"{PATH}/export.json?q=nobody")))
    assert (document["export"]["rows"], document["export"]["of"], document["interactions"]) == (0, 3, [])


def test_what_is_not_understood_is_said(client_in, store, record):
    store(record("00001aTESTODD001", start_date="soon"))
    said = json.loads(body(client_in.get(f"{PATH}/export.json?media=fax")))
    assert ["values we could not read" in note for note in said["export"]["notes"]] == [True, False]
    assert "“fax”" in said["export"]["notes"][1]
    assert said["interactions"][0]["problems"] == ["start_date: Expected a date and time."]


def test_a_head_reads_no_rows(client_in, three):
    response = client_in.head(f"{PATH}/export.csv")
    assert (response.status_code, body(response)) == (200, b"")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/customers/a%20b/export.csv", 400),
        ("/customers/export.csv", 400),
        (f"{PATH}/export.xlsx", 404),
        (f"{PATH}/export.csv.json", 404),
        (f"{PATH}/export", 404),
    ],
)
def test_malformed(client_in, path, status):
    assert client_in.get(path).status_code == status


def test_the_menu_says_how_many_and_leads_there(client_in, three):
    shown = client_in.get(f"{PATH}?media=voice&range=30d")
    assert "Export 1 interaction, as filtered" in text(shown)
    assert [link(shown, word) for word in ("CSV", "JSON", "NDJSON", "printable list")] == [
        f"{PATH}/{name}?media=voice" for name in ("export.csv", "export.json", "export.ndjson", "print")
    ]


def test_nothing_of_it_is_in_the_log(client_in, three, caplog):
    body(client_in.get(f"{PATH}/export.csv?q=parcel"))
    assert "TESTCUST" not in caplog.text
    assert "parcel" not in caplog.text.lower()

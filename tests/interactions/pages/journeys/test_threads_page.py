"""The lists of threads."""

import re

import pytest

from tests.interactions.pages.timeline.test_timeline_page import CUSTOMER, link, text

PATH = f"/customers/{CUSTOMER}/threads"


def listed(response):
    """The threads' IDs, by the links to their journeys."""
    return re.findall(r'class="sub" href="[^"]*thread=([^"&]+)[^"]*"', response.content.decode())


@pytest.fixture
def cases(store, record):
    """Two threads, the second of three media and four days, and an interaction alone in its own."""
    store(
        record(
            "00001aTESTMAIL01", thread_id="T1", media_type="email", entity_type=0, subject="VAT", owner_id=124
        ),
        record("00001aTESTMAIL02", thread_id="T1", media_type="email", entity_type=0, subject="Re: VAT"),
        record(
            "00001aTESTCHAT01",
            thread_id="T2",
            start_date="2026-03-03T08:00:00.000Z",
            end_date="2026-03-03T08:10:00.000Z",
            subject="Parcel <b>4471</b>",
            udata={"RTargetAgentSelected": "1002"},
            service_id="8801",
        ),
        record(
            "00001aTESTCALL01",
            thread_id="T2",
            media_type="voice",
            entity_type=3,
            start_date="2026-03-05T08:00:00.000Z",
            end_date=...,
            udata={"RTargetAgentSelected": "1007"},
            service_id="8801",
        ),
        record(
            "00001aTESTSMS001",
            thread_id="T2",
            media_type="sms",
            start_date="2026-03-07T09:00:00.000Z",
            end_date="2026-03-07T09:00:10.000Z",
            subject="Pick-up code",
            status=2,
        ),
        record("00001aTESTALONE1", thread_id="T3"),
    )


def test_each_thread_says_what_when_how_many_and_who(client_in, cases):
    response = client_in.get(PATH)
    said = text(response)
    assert response.status_code == 200
    assert listed(response) == ["T2", "T1"], "the last contact first"
    assert re.search(r"Threads 2 First contact 2 Mar 2026 Last contact \d+ Mar 2026", said)
    assert (
        "Parcel <b>4471</b> , latest: → Pick-up code 3 Mar – 7 Mar 2026 4 days Agent 1002, Agent 1007"
        " 1 Voice 1 Chat 1 SMS 3 interactions In process" in said
    )
    assert "<b>4471" not in response.content.decode()
    assert "VAT 2 Mar 2026, 09:33 – 09:34 54 s Owner 124 2 E-mail 2 interactions Done" in said
    assert "1 interaction is not part of a thread." in said
    assert link(response, "Parcel") == f"/customers/{CUSTOMER}/journey?thread=T2"
    assert link(response, "3 interactions") == f"/customers/{CUSTOMER}?thread=T2"


def test_the_days_of_a_thread_are_those_of_the_zone(client_in, store, record):
    for number, day in enumerate(("2025-12-31T20:00:00.000Z", "2026-01-02T20:00:00.000Z")):
        store(record(f"00001aTESTTOKYO{number}", thread_id="T9", start_date=day, end_date=...))
    assert "31 Dec 2025 – 2 Jan 2026" in text(client_in.get(PATH))
    assert "1 Jan – 3 Jan 2026" in text(client_in.get(f"{PATH}?tz=Asia/Tokyo"))


def test_the_order_can_be_turned(client_in, cases):
    response = client_in.get(PATH)
    assert listed(client_in.get(link(response, "Latest activity first"))) == ["T1", "T2"]


def test_a_thread_is_listed_when_any_of_it_matches_and_says_how_much(client_in, cases):
    response = client_in.get(f"{PATH}?media=chat&media=voice")
    assert listed(response) == ["T2"]
    assert "2 of 3 match" in text(response)
    assert link(response, "Show all in the list") == f"/customers/{CUSTOMER}?media=voice&media=chat"
    assert len(listed(client_in.get(link(response, "Remove filter: Voice")))) == 1


def test_the_filter_goes_along_from_view_to_view(client_in, cases):
    response = client_in.get(f"/customers/{CUSTOMER}?media=chat&order=oldest")
    threads = client_in.get(link(response, "Threads"))
    journey = client_in.get(link(threads, "Journey"))
    assert threads.request["QUERY_STRING"] == journey.request["QUERY_STRING"] == "media=chat&order=oldest"
    views = journey.content.decode().partition('aria-label="View"')[2]
    assert f'<a href="/customers/{CUSTOMER}?media=chat&amp;order=oldest">Interactions</a>' in views
    for shown, name in ((response, "Interactions"), (threads, "Threads"), (journey, "Journey")):
        assert f'aria-current="page">{name}</a>' in shown.content.decode()


def test_a_services_threads_are_its_own(client_in, cases):
    response = client_in.get("/services/8801/threads")
    assert listed(response) == ["T2"]
    assert "2 interactions" in text(response)
    assert link(response, "Parcel") == "/services/8801/journey?thread=T2"


def test_pages_follow_each_other_and_put_together_are_the_whole(client_in, store, record):
    store(
        *(
            record(
                f"00001aMANY{number:06}",
                thread_id=f"T{number // 2}",
                start_date=f"2026-03-02T09:{number // 6:02}:00Z",
            )
            for number in range(250)
        )
    )
    response = client_in.get(PATH)
    seen = listed(response)
    assert "50 of 125 shown" in text(response)
    for words in ("Show 50 more", "Show 25 more"):
        response = client_in.get(link(response, words))
        seen += listed(response)
    assert len(seen) == len(set(seen)) == 125
    assert link(response, "Back to the first page") == PATH


def test_the_page_that_holds_a_thread(client_in, store, record):
    at = "2026-03-02T{:02}:{:02}:00Z"
    store(
        *(
            record(f"00001aMANY{n:06}", thread_id=f"T {n // 2}", start_date=at.format(*divmod(n, 60)))
            for n in range(120)
        )
    )
    pages = [client_in.get(PATH)]
    pages.append(client_in.get(link(pages[0], "Show 10 more")))
    for thread, page in (("T+59", 0), ("T+10", 0), ("T+9", 1), ("T+0", 1)):
        response = client_in.get(f"{PATH}?at={thread}")
        assert listed(response) == listed(pages[page])
        assert response["Content-Location"] == pages[page]["Content-Location"]
    assert 'id="t-T 0"' in response.content.decode()
    response = client_in.get(f"{PATH}?at=T+60")
    assert "The thread in this link is not in this list." in text(response)
    assert listed(response) == listed(pages[0])


def test_a_journey_knows_the_list_that_it_was_opened_from(client_in, cases):
    path = f"{PATH}?media=chat&order=oldest"
    response = client_in.get(link(client_in.get(path), "Parcel"))
    assert link(response, "Threads") == f"{path}&at=T2#t-T2"


def test_no_threads_and_no_such_threads(client_in, store, record):
    store(record("00001aTESTALONE1"))
    assert "No threads No two interactions share a thread." in text(client_in.get(PATH))
    response = client_in.get(f"{PATH}?media=sms")
    assert "No matching threads" in text(response)
    assert link(response, "Clear filters") == PATH


def test_undated_threads_are_listed_too(client_in, store, record):
    store(*(record(f"00001aUNDATED00{n}", thread_id="T", start_date=..., end_date=...) for n in (1, 2)))
    assert "No start date" in text(client_in.get(PATH))


def test_a_mangled_query_loses_nothing_and_is_explained(client_in, cases):
    response = client_in.get(f"{PATH}?media=fax&after=somewhere&from=0001-01-01&to=9999-12-31")
    assert len(listed(response)) == 2
    assert "Ignored unknown filter value: “fax”." in text(response)
    assert "The position in this link is not valid, so the list starts from the beginning." in text(response)


def test_the_address_to_show_has_no_empty_fields(client_in, cases):
    response = client_in.get(f"{PATH}?q=&media=chat", headers={"X-Swap": "timeline"})
    assert response["Content-Location"] == f"{PATH}?media=chat"


def test_refresh_asks_again_and_goes_back(client_in, cases, store, record):
    client_in.get(PATH)
    store(record("00001aTESTNEW001", thread_id="T3"))
    response = client_in.post("/refresh", {"next": PATH})
    assert (response.status_code, response["Location"]) == (303, PATH)
    assert len(listed(client_in.get(PATH))) == 3


def test_threads_and_journeys_can_be_filtered_by_attached_data(client_in, cases):
    query = "udata=RTargetAgentSelected%3D1007"
    response = client_in.get(f"{PATH}?{query}")
    assert listed(response) == ["T2"]
    assert "1 of 3 match" in text(response)
    drawn = client_in.get(f"/customers/{CUSTOMER}/journey?{query}").content.decode()
    assert drawn.count('<a class="jb ') == 1

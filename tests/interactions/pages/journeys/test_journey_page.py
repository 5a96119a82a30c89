"""The journeys: drawn, listed, and what changed on the way."""

import json
import re
from html import unescape

import pytest

from interactions.access.cache.record_cache import record_cache
from tests.interactions.pages.timeline.test_timeline_page import CUSTOMER, link, text
from tests.upstreams import build_http_response, serve_answer

PATH = f"/customers/{CUSTOMER}/journey"
THREAD = f"{PATH}?thread=T1"


def bars(response):
    """Where each bar leads, and what it says, in the order of the page."""
    found = re.findall(
        r'<a class="jb [^"]*" id="[^"]*" href="([^"]*)" aria-label="([^"]*)"', response.content.decode()
    )
    return [(unescape(href), unescape(said)) for href, said in found]


def lanes(response):
    return re.findall(r'<text class="name"[^>]*>(\S+)', response.content.decode())


@pytest.fixture
def case(store, record):
    """A chat, an e-mail three days later, and a call after it that goes on; another chat in no thread."""
    store(
        record(
            "00001aTESTCHAT01",
            subject="Parcel <b>4471</b>",
            established_date="2026-03-02T09:33:15.000Z",
            released_date="2026-03-02T09:33:59.000Z",
            thread_id="T1",
            udata={"RTargetAgentSelected": "1002", "CustomerSegment": "default", "Case": "4471", "Gone": ""},
            service_id="8801",
        ),
        record(
            "00001aTESTMAIL01",
            media_type="email",
            entity_type=0,
            thread_id="T1",
            start_date="2026-03-05T10:00:00.000Z",
            end_date="2026-03-05T10:40:00.000Z",
            udata={
                "RTargetAgentSelected": "1007",
                "CustomerSegment": "gold",
                "Case": "4471",
                "Note": "<i>x</i>",
            },
            service_id="8801",
        ),
        record(
            "00001aTESTCALL01",
            media_type="voice",
            entity_type=3,
            thread_id="T1",
            status=2,
            start_date="2026-03-05T11:00:00.000Z",
            end_date=...,
            udata={
                "RTargetAgentSelected": "1007",
                "CustomerSegment": "gold",
                "Case": "4471",
                "Note": "<i>x</i>",
            },
        ),
        record(
            "00001aTESTALONE1", start_date="2026-03-20T09:00:00.000Z", end_date="2026-03-20T09:10:00.000Z"
        ),
    )


def test_a_thread_is_drawn_lane_by_lane_and_every_bar_opens_its_interaction(client_in, case):
    response = client_in.get(THREAD)
    assert response.status_code == 200
    assert lanes(response) == ["Chat", "E-mail", "Voice"]
    assert bars(response) == [
        (
            "/interactions/00001aTESTCHAT01?thread=T1&via=journey",
            "1. Chat, inbound: Parcel <b>4471</b>. 2 Mar 2026, 09:33, 5 s wait, 44 s handled, 5 s wrap-up."
            " Agent 1002. Done",
        ),
        (
            "/interactions/00001aTESTMAIL01?thread=T1&via=journey",
            "2. E-mail, inbound: (no subject). 5 Mar 2026, 10:00, 40 min from start to end. Agent 1007. Done",
        ),
        (
            "/interactions/00001aTESTCALL01?thread=T1&via=journey",
            "3. Voice, inbound: Inbound call. 5 Mar 2026, 11:00, No times recorded. Agent 1007. In process",
        ),
    ]
    said = text(response)
    assert "3 interactions 2 Mar – 5 Mar 2026 3 days Agent 1002, Agent 1007" in said
    assert "A gap with no activity is shortened: 3 days." in said
    assert response.content.decode().count('class="open"') == 1, "the call, of which no end is known"
    assert all(client_in.get(href).status_code == 200 for href, _ in bars(response))


def test_the_drawing_has_no_style_and_nothing_of_a_stranger_in_it(client_in, case):
    page = client_in.get(THREAD).content.decode()
    assert " style=" not in page
    assert "<b>4471" not in page
    assert "<i>x" not in page


def test_what_changed_stands_between_two_steps(client_in, case):
    said = text(client_in.get(THREAD))
    assert (
        "RTargetAgentSelected before: 1002 → now: 1007 CustomerSegment before: default → now: gold"
        " 2 other keys: 1 added, 1 removed Gone removed empty Note added <i>x</i>" in said
    )
    assert "No data changes" in said


def test_any_two_can_be_compared_by_a_form(client_in, case):
    page = client_in.get(THREAD).content.decode()
    chosen = re.findall(r'<input type="radio" name="([ab])" value="([^"]+)"[^>]*checked', page)
    assert chosen == [("a", "00001aTESTCHAT01"), ("b", "00001aTESTCALL01")]
    assert client_in.get("/compare", dict(chosen)).status_code == 200


def test_a_period_is_drawn_without_asking_for_records(client_in, case):
    response = client_in.get(f"{PATH}?from=2026-03-05&to=2026-03-20")
    assert lanes(response) == ["E-mail", "Voice", "Chat"]
    assert '<h2 id="listed">List</h2>' in response.content.decode()
    assert not record_cache.get_keys()
    assert 'class="ch"' not in response.content.decode()


def test_the_period_can_be_changed_by_a_form_that_keeps_the_filter(client_in, case):
    page = client_in.get(f"{PATH}?media=chat&from=2026-03-01").content.decode()
    assert '<input type="hidden" name="media" value="chat">' in page
    assert 'name="from" type="date" value="2026-03-01"' in page


def test_without_a_query_all_is_drawn(client_in, case):
    assert len(bars(client_in.get(PATH))) == 4


def test_a_services_journey_keeps_the_service(client_in, case):
    found = bars(client_in.get("/services/8801/journey?thread=T1"))
    assert [href for href, _ in found] == [
        f"/interactions/00001aTEST{name}?service=8801&thread=T1&via=journey" for name in ("CHAT01", "MAIL01")
    ]


def test_it_leads_up_to_its_thread_in_the_list_that_one_came_from(client_in, case):
    assert link(client_in.get(THREAD), "Threads") == f"/customers/{CUSTOMER}/threads?at=T1#t-T1"
    response = client_in.get(f"{THREAD}&among=media%3Dchat%26order%3Doldest%26junk%3D1")
    assert link(response, "Threads") == f"/customers/{CUSTOMER}/threads?media=chat&order=oldest&at=T1#t-T1"
    assert bars(response)[0][0].endswith("?thread=T1&via=journey&among=media%3Dchat%26order%3Doldest")
    assert link(response, "Copy link") == THREAD, "what is sent to somebody else"


def test_too_many_are_cut_and_it_is_said(client_in, store, record):
    store(
        *(
            record(f"00001aMANY{n:06}", start_date=f"2026-03-02T{n // 60:02}:{n % 60:02}:00Z", end_date=...)
            for n in range(320)
        )
    )
    response = client_in.get(PATH)
    assert "Only the latest 300 of 320 interactions are shown." in text(response)
    assert len(bars(response)) == 300
    assert "00001aMANY000019" not in response.content.decode()


def test_a_long_thread_says_how_far_its_changes_go(client_in, store, record):
    store(*(record(f"00001aMANY{n:06}", thread_id="T1", udata={"n": n}) for n in range(33)))
    response = client_in.get(THREAD)
    assert "The changes of 3 records are not shown." in text(response)
    assert response.content.decode().count('<tr class="ch">') == 29
    assert '<input type="hidden" name="thread" value="T1">' in response.content.decode(), "a period to choose"
    shorter = client_in.get(f"{THREAD}&among=media%3Dchat").content.decode()
    assert '<input type="hidden" name="among" value="media=chat">' in shorter


def test_long_and_many_changes_are_bounded(client_in, store, record):
    many = {f"key{n}": "x" * 5000 for n in range(200)}
    store(record("00001aTESTCHAT01", thread_id="T1"), record("00001aTESTCHAT02", thread_id="T1", udata=many))
    response = client_in.get(THREAD)
    assert "200 other keys: 200 added" in text(response)
    assert "and 140 more – compare the two" in text(response)
    assert len(response.content) < 60_000


def test_undated_interactions_are_listed_and_not_drawn(client_in, store, record):
    store(record("00001aTESTODD001", start_date=...), record("00001aTESTCHAT01"))
    response = client_in.get(PATH)
    assert len(bars(response)) == 1
    assert "1 interaction has no start date and is only in the list below" in text(response)
    assert 'value="00001aTESTODD001"' in response.content.decode()
    ids = re.findall(r' id="i-([^"]+)"', response.content.decode())
    assert sorted(ids) == ["00001aTESTCHAT01", "00001aTESTODD001"], "the way back leads to both"


def test_undated_interactions_alone_make_a_page_too(client_in, store, record):
    store(record("00001aTESTODD001", start_date=...))
    response = client_in.get(PATH)
    assert (response.status_code, bars(response)) == (200, [])


def test_the_ends_of_the_calendar_are_drawn(client_in, store, record):
    store(
        record("00001aTESTODD001", start_date="0001-01-01T00:00:00Z", end_date="9999-12-31T23:59:59Z"),
        record("00001aTESTODD002", start_date="9999-12-31T23:59:59Z", duration=10**18, end_date=...),
    )
    assert len(bars(client_in.get(PATH))) == 2


def test_a_thread_that_nobody_knows(client_in, case):
    response = client_in.get(f"{PATH}?thread=T9&media=fax")
    assert response.status_code == 200
    assert "No such thread" in text(response)
    assert "Ignored unknown filter value: “fax”." in text(response)
    assert link(response, "All threads") == f"/customers/{CUSTOMER}/threads"


def test_what_cannot_be_read_in_full_is_said_and_the_drawing_stays(client_in, settings):
    """A UCS that answers everything with the list: right for the history, wrong for a record it lacks."""
    rows = [
        {
            "interaction_id": f"X{n}",
            "thread_id": "T1",
            "start_date": f"2026-03-02T09:3{n}:00Z",
            "udata": {"n": n},
        }
        for n in (1, 2)
    ]
    body = json.dumps(rows).encode()
    with serve_answer(build_http_response(body, content_type="application/json")) as url:
        settings.UCS_URL = url
        first = client_in.get(THREAD)
    assert "1 other key: 1 changed" in text(first)
    record_cache.clear()
    settings.UCS_CONNECT_TIMEOUT = 0.5
    response = client_in.get(THREAD)
    assert response.status_code == 200
    assert len(bars(response)) == 2
    assert "1 record could not be loaded (" in text(response)
    assert "The changes of 1 record are not shown." in text(response)


def test_the_drawing_is_in_the_zone_that_was_chosen(client_in, case):
    response = client_in.get(f"{PATH}?thread=T1&tz=Asia/Tokyo")
    assert "2 Mar 2026, 18:33, 5 s wait" in bars(response)[0][1]
    assert '<text class="head-t" x="0.0%" y="17">2 Mar 2026</text>' in response.content.decode()
    assert re.findall(r"<b>(\d\d:\d\d)</b> <bdi>", response.content.decode()) == ["18:33", "19:00", "20:00"]

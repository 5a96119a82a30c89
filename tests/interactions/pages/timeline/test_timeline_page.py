"""The timeline's pages, over the embedded server and over servers that misbehave."""

import pytest

from tests.html_reader import extract_spaced_text, find_elements

CUSTOMER = "00001aTESTCUST01"
PATH = f"/customers/{CUSTOMER}"


def text(response):
    """What a page says, tags and doubled blanks taken out."""
    return extract_spaced_text(response.content.decode())


def rows(response):
    """The interactions of the rows, in their order."""
    names = [element.get_attribute("id") for element in find_elements(response.content.decode(), "li", "row")]
    return [name.removeprefix("i-") for name in names if name.startswith("i-")]


def find_links(page):
    """The links of a page: what each says, and where it leads. Every one leads somewhere."""
    return [(element.text, dict(element.attributes)["href"]) for element in find_elements(page, "a")]


def link(response, words):
    """Where the first link that says this leads."""
    return next(href for said, href in find_links(response.content.decode()) if words in said)


@pytest.fixture
def three(store, record):
    """A chat of the documented record's times in a thread with an e-mail, and a call two weeks later that
    goes on."""
    store(
        record(
            "00001aTESTCHAT01",
            subject="Parcel <b>4471</b>",
            established_date="2026-03-02T09:33:15.000Z",
            released_date="2026-03-02T09:33:59.000Z",
            thread_id="00001aTESTTHREAD",
            udata={"RTargetAgentSelected": "1002"},
            service_id="8801",
        ),
        record(
            "00001aTESTMAIL01",
            media_type="email",
            entity_type=0,
            sub_type="InboundCustomerReply",
            thread_id="00001aTESTTHREAD",
            start_date="2026-03-02T10:00:00.000Z",
            end_date=...,
            owner_id=124,
        ),
        record(
            "00001aTESTCALL01",
            media_type="voice",
            entity_type=3,
            type="Outbound",
            sub_type=...,
            status=2,
            start_date="2026-03-16T08:00:00.000Z",
            end_date=...,
        ),
    )


@pytest.fixture
def many(store, record):
    """250 chats on ten days, 25 a day, and one without a start."""
    store(
        *(
            record(
                f"00001aMANY{number:06}", start_date=f"2026-03-{1 + number // 25:02}T09:{number % 25:02}:00Z"
            )
            for number in range(250)
        ),
        record("00001aUNDATED001", start_date=...),
    )


def test_a_timeline_shows_what_the_records_say(client_in, three):
    response = client_in.get(PATH)
    said = text(response)
    assert response.status_code == 200
    assert rows(response) == ["00001aTESTCALL01", "00001aTESTMAIL01", "00001aTESTCHAT01"]
    assert "3 interactions" in said
    assert "Monday 2 March 2026 2 interactions · 44 s handled" in said
    assert "No contact for 13 days" in said
    assert "08:00 Voice Outbound call Outbound No agent No times recorded – In process" in said
    assert "10:00 E-mail (no subject) 2 Customer reply Inbound Owner 124" in said
    assert "Parcel <b>4471</b> Inbound Agent 1002 5 s wait, 44 s handled, 5 s wrap-up 54 s Done" in said
    assert "<b>4471" not in response.content.decode()


def heads(response):
    """Of each day its section's class, its heading's name where that is not its words, and these."""
    return [
        (section.get_attribute("class") or "", head.get_attribute("aria-label") or "", head.text)
        for section in find_elements(response.content.decode(), "section")
        if "data-day" in dict(section.attributes)
        for head in section.iter_elements()
        if head.tag == "h3"
    ]


def test_the_head_of_a_day_with_one_interaction_is_short(client_in, three, store, record):
    store(record("00001aUNDATED001", start_date=...))
    alone = ("one", "Monday 16 March 2026", "Mon 16 Mar 2026")
    response = client_in.get(PATH)
    assert heads(response) == [alone, ("", "", "Monday 2 March 2026"), ("", "", "No start date")]
    assert "Mon 16 Mar 2026 08:00 Voice" in text(response), "its row says the rest"


def test_a_clock_that_comes_twice_needs_the_room_of_a_head(client_in, store, record):
    store(*(record(f"00001aTWICE0000{day}", start_date=f"2026-10-{day}T00:30:00Z") for day in (25, 28)))
    response = client_in.get(f"{PATH}?tz=Europe/Berlin")
    assert [of for of, _, _ in heads(response)] == ["one", ""]
    assert "02:30 UTC+2" in text(response)


def test_the_other_address_of_a_customer_is_the_same_page(client_in, three):
    assert rows(client_in.get(f"{PATH}/interactions")) == rows(client_in.get(PATH))


def test_a_service_has_a_timeline_and_its_rows_say_where_one_came_from(client_in, three):
    response = client_in.get("/services/8801?media=chat")
    assert rows(response) == ["00001aTESTCHAT01"]
    assert link(response, "Parcel") == "/interactions/00001aTESTCHAT01?service=8801&media=chat"


def test_a_filter_narrows_and_every_part_of_it_can_be_taken_off(client_in, three):
    response = client_in.get(f"{PATH}?media=voice&media=chat&direction=outbound&q=1002&order=oldest")
    assert "No matching interactions" in text(response)
    response = client_in.get(link(response, "Remove filter: Outbound"))
    assert rows(response) == ["00001aTESTCHAT01"]
    assert link(response, "Clear filters") == f"{PATH}?order=oldest"


def test_attached_data_narrows_and_says_which_keys_there_are(client_in, store, record):
    store(
        record(
            "00001aTEST000001",
            subject="Parcel",
            udata={"OrderNumber": "4471", "Segment": "gold", "Blank": "", "<s>": "x"},
        ),
        record("00001aTEST000002", udata={"ordernumber": 4471, "Segment": "new"}),
        record("00001aTEST000003", udata={"Segment": "gold"}),
    )
    assert "f-keys" not in client_in.get(PATH).content.decode()  # nobody asked for it yet
    response = client_in.get(f"{PATH}?udata=OrderNumber%3D4471")
    page = response.content.decode()
    assert rows(response) == ["00001aTEST000002", "00001aTEST000001"]
    assert 'name="udata" value="OrderNumber=4471" checked' in page
    assert '<option value="Segment">2 interactions</option>' in page
    assert '<option value="&lt;s&gt;">1 interaction</option>' in page
    assert "Blank" not in page and "<s>" not in page
    both = client_in.get(f"{PATH}?udata=OrderNumber%3D4471&udata=segment%3DGOLD")
    assert rows(both) == ["00001aTEST000001"]
    assert link(both, "Parcel").endswith("?udata=OrderNumber%3D4471&udata=segment%3DGOLD")
    assert rows(client_in.get(link(both, "Remove filter: segment=GOLD"))) == rows(response)


def test_attached_data_that_can_t_be_read_is_counted(client_in, store, record):
    store(record("00001aTEST000001", udata={"a": "1"}), record("00001aTEST000002", udata=["a"]))
    assert "The attached data of 1 interaction could not be" in text(client_in.get(f"{PATH}?udata=a"))
    assert "The attached data of" not in text(client_in.get(PATH))


def test_an_empty_period_names_the_nearest_days(client_in, three):
    response = client_in.get(f"{PATH}?from=2026-03-05&to=2026-03-10")
    assert "Nearest: 2 Mar 2026 (2), 16 Mar 2026 (1)." in text(response)
    assert len(rows(client_in.get(link(response, "2 Mar 2026")))) == 2


def test_a_thread_is_marked_and_one_link_shows_it_whole(client_in, three):
    response = client_in.get(f"{PATH}?media=email")
    thread = find_elements(response.content.decode(), "a", "tchip")[0].get_attribute("href")
    assert rows(client_in.get(thread)) == ["00001aTESTMAIL01", "00001aTESTCHAT01"]


def test_pages_follow_each_other_and_put_together_are_the_whole(client_in, many):
    response = client_in.get(PATH)
    seen = rows(response)
    assert "100 of 251 shown" in text(response)
    for words in ("Show 100 more", "Show 51 more"):
        response = client_in.get(link(response, words))
        seen += rows(response)
    assert len(seen) == len(set(seen)) == 251
    assert seen[-1] == "00001aUNDATED001"
    assert "No start date 1 interaction" in text(response)
    assert link(response, "Back to the first page") == PATH


def test_what_is_appended_comes_without_the_head_of_the_day_that_goes_on(client_in, many):
    client_in.get(PATH)
    more = f"{PATH}?after=2026-03-07T09:10:00Z~00001aMANY000160"
    head = 'id="d-2026-03-07"'
    appended = client_in.get(more, headers={"X-Swap": "more"})
    assert head not in appended.content.decode()
    assert head in client_in.get(more).content.decode()


def test_a_form_s_empty_fields_are_not_in_the_address(client_in, three):
    changed = client_in.get(f"{PATH}?q=&from=&to=&media=chat", headers={"X-Swap": "timeline"})
    assert changed["Content-Location"] == f"{PATH}?media=chat"


def test_the_way_back_opens_the_page_that_holds_the_interaction(client_in, many):
    response = client_in.get(f"{PATH}?at=00001aMANY000020")
    assert "00001aMANY000020" in rows(response)
    response = client_in.get(f"{PATH}?at=00001aMANY000020&from=2026-03-09")
    assert "The interaction in this link is not in this list." in text(response)


def test_a_day_opens_the_page_that_begins_with_it(client_in, many):
    response = client_in.get(f"{PATH}?media=chat&day=2026-03-04")
    page = response.content.decode()
    assert rows(response)[0] == "00001aMANY000099"
    assert '<div class="day here" id="d-2026-03-04">' in page
    assert '<line class="here" x1="3.5" x2="3.5"' in page
    assert "No interactions on 4 Mar 2026" not in text(response)
    assert rows(client_in.get(link(response, "Previous day")))[0] == "00001aMANY000124"
    swapped = client_in.get(f"{PATH}?q=&day=2026-03-04", headers={"X-Swap": "timeline"})
    assert swapped["Content-Location"] == f"{PATH}?day=2026-03-04"


def test_a_day_without_any_leads_to_the_next_of_the_list(client_in, three):
    response = client_in.get(f"{PATH}?day=2026-03-09")
    assert rows(response) == ["00001aTESTMAIL01", "00001aTESTCHAT01"]
    assert "No interactions on 9 Mar 2026; next: 2 Mar 2026" in text(response)
    assert "in the same bar" not in text(response)
    response = client_in.get(f"{PATH}?day=2026-03-09&order=oldest")
    assert rows(response) == ["00001aTESTCALL01"]
    response = client_in.get(f"{PATH}?day=2026-03-09&media=sms")
    assert "No interactions on 9 Mar 2026" in text(response)


def test_the_next_of_the_list_is_said_to_be_of_the_same_week(client_in, store, record):
    for year in (2024, 2026):
        store(record(f"00001aWEEK{year}", start_date=f"{year}-03-02T09:00:00Z", end_date=...))
    response = client_in.get(f"{PATH}?day=2024-03-03")
    assert "No interactions on 3 Mar 2024; next: 2 Mar 2024 (in the same bar)" in text(response)


def test_a_burst_is_a_link_to_its_period_that_keeps_the_filter(client_in, many):
    response = client_in.get(f"{PATH}?media=chat")
    assert link(response, "250 contacts in 10 days") == f"{PATH}?media=chat&from=2026-03-01&to=2026-03-10"


def test_the_way_back_leads_to_the_row_without_script_too(client_in, many):
    back = link(client_in.get("/interactions/00001aMANY000020"), CUSTOMER)
    assert back == f"{PATH}?at=00001aMANY000020#i-00001aMANY000020"
    assert "00001aMANY000020" in rows(client_in.get(back.partition("#")[0]))


def test_a_mangled_query_loses_nothing_and_is_explained(client_in, three):
    response = client_in.get(f"{PATH}?media=fax&from=yesterday&day=soon&after=somewhere&range=1y")
    assert len(rows(response)) == 3
    assert "Ignored unknown filter values: “fax”, “yesterday”, “soon”." in text(response)
    assert "so the list starts from the beginning" in text(response)


def test_what_the_records_hold_badly_is_counted_and_marked(client_in, store, record):
    store(record("00001aTESTODD001", start_date="soon"), record("00001aTESTFINE01"))
    response = client_in.get(PATH)
    assert "1 of 2 records has values we could not read. It is marked; open it for details." in text(response)
    assert response.content.decode().count('class="odd"') == 1


def test_undated_records_alone_make_a_page_too(client_in, store, record):
    store(record("00001aTESTODD001", start_date=...))
    response = client_in.get(PATH)
    assert "Last contact unknown" in text(response)
    assert 'class="chart"' not in response.content.decode()


def test_the_strip_shows_the_chosen_part_of_a_stretch(client_in, many):
    response = client_in.get(PATH)
    thirty = link(response, "30 d")
    assert thirty == f"{PATH}?from=2026-02-09&range=30d"
    chart = client_in.get(thirty).content.decode()
    assert 'data-first="2026-02-09" data-days="30" data-open="no"' in chart
    assert '<rect class="clip" x="0" y="-6" width="30" height="106"/>' in chart
    narrower = client_in.get(f"{PATH}?from=2026-03-03&to=2026-03-04&range=30d").content.decode()
    assert '<rect class="clip" x="22" y="-6" width="2" height="106"/>' in narrower
    outside = client_in.get(f"{PATH}?from=2025-03-03&range=30d").content.decode()
    assert 'data-first="2026-03-01" data-days="10" data-open="yes"' in outside


def test_refresh_asks_again_and_goes_back(client_in, three, store, record):
    client_in.get(PATH)
    store(record("00001aTESTNEW001"))
    assert len(rows(client_in.get(PATH))) == 3
    response = client_in.post("/refresh", {"next": f"{PATH}?order=oldest"})
    assert (response.status_code, response["Location"]) == (303, f"{PATH}?order=oldest")
    assert len(rows(client_in.get(PATH))) == 4


def test_refresh_of_a_list_by_attached_data_is_one_question(client_in, store, record, caplog):
    store(record("00001aTEST000001", udata={"a": "1"}))
    target = f"{PATH}?udata=a%3D1"
    client_in.get(target)
    store(record("00001aTEST000002", udata={"a": "1"}))
    caplog.clear()
    client_in.post("/refresh", {"next": target})
    assert len(rows(client_in.get(target))) == 2
    assert len(caplog.records) == 1


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/customers/1", "//elsewhere.example", "/no-page", ""]
)
def test_refresh_leads_nowhere_else(client_in, target):
    assert client_in.post("/refresh", {"next": target})["Location"] == "/"


def test_refresh_is_asked_for_by_a_form(client_in):
    assert client_in.get("/refresh").status_code == 405


def test_a_filter_on_a_page_that_is_open_gets_a_notice_from_a_ucs_that_is_down(client_in, ucs_down):
    response = client_in.get(PATH, headers={"X-Swap": "timeline"})
    assert (response.status_code, response["X-Swap"]) == (503, "notice")

"""The page of one interaction: its litany, each of its parts, and records that are hostile or odd."""

import json
import re
from html import unescape

import pytest
from django.test import Client

from contactserver.loaders.store import StoredContent
from contactserver.models import Content

pytestmark = pytest.mark.django_db
ID = "00001aTESTIXN001"
PAGE = f"/interactions/{ID}"
HTML = '"><img src=x onerror=alert(1)>'
TEXT = {"plain_text": StoredContent("text/plain; charset=utf-8", b"The parcel is here.")}


def html(response):
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def page(client_in, store, record):
    """Stores a record, gets its page and gives it in one line: `page(subject="Parcel")`."""

    def get(path="", **document):
        store(record(ID, **document))
        response = client_in.get(PAGE + path)
        assert response.status_code == 200
        return html(response)

    return get


def test_works(page):
    shown = page(subject="Parcel 4471", status=3, owner_id=124, contents=TEXT)
    assert '<h1 dir="auto">Parcel 4471</h1>' in shown
    for words in ("Inbound, new", "2 Mar 2026, 09:33", "54 s", "Owner 124", "Done", "The parcel is here."):
        assert words in shown


def test_needs_sign_in(store, record):
    store(record(ID))
    for path in (PAGE, f"{PAGE}/plain_text", f"{PAGE}/raw"):
        response = Client().get(path)
        assert (response.status_code, response["Location"]) == (302, f"/sign-in?next={path}")


@pytest.mark.parametrize("path", ["", "/plain_text", "/raw"])
def test_unknown(client_in, path):
    response = client_in.get(PAGE + path)
    assert response.status_code == 404 and "Not found in the UCS" in html(response)


@pytest.mark.parametrize("path", ["", "/raw"])
def test_malformed(client_in, path):
    response = client_in.get("/interactions/no%20such%20id" + path)
    assert response.status_code == 400 and "Not a valid ID" in html(response).replace("&#39;", "’")


@pytest.mark.parametrize(
    ("upstream", "status"), [("ucs_down", 503), ("ucs_slow", 504), ("ucs_nonsense", 502)]
)
@pytest.mark.parametrize("path", ["", "/raw"])
def test_ucs_down_slow_and_nonsense(client_in, request, upstream, status, path):
    request.getfixturevalue(upstream)
    assert client_in.get(PAGE + path).status_code == status


def test_is_only_read(client_in):
    assert client_in.post(PAGE).status_code == 405


# --- The first line and the lifecycle ------------------------------------------------------------------


def test_the_lifecycle_names_its_phases(page):
    shown = page(established_date="2026-03-02T09:33:15.000Z", released_date="2026-03-02T09:33:59.000Z")
    assert 'aria-label="Wait 5 s, Handled 44 s, Wrap-up 5 s"' in shown
    assert shown.count("<rect") == 4  # one is the brand's
    assert "5 s wait" in shown


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({"end_date": "2026-03-02T09:33:07.000Z"}, "End is 3 s before start (times out of order)"),
        ({"end_date": "2026-03-02T09:33:10.000Z"}, "Start and end are the same time"),
        ({"end_date": ...}, "No end time in the record."),
        ({"end_date": ..., "status": 2}, "Not finished. Status: In process, no end time."),
        ({"end_date": "yesterday"}, "could not be read: <bdi>yesterday</bdi>"),
        ({"start_date": ..., "end_date": ...}, "no start date"),
        ({"end_date": "2026-03-23T09:33:10.000Z"}, "2 Mar 2026 to 23 Mar 2026, UTC"),
        (
            {"entity_type": 3, "media_type": "voice", "duration": 40},
            "Talk time <b>40 s</b> (the record does not say when the call was answered).",
        ),
        (
            {"entity_type": 3, "media_type": "voice", "duration": 400},
            "That is longer than the time from start to end.",
        ),
    ],
)
def test_times_that_make_no_bar_are_said_in_words(page, document, words):
    assert words in page(**document)


# --- Contents --------------------------------------------------------------------------------------------


def test_the_first_content_that_is_there_is_open_and_absent_ones_are_stated(page):
    shown = page(contents=TEXT)
    assert f'id="tab-plain_text" href="{PAGE}/plain_text"' in shown
    assert "Binary <small>none</small>" in shown
    assert f'href="{PAGE}/plain_text/raw?download"' in shown


def test_the_tab_of_a_mail_says_what_is_behind_it(page):
    mail = StoredContent("message/rfc822", b"Subject: x\n\ny")
    assert "E-mail</a>" in page(contents={**TEXT, "binary_content": mail}, media_type="email", entity_type=0)
    assert "Binary</a>" in page(contents={**TEXT, "binary_content": mail})


def test_a_contents_address_is_the_same_page_with_it_open(page):
    xml = StoredContent("text/xml", b"<note>Structured words</note>")
    shown = page("/plain_text", contents={**TEXT, "structured_text": xml}, subject="Parcel 4471")
    assert "The parcel is here." in shown and "Structured words" not in shown and "Parcel 4471" in shown
    assert f'href="{PAGE}/plain_text" data-copy-link' in shown


def test_a_content_that_the_record_does_not_have_is_an_honest_panel(page):
    shown = page("/binary_content", contents=TEXT)
    assert (
        "No binary content is listed for this interaction." in shown
        and f'href="{PAGE}/binary_content/raw"' in shown
    )


def test_a_content_as_what_it_is_asked_for(client_in, page):
    page(contents={"structured_text": StoredContent("text/xml", b"<order><lamp/></order>")})
    assert "ct-tree" in html(client_in.get(f"{PAGE}/structured_text"))
    asked = html(client_in.get(f"{PAGE}/structured_text?as=text/plain"))
    assert "ct-tree" not in asked and "&lt;order&gt;" in asked
    assert "as this link asks" in asked
    assert "ct-tree" in html(client_in.get(f"{PAGE}/structured_text?as=text/html"))


def test_a_record_without_content_says_so(page):
    assert "This interaction has no content." in page()


def test_a_content_that_cant_be_had_takes_only_its_tab(client_in, store, record):
    store(record(ID, contents=TEXT, subject="Parcel 4471", udata={"OrderNumber": "4471"}))
    Content.objects.all().delete()  # the record still names it, as after a purge
    response = client_in.get(PAGE)
    shown = html(response)
    assert response.status_code == 200
    assert 'role="alert"' in shown and "Try again" in shown and f"GET /interactions/{ID}/plain_text" in shown
    assert "Parcel 4471" in shown and 'id="u-OrderNumber"' in shown


# --- udata and attributes --------------------------------------------------------------------------------


def test_udata_is_grouped_explained_and_linked(page):
    shown = page(udata={"RTargetAgentSelected": "1002", "OrderNumber": "4471", "RVQID": ""})
    assert shown.index("Business data <span>1") < shown.index("Routing <span>1")
    assert "The agent who received the interaction" in shown and "Agent 1002" in shown
    assert f'href="{PAGE}#u-OrderNumber" data-copy-link' in shown
    assert "1 empty key hidden" in shown


def test_udata_can_be_filtered_and_ordered_without_a_script(page):
    shown = page(
        "?ud=4471&keys=az&media=chat&media=voice",
        udata={"RTenant": "main", "OrderNumber": "4471", "Blank": ""},
    )
    assert 'id="u-OrderNumber" data-k="OrderNumber" data-g="Business data">' in shown
    assert 'id="u-RTenant" data-k="RTenant" data-g="Routing" hidden>' in shown
    assert "1 of 3 keys" in shown and 'name="media" value="chat"' in shown
    assert 'name="media" value="voice"' in shown
    assert f'href="{PAGE}?media=voice&amp;media=chat&amp;ud=4471#ud" data-order="grouped">' in shown


def test_a_value_leads_to_the_customers_other_interactions_with_it(page, client_in):
    shown = page(
        "?media=chat", udata={"OrderNumber": "4 & 7", "Skills": {"French": 5}, "Long": "x" * 300, "No": ""}
    )
    links = re.findall(r'href="([^"]+)" title="Find interactions with this value', shown)
    assert [unescape(own) for own in links] == ["/customers/00001aTESTCUST01?udata=OrderNumber%3D4+%26+7"]
    found = client_in.get(unescape(links[0])).content.decode()
    assert f'id="i-{ID}"' in found and "1 interaction" in found


def test_nested_values_are_a_tree_and_long_ones_are_folded(page):
    shown = page(udata={"Skills": {"French": {"level": "5"}}, "Story": "word " * 100, "Zero": 0, "": "x"})
    assert "<dt><bdi>French</bdi></dt>" in shown and "<bdi>5</bdi>" in shown
    assert "show all 500 characters" in shown
    assert "unnamed key" in shown and "empty key" not in shown


def test_attributes_are_explained_unknown_ones_and_problems_too(page):
    shown = page(status=3, creator_app_id=175, colour="blue", owner_id="somebody").replace("<wbr>", "")
    for words in ("done", "configuration ID of an application", "Undocumented", "colour"):
        assert words in shown
    assert "Values that could not be read" in shown and '<bdi class="mono">somebody</bdi>' in shown


def test_a_hostile_record_is_only_text(page):
    shown = page(
        "?udata=" + HTML + "&ud=" + HTML,
        **dict.fromkeys(
            ("subject", "media_type", "type", "sub_type", "external_id", "thread_id", "structured_text_mime"),
            HTML,
        ),
        **{"customer_id": HTML, "start_date": HTML, "status": HTML, HTML: HTML},
        udata={
            HTML: HTML,
            "Nested": {HTML: [HTML, {HTML: HTML}]},
            "Long": HTML * 50,
            "RTargetAgentSelected": HTML,
        },
    )
    assert "<img" not in shown and 'alert(1)"' not in shown
    assert "&gt;&lt;img src=x" in shown
    anchors = re.findall(r' id="(u-[^"]*)"', shown)
    assert len(anchors) == 4 and all(re.fullmatch(r"[\w.-]+", anchor) for anchor in anchors)


def test_two_hundred_keys(page):
    assert page(udata={f"key {n}": f"value {n}" for n in range(200)}).count('<tr class="r" id="u-.') == 200


def test_the_seeds_record(page):
    """The attributes and some of the keys of the documented sample; none of its names."""
    shown = page(
        subject="SMS chat",
        thread_id="00001a57JGQ00BW9",
        external_id="00AF4A7951D60009",
        established_date="2009-08-05T09:33:15.000Z",
        released_date="2009-08-05T09:33:59.000Z",
        start_date="2009-08-05T09:33:10.000Z",
        end_date="2009-08-05T09:34:04.140Z",
        owner_id=124,
        creator_app_id=175,
        timeshift=1,
        allow_children=True,
        structured_text_mime="text/xml",
        udata={"RTargetTypeSelected": "2", "CBR-contract_DBIDs": "", "_smsSrcNumber": "+33298143456"},
    )
    for words in (
        "Wednesday 5 August 2009",
        "09:34:04.140",
        "minutes</span>",
        "agent group",
        "SMS <span>1",
    ):
        assert words in shown


# --- What it stands among --------------------------------------------------------------------------------


def family_of_three(record):
    """Three interactions of a customer, an hour apart; the first two are a thread."""
    for hour, (thread, media) in enumerate([("T1", "chat"), ("T1", "voice"), ("T2", "chat")], start=1):
        yield record(
            f"00001aTESTIXN00{hour}",
            start_date=f"2026-03-02T0{hour}:00:00.000Z",
            end_date=f"2026-03-02T0{hour}:01:00.000Z",
            thread_id=f"00001aTESTTHR{thread}",
            media_type=media,
            subject=f"Subject {hour}",
            service_id="4711",
        )


@pytest.mark.parametrize(("at", "left"), [(0, (0, 70)), (60, (35, 35)), (119, (70, 0))])
def test_of_a_long_thread_what_is_near(client_in, store, record, at, left):
    """One of 100,000 made a page of 45 MB."""
    store(
        *(
            record(f"00001aTEST{n:06}", thread_id="T1", start_date=f"2026-03-02T{n // 60:02}:{n % 60:02}:00Z")
            for n in range(120)
        )
    )
    page = client_in.get(f"/interactions/00001aTEST{at:06}").content.decode()
    thread = page[page.index('id="th"') :]
    assert thread.count('class="nm"') == 50
    assert thread.count('aria-current="true"') == 1
    said = [f">{left[0]} earlier interaction", f">{left[1]} later interaction"]
    assert [each in thread for each in said] == [count > 0 for count in left]
    assert f"{at + 1} of 120 in thread" in page


def test_the_thread_and_the_neighbours(client_in, store, record):
    store(*family_of_three(record))
    shown = html(client_in.get("/interactions/00001aTESTIXN002"))
    assert "2 of 2 in thread" in shown and "2 of 3" in shown
    assert 'href="/interactions/00001aTESTIXN001">Subject 1</a>' in shown
    assert 'href="/interactions/00001aTESTIXN003" rel="prev"' in shown
    assert 'aria-label="Newer interaction"' in shown
    assert 'href="/customers/00001aTESTCUST01?at=00001aTESTIXN002#i-00001aTESTIXN002"' in shown


def test_the_neighbours_keep_to_the_filter_that_one_came_from(client_in, store, record):
    store(*family_of_three(record))
    shown = html(client_in.get("/interactions/00001aTESTIXN003?media=chat&order=oldest&junk=1"))
    assert "2 of 2 filtered" in shown
    assert 'href="/interactions/00001aTESTIXN001?media=chat&amp;order=oldest" rel="prev"' in shown
    assert 'aria-label="Older interaction"' in shown
    shown = html(client_in.get("/interactions/00001aTESTIXN002?media=chat"))
    assert "not among the 2 filtered" in shown and 'rel="next"' not in shown


def test_the_neighbours_are_the_services_when_one_came_from_there(client_in, store, record):
    store(*family_of_three(record))
    shown = html(client_in.get("/interactions/00001aTESTIXN002?service=4711"))
    assert 'href="/services/4711?at=00001aTESTIXN002#i-00001aTESTIXN002"' in shown
    assert 'href="/interactions/00001aTESTIXN003?service=4711" rel="prev"' in shown


def test_the_way_back_is_the_page_that_one_came_from(client_in, store, record):
    store(*family_of_three(record))
    two, one = "00001aTESTIXN002", "00001aTESTIXN001"
    came = "thread=00001aTESTTHRT1&amp;via=journey&amp;among=media%3Dchat"
    shown = html(client_in.get(f"/interactions/{two}?{unescape(came)}"))
    journey = "/customers/00001aTESTCUST01/journey?thread=00001aTESTTHRT1&amp;among=media%3Dchat"
    assert re.findall(r'href="([^"]+)" data-key="Escape" data-key-label="([^"]+)"', shown) == [
        (f"{journey}#i-{two}", "Back to journey")
    ]
    assert f'<a class="only-s" href="{journey}#i-{two}">' in shown
    assert "<kbd>Esc</kbd> back to journey" in shown
    assert f'href="/interactions/{one}?{came}" rel="next"' in shown, "the neighbours keep it"
    assert f'href="/interactions/{one}?{came}">Subject 1</a>' in shown, "and the thread"
    assert f'href="/interactions/{two}/plain_text?{came}' not in shown
    assert re.findall(r'href="([^"]+)" data-copy-link data-key="l"', shown) == [f"/interactions/{two}"]


def test_the_tabs_keep_the_way_back(client_in, store, record):
    store(record(ID, contents=TEXT))
    for came in ("via=journey", f"via=compare&amp;a={ID}&amp;b=00001aTESTIXN009"):
        assert f'href="{PAGE}/plain_text?{came}"' in html(client_in.get(f"{PAGE}?{unescape(came)}"))


def test_the_way_back_to_a_comparison_needs_no_customer(client_in, store, record):
    store(record(ID, customer_id=..., contents=TEXT))
    came = f"a={ID}&amp;b=00001aTESTIXN009"
    shown = html(client_in.get(f"{PAGE}?via=compare&{unescape(came)}"))
    assert f'href="/compare?{came}#i-{ID}" data-key="Escape"' in shown
    assert f'href="{PAGE}/plain_text?via=compare&amp;{came}"' in shown
    assert 'data-key="Escape"' not in html(client_in.get(f"{PAGE}?via=journey"))


@pytest.mark.parametrize("customer_id", [..., "no id at all", "acme/1", ".."])
def test_no_customer_is_said(page, customer_id):
    shown = page(customer_id=customer_id, subject="Parcel 4471")
    assert "No customer on this record, so its history can’t be shown." in shown
    assert "Parcel 4471" in shown


def test_a_service_that_can_be_none_is_left_out(client_in, store, record):
    store(*family_of_three(record))
    shown = html(client_in.get("/interactions/00001aTESTIXN002?service=acme/1"))
    assert 'href="/customers/00001aTESTCUST01?at=00001aTESTIXN002#i-00001aTESTIXN002"' in shown


def test_a_history_that_cant_be_read_does_not_take_the_page(client_in, store, record, settings):
    settings.UCS_MAX_BYTES = 1024
    store(*family_of_three(record), *(record(f"00001aTESTMORE{n}", subject="more") for n in range(5)))
    shown = html(client_in.get("/interactions/00001aTESTIXN002"))
    assert "other interactions could not be loaded. The response from the UCS is too large." in shown
    assert 'href="/customers/00001aTESTCUST01?at=00001aTESTIXN002#i-00001aTESTIXN002"' in shown


# --- The raw record --------------------------------------------------------------------------------------


def test_raw_is_the_records_json_and_harmless(client_in, store, record):
    store(record(ID, subject="<script>alert(1)</script>"))
    response = client_in.get(f"{PAGE}/raw")
    assert json.loads(response.content)["subject"] == "<script>alert(1)</script>"
    assert response["Content-Type"] == "application/json; charset=utf-8"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'self'"
    assert response["Cache-Control"] == "private, no-store"


def test_the_page_lays_the_raw_record_out(page):
    shown = page(subject="<b>bold</b>", colour="blue")
    assert "&#34;subject&#34;: &#34;&lt;b&gt;bold&lt;/b&gt;&#34;" in shown


def test_a_very_long_record_is_cut_on_the_page(page):
    shown = page(colour="x" * 250_000)
    assert "Only the beginning is shown." in shown

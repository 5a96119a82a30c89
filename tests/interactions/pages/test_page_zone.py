"""The zone of a page's times: what its address, the reader and the installation say, on every page."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from contactserver.loaders.store import StoredContent
from interactions.pages.formatting import format_clock
from interactions.pages.page_zone import (
    CURRENT_ZONE_CHOICE,
    UTC_CHOICE,
    add_carried_zone,
    get_zone_choice,
    set_zone_parameter,
)
from tests.html_reader import extract_spaced_text, find_elements

CUSTOMER = "00001aTESTCUST01"
PATH = f"/customers/{CUSTOMER}"
CHAT = "/interactions/00001aTESTCHAT01"


def page(response):
    return response.content.decode()


def text(response):
    return extract_spaced_text(page(response))


def clocks(response):
    """The times of the rows, as they are read."""
    return [element.text for element in find_elements(page(response), "time", "tm")]


def days(response):
    return re.findall(r'data-day="([^"]+)"', page(response))


def links(response):
    """Where the page leads, but for files."""
    found = [element.get_attribute("href") or "" for element in find_elements(page(response), "a")]
    return [each for each in found if each.startswith("/")]


def told(response):
    return re.search(r'<summary title="Times in (.+?) – change', page(response))[1]


@pytest.fixture(autouse=True)
def history(store, record):
    """A mail late in the evening of UTC, a chat an hour later; and two in the hour that Berlin had twice."""
    store(
        record("00001aTESTMAIL01", start_date="2026-03-01T22:30:00Z", end_date=..., timeshift=60),
        record(
            "00001aTESTCHAT01",
            start_date="2026-03-01T23:30:00Z",
            established_date="2026-03-01T23:31:00Z",
            timeshift=330,
        ),
        record("00001aTESTAUTUMN1", start_date="2026-10-25T00:30:00Z", end_date=..., timeshift=1),
        record("00001aTESTAUTUMN2", start_date="2026-10-25T01:30:00Z", end_date=...),
    )


def test_without_a_choice_it_is_utc(client_in):
    response = client_in.get(PATH)
    assert told(response) == "UTC"
    assert clocks(response) == ["01:30", "00:30", "23:30", "22:30"]
    assert days(response) == ["2026-10-25", "2026-03-01"]
    assert "all times in UTC" in text(response)
    assert "tz=" not in page(response)


def test_the_address_says_the_zone(client_in):
    response = client_in.get(f"{PATH}?tz=Europe/Berlin")
    assert told(response) == "Europe/Berlin"
    assert clocks(response)[2:] == ["00:30", "23:30"]
    assert days(response) == ["2026-10-25", "2026-03-02", "2026-03-01"]
    assert "all times in Europe/Berlin" in text(response)
    assert 'datetime="2026-03-01T23:30:00Z"' in page(response)


def test_a_time_that_comes_twice_says_which_it_is(client_in):
    assert clocks(client_in.get(f"{PATH}?tz=Europe/Berlin"))[:2] == ["02:30 UTC+1", "02:30 UTC+2"]


@pytest.mark.parametrize(
    ("zone", "ids"),
    [
        ("utc", {"00001aTESTMAIL01", "00001aTESTCHAT01"}),
        ("Europe/Berlin", {"00001aTESTMAIL01"}),
        ("-03:30", {"00001aTESTMAIL01", "00001aTESTCHAT01"}),
        ("Asia/Kathmandu", set()),
    ],
)
def test_a_period_is_of_days_in_the_zone(client_in, zone, ids):
    response = client_in.get(PATH, {"from": "2026-03-01", "to": "2026-03-01", "tz": zone})
    assert set(re.findall(r'<li class="row" id="i-([^"]+)"', page(response))) == ids


def test_the_nearest_days_are_of_the_zone_too(client_in):
    response = client_in.get(PATH, {"from": "2026-03-01", "to": "2026-03-01", "tz": "Asia/Kathmandu"})
    assert "Nearest: 2 Mar 2026 (2)" in text(response)


def test_a_period_without_a_zone_means_the_same_days_to_everybody(client_in):
    client_in.cookies["tz"] = "Asia/Kathmandu"
    response = client_in.get(PATH, {"from": "2026-03-01", "to": "2026-03-01"})
    assert (told(response), clocks(response)) == ("UTC", ["23:30", "22:30"])
    assert "&tz=utc" in next(link for link in links(response) if link.startswith("/interactions/"))
    assert told(client_in.get(PATH)) == "Asia/Kathmandu"


def test_every_link_of_a_list_carries_the_zone_on(client_in):
    response = client_in.get(f"{PATH}?tz=Europe/Berlin")
    inside = [link for link in links(response) if link.startswith(("/customers", "/interactions"))]
    assert len(inside) > 10
    assert all(parse_qs(urlsplit(link).query)["tz"] == ["Europe/Berlin"] for link in inside)
    assert '<input type="hidden" name="tz" value="Europe/Berlin">' in page(response)
    assert "next=/customers/00001aTESTCUST01%3Ftz%3DEurope/Berlin" in page(response)


@pytest.mark.parametrize(
    "path",
    [
        CHAT,
        f"{CHAT}/plain_text",
        f"{CHAT}/plain_text/hex",
        "/interactions/00001aTESTATTACH/binary_content",
        "/interactions/00001aTESTATTACH/binary_content/parts/2",
        "/interactions/00001aTESTATTACH/binary_content/parts/2/hex",
        "/customers/0000NOBODY",
        f"{PATH}/threads",
        f"{PATH}/journey",
        f"{PATH}/journey?thread=T1",
        f"{PATH}/journey?q=nothing",
        "/compare?a=00001aTESTCHAT01&b=00001aTESTATTACH",
    ],
)
def test_so_does_every_other_page(client_in, store, record, path):
    mail = (
        b"Subject: S\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nWords\n"
        b"--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\nMore\n--b--\n"
    )
    words = StoredContent("text/plain", b"Words")
    store(
        record("00001aTESTATTACH", contents={"binary_content": StoredContent("message/rfc822", mail)}),
        record(
            "00001aTESTCHAT01",
            contents={"plain_text": words},
            parent_id="00001aTESTMAIL01",
            thread_id="T1",
        ),
        record("00001aTESTTHREAD", thread_id="T1"),
    )
    response = client_in.get(set_zone_parameter(path, "Europe/Berlin"))
    files = ("/raw", "download", "/all", "/static")
    inside = [
        link
        for link in links(response)
        if link.startswith(("/customers", "/services", "/interactions", "/compare"))
        and not link.endswith(files)
    ]
    assert inside
    assert [link for link in inside if "tz=Europe/Berlin" not in link] == []
    forms = re.findall(r'<form[^>]*method="get".*?</form>', page(response), re.DOTALL)
    assert [form for form in forms if 'name="tz" value="Europe/Berlin"' not in form] == []


def test_on_paper_a_timeline_says_the_zone_of_its_data_s_time(client_in):
    said = text(client_in.get(f"/customers/{CUSTOMER}?tz=Asia/Kathmandu"))
    assert re.search(r"Data from \d+ \w+ \d{4}, \d\d:\d\d UTC\+5:45 ?\. No filter\.", said)


def test_an_interaction_is_in_the_zone(client_in):
    response = client_in.get(f"{CHAT}?tz=Asia/Kathmandu")
    said = text(response)
    assert "2 Mar 2026, 05:15" in said
    assert "Monday 2 March 2026, Asia/Kathmandu" in said
    assert "2 Mar 2026, 05:16:00 UTC+5:45" in said
    assert "2026-03-01T23:31:00.000Z" in said  # the record's own value
    assert re.search(r"Data from \d\d:\d\d UTC\+5:45", said)


def test_a_comparison_is_in_the_clock_of_its_customer(client_in):
    response = client_in.get("/compare?a=00001aTESTMAIL01&b=00001aTESTAUTUMN1&tz=customer")
    assert told(response) == "customer’s time (UTC+1)"
    assert "1 Mar 2026, 23:30" in text(response)


def test_neighbours_are_those_of_the_list_in_its_zone(client_in):
    query = {"from": "2026-03-01", "to": "2026-03-01"}
    assert "2 filtered" in text(client_in.get(CHAT, query))
    assert "not among the 1 filtered" in text(client_in.get(CHAT, query | {"tz": "Europe/Berlin"}))


def test_the_customers_clock_is_offered_and_said_to_be_whose(client_in):
    response = client_in.get(PATH)
    assert "Customer’s time (UTC+5:30) From record 00001aTESTCHAT01;" in text(response)
    response = client_in.get(f"{PATH}?tz=customer")
    assert told(response) == "customer’s time (UTC+5:30)"
    assert clocks(response)[2:] == ["05:00", "04:00"]
    assert "tz=customer" in next(link for link in links(response) if link.startswith("/interactions/"))


@pytest.mark.parametrize(
    ("zone", "label"),
    [("utc", "UTC"), ("America/Argentina/Buenos_Aires", "Buenos Aires"), ("customer", "UTC+5:30")],
)
def test_a_narrow_screen_has_the_zone_in_short(client_in, zone, label):
    assert f'<span class="tz only-s">{label}</span>' in page(client_in.get(f"{PATH}?tz={zone}"))


def test_a_copied_link_says_the_offset_that_one_saw(client_in):
    response = client_in.get(f"{PATH}?tz=customer")
    links_of_page = find_elements(page(response), "a")
    copied = next(
        each.get_attribute("href") for each in links_of_page if "data-copy-link" in dict(each.attributes)
    )
    assert parse_qs(urlsplit(copied).query)["tz"] == ["+05:30"]
    assert clocks(client_in.get(copied)) == clocks(response)


def test_an_interaction_has_its_own_timeshift_or_the_newest(client_in):
    assert "1 Mar 2026, 23:30" in text(client_in.get("/interactions/00001aTESTMAIL01?tz=customer"))
    newest = client_in.get("/interactions/00001aTESTAUTUMN1?tz=customer")  # its own is hours
    assert told(newest) == "customer’s time (UTC+5:30)"


def test_a_customer_without_a_clock_is_not_offered_one(client_in, store, record):
    store(record("00001aTESTOTHER01", customer_id="00001aOTHER", timeshift=1))
    response = client_in.get("/customers/00001aOTHER")
    assert "The customer’s" not in text(response)
    response = client_in.get("/customers/00001aOTHER?tz=customer")
    assert "The customer’s time is not in these records. Times are in UTC." in text(response)


@pytest.mark.parametrize(
    "zone", ["Mars/Olympus", "../../etc/passwd", "<script>alert(1)</script>", "\x00", "é" * 3000, "+99:99"]
)
def test_an_unknown_zone_is_said_and_is_utc(client_in, zone):
    client_in.cookies["tz"] = "Europe/Berlin"
    response = client_in.get(PATH, {"tz": zone})
    assert response.status_code == 200
    assert told(response) == "UTC"
    assert "Unknown time zone “" in text(response)
    assert "<script>alert" not in page(response)
    assert clocks(response)[-1] == "22:30"


def test_an_empty_zone_is_none(client_in):
    assert "Unknown time zone" not in text(client_in.get(f"{PATH}?tz="))


@pytest.mark.parametrize(
    ("given", "target"),
    [
        (PATH, f"{PATH}?tz=Europe/Berlin"),
        (f"{PATH}?tz=utc&q=a#i-1", f"{PATH}?q=a&tz=Europe/Berlin#i-1"),
        ("https://evil.example/", "/?tz=Europe/Berlin"),
    ],
)
def test_the_switch_keeps_the_zone_and_goes_back_in_it(client_in, given, target):
    response = client_in.post("/preferences", {"tz": "europe/berlin", "next": given})
    assert response["Location"] == target
    assert client_in.cookies["tz"].value == "Europe/Berlin"
    assert told(client_in.get(PATH)) == "Europe/Berlin"


def test_back_to_utc_leaves_no_trace(client_in):
    client_in.cookies["tz"] = "Europe/Berlin"
    response = client_in.post("/preferences", {"tz": "utc", "next": f"{PATH}?tz=Europe/Berlin&order=oldest"})
    assert response["Location"] == f"{PATH}?order=oldest"
    assert "tz=" not in page(client_in.get(response["Location"]))


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../x"])
def test_a_zone_that_is_none_is_not_kept(client_in, zone):
    response = client_in.post("/preferences", {"tz": zone, "next": PATH})
    assert (response["Location"], "tz" in response.cookies) == (PATH, False)


def test_a_hostile_cookie_is_nothing(client_in):
    client_in.cookies["tz"] = "../../etc/passwd"
    assert told(client_in.get(PATH)) == "UTC"


def test_the_installations_zone_is_that_of_who_chose_none(client_in, settings):
    settings.DISPLAY_TIME_ZONE = "Europe/Berlin"
    response = client_in.get(PATH, {"from": "2026-03-01", "to": "2026-03-01"})
    assert (told(response), clocks(response)) == ("Europe/Berlin", ["23:30"])
    assert all("tz=Europe/Berlin" in link for link in links(response) if link.startswith("/interactions"))
    client_in.cookies["tz"] = "utc"
    assert told(client_in.get(PATH)) == "UTC"


def test_all_zones_are_a_page(client_in):
    response = client_in.get("/time-zone", {"next": f"{PATH}?q=a"})
    assert f'<input type="hidden" name="next" value="{PATH}?q=a">' in page(response)
    assert '<optgroup label="America">' in page(response)
    assert '<option value="America/St_Johns">St Johns</option>' in page(response)
    assert 'value="/"' in page(client_in.get("/time-zone", {"next": "//evil.example"}))


def test_all_zones_need_a_sign_in(client):
    assert client.get("/time-zone")["Location"].startswith("/sign-in")


def test_an_error_says_when_in_the_zone(client_in, ucs_down):
    assert re.search(r"attempts? at \d\d:\d\d UTC\+5:45", text(client_in.get(f"{PATH}?tz=Asia/Kathmandu")))


@pytest.mark.usefixtures("ucs_down")
def test_the_zone_ends_with_the_request(client_in):
    CURRENT_ZONE_CHOICE.set(UTC_CHOICE)
    client_in.get(f"{PATH}?tz=Asia/Kathmandu")
    assert CURRENT_ZONE_CHOICE.get() is UTC_CHOICE


def test_requests_side_by_side_have_their_own(supervisor, rf):
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)

    def asked(zone):
        choice = get_zone_choice(rf.get("/", {"tz": zone}))
        return format_clock(noon), format_clock(noon, choice.tzinfo)

    with ThreadPoolExecutor(4) as threads:
        read = list(threads.map(asked, ["utc", "Europe/Berlin", "Asia/Kathmandu", "-03:30"] * 20))
    assert read == [("12:00", "12:00"), ("13:00", "13:00"), ("17:45", "17:45"), ("08:30", "08:30")] * 20


def test_what_is_written_later_takes_the_requests_zone(rf):
    """An export streams when the page's own zone is gone."""
    choice = get_zone_choice(rf.get("/", {"tz": "+05:30"}))
    CURRENT_ZONE_CHOICE.set(UTC_CHOICE)
    assert format_clock(datetime(2026, 3, 2, 12, tzinfo=UTC), choice.tzinfo) == "17:30"
    assert choice.words == "UTC+5:30"


@pytest.mark.parametrize(
    ("path", "value", "address"),
    [
        ("/a", "", "/a"),
        ("/a", "+02:00", "/a?tz=%2B02:00"),
        ("/a?b=1&c", "utc", "/a?b=1&c&tz=utc"),
        ("/a?tz=utc&b=%20#m5", "Europe/Berlin", "/a?b=%20&tz=Europe/Berlin#m5"),
        ("/a?tz=utc#m5", "", "/a#m5"),
        ("/a?utz=1", "", "/a?utz=1"),
    ],
)
def test_the_zone_of_an_address(path, value, address):
    assert set_zone_parameter(path, value) == address


def test_a_plain_page_keeps_plain_addresses():
    assert add_carried_zone("/a?b=1") == "/a?b=1"


def test_who_is_not_signed_in_sees_no_switch(client):
    assert "Times in" not in page(client.get("/sign-in"))


def test_an_export_and_paper_are_in_the_zone(client_in):
    query = {"from": "2026-03-02", "tz": "Europe/Berlin"}
    printed = text(client_in.get(f"{PATH}/print", query))
    assert "Times in Europe/Berlin" in printed
    assert "00:30" in printed
    rows = b"".join(client_in.get(f"{PATH}/export.csv", query).streaming_content).decode()
    assert "Europe/Berlin" in rows
    assert "00001aTESTCHAT01" in rows
    assert "00001aTESTMAIL01" not in rows

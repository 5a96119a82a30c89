"""A customer who turns to us once a day: a list of many days, and more threads than one page has."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
LAST, DAYS = datetime(2026, 3, 20, 9, 12, tzinfo=UTC), 240
CUSTOMER = "/customers/DAILY"
THREADS = f"{CUSTOMER}/threads"
INTERACTION, JOURNEY = re.compile("/interactions/"), re.compile("/journey")


def record(number):
    """The contact of the day that lies so many days back: two of each thread, and every tenth day a second
    contact."""
    start = LAST - timedelta(days=number % DAYS, hours=3 if number >= DAYS else 0)
    return {
        "interaction_id": f"DAY{number:04}",
        "customer_id": "DAILY",
        "thread_id": f"T {number // 2}",
        "media_type": "chat",
        "entity_type": 2,
        "type": "Inbound",
        "status": 3,
        "subject": f"Parcel {number}",
        "start_date": f"{start:%Y-%m-%dT%H:%M:%S}Z",
        "end_date": f"{start + timedelta(minutes=4):%Y-%m-%dT%H:%M:%S}Z",
    }


@pytest.fixture(scope="module", autouse=True)
def _loaded(load, tmp_path_factory):
    path = tmp_path_factory.mktemp("daily") / "daily.ndjson"
    made = [record(number) for number in (*range(DAYS), *(DAYS + day for day in range(3, DAYS, 10)))]
    path.write_text("\n".join(map(json.dumps, made)), encoding="utf-8")
    load(path, len(made))


def test_more_threads_come_in_place_and_the_keyboard_goes_on(page):
    page.goto(THREADS)
    page.evaluate("document.documentElement.dataset.same = 'yes'")
    rows = page.locator("[data-row]")
    expect(rows).to_have_count(50)
    page.locator("#more a").focus()
    page.keyboard.press("Enter")
    expect(rows).to_have_count(100)
    expect(rows.nth(50)).to_be_focused()
    expect(page.locator("#live")).to_have_text("100 rows shown")
    expect(page.locator("#list > ol")).to_have_count(1)
    expect(page).to_have_url(re.compile(f"{THREADS}$"))
    rows.last.focus()
    page.keyboard.press("j")
    expect(rows.nth(100)).to_be_focused()
    expect(page.locator("#more")).to_have_count(0)
    expect(page.locator("html")).to_have_attribute("data-same", "yes")
    titles = rows.all_inner_texts()
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize("back", ["Escape", "Back"])
def test_back_from_the_journey_of_a_thread_that_came_with_more(page, back):
    page.goto(f"{THREADS}?order=oldest")
    rows = page.locator("[data-row]")
    page.locator("#more a").click()
    expect(rows).to_have_count(100)
    row = rows.nth(70)
    row.focus()
    address = row.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(JOURNEY)
    page.keyboard.press("Escape") if back == "Escape" else page.go_back()
    page.wait_for_url(re.compile(r"/threads\?order=oldest&at=T\+"))
    expect(page.locator(f'[data-row][href="{address}"]')).to_be_focused()
    expect(page.locator(f'[data-row][href="{address}"]')).to_be_in_viewport()
    expect(rows).to_have_count(50)


def test_back_to_the_first_page_of_threads_comes_in_place(page):
    page.goto(f"{THREADS}?at=T+110")
    page.evaluate("document.documentElement.dataset.same = 'yes'")
    page.get_by_role("link", name="Back to the first page").click()
    expect(page).to_have_url(re.compile(f"{THREADS}$"))
    expect(page.locator("h2[tabindex]")).to_be_focused()
    expect(page.locator("html")).to_have_attribute("data-same", "yes")


def test_without_script_more_threads_are_the_next_page(open_context):
    page = open_context(java_script_enabled=False).new_page()
    page.goto(THREADS)
    page.get_by_role("link", name="Show 50 more").click()
    page.wait_for_url(re.compile(r"/threads\?after="))
    expect(page.locator("[data-row]")).to_have_count(50)


ABOVE = """rows => rows.filter((row) => row.getBoundingClientRect().bottom
    <= document.querySelector(".foot").getBoundingClientRect().top).length"""
# The heads that do not lie in their row as a whole, above the time and left of the medium.
WITHIN = """heads => heads.filter((head) => {
    const row = head.parentElement.querySelector(".row");
    const [words, line, medium] = [head.querySelector("h3"), row, row.querySelector(".mi")].map((part) =>
      part.getBoundingClientRect());
    const time = row.querySelector(".tm").getBoundingClientRect();
    return words.top < line.top || words.bottom > time.top + 2 || words.right > medium.left;
}).map((head) => head.innerText)"""


def test_a_day_of_one_interaction_takes_one_line(page):
    page.goto(CUSTOMER)
    assert page.locator(".row").evaluate_all(ABOVE) >= 11
    heading = page.get_by_role("heading", level=3)
    expect(heading.nth(0)).to_have_accessible_name("Friday 20 March 2026")
    expect(heading.nth(3)).to_have_accessible_name("Tuesday 17 March 2026")
    expect(page.locator(".day .sum")).to_have_count(9)


@pytest.mark.parametrize("width", [861, 980, 1180, 1181, 1440])
def test_its_head_stands_in_its_row_beside_nothing_else(open_context, width):
    page = open_context(viewport={"width": width, "height": 900}).new_page()
    page.goto(f"{CUSTOMER}?day=2026-03-12")
    page.locator(".list").evaluate("list => list.classList.add('whole')")
    assert page.locator(".one > .day").count() > 80
    assert page.locator(".one > .day").evaluate_all(WITHIN) == []


@pytest.mark.parametrize("width", [390, 1440])
def test_days_that_are_out_of_sight_have_the_height_that_they_will_have(open_context, width):
    page = open_context(viewport={"width": width, "height": 900}).new_page()
    page.goto(f"{CUSTOMER}?q=parcel+1")
    expect(page.locator(".gap").first).to_be_attached()
    height = "list => list.getBoundingClientRect().height"
    guessed = page.locator(".list").evaluate(height)
    page.locator(".list").evaluate("list => list.classList.add('whole')")
    assert page.locator(".list").evaluate(height) == pytest.approx(guessed, abs=1)


def test_keys_go_from_day_to_day_and_a_day_can_be_asked_for(page):
    page.goto(f"{CUSTOMER}?day=2026-03-16")
    rows = page.locator("[data-row]")
    page.keyboard.press("j")
    for number in (0, 1, 2):
        expect(rows.nth(number)).to_be_focused()
        expect(rows.nth(number)).to_be_in_viewport()
        page.keyboard.press("]")
    page.keyboard.press("[")
    expect(rows.nth(2)).to_be_focused()
    page.goto("/")
    page.goto(f"{CUSTOMER}#d-2026-01-20")
    expect(page.locator("#d-2026-01-20")).to_be_in_viewport()

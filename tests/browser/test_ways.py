"""From an interaction back to the page that it was opened from, by keyboard and by links."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.page_paths import PAGE_PATHS, SEED_CUSTOMER_ID, SEED_INTERACTION_ID, SEED_THREAD_ID

pytestmark = pytest.mark.browser
INTERACTION = re.compile("/interactions/")
JOURNEY = re.compile(rf"/customers/{SEED_CUSTOMER_ID}/journey\?thread={SEED_THREAD_ID}")
THREADS = f"/customers/{SEED_CUSTOMER_ID}/threads?media=chat"
OTHER = "00001a57JHD00BWF"


def scrolled(page):
    return page.evaluate("scrollY")


def test_from_a_bar_of_a_journey_and_back_to_it_at_its_place(page):
    page.goto(PAGE_PATHS["journey"])
    bar = page.locator(f"a.jb#i-{OTHER}")
    bar.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(INTERACTION)
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(re.escape(PAGE_PATHS["journey"]) + "$"))
    expect(bar).to_be_focused()


def test_from_a_row_below_the_drawing_and_back_to_the_row(page):
    page.set_viewport_size({"width": 1440, "height": 500})
    page.goto(PAGE_PATHS["journey"])
    row = page.locator("[data-row]").last
    row.focus()
    before = scrolled(page)
    page.keyboard.press("Enter")
    page.wait_for_url(INTERACTION)
    page.keyboard.press("Escape")
    expect(page).to_have_url(JOURNEY)
    expect(row).to_be_focused()
    assert abs(scrolled(page) - before) < 2


def test_the_way_back_holds_over_neighbours_and_up_to_the_filtered_threads(page):
    page.goto(THREADS)
    page.locator(f"#t-{SEED_THREAD_ID} .sub").click()
    page.wait_for_url(JOURNEY)
    page.locator(".jb").first.click()
    page.wait_for_url(re.compile(f"/interactions/{SEED_INTERACTION_ID}"))
    page.keyboard.press("k")
    page.wait_for_url(re.compile(f"/interactions/{OTHER}"))
    page.keyboard.press("2")
    expect(page).to_have_url(re.compile(f"/interactions/{OTHER}/plain_text"))
    page.keyboard.press("Escape")
    page.wait_for_url(re.compile(rf"/journey\?.*#i-{OTHER}$"))
    expect(page.locator(f"a.jb#i-{OTHER}")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(rf"/threads\?media=chat&at={SEED_THREAD_ID}#t-{SEED_THREAD_ID}$"))
    expect(page.locator(f"#t-{SEED_THREAD_ID} .sub")).to_be_focused()
    expect(page.get_by_role("checkbox", name=re.compile("^Chat")).first).to_be_checked()


def test_a_comparison_and_back_to_the_side_that_was_opened(page):
    page.goto(PAGE_PATHS["compare"])
    page.locator(f"#i-{OTHER}").click()
    page.wait_for_url(re.compile(f"/interactions/{OTHER}"))
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(re.escape(PAGE_PATHS["compare"]) + "$"))
    expect(page.locator(f"#i-{OTHER}")).to_be_focused()


def test_a_permalink_says_nothing_of_the_way_and_leads_to_the_list(open_context):
    context = open_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(PAGE_PATHS["journey"])
    page.locator(".jb").first.click()
    page.wait_for_url(INTERACTION)
    page.keyboard.press("l")
    expect(page.locator("#live")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(f"/interactions/{SEED_INTERACTION_ID}")
    fresh = context.new_page()
    fresh.goto(copied)
    fresh.keyboard.press("Escape")
    expect(fresh).to_have_url(
        re.compile(rf"/customers/{SEED_CUSTOMER_ID}\?at={SEED_INTERACTION_ID}#i-{SEED_INTERACTION_ID}$")
    )


def test_on_a_phone_the_one_link_above_says_where_it_leads(open_context):
    page = open_context(viewport=PHONE).new_page()
    page.goto(f"/interactions/{OTHER}?thread={SEED_THREAD_ID}&via=journey")
    page.get_by_role("link", name="Journey").first.click()
    expect(page).to_have_url(JOURNEY)
    bar = page.locator(f"a.jb#i-{OTHER}")
    expect(bar.locator(".dot")).to_be_in_viewport()
    expect(bar).to_be_focused()

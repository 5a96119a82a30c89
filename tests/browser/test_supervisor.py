"""The whole path of a supervisor, from a customer ID to a link for a colleague, by mouse and by keyboard."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in, until
from tests.browser.page_paths import SEED_CUSTOMER_ID, SEED_INTERACTION_ID

pytestmark = pytest.mark.browser


def test_by_mouse(open_context):
    context = open_context(signed_in=False, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto("/")
    sign_in(page)

    page.get_by_role("searchbox").fill(SEED_CUSTOMER_ID)
    page.get_by_role("searchbox").press("Enter")
    expect(page).to_have_url(re.compile(f"/customers/{SEED_CUSTOMER_ID}$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(SEED_CUSTOMER_ID)

    page.get_by_role("checkbox", name=re.compile("^Chat")).first.check()
    expect(page).to_have_url(re.compile("media=chat"))
    expect(page.locator(".row .mi:not(.m-chat)")).to_have_count(0)

    page.get_by_role("link", name="SMS chat").click()
    expect(page).to_have_url(re.compile(f"/interactions/{SEED_INTERACTION_ID}.*media=chat"))
    expect(page.get_by_role("heading", level=1)).to_have_text("SMS chat")
    expect(page.locator("#m5")).to_contain_text("parcel 4471")
    expect(page.locator("tr[data-k=RTargetAgentSelected]")).to_contain_text("1002")

    page.get_by_role("link", name=re.compile("^Plain text")).click()
    expect(page).to_have_url(re.compile(f"/interactions/{SEED_INTERACTION_ID}/plain_text"))
    expect(page.locator("#content")).to_contain_text("parcel 4471")

    page.get_by_role("link", name="Copy link").first.click()
    expect(page.locator("#live")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert f"/interactions/{SEED_INTERACTION_ID}" in copied
    colleague = open_context(signed_in=False).new_page()
    colleague.goto(copied)
    sign_in(colleague)
    expect(colleague.get_by_role("heading", level=1)).to_have_text("SMS chat")

    page.get_by_role("navigation", name="Breadcrumb").get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(rf"/customers/{SEED_CUSTOMER_ID}\?.*media=chat"))
    expect(page.locator(f"#i-{SEED_INTERACTION_ID}")).to_be_in_viewport()


def test_only_the_contacts_that_were_repeated_ones(page):
    page.goto(f"/customers/{SEED_CUSTOMER_ID}")
    again = page.get_by_role("checkbox", name=re.compile("^Within 7 days"))
    expect(again).to_have_accessible_name("Within 7 days 7")
    again.check()
    expect(page).to_have_url(re.compile("repeat=yes$"))
    expect(page.locator(".row")).to_have_count(7)
    expect(page.locator(".row .again")).to_have_count(7)
    page.get_by_role(
        "link", name=re.compile("^2 peaks in 17 days, .* 14 contacts in 3 days, 1 as filtered, ")
    ).click()
    expect(page).to_have_url(re.compile("repeat=yes&from="))
    expect(page.locator(".row")).to_have_count(3)
    page.get_by_role("link", name="Remove filter: Repeat contacts – within 7 days").click()
    expect(page).not_to_have_url(re.compile("repeat"))
    expect(again).not_to_be_checked()


def test_by_keyboard(page):
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type(SEED_CUSTOMER_ID)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/customers/{SEED_CUSTOMER_ID}")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("[data-row]:focus")).to_have_text("Delivery address change")
    page.keyboard.press("Enter")
    page.wait_for_url("**/interactions/**")
    expect(page.get_by_role("heading", level=1)).to_have_text("Delivery address change")
    page.keyboard.press("Escape")
    page.wait_for_url(f"**/customers/{SEED_CUSTOMER_ID}*")
    expect(page.locator("[data-row]").nth(1)).to_be_focused()

    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Next and previous row")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_tabs_filter_and_copies_by_keyboard(open_context):
    page = open_context(permissions=["clipboard-read", "clipboard-write"]).new_page()
    page.goto(f"/interactions/{SEED_INTERACTION_ID}")
    page.keyboard.press("2")
    expect(page).to_have_url(re.compile("/plain_text"))
    page.keyboard.press("c")
    until(page, f"navigator.clipboard.readText().then(text => text === '{SEED_INTERACTION_ID}')")
    page.keyboard.press("u")
    page.keyboard.type("strategy")
    expect(page.locator("tr.r[data-k]:visible")).to_have_count(2)
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    expect(page).not_to_have_url(re.compile(SEED_INTERACTION_ID))


def test_single_keys_can_be_turned_off(page):
    page.goto("/")
    page.locator("summary", has_text="Signed in as Sample Supervisor").click()
    page.get_by_role("group", name="Keyboard shortcuts").get_by_role("button", name="Off").click()
    expect(page.locator("html")).to_have_attribute("data-keys", "off")
    page.goto(f"/customers/{SEED_CUSTOMER_ID}")
    page.keyboard.press("/")
    expect(page.locator("#q")).not_to_be_focused()


def test_paging_keeps_the_day_heads_single(page):
    page.goto("/customers/00001aI4Y03000BG")
    page.get_by_role("link", name=re.compile("^Show")).click()
    total = int(page.locator(".stats dd").first.inner_text())
    assert 100 < total <= 200
    expect(page.locator("[data-row]")).to_have_count(total)
    once = "days => new Set(days.map(day => day.dataset.day)).size === days.length"
    until(page, lambda: page.locator("[data-day]").evaluate_all(once))


def test_the_brush_picks_a_period(page):
    page.goto("/customers/00001aI4Y03000BG")
    chart = page.locator(".chart[data-brush]:not([data-before])")
    box = chart.bounding_box()
    chart.evaluate("chart => { chart.dataset.before = '' }")
    page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + 20, steps=5)
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"from=20\d\d-.*to=20\d\d-"))
    expect(page.locator("[data-row]").first).to_be_visible()
    chart.wait_for()  # the new strip, which listens
    before = page.url
    page.get_by_role("slider").first.focus()
    page.keyboard.press("PageDown")
    page.wait_for_url(lambda url: url != before)


def test_recent_searches_are_remembered_and_cleared(page):
    page.goto("/")
    page.get_by_role("searchbox").fill(
        f"2026-03-02 INFO customer_id={SEED_CUSTOMER_ID} opened {SEED_INTERACTION_ID}"
    )
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("2 results")
    page.goto("/")
    expect(page.get_by_role("heading", name="Your recent searches")).to_be_visible()
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_role("heading", name="Your recent searches")).to_have_count(0)

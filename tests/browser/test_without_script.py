"""Everything works without JavaScript: links and forms."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in
from tests.browser.page_paths import SEED_CUSTOMER_ID, SEED_INTERACTION_ID

pytestmark = pytest.mark.browser


def test_another_zone(open_context):
    page = open_context(java_script_enabled=False).new_page()
    page.goto(f"/customers/{SEED_CUSTOMER_ID}?media=sms")
    page.locator(".zone summary").click()
    expect(page.get_by_role("button", name="My time zone")).to_have_count(0)
    page.get_by_role("link", name="Another time zone…").click()
    page.get_by_label("Show times and days in").select_option("Asia/Kathmandu")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?media=sms&tz=Asia/Kathmandu$"))
    expect(page.locator(".zone summary")).to_contain_text("Times in Asia/Kathmandu")


def test_from_search_to_content(open_context):
    page = open_context(signed_in=False, java_script_enabled=False).new_page()
    page.goto("/")
    sign_in(page)
    page.get_by_role("searchbox").fill(SEED_CUSTOMER_ID)
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(SEED_CUSTOMER_ID)

    page.get_by_role("checkbox", name=re.compile("^SMS")).first.check()
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url(re.compile("media=sms"))
    expect(page.locator(".row .m-sms").first).to_be_visible()
    expect(page.locator(".row .mi:not(.m-sms)")).to_have_count(0)

    page.locator("[data-row]").first.click()
    page.wait_for_url("**/interactions/**")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(f"/interactions/{SEED_INTERACTION_ID}")
    page.get_by_role("link", name="Plain text").click()
    page.wait_for_url(f"**/interactions/{SEED_INTERACTION_ID}/plain_text*")
    expect(page.locator("#content")).to_contain_text("parcel 4471")
    page.get_by_role("link", name="A–Z").click()
    page.wait_for_url(re.compile("keys=az"))
    keys = (
        page.locator(".ud")
        .first.locator("tr[data-k]:visible")
        .evaluate_all("rows => rows.map(row => row.dataset.k)")
    )
    assert keys == sorted(keys, key=str.lower)


def test_refresh_theme_and_sign_out(open_context):
    page = open_context(java_script_enabled=False).new_page()
    page.goto(f"/customers/{SEED_CUSTOMER_ID}")
    with page.expect_navigation():  # its address stays
        page.get_by_role("button", name="Refresh").click()
    expect(page).to_have_url(re.compile(f"/customers/{SEED_CUSTOMER_ID}$"))
    page.get_by_role("button", name="Switch theme").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page).to_have_url(re.compile(f"/customers/{SEED_CUSTOMER_ID}$"))

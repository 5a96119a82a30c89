"""The zone of the browser, which only the browser knows."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.page_paths import SEED_CUSTOMER_ID

pytestmark = pytest.mark.browser


def test_my_zone_keeps_the_filter_that_changed_in_place(open_context):
    page = open_context(timezone_id="America/St_Johns").new_page()
    page.goto(f"/customers/{SEED_CUSTOMER_ID}")
    page.get_by_role("checkbox", name=re.compile("^SMS")).first.check()
    expect(page).to_have_url(re.compile(r"\?media=sms$"))

    switch = page.locator(".zone summary")
    switch.focus()
    page.keyboard.press("Enter")
    mine = page.get_by_role("button", name="My time zone: America/St Johns")
    mine.focus()
    page.keyboard.press("Enter")
    expect(switch).to_contain_text("Times in America/St Johns")
    expect(page).to_have_url(re.compile(r"\?media=sms&tz=America/St_Johns$"))
    expect(page.locator(".row .mi:not(.m-sms)")).to_have_count(0)

    switch.click()
    expect(mine).to_have_count(0)  # it is among the others now
    expect(page.get_by_role("button", name="America/St Johns")).to_have_attribute("aria-current", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="America/St Johns")).to_be_hidden()

    page.locator("[data-row]").first.click()
    expect(switch).to_contain_text("Times in America/St Johns")
    expect(page).to_have_url(re.compile(r"tz=America/St_Johns"))

"""A link opens with its target in view and marked, also for someone who must sign in first."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in, until
from tests.browser.page_paths import SEED_CUSTOMER_ID, SEED_INTERACTION_ID

pytestmark = pytest.mark.browser


def test_a_message(page):
    page.goto(f"/interactions/{SEED_INTERACTION_ID}#m5")
    expect(page.locator("#m5")).to_be_in_viewport()
    tints = [f"getComputedStyle(document.getElementById('{name}')).backgroundColor" for name in ("m4", "m5")]
    until(page, " !== ".join(tints))


def test_a_message_after_the_sign_in(open_context):
    page = open_context(signed_in=False).new_page()
    page.goto(f"/interactions/{SEED_INTERACTION_ID}?media=chat#m5")
    sign_in(page)
    expect(page).to_have_url(re.compile(rf"/interactions/{SEED_INTERACTION_ID}\?media=chat#m5$"))
    expect(page.locator("#m5")).to_be_in_viewport()


def test_a_udata_key_that_is_folded_away(page):
    page.goto(f"/interactions/{SEED_INTERACTION_ID}")
    row = page.locator("tr[data-k='RVQID']")
    anchor = row.get_attribute("id")
    expect(row).not_to_be_visible()
    page.goto("/")
    page.goto(f"/interactions/{SEED_INTERACTION_ID}#{anchor}")
    expect(row).to_be_visible()
    expect(row).to_be_in_viewport()


def test_a_filtered_timeline(page):
    page.goto(f"/customers/{SEED_CUSTOMER_ID}?media=sms&order=oldest")
    expect(page.get_by_role("checkbox", name=re.compile("^SMS")).first).to_be_checked()
    expect(page.locator("[data-row]").first).to_be_visible()
    expect(page.locator(".row .mi:not(.m-sms)")).to_have_count(0)


def test_a_row_on_a_later_page(page):
    page.goto("/customers/00001aI4Y03000BG?order=oldest")
    last = page.locator("[data-row]").last.get_attribute("href")
    identifier = re.search(r"/interactions/([^?]+)", last)[1]
    page.goto(f"/customers/00001aI4Y03000BG?at={identifier}#i-{identifier}")
    expect(page.locator(f"#i-{identifier}")).to_be_in_viewport()


def test_the_ucs_own_path_is_the_permalink(page):
    page.goto(f"/customers/{SEED_CUSTOMER_ID}/interactions")
    expect(page.get_by_role("heading", level=1)).to_contain_text(SEED_CUSTOMER_ID)
    page.goto(f"/interactions/{SEED_INTERACTION_ID}/structured_text")
    expect(page.locator("#m1")).to_be_visible()

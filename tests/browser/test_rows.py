"""Rows by keyboard: over the ends of a page, into an interaction, and back to where one was."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import until
from tests.browser.page_paths import SEED_CUSTOMER_ID, SEED_INTERACTION_ID

pytestmark = pytest.mark.browser
BUSY = "/customers/00001aI4Y03000BG"
INTERACTION, LIST = re.compile("/interactions/"), re.compile("/customers/")


def top(row):
    """Where a row stands in the window."""
    return row.evaluate("row => row.getBoundingClientRect().top")


def opened(page, row):
    """Opens a row by keyboard, when it stands still. Gives its address and where it stood."""
    row.focus()
    places = [top(row)]
    until(page, lambda: places.append(top(row)) or places[-1] == places[-2])
    address = row.get_attribute("href")
    page.keyboard.press("Enter")
    expect(page).to_have_url(INTERACTION)
    page.wait_for_load_state()  # its scripts listen to keys from then on
    return address, places[-1]


def returned(page, address, place):
    """The same row has the focus and stands where it stood."""
    expect(page).to_have_url(LIST)
    row = page.locator(f'[data-row][href="{address}"]')
    expect(row).to_be_focused()
    until(page, lambda: abs(top(row) - place) < 2)


def test_a_row_of_a_page_that_was_added_is_where_it_was(page):
    page.goto(BUSY)
    rows = page.locator("[data-row]")
    expect(rows).to_have_count(100)
    rows.last.focus()
    page.keyboard.press("j")
    expect(rows).not_to_have_count(100)
    expect(rows.nth(100)).to_be_focused()
    address, place = opened(page, rows.nth(110))
    page.keyboard.press("Escape")
    returned(page, address, place)
    expect(page).to_have_url(re.compile(r"\?at="))

    address, place = opened(page, page.locator(f'[data-row][href="{address}"]'))
    page.go_back()
    returned(page, address, place)


def test_a_row_of_the_first_page_is_where_it_was_after_a_look_at_two_contents(page):
    page.goto(f"/customers/{SEED_CUSTOMER_ID}")
    row = page.locator(f'[data-row][href="/interactions/{SEED_INTERACTION_ID}"]')
    address, place = opened(page, row)
    for name in ("plain_text", "binary_content"):
        page.locator(f"#tab-{name}").click()
        expect(page.locator(f"#tab-{name}")).to_have_attribute("aria-current", "page")
    page.keyboard.press("Escape")
    returned(page, address, place)
    expect(page).to_have_url(re.compile(f"{SEED_CUSTOMER_ID}$"))


def test_up_over_the_beginning_comes_the_row_above(page):
    page.goto(BUSY)
    rows = page.locator("[data-row]")
    expect(rows).to_have_count(100)
    above = rows.last.get_attribute("href")
    page.goto(page.locator("#more a").get_attribute("href"))
    rows.first.focus()
    page.keyboard.press("k")
    expect(page.locator(f'[data-row][href="{above}"]')).to_be_focused()


def test_a_link_to_a_row_gives_it_the_focus(page):
    page.goto(f"/customers/{SEED_CUSTOMER_ID}?at={SEED_INTERACTION_ID}#i-{SEED_INTERACTION_ID}")
    expect(page.locator(f'[data-row][href="/interactions/{SEED_INTERACTION_ID}"]')).to_be_focused()
    page.keyboard.press("k")  # it is the customer's first, at the end of the list
    expect(page.locator(f"#i-{SEED_INTERACTION_ID} [data-row]")).not_to_be_focused()
    expect(page.locator("[data-row]:focus")).to_have_count(1)

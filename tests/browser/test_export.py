"""The menu that takes a list along, and the page for paper, as a browser has them."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.page_paths import PAGE_PATHS

pytestmark = pytest.mark.browser


def test_the_menu_follows_the_filter_and_closes_as_menus_do(page):
    page.goto(PAGE_PATHS["timeline-busy"])
    page.locator("#f-media-chat").check()
    menu = page.locator(".take")
    expect(menu.locator("a").first).to_have_attribute("href", re.compile(r"/export\.csv\?media=chat$"))
    page.locator("h2[tabindex]").focus()
    page.keyboard.press("e")
    expect(menu.get_by_role("link", name="Print")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu.get_by_role("link", name="Print")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()


def test_a_file_comes_under_a_name_that_names_nobody(page):
    page.goto(PAGE_PATHS["timeline-filtered"])
    page.locator(".take summary").click()
    with page.expect_download() as coming:
        page.locator(".take").get_by_role("link", name="NDJSON").click()
    assert re.fullmatch(r"interactions-\d{8}-\d{6}\.ndjson", coming.value.suggested_filename)
    assert '"end"' in coming.value.path().read_text().splitlines()[-1]


def test_the_sheets_repeat_their_head_and_cut_no_row(page):
    page.goto(f"{PAGE_PATHS['timeline-busy']}/print")
    expect(page.locator("[data-print]")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("[data-print]")).to_be_hidden()
    style = "(all, name) => [...new Set(all.map((one) => getComputedStyle(one)[name]))]"
    assert page.locator(".sheet tr").evaluate_all(style, "breakInside") == ["avoid"]
    assert page.locator(".sheet thead").evaluate_all(style, "display") == ["table-header-group"]
    pdf = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) > 1

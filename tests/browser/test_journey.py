"""A journey is drawn so that one can walk along it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.page_paths import PAGE_PATHS, SEED_INTERACTION_ID

pytestmark = pytest.mark.browser
BOXES = """bars => bars.map((bar) => {
    const box = bar.querySelector(".dot, .open").getBoundingClientRect();
    return [Math.round(box.left), Math.round(box.top), box.width];
})"""


def test_bars_stand_in_the_order_of_time_each_in_its_lane(page):
    page.goto(PAGE_PATHS["journey"])
    chat, callback, sms = page.locator(".jb").evaluate_all(BOXES)
    assert chat[0] < callback[0] < sms[0]
    assert chat[1] < callback[1] < sms[1]
    assert min(width for _, _, width in (chat, callback, sms)) >= 8


def test_the_keyboard_walks_along_in_time_and_opens_an_interaction(page):
    page.goto(PAGE_PATHS["journey"])
    box = page.locator(".jbox")
    box.focus()
    for number in (1, 2):
        page.keyboard.press("Tab")
        expect(page.locator(".jb").nth(number - 1)).to_be_focused()
    expect(page.get_by_role("link", name=re.compile("^2. Callback, outbound: "))).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/interactions/{SEED_INTERACTION_ID}\?"))


def test_on_a_phone_the_drawing_scrolls_beside_its_lanes_and_the_page_does_not(open_context):
    page = open_context(viewport=PHONE).new_page()
    page.goto(PAGE_PATHS["journey"])
    last = page.locator(".jb").last
    last.focus()
    expect(last.locator(".dot")).to_be_in_viewport()
    lane = page.locator(".lanes").bounding_box()
    assert 0 <= lane["x"] < 30
    assert page.evaluate("document.documentElement.scrollWidth === innerWidth")


def test_two_of_the_list_are_compared(page):
    page.goto(PAGE_PATHS["journey"])
    page.get_by_role("radio", name="Compare number 2 as B").check()
    page.get_by_role("button", name="Compare A and B").click()
    expect(page).to_have_url(re.compile(rf"/compare\?a={SEED_INTERACTION_ID}&b=00001a57JHD00BWF$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Comparison")


def test_a_filter_changes_the_threads_in_place(page):
    page.goto(PAGE_PATHS["threads"])
    page.get_by_role("checkbox", name=re.compile("^Callback")).check()
    expect(page.locator(".thread")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/threads\?media=callback$"))
    expect(page.locator(".thread .all")).to_have_text("1 of 3 match")

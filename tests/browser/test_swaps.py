"""Parts of a page that change in place: the way back, what is asked twice, and what has no answer."""

import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import PHONE, until
from tests.browser.page_paths import SEED_CUSTOMER_ID, SEED_INTERACTION_ID

pytestmark = pytest.mark.browser
TIMELINE = f"/customers/{SEED_CUSTOMER_ID}"
OTHERS = ".row .mi:not(.m-chat)"


def stay(page):
    """Marks the document, to see whether another took its place."""
    page.evaluate("document.documentElement.dataset.same = 'yes'")


def stayed(page):
    expect(page.locator("html")).to_have_attribute("data-same", "yes")


def test_back_and_forward_go_from_filter_to_filter(page):
    page.goto(TIMELINE)
    stay(page)
    page.get_by_role("checkbox", name=re.compile("^Chat")).first.check()
    expect(page).to_have_url(re.compile("media=chat$"))
    expect(page.locator(OTHERS)).to_have_count(0)
    expect(page.get_by_role("checkbox", name=re.compile("^Chat")).first).to_be_focused()
    page.locator("#turn").click()
    expect(page).to_have_url(re.compile("order=oldest"))
    expect(page.locator("#turn")).to_have_text("Oldest first")
    page.go_back()
    expect(page.locator("#turn")).to_have_text("Newest first")
    page.go_back()
    expect(page).to_have_url(re.compile(f"{TIMELINE}$"))
    expect(page.locator(OTHERS)).not_to_have_count(0)
    page.go_forward()
    expect(page.locator(OTHERS)).to_have_count(0)
    stayed(page)


def test_tabs_go_back_from_another_page(page):
    page.goto(f"/interactions/{SEED_INTERACTION_ID}")
    page.get_by_role("link", name=re.compile("^Plain text")).click()
    expect(page).to_have_url(re.compile("/plain_text"))
    expect(page.locator("#tab-plain_text")).to_have_attribute("aria-current", "page")
    page.goto("/")
    page.go_back()
    expect(page.locator("#tab-plain_text")).to_have_attribute("aria-current", "page")
    page.go_back()
    expect(page).to_have_url(re.compile(f"/interactions/{SEED_INTERACTION_ID}$"))
    expect(page.locator("#tab-structured_text")).to_have_attribute("aria-current", "page")


def test_what_was_asked_last_is_shown(page):
    page.goto(TIMELINE)
    held: list[Route] = []
    page.route("**/customers/*?*media=chat*", lambda route: held.append(route))  # noqa: PLW0108 - a function
    page.get_by_role("checkbox", name=re.compile("^Chat")).first.check()
    until(page, lambda: held)
    expect(page.locator("#progress")).to_have_class(re.compile(r"\bon\b"))
    page.locator("#turn").click()
    expect(page).to_have_url(re.compile(r"\?order=oldest$"))
    expect(page.locator("#progress")).not_to_have_class(re.compile(r"\bon\b"))
    expect(page.locator("#timeline[aria-busy]")).to_have_count(0)


def test_without_an_answer_the_page_stays_and_says_so(page):
    page.goto(TIMELINE)
    stay(page)
    page.context.set_offline(True)
    page.locator("#turn").click()
    expect(page.get_by_role("alert")).to_contain_text("UCS Viewer can’t be reached")
    expect(page).to_have_url(re.compile(f"{TIMELINE}$"))
    page.context.set_offline(False)
    page.locator("#turn").click()
    expect(page.locator("#turn")).to_have_text("Oldest first")
    expect(page.get_by_role("alert")).to_have_count(0)
    stayed(page)


def test_what_leads_to_another_server_is_followed_by_the_browser_itself(page):
    """As a proxy does that signs people in: the script may not ask there, nor put its page into ours."""
    page.goto(TIMELINE)
    stay(page)
    away = {"status": 302, "headers": {"Location": "http://elsewhere.example/login"}}
    page.route(
        "**/customers/*order=oldest*",
        lambda route: route.fulfill(**away) if route.request.resource_type == "fetch" else route.continue_(),
    )
    page.locator("#turn").click()
    expect(page.locator("html:not([data-same]) #turn")).to_have_text("Oldest first")
    expect(page).to_have_url(re.compile(r"\?order=oldest$"))


def test_who_was_signed_out_meanwhile_signs_in_and_gets_it(page):
    page.goto(TIMELINE)
    page.context.clear_cookies()
    page.locator("#turn").click()
    page.wait_for_url(re.compile(r"/sign-in\?next=.*order%3Doldest"))


def test_on_a_phone_a_ticked_facet_keeps_the_focus_and_its_place(page):
    page.set_viewport_size(PHONE)
    page.goto(TIMELINE)
    page.locator("#filters-box summary").click()
    box = page.get_by_role("checkbox", name=re.compile("^Chat")).first
    box.check()
    expect(page.locator(OTHERS)).to_have_count(0)
    expect(page.locator("#live")).to_contain_text("interaction")
    expect(box).to_be_focused()
    expect(box).to_be_in_viewport()


CHIPS = f"{TIMELINE}?media=chat&media=sms&direction=inbound"


def taken_off(page, name):
    """Takes a chip off by keyboard."""
    page.get_by_role("link", name=f"Remove filter: {name}").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name=f"Remove filter: {name}")).to_have_count(0)


@pytest.mark.parametrize("view", ["", "/threads"])
def test_a_chip_that_is_taken_off_hands_the_focus_to_its_neighbour(page, view):
    page.goto(CHIPS.replace("?", f"{view}?"))
    taken_off(page, "Chat")
    expect(page.get_by_role("link", name="Remove filter: SMS")).to_be_focused()
    taken_off(page, "Inbound")
    expect(page.get_by_role("link", name="Remove filter: SMS")).to_be_focused()
    taken_off(page, "SMS")
    expect(page.locator("#filters-box")).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("[data-row]").first).to_be_focused()


def test_on_a_phone_the_last_chip_hands_the_focus_to_the_button_of_the_filters(page):
    page.set_viewport_size(PHONE)
    page.goto(CHIPS)
    page.get_by_role("link", name="Clear filters").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".chip-x")).to_have_count(0)
    expect(page.locator("#filters-box summary")).to_be_focused()


def test_a_key_that_opens_a_menu_goes_to_it(page):
    page.goto(TIMELINE)
    page.keyboard.press("e")
    expect(page.get_by_text("Export", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name=re.compile("^CSV"))).to_be_focused()

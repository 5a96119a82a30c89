"""Find, jump and copy in a transcript, trees that fold, and tables; with and without script."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, until

pytestmark = pytest.mark.browser
LONG = "/interactions/00001aCHAT000006"
BOTS = "/interactions/00001aCHAT000001"
JSON = "/interactions/00001aFILE000009"
CSV = "/interactions/00001aFILE000011"
SOME = re.compile(r"^[1-9]\d* lines$")


def test_find_as_one_types(page):
    page.goto(LONG)
    field = page.get_by_role("textbox", name="Find in the transcript")
    page.keyboard.press("f")
    field.fill("ÁSHBY")
    expect(page.locator("[data-log-count]")).to_have_text(SOME)
    marks = page.locator(".log mark")
    assert {text.lower() for text in marks.all_inner_texts()} == {"ashby"}
    expect(page).to_have_url(re.compile("find="))
    field.press("Enter")
    first = page.locator(".log > .tg")
    expect(first).to_contain_text("Ashby")
    anchor = first.get_attribute("id")
    field.press("Enter")
    expect(page.locator(".log > .tg")).not_to_have_attribute("id", anchor)
    field.press("Shift+Enter")
    expect(page.locator(f"#{anchor}")).to_have_class(re.compile(r"\btg\b"))
    count = page.locator(".log > li.hit").count()
    page.get_by_role("checkbox", name="Matches only").check()
    expect(page.locator(".log > li:visible")).to_have_count(count)
    field.fill("")
    expect(marks).to_have_count(0)
    until(page, lambda: page.locator(".log > li:visible").count() > 80)


def test_find_without_script(open_context):
    page = open_context(java_script_enabled=False).new_page()
    page.goto(LONG)
    page.get_by_role("textbox", name="Find in the transcript").fill("ashby")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("find=ashby#content"))
    hits = page.locator(".log > li.hit")
    expect(page.locator("[data-log-count]")).to_have_text(f"{hits.count()} lines")
    page.get_by_role("link", name="Next match").first.click()
    expect(page).to_have_url(re.compile(f"#{hits.nth(0).get_attribute('id')}$"))
    hits.nth(0).get_by_role("link", name="Next match").click()
    expect(page).to_have_url(re.compile(f"find=ashby#{hits.nth(1).get_attribute('id')}$"))
    page.get_by_role("checkbox", name="Matches only").check()
    expect(page.locator(".log > li:visible")).to_have_count(hits.count())


def test_both_find_the_same(open_context):
    found = []
    for script in (True, False):
        page = open_context(java_script_enabled=script).new_page()
        page.goto(f"{BOTS}?find=" + ("" if script else "sarah"))
        if script:
            page.get_by_role("textbox", name="Find in the transcript").fill("sarah")
            expect(page.locator("[data-log-count]")).to_have_text(SOME)
        found.append([hit.get_attribute("id") for hit in page.locator(".log > li.hit").all()])
    assert found[0] == found[1] != []


def test_jump_marks_and_text(open_context):
    context = open_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(BOTS)
    page.get_by_role("link", name=re.compile("^Transfer to")).click()
    expect(page.locator(".log > .tg")).to_contain_text("joined")
    page.get_by_role("button", name="Copy as text").click()
    expect(page.locator("#live")).to_have_text("Copied")
    text = page.evaluate("navigator.clipboard.readText()")
    assert "09:42:34  Robin: sure\n" in text
    assert "Agreed, I have it. Thanks! [internal]" in text
    assert len(text.splitlines()) == page.locator(".log > li:not(.hush)").count()


def test_a_tree_folds_with_the_keyboard_and_all_at_once(page):
    page.goto(JSON)
    events = page.locator(".ct-tree summary", has_text='"events"')
    events.focus()
    page.keyboard.press("Enter")
    expect(events).to_contain_text("5 items")
    expect(page.locator(".ct-tree :text('Northgate')")).to_be_hidden()
    page.get_by_role("button", name="Open all").click()
    expect(page.locator(".ct-tree :text('Northgate')")).to_be_visible()
    page.get_by_role("button", name="Close all").click()
    expect(page.locator(".ct-tree details[open]")).to_have_count(1)


def test_a_table_scrolls_within_itself(open_context):
    page = open_context(viewport=PHONE).new_page()
    page.goto(CSV)
    region = page.get_by_role("region", name="Table")
    assert region.get_by_role("columnheader").all_inner_texts() == [
        "day",
        "parcel",
        "weight_kg",
        "city",
        "remark",
    ]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    region.focus()
    expect(region).to_be_focused()
    page.get_by_role("link", name="Show as text").click()
    expect(page.locator(".ct-text")).to_contain_text("day,parcel,weight_kg")

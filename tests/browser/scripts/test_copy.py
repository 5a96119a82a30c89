"""How static/js/copy.js copies, and what it offers where the browser gives no clipboard."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
BUTTONS = """<div id="live"></div><p id="words">  00001aTEST  </p>
<button data-copy="4471">Text</button> <button data-copy-from="#words">Element</button>
<a href="/interactions/1" data-copy-link>Link</a>"""
CLIPBOARD = (
    "Object.defineProperty(navigator, 'clipboard', {value: {writeText: async text => window.copied = text}})"
)


@pytest.mark.parametrize(
    ("name", "text"),
    [("Text", "4471"), ("Element", "00001aTEST"), ("Link", "http://viewer.example/interactions/1")],
)
def test_what_a_button_names_is_copied_and_said(open_page, name, text):
    page = open_page(BUTTONS, "copy.js")
    page.evaluate(CLIPBOARD)
    page.get_by_text(name, exact=True).click()
    expect(page.locator("#live")).to_have_text("Copied")
    assert page.evaluate("copied") == text


def test_without_a_clipboard_the_text_is_shown_and_selected(open_page):
    page = open_page(BUTTONS, "copy.js")
    assert page.evaluate("navigator.clipboard === undefined")  # as on plain http
    page.get_by_text("Element", exact=True).click()
    expect(page.locator("dialog textarea")).to_have_value("00001aTEST")
    assert page.evaluate("getSelection().toString()") == "00001aTEST"
    page.get_by_role("button", name="Close").click()
    expect(page.locator("dialog")).to_have_count(0)

"""A mail, from its tab to its attachments: its four forms, folds, what is opened or saved, mails inside."""

import pytest
from playwright.sync_api import expect

from interactions.content.html.html_view import render_frame_document
from interactions.pages.content_policies import FRAME_HEADERS
from tests.browser.conftest import until

pytestmark = pytest.mark.browser
HEIGHTS = "frame => [frame.offsetHeight, frame.contentDocument.documentElement.scrollHeight]"
WHOLE = """(() => {
  const frame = document.querySelector(".ct-html iframe")
  return frame.offsetHeight >= frame.contentDocument.body.scrollHeight
})()"""
QUOTING = (
    "<p>Yes, please.</p><blockquote type=cite>" + "<p>What was written before.</p>" * 40 + "</blockquote>"
)


def test_a_mail_is_read_as_html_or_text(page):
    page.goto("/interactions/00001aMAIL000001")
    page.locator("#tab-binary_content").click()
    expect(page.locator(".ct-head")).to_contain_text("care@tern.example")
    frame = page.locator(".ct-html iframe")
    expect(frame).to_be_visible()
    expect(frame.content_frame.get_by_role("img")).to_have_js_property("complete", True)
    until(page, WHOLE)

    page.get_by_role("radio", name="HTML").press("ArrowRight")
    expect(page.locator(".ct-plain")).to_contain_text("third quarter")
    expect(frame).to_be_hidden()
    page.locator(".ct-switch label").first.click()
    expect(frame).to_be_visible()
    until(page, WHOLE)


def test_a_mail_is_there_as_it_was_sent(page):
    page.goto("/interactions/00001aMAIL000001/binary_content")
    source, raw = (
        page.get_by_label("HTML source"),
        page.get_by_label("Message as sent"),
    )
    page.get_by_role("radio", name="HTML").press("ArrowRight")
    page.get_by_role("radio", name="Text").press("ArrowRight")
    expect(source).to_contain_text('<table class="figures">')
    expect(raw).to_be_hidden()
    page.get_by_role("radio", name="Source").press("ArrowRight")
    expect(raw).to_contain_text("Message-ID: <show-1@tern.example>")
    expect(source).to_be_hidden()


def test_a_quote_is_folded_and_opens(page):
    page.goto("/interactions/00001aMAIL000012/binary_content")
    quote = page.locator(".ct-quote pre")
    expect(quote).to_be_hidden()
    page.get_by_text("Quoted text, 13 lines").press("Enter")
    expect(quote).to_contain_text("could you fetch parcels")


def test_a_frame_follows_its_folds_and_prints_them_open(page):
    """The sample's HTML quotes nothing, so the frame gets another document of the same making."""
    body = render_frame_document(QUOTING.encode(), None)
    page.route(
        "**/frame", lambda route: route.fulfill(body=body, headers=FRAME_HEADERS, content_type="text/html")
    )
    page.goto("/interactions/00001aMAIL000001/binary_content")
    frame = page.locator(".ct-html iframe")
    summary = frame.content_frame.get_by_text("Quoted text, 160 words")
    for opens in (True, False):
        summary.press("Enter")
        expect(frame.content_frame.locator("blockquote")).to_be_visible(visible=opens)
        until(page, lambda opens=opens: fits(*frame.evaluate(HEIGHTS), opens))
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(frame.content_frame.locator("blockquote")).to_be_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(frame.content_frame.locator("blockquote")).to_be_hidden()


def fits(height, inside, opened):
    return height == inside and (height > 1000) == opened


def test_what_is_folded_is_on_paper(page):
    page.goto("/interactions/00001aMAIL000012/binary_content")
    quote = "document.querySelector('.ct-quote pre').checkVisibility({contentVisibilityAuto: true})"
    assert not page.evaluate(quote)
    page.emulate_media(media="print")
    until(page, quote)  # what is folded is laid out with the next frame


def test_attachments_are_opened_and_saved(page):
    page.goto("/interactions/00001aMAIL000002/binary_content")
    attached = page.locator(".ct-h + .ct-parts li")
    expect(attached).to_have_count(6)
    expect(attached.locator("img")).to_have_js_property("naturalWidth", 640)
    with page.expect_download() as saved:
        attached.get_by_role("link", name="Download claim-71-2290.zip").click()
    assert saved.value.suggested_filename == "claim-71-2290.zip"
    with page.expect_download() as saved:
        page.get_by_role("link", name="Download all as zip").click()
    assert saved.value.suggested_filename.endswith(".zip")
    attached.get_by_role("link", name="notes.txt", exact=True).click()
    expect(page.get_by_role("heading", name="notes.txt")).to_be_visible()
    expect(page.locator(".ct-text")).to_contain_text("lamp 3 of 6 broken")


def test_a_link_to_the_mail_inside_opens_it(page):
    page.goto("/interactions/00001aMAIL000009/binary_content")
    inside = page.locator(".ct-inside")
    inside.locator("summary").first.click()
    expect(page.locator("#mail-2")).to_be_hidden()
    page.get_by_role("link", name="Wrong label on my parcel.eml", exact=True).first.click()
    expect(page.locator("#mail-2")).to_be_visible()

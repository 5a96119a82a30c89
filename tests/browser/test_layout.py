"""Nothing that a page says lies outside of it, on any width and on paper."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import until
from tests.browser.page_paths import PAGE_PATHS

pytestmark = pytest.mark.browser

INSIDE = ("mail-part", "mail-part-as-text", "mail-in-mail", "part-in-part", "part-image", "part-recording")
JOURNEYS = ("threads", "journey", "journey-period", "compare")
WIDTHS = (320, 390, 861, 981, 1024, 1181, 1920)
PAPER = 703  # A4 within the margins of print.css

# A day's section clips what leaves it, so that the page does not scroll sideways and only measuring tells.
OUTSIDE = """() => [...document.querySelectorAll("main *")].filter((element) => {
    if (!element.checkVisibility()) return false;
    if (element.closest(".vh, .ct-scroll, .tabs, .legend, .nm, svg")) return false;
    if (![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) return false;
    const box = element.getBoundingClientRect();
    return box.width && (box.right > innerWidth + 1 || box.left < -1);
}).map((element) => `${element.className} ${element.innerText}`).slice(0, 3)"""

AS_HIGH = """(() => {
    const frame = document.querySelector("iframe[data-fit]");
    return frame.offsetHeight >= frame.contentDocument.documentElement.scrollHeight;
})()"""


def test_every_word_is_within_the_window(page):
    """On pages that are opened once and then made wider: no script of ours asks for it when it begins."""
    found = {}
    for name in (
        "timeline",
        "timeline-odd",
        "timeline-zone",
        "interaction",
        "search",
        "unknown",
        *JOURNEYS,
        *INSIDE,
    ):
        page.goto(PAGE_PATHS[name])
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            found[name, width] = page.evaluate(OUTSIDE)
    assert {name: what for name, what in found.items() if what} == {}


def test_every_word_is_on_the_paper(open_context):
    page = open_context(viewport={"width": PAPER, "height": 1000}).new_page()
    page.emulate_media(media="print")
    for name in ("timeline", "timeline-odd", "paper", "interaction", "plain-text", *JOURNEYS):
        page.goto(PAGE_PATHS[name])
        assert page.evaluate(OUTSIDE) == []
        expect(page.locator(".on-paper", has_text="all times in UTC")).to_be_visible()
        cut = "all => all.filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.innerText)"
        assert page.locator(".row .sub, .steps").evaluate_all(cut) == []


def test_a_frame_is_as_high_on_paper_as_its_document(page):
    page.goto("/interactions/00001aMAIL000001/structured_text")
    until(page, "document.querySelector('iframe[data-fit]').style.height !== ''")
    page.set_viewport_size({"width": PAPER, "height": 1000})
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    until(page, AS_HIGH)

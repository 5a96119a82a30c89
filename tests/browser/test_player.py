"""Recordings and images in a real browser: seeking, keys, links to a second, zoom, and without script."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import until

pytestmark = pytest.mark.browser
CALL, PICTURE = (
    "/interactions/00001aFILE000002/binary_content",
    "/interactions/00001aFILE000007/binary_content",
)
AT = "document.querySelector('audio').currentTime"


def test_a_recording_by_keys_mouse_and_link(page):
    page.goto(f"{CALL}?t=3")
    wave = page.locator(".wave-svg")
    wave.wait_for()
    until(page, f"{AT} === 3")
    page.keyboard.press("f")
    until(page, f"{AT} === 13")
    page.keyboard.press("b")
    until(page, f"{AT} === 3")
    page.keyboard.press("s")
    until(page, "document.querySelector('audio').playbackRate === 1.25")
    box = wave.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 10)
    until(page, f"Math.abs({AT} - 11) < 0.2")
    page.locator(".wave-axis a").nth(1).click()
    until(page, f"{AT} === 5")
    expect(page.locator("[data-link]")).to_have_attribute("href", re.compile(rf"{CALL}\?t=5$"))
    expect(page.locator("[data-time]")).to_have_text("0:05 / 0:22")
    expect(page.locator("#wave-played rect")).to_have_attribute("width", re.compile(r"^181\.8"))
    page.keyboard.press("p")
    until(page, f"{AT} > 5")


def test_a_second_in_the_fragment(page):
    page.goto(f"{CALL}#t=0:07")
    until(page, f"{AT} === 7")


@pytest.mark.parametrize("number", [1, 2, 3])
def test_every_sample_recording_plays(page, number):
    page.goto(f"/interactions/00001aFILE00000{number}/binary_content")
    until(page, "document.querySelector('audio').duration === 22")
    until(page, "document.querySelector('audio').seekable.end(0) === 22")
    expect(page.locator("[data-unplayable]")).to_be_hidden()


def test_without_script(open_context):
    page = open_context(java_script_enabled=False).new_page()
    page.goto(CALL)
    page.get_by_role("link", name="Show the waveform").click()
    page.get_by_role("link", name="Go to 0:10").click()
    expect(page).to_have_url(re.compile(rf"{CALL}\?t=10$"))
    expect(page.locator("audio")).to_have_attribute("src", re.compile("/raw#t=10$"))
    page.goto(PICTURE)
    image = page.locator("figure img")
    width = image.bounding_box()["width"]
    assert width > 0
    page.get_by_text("200 %").click()
    until(page, lambda: image.bounding_box()["width"] == 2 * width)

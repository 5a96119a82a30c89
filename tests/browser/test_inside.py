"""What is attached to a mail, on pages of its own: it plays, seeks, zooms and is saved as a content is."""

import re
from collections.abc import Callable
from hashlib import sha256

import pytest
from playwright.sync_api import expect

from tests.browser.attached_files import (
    ATTACHED_MAIL_ID,
    TIFF_BYTES,
    build_files,
    format_file_record_id,
    write_attached_dump,
)
from tests.browser.conftest import until

pytestmark = pytest.mark.browser
PARTS = f"/interactions/{ATTACHED_MAIL_ID}/binary_content/parts"
AT = "document.querySelector('audio, video').currentTime"
SOUNDS = {"call.wav": 22, "two.wav": 22, "note.mp3": 10.4, "note.ogg": 8, "note.flac": 16.1, "note.m4a": 8}
FILMS = ("film.webm", "film.mp4")
PICTURES = ("box.png", "teal.jpg", "teal.webp", "dot.gif", "dot.bmp", "untold.png")
Find = Callable[[str], str]


@pytest.fixture(scope="module")
def sent(chromium, load, tmp_path_factory):
    """The files; the contact centre holds a mail with all of them, and each alone."""
    page = chromium.new_page()
    made = build_files(page)
    page.close()
    load(write_attached_dump(tmp_path_factory.mktemp("attached"), made), len(made) + 1)
    return made


@pytest.fixture(params=["part", "content"])
def find(request, sent):
    """The page of a file: as what is attached, and as a content of which nobody says what it is."""
    names = [file.name for file in sent]

    def path(name):
        number = names.index(name)
        return (
            f"{PARTS}/{number + 2}"
            if request.param == "part"
            else f"/interactions/{format_file_record_id(number)}/binary_content"
        )

    return path


@pytest.mark.parametrize("name", SOUNDS)
def test_a_recording_seeks_and_links_to_its_seconds(page, find, name):
    page.goto(f"{find(name)}?t=2")
    until(page, f"{AT} === 2")
    page.keyboard.press("f")
    length = SOUNDS[name]
    until(page, f"Math.abs({AT} - {min(12, length)}) < 0.2")
    until(page, f"Math.abs(document.querySelector('audio').seekable.end(0) - {length}) < 0.1")
    page.keyboard.press("b")
    until(page, f"{AT} < 3")
    page.keyboard.press("s")
    until(page, "document.querySelector('audio').playbackRate === 1.25")
    expect(page.locator("[data-link]")).to_have_attribute("href", re.compile(re.escape(f"{find(name)}?t=")))
    expect(page.locator("[data-unplayable]")).to_be_hidden()
    expect(page.locator(".sub-bar").first).to_contain_text(f"{length:.0f} s")


@pytest.mark.parametrize("name", ["call.wav", "two.wav"])
def test_a_waveform_seeks(page, find, name):
    page.goto(find(name))
    wave = page.locator(".wave-svg")
    wave.wait_for()
    box = wave.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 10)
    until(page, f"Math.abs({AT} - 11) < 0.2")
    page.locator(".wave-axis a").nth(1).click()
    until(page, f"{AT} === 5")


@pytest.mark.parametrize("name", FILMS)
def test_a_film_plays(page, find, name):
    page.goto(f"{find(name)}?t=0.5")
    until(page, f"{AT} === 0.5")
    until(page, "document.querySelector('video').videoWidth === 160")
    expect(page.locator(".sub-bar").first).to_contain_text("160 × 120")
    page.keyboard.press("p")
    until(page, f"{AT} > 0.6")


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_drawn_and_enlarged(page, find, name):
    page.goto(find(name))
    image = page.locator("figure img")
    until(page, "document.querySelector('figure img').naturalWidth > 0")
    width = image.evaluate("image => image.naturalWidth")
    page.keyboard.press("d")
    until(page, lambda: round(image.bounding_box()["width"]) == 2 * width)


def test_a_pdf_is_the_browser_s(page, find):
    with page.expect_response(lambda response: "/raw" in response.url) as answer:
        page.goto(find("invoice.pdf"))
    assert answer.value.headers["content-type"] == "application/pdf"
    assert answer.value.headers["content-disposition"].startswith("inline")


def test_an_svg_is_text_and_a_file(page, find):
    page.goto(find("round.svg"))
    expect(page.locator(".ct-notes")).to_contain_text("can run scripts")
    expect(page.locator(".ct-text")).to_contain_text("onload")
    with page.expect_download() as saved:
        page.locator("a[download]").first.click()
    assert saved.value.path().read_bytes().startswith(b"<svg")


def test_what_nobody_shows_says_who_named_it(page, find):
    path = find("scan.tiff")
    page.goto(path)
    who = "sender" if "/parts/" in path else "UCS"
    expect(page.locator(".ct-file")).to_contain_text(f"Type given by the {who}")
    page.get_by_role("link", name="Calculate").click()
    expect(page.locator(".hx-sum")).to_have_text(sha256(TIFF_BYTES).hexdigest())
    page.wait_for_load_state()  # the keys are listened to from then on
    page.keyboard.press("Escape")
    page.wait_for_url(lambda url: url.endswith(path))


def test_from_part_to_part_by_keys(page):
    page.goto(f"{PARTS}/2")
    page.keyboard.press("j")
    page.wait_for_url(f"**{PARTS}/3")  # and its script: the keys are listened to from then on
    expect(page.get_by_role("heading", level=1)).to_have_text("two.wav")
    page.keyboard.press("k")
    page.wait_for_url(f"**{PARTS}/2")
    expect(page.get_by_role("heading", level=1)).to_have_text("call.wav")
    page.keyboard.press("Escape")
    page.wait_for_url(lambda url: url.endswith(f"{ATTACHED_MAIL_ID}/binary_content"))


def test_a_link_to_a_second_is_copied(open_context):
    context = open_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{PARTS}/2?t=7")
    until(page, f"{AT} === 7")
    page.locator("[data-link]").click()
    until(page, "document.getElementById('live').textContent === 'Copied'")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(f"{PARTS}/2?t=7")


def test_without_script(open_context):
    page = open_context(java_script_enabled=False).new_page()
    page.goto(f"{PARTS}/2")
    page.get_by_role("link", name="Show the waveform").click()
    page.get_by_role("link", name="Go to 0:10").click()
    page.wait_for_url(f"**{PARTS}/2?t=10")
    expect(page.locator("audio")).to_have_attribute("src", f"{PARTS}/2/raw#t=10")

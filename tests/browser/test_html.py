"""HTML in its frame: what was kept out of it, where its links lead, and that the frame follows its height."""

import json

import pytest
from playwright.sync_api import expect

from interactions.content.html.link_targets import parse_link_target
from tests.browser.conftest import DESKTOP, PHONE, until
from tests.interactions.content.html.test_link_targets import PARSED_ADDRESSES

pytestmark = pytest.mark.browser
LETTER = "HTMLLETTER0001"
HTML = f"""<body bgcolor="#fff7ec"><div style="letter-spacing:-9px;font-size:0;color:#fff">
<a href="https://user@evil.example/login">https://www.bank.example/login</a></div>
<p>See <a href="https://shop.example:8443/a">our shop</a> for more.</p>
<details><summary>Earlier</summary>{"<p>A line of the earlier mail.</p>" * 30}</details>
<p style="height:200vh">{"Words that wrap on a phone. " * 30}</p><p style="width:1600px">Wide</p>
<p><a href="https://{"a-long-name." * 8}example/">The last</a></p>
<img src="https://pixel.example/p" width="1" height="1"><img src="https://shop.example/logo.png" alt="Logo">
<form><input></form><script>document.title = "ran"</script></body>"""
FITS = """(() => {
  const frame = document.querySelector("iframe[data-fit]"), inside = frame.contentDocument?.documentElement
  const room = inside && frame.clientHeight - inside.querySelector("body").getBoundingClientRect().height
  return room >= 0 && room < 20 && inside.scrollHeight <= inside.clientHeight
})()"""


@pytest.fixture(scope="module")
def page(chromium, address, cookies, load, tmp_path_factory):
    """The letter, before a supervisor."""
    folder = tmp_path_factory.mktemp("html")
    (folder / LETTER).mkdir()
    (folder / LETTER / "structured_text").write_text(HTML, encoding="utf-8")
    record = {"interaction_id": LETTER, "customer_id": "HTML", "structured_text_mime": "text/html"}
    (folder / "letter.ndjson").write_text(json.dumps(record), encoding="utf-8")
    load(folder / "letter.ndjson", 1)
    context = chromium.new_context(base_url=address, viewport=DESKTOP)
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(f"/interactions/{LETTER}/structured_text")
    yield page
    context.close()


def test_a_receipt_says_what_was_kept_out(page):
    receipt = page.locator(".ct-receipt")
    summary = receipt.locator("summary")
    expect(summary).to_contain_text("2 external resources were not loaded (2 hosts). 1 looks like a tracker.")
    expect(summary).to_contain_text("1 link goes to a different site than it shows.")
    expect(receipt.locator("table")).to_be_hidden()
    summary.press("Enter")
    expect(receipt.locator("tr", has_text="pixel.example")).to_contain_text("1×1 image")
    expect(receipt).to_contain_text("1 form, 1 script")
    expect(receipt.locator("li", has_text="evil.example")).to_be_visible()


def test_a_link_says_where_it_leads(page):
    frame = page.frame_locator("iframe[data-fit]")
    warning = frame.get_by_text("goes to evil.example")
    box = warning.bounding_box()
    assert box and box["height"] > 15 and box["width"] > 100
    assert warning.evaluate("mark => mark.ownerDocument.elementFromPoint("
        "mark.getBoundingClientRect().x + 9, mark.getBoundingClientRect().y + 9) === mark")  # fmt: skip
    link = frame.get_by_role("link", name="our shop")
    after = "link => [getComputedStyle(link, '::after').content, getComputedStyle(link, '::after').position]"
    assert link.evaluate(after)[0] == "none"
    link.hover()
    until(page, lambda: link.evaluate(after)[1] == "absolute")
    content = link.evaluate(after)[0]
    assert "shop.example:8443" in content or "attr(data-host)" in content
    expect(link).to_have_attribute("title", "https://shop.example:8443/a")
    last = frame.get_by_role("link", name="The last")
    page.keyboard.press("Tab")
    last.focus()
    until(page, lambda: "none" not in last.evaluate(after))
    until(page, FITS)


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_the_frame_follows_the_height_of_its_document(page, size):
    page.set_viewport_size(size)
    until(page, FITS)
    frame = page.locator("iframe[data-fit]")
    low = frame.evaluate("frame => frame.offsetHeight")
    fold = frame.content_frame.locator("summary")
    fold.click()
    until(page, lambda: page.evaluate(FITS) and frame.evaluate("frame => frame.offsetHeight") > low + 500)
    fold.click()
    until(page, lambda: page.evaluate(FITS) and frame.evaluate("frame => frame.offsetHeight") < low + 20)


def test_hosts_are_read_as_this_browser_reads_them(page):
    read = "address => { try { return new URL(address).host } catch { return null } }"
    for written, _, _ in PARSED_ADDRESSES:
        goal = parse_link_target(written)
        if goal and goal.host and goal.address.startswith("http"):
            assert page.evaluate(read, written) == page.evaluate(read, goal.address)
            assert page.evaluate(read, written) == goal.address.split("/")[2]

"""The activity strip under a hand: mouse, finger and keys."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, until

pytestmark = pytest.mark.browser

CUSTOMER = "/customers/00001aI4Y03000BG"
PERIOD = re.compile("from=20.*to=20")


@pytest.fixture
def timeline(page):
    """On a wide screen."""
    page.goto(CUSTOMER)
    return page


@pytest.fixture
def phone(open_context):
    """On a telephone that is touched."""
    page = open_context(viewport=PHONE, has_touch=True, is_mobile=True).new_page()
    page.goto(CUSTOMER)
    yield page


def places(page, *shares):
    """Points in the window, each at a share of the strip's width."""
    box = page.locator("#chart").bounding_box()
    assert box is not None
    return [(box["x"] + box["width"] * share, box["y"] + box["height"] * 0.8) for share in shares]


def find_tallest_bar(page):
    """A point on the bar with the most interactions."""
    share = page.evaluate(
        """() => {
          const bars = document.querySelector('#chart .tot').getAttribute('d').matchAll(/M(\\d+) 0v(\\d+)/g)
          const [, place] = [...bars].reduce((tallest, bar) => (+bar[2] > +tallest[2] ? bar : tallest))
          const {days, hours} = document.querySelector('#chart').dataset
          return ((+place + 0.5) * hours) / 24 / days
        }"""
    )
    return places(page, share)[0]


def swipe(touch, *points, let_go=True):
    """A finger that is put down on the first point and moves over the others."""
    for at, (x, y) in enumerate(points):
        kind = "touchMove" if at else "touchStart"
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    if let_go:
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def slider(page, name):
    return page.get_by_role("slider", name=name)


def test_a_bar_says_its_day_and_a_click_opens_it(timeline):
    timeline.mouse.move(*find_tallest_bar(timeline))
    tip = timeline.locator(".tip")
    expect(tip).to_have_text(re.compile(r"^\d+ \w+ 20\d\d: \d+ interactions?$"))
    day = tip.inner_text().split(":")[0]
    timeline.mouse.click(*find_tallest_bar(timeline))
    expect(timeline).to_have_url(re.compile(r"\?day=20\d\d-\d\d-\d\d$"))
    expect(timeline.locator(".day").first).to_have_class(re.compile("here"))
    expect(timeline.locator(".day h3").first).to_contain_text(day.split()[0])
    expect(timeline.locator("[data-row]").first).to_be_focused()

    before = timeline.url
    timeline.keyboard.press("[")
    expect(timeline).not_to_have_url(before)
    expect(timeline.locator("[data-row]").first).to_be_focused()


def test_a_bar_says_how_many_of_it_the_filter_leaves(timeline):
    timeline.goto(f"{CUSTOMER}?q=no-such-words")
    timeline.mouse.move(*find_tallest_bar(timeline))
    expect(timeline.locator(".tip")).to_have_text(re.compile(r": \d+ interactions?, 0 as filtered$"))


def test_dragging_picks_a_period_esc_lets_it_be_and_two_clicks_take_it_off(timeline):
    (start, stop) = places(timeline, 0.2, 0.4)
    timeline.mouse.move(*start)
    timeline.mouse.down()
    timeline.mouse.move(*stop, steps=3)
    expect(slider(timeline, "First day")).not_to_have_attribute("aria-valuenow", "0")
    timeline.keyboard.press("Escape")
    expect(slider(timeline, "First day")).to_have_attribute("aria-valuenow", "0")
    timeline.mouse.up()

    timeline.mouse.move(*start)
    timeline.mouse.down()
    timeline.mouse.move(*stop, steps=3)
    timeline.mouse.up()
    expect(timeline).to_have_url(PERIOD)
    last = slider(timeline, "Last day")
    expect(last).not_to_have_attribute("aria-valuenow", last.get_attribute("aria-valuemax") or "")
    timeline.mouse.dblclick(*places(timeline, 0.3)[0])
    expect(timeline).to_have_url(re.compile(f"{CUSTOMER}$"))


def test_a_click_beside_the_period_leaves_it(timeline):
    later = places(timeline, 0.6, 0.9)
    timeline.mouse.move(*later[0])
    timeline.mouse.down()
    timeline.mouse.move(*later[1], steps=3)
    timeline.mouse.up()
    expect(timeline).to_have_url(PERIOD)
    timeline.mouse.click(*find_tallest_bar(timeline))
    expect(timeline).to_have_url(re.compile(r"\?day=20\d\d-\d\d-\d\d$"))


def test_keys_move_a_handle_enter_applies_and_esc_cancels(timeline):
    first = slider(timeline, "First day")
    first.focus()
    timeline.keyboard.press("PageUp")
    expect(first).to_have_attribute("aria-valuenow", "7")
    timeline.keyboard.press("Escape")
    expect(first).to_have_attribute("aria-valuenow", "0")
    timeline.keyboard.press("ArrowRight")
    timeline.keyboard.press("Enter")
    expect(timeline).to_have_url(re.compile(r"\?from=20\d\d-\d\d-\d\d$"))
    expect(first).to_be_focused()
    expect(first).to_have_attribute("aria-valuenow", "1")
    expect(first).to_have_attribute("aria-valuetext", re.compile(r"^\d+ \w+ 20\d\d$"))

    last = slider(timeline, "Last day")
    last.focus()
    timeline.keyboard.press("Home")  # sent when the hand rests
    expect(timeline).to_have_url(PERIOD)
    expect(last).to_have_attribute("aria-valuenow", "1")


def test_a_burst_is_a_link(timeline):
    timeline.get_by_role("link", name=re.compile("^13 contacts in 4 days, ")).click()
    expect(timeline).to_have_url(PERIOD)
    expect(slider(timeline, "First day")).not_to_have_attribute("aria-valuenow", "0")


def test_a_finger_picks_a_period_and_opens_a_day(phone):
    touch = phone.context.new_cdp_session(phone)
    swipe(touch, *places(phone, 0.2, 0.3, 0.4, 0.5))
    expect(phone).to_have_url(PERIOD)
    expect(slider(phone, "First day")).not_to_have_attribute("aria-valuenow", "0")
    phone.touchscreen.tap(*places(phone, 0.3)[0])
    expect(phone).to_have_url(re.compile("day=20"))
    expect(phone.locator(".day.here")).to_be_in_viewport()


def test_a_finger_that_scrolls_the_page_picks_nothing(phone):
    touch = phone.context.new_cdp_session(phone)
    (x, y) = places(phone, 0.3)[0]
    swipe(touch, *((x + step, y - 12 * step) for step in range(20)))
    until(phone, "scrollY > 100")
    expect(phone).to_have_url(re.compile(f"{CUSTOMER}$"))
    expect(slider(phone, "First day")).to_have_attribute("aria-valuenow", "0")


def test_the_keys_for_days_go_on_over_a_page_end(timeline):
    total = int(timeline.locator(".stats dd").first.inner_text())
    rows = timeline.locator("[data-row]")
    expect(rows).to_have_count(100)
    rows.last.focus()
    timeline.keyboard.press("]")
    expect(rows).to_have_count(total)
    expect(rows.nth(100)).to_be_focused()

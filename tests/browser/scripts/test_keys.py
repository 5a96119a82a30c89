"""What static/js/keys.js makes of keys: steps from row to row, and presses what declares them."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
ROWS = """<section data-day><a data-row href="#1">1</a> <a data-row href="#2">2</a></section>
<section data-day><a data-row href="#3">3</a></section><div id="live"></div>
<button data-key="c" data-key-label="Copy ID" onclick="document.title = 'pressed'">Copy</button>
<input data-key="/" data-key-label="Search"><button data-keys-open>Keys</button>"""


@pytest.mark.parametrize(
    ("keys", "row"),
    [("j", "1"), ("k", "3"), ("jj", "2"), ("jjjj", "3"), ("jjk", "1"), ("]", "1"), ("j]", "3"), ("k[", "1")],
)
def test_steps_go_from_row_to_row_and_stop_at_the_ends(open_page, keys, row):
    page = open_page(ROWS, "keys.js")
    for key in keys:
        page.keyboard.press(key)
    expect(page.locator("[data-row]:focus")).to_have_text(row)


def test_a_key_presses_the_element_that_declares_it(open_page):
    page = open_page(ROWS, "keys.js")
    page.keyboard.press("c")
    expect(page).to_have_title("pressed")


def test_a_key_that_is_typed_or_held_with_ctrl_presses_nothing(open_page):
    page = open_page(ROWS, "keys.js")
    page.keyboard.press("/")
    page.keyboard.type("cj")
    expect(page.locator("input")).to_have_value("cj")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+c")
    page.keyboard.press("j")
    expect(page.locator("[data-row]:focus")).to_have_text("1")
    expect(page).to_have_title("Test")


def test_keys_that_are_turned_off_do_nothing(open_page):
    page = open_page(ROWS, "keys.js")
    page.evaluate("document.documentElement.dataset.keys = 'off'")
    page.keyboard.press("j")
    page.keyboard.press("c")
    expect(page.locator(":focus")).to_have_count(0)
    expect(page).to_have_title("Test")


def test_the_list_names_each_key_that_works_here_once(open_page):
    page = open_page(f'{ROWS}<button data-key="c" data-key-label="Again">Again</button>', "keys.js")
    page.get_by_role("button", name="Keys").click()
    expect(page.locator("dialog kbd")).to_have_text(["j", "k", "Enter", "[", "]", "c", "/"])

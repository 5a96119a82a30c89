"""How static/js/theme.js changes the theme in place, tells the server, and closes menus."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
PAGE = """<meta name="color-scheme" content="light dark">
<form method="post" action="/preferences" data-theme-form>
<button name="theme" value="dark">Switch</button></form>
<details class="menu" data-menu><summary>Menu</summary>
<form method="post" action="/preferences" data-theme-form>
<button name="theme" value="auto">System</button><button name="theme" value="light">Light</button>
</form></details><p>Elsewhere</p>"""


def test_the_switch_turns_what_is_seen_and_tells_the_server(open_page):
    page = open_page(PAGE, "theme.js")
    page.emulate_media(color_scheme="dark")
    page.route("**/preferences", lambda route: route.fulfill(status=204))
    for theme in ("light", "dark"):
        with page.expect_request("**/preferences") as asked:
            page.get_by_text("Switch").click()
        assert f'name="theme"\r\n\r\n{theme}\r\n' in asked.value.post_data
        expect(page.locator("html")).to_have_attribute("data-theme", theme)
        expect(page.locator("meta[name=color-scheme]")).to_have_attribute("content", theme)


def test_the_menu_says_what_is_chosen_and_the_system_may_choose(open_page):
    page = open_page(PAGE, "theme.js")
    page.get_by_text("Menu").click()
    for word, theme in (("Light", "light"), ("System", None)):
        page.get_by_text(word).click()
        expect(page.get_by_text(word)).to_have_attribute("aria-pressed", "true")
        assert page.evaluate("document.documentElement.dataset.theme ?? null") == theme


@pytest.mark.parametrize("close", ["Escape", "a press elsewhere"])
def test_a_menu_closes(open_page, close):
    page = open_page(PAGE, "theme.js")
    page.get_by_text("Menu").click()
    expect(page.locator("details")).to_have_attribute("open", "")
    page.keyboard.press("Escape") if close == "Escape" else page.get_by_text("Elsewhere").click()
    expect(page.locator("details")).not_to_have_attribute("open", "")

"""axe finds nothing on any page, in both themes and both widths."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.places import PLACES

pytestmark = pytest.mark.browser
AXE = Axe()
ALL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_A_THEME = ["color-contrast", "link-in-text-block"]  # all other rules are blind to colours
OTHER = {"light": "dark", "dark": "light"}


def violations(page, rules: list[str] = ALL) -> list[str]:
    found = AXE.run(page, options={"runOnly": rules})
    return [
        f"{v['id']}: {v['help']} {[n['target'] for n in v['nodes']][:3]}"
        for v in found.response["violations"]
    ]


@pytest.mark.parametrize(("scheme", "viewport"), [("light", DESKTOP), ("dark", PHONE)], ids=["light", "dark"])
def test_no_violation_on_any_page(open_context, scheme, viewport) -> None:
    """Both themes at both widths; at each width, the second theme by the rules that see colours."""
    # Without motion, so that no colour is on its way from the first theme to the second.
    page = open_context(viewport=viewport, color_scheme=scheme, reduced_motion="reduce").new_page()
    found = {}
    for name, path in PLACES.items():
        page.emulate_media(color_scheme=scheme)
        page.goto(path)
        found[name] = violations(page)
        page.emulate_media(color_scheme=OTHER[scheme])
        found[f"{name}, {OTHER[scheme]}"] = violations(page, OF_A_THEME)
    assert {name: what for name, what in found.items() if what} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_sign_in(open_context, scheme) -> None:
    page = open_context(signed_in=False, color_scheme=scheme).new_page()
    page.goto("/")
    assert violations(page) == []


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_no_page_scrolls_sideways(open_context, viewport) -> None:
    page = open_context(viewport=viewport).new_page()
    wide = []
    for name, path in PLACES.items():
        page.goto(path)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(name)
    assert wide == []

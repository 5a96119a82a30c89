"""axe finds nothing on any page, in both themes and at both widths, and no page scrolls sideways."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.page_paths import PAGE_PATHS

pytestmark = [pytest.mark.browser, pytest.mark.long(155)]
AXE = Axe().axe_script
ALL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOURS = ["color-contrast", "link-in-text-block"]  # all other rules are blind to colours
NO_COLOURS = {rule: {"enabled": False} for rule in OF_COLOURS}
OTHER = {"light": "dark", "dark": "light"}
# To say of all that passes where it stands would take axe half of its time.
VIOLATIONS = """async (within, runOnly, rules) => {
  const {violations} = await axe.run(within, {runOnly, rules, resultTypes: ["violations"]})
  return violations.map(({id, help, nodes}) => `${id}: ${help} ${nodes.slice(0, 3).map(each => each.target)}`)
}"""
# Of all words in the same colours, size and weight on the same ground, the first: a list has a hundred rows.
ONE_OF_EACH = """() => {
  const grounds = new Map(), found = new Map()
  for (const element of document.querySelectorAll("*")) {
    const {color, backgroundColor, backgroundImage, opacity, fontSize, fontWeight, textDecoration} =
      getComputedStyle(element)
    const ground = [grounds.get(element.parentElement), backgroundColor, backgroundImage, opacity]
      .filter(part => !["rgba(0, 0, 0, 0)", "none", "1"].includes(part)).join()
    grounds.set(element, ground)
    const words = [...element.childNodes].some(({nodeType, data}) => nodeType === 3 && data.trim())
    if (!words && !element.matches("input, textarea, select") || !element.checkVisibility()) continue
    const drawn = [element.tagName, ground, color, fontSize, fontWeight, textDecoration].join()
    if (!found.has(drawn)) found.set(drawn, element)
  }
  return {include: [...found.values()]}
}"""
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def find_violations(page):
    """By all rules, on all of the page."""
    page.evaluate(AXE)
    return page.evaluate(f"rules => ({VIOLATIONS})(document, rules, {{}})", ALL)


def find_violations_of_structure(page):
    """By the rules that are the same in each theme, on all of the page."""
    page.evaluate(AXE)
    return page.evaluate(f"([all, none]) => ({VIOLATIONS})(document, all, none)", [ALL, NO_COLOURS])


def find_violations_of_colours(page):
    """By the rules that see colours, on one of each kind of words; the page has axe."""
    return page.evaluate(f"rules => ({VIOLATIONS})(({ONE_OF_EACH})(), rules, {{}})", OF_COLOURS)


@pytest.mark.parametrize(("scheme", "viewport"), [("light", DESKTOP), ("dark", PHONE)], ids=["light", "dark"])
def test_no_violation_on_any_page(open_context, scheme, viewport):
    """All rules at both widths, and at each width those that see colours in both themes."""
    # Without motion, so that no colour is on its way from the first theme to the second.
    page = open_context(viewport=viewport, color_scheme=scheme, reduced_motion="reduce").new_page()
    found, wide = {}, []
    for name, path in PAGE_PATHS.items():
        page.emulate_media(color_scheme=scheme)
        page.goto(path)
        if page.evaluate(SIDEWAYS):
            wide.append(name)
        found[name] = find_violations_of_structure(page) + find_violations_of_colours(page)
        page.emulate_media(color_scheme=OTHER[scheme])
        found[f"{name}, {OTHER[scheme]}"] = find_violations_of_colours(page)
    assert {name: what for name, what in found.items() if what} == {}
    assert wide == []


@pytest.mark.long_run
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_violation_of_any_word_on_any_page(open_context, scheme, viewport):
    """The full matrix: all rules, on every word, in both themes at both widths."""
    page = open_context(viewport=viewport, color_scheme=scheme, reduced_motion="reduce").new_page()
    found = {}
    for name, path in PAGE_PATHS.items():
        page.goto(path)
        found[name] = find_violations(page)
    assert {name: what for name, what in found.items() if what} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_sign_in(open_context, scheme):
    page = open_context(signed_in=False, color_scheme=scheme).new_page()
    page.goto("/")
    assert find_violations(page) == []


def test_one_of_each_colour_is_enough_to_see_a_pale_one(page):
    """The control: what is too pale is found among a hundred rows, be it in all of them or in one."""
    page.goto(PAGE_PATHS["timeline-busy"])
    page.evaluate(AXE)
    for rule in (".row .sub { color: #999 }", "section:nth-of-type(3) .row .tm { background: #777 }"):
        page.evaluate(
            """rule => {
              const sheet = new CSSStyleSheet()
              sheet.replaceSync(rule.replace(" }", " !important }"))
              document.adoptedStyleSheets = [sheet]
            }""",
            rule,
        )
        assert "color-contrast" in str(find_violations_of_colours(page)), rule

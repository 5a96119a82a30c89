"""How static/js/tree.js opens and closes all of a tree at once."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
TREE = """<div class="sub-bar"><button data-tree="open">All</button>
<button data-tree="close">None</button></div>
<div><details open><summary>1</summary><details><summary>2</summary><details><summary>3</summary></details>
</details></details></div><details><summary>Another</summary></details>"""


def test_all_opens_each_level_and_none_leaves_the_first(open_page):
    page = open_page(TREE, "tree.js")
    page.get_by_text("All", exact=True).click()
    expect(page.locator("details[open]")).to_have_count(3)
    page.get_by_text("None", exact=True).click()
    expect(page.locator("details[open] > summary")).to_have_text(["1"])

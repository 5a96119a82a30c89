"""How static/js/fragment.js keeps what a permalink names over a sign-in."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
FORM = """<form data-keep-fragment onsubmit="return false"><input name="next" value="{}">
<button>Sign in</button></form>"""


@pytest.mark.parametrize(
    ("address", "page_after", "sent"),
    [
        ("/#m5", "/interactions/1", "/interactions/1#m5"),
        ("/", "/interactions/1", "/interactions/1"),
        ("/#m5", "/interactions/1#m2", "/interactions/1#m2"),
        ("/#m5", "", ""),
    ],
)
def test_the_fragment_follows_the_path_that_comes_after(open_page, address, page_after, sent):
    page = open_page(FORM.format(page_after), "fragment.js", path=address)
    page.get_by_role("button").click()
    expect(page.locator("input")).to_have_value(sent)

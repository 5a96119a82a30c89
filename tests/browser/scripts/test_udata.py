"""How static/js/udata.js filters and orders the table of the attached data in place."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def row(key, value, group):
    return f'<tr class="r" data-k="{key}" data-g="{group}" id="u-{key}"><th>{key}</th><td>{value}</td></tr>'


TABLE = f"""<div id="live"></div><section data-udata>
<form data-udata-filter><input name="ud"><span data-udata-count="{{matching}} of 3 keys" hidden></span></form>
<a data-order="groups" aria-current="true" href="?">Groups</a> <a data-order="az" href="?keys=az">A–Z</a>
<table data-groups="Order\nOther"><tbody><tr class="g"><th>Order <span>2</span></th></tr>
{row("OrderNumber", "4471", "Order")}{row("orderDate", "May", "Order")}</tbody>
<tbody><tr class="g"><th>Other <span>1</span></th></tr>{row("Agent", "1008", "Other")}</tbody></table>
</section>"""
SHOWN = "tr.r:not([hidden]) th"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("ORDER", ["OrderNumber", "orderDate"]), (" 4471 ", ["OrderNumber"]), ("nothing", [])],
)
def test_a_filter_looks_at_keys_and_values_and_counts(open_page, typed, shown):
    page = open_page(TABLE, "udata.js")
    page.fill("input", typed)
    expect(page.locator(SHOWN)).to_have_text(shown)
    expect(page.locator("[data-udata-count]")).to_have_text(f"{len(shown)} of 3 keys")
    expect(page.locator("tr.g:not([hidden])")).to_have_count(1 if shown else 0)
    page.fill("input", "")
    expect(page.locator(SHOWN)).to_have_count(3)
    expect(page).to_have_url("http://viewer.example/")


def test_keys_stand_by_name_and_in_their_groups_again(open_page):
    page = open_page(TABLE, "udata.js")
    page.get_by_text("A–Z").click()
    expect(page.locator(SHOWN)).to_have_text(["Agent", "orderDate", "OrderNumber"])
    expect(page.locator("tr.g")).to_have_count(0)
    expect(page).to_have_url("http://viewer.example/?keys=az")
    page.get_by_text("Groups").click()
    expect(page.locator("tr.g")).to_have_text(["Order 2", "Other 1"])
    expect(page.locator(SHOWN)).to_have_text(["orderDate", "OrderNumber", "Agent"])


def test_a_link_to_a_key_that_is_filtered_out_shows_it(open_page):
    page = open_page(TABLE, "udata.js")
    page.fill("input", "Agent")
    page.evaluate("location.hash = 'u-orderDate'")
    expect(page.locator(SHOWN)).to_have_text(["orderDate", "Agent"])

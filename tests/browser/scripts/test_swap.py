"""How static/js/swap.js changes a part of a page: what comes, what is too late, what is no part."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
PARTS = """<div id="progress"></div><div id="notice"></div>
<nav data-swap="list"><a href="/list?n=1">one</a> <a href="/list?n=2">two</a></nav>
<section id="list"><button id="kept">first</button></section>"""
ANSWER = "<title>{0}</title><section id=list><button id=kept>{0}</button></section>"
HTML = "text/html; charset=utf-8"


def answer(page, number, **options):
    options = {"body": ANSWER.format(number), "content_type": HTML} | options
    page.route(f"**/list?n={number}", lambda route: route.fulfill(**options))


def test_the_part_the_title_and_the_address_follow_and_the_focus_stays(open_page):
    page = open_page(PARTS, "swap.js")
    answer(page, 1)
    page.evaluate("document.addEventListener('swap:done', ({detail}) => window.done = detail.part)")
    page.locator("#kept").focus()
    page.locator("a", has_text="one").dispatch_event("click")
    expect(page.locator("#list")).to_have_text("1")
    expect(page.locator("#kept")).to_be_focused()
    expect(page).to_have_title("1")
    expect(page).to_have_url("http://viewer.example/list?n=1")
    assert page.evaluate("done") == "list"


def test_the_server_is_told_which_part_is_wanted(open_page):
    page = open_page(PARTS, "swap.js")
    answer(page, 1)
    with page.expect_request("**/list?n=1") as asked:
        page.locator("a", has_text="one").click()
    assert asked.value.headers["x-swap"] == "list"


def test_an_answer_that_a_newer_question_overtook_is_dropped(open_page):
    page = open_page(PARTS, "swap.js")
    late = []
    page.route("**/list?n=1", lambda route: late.append(route))  # noqa: PLW0108 - it has to be a function
    answer(page, 2)
    with page.expect_request("**/list?n=1"):
        page.locator("a", has_text="one").click()
    page.locator("a", has_text="two").click()
    expect(page.locator("#list")).to_have_text("2")
    assert len(late) == 1
    expect(page).to_have_url("http://viewer.example/list?n=2")
    expect(page.locator("#progress")).not_to_have_class("on")


@pytest.mark.parametrize("failure", [{"status": 500}, None], ids=["broken", "no answer"])
def test_a_failure_is_told_above_what_is_there(open_page, failure):
    page = open_page(PARTS, "swap.js")
    if failure:
        answer(page, 1, **failure)
    page.locator("a", has_text="one").click()
    expect(page.locator("#notice [role=alert] h2")).to_have_count(1)
    expect(page.locator("#list")).to_have_text("first")
    expect(page).to_have_url("http://viewer.example/")


def test_an_answer_for_the_notice_alone_leaves_the_part(open_page):
    page = open_page(PARTS, "swap.js")
    answer(page, 1, body="<p>No such ID</p>", headers={"X-Swap": "notice", "Content-Type": HTML})
    page.locator("a", has_text="one").click()
    expect(page.locator("#notice")).to_have_text("No such ID")
    expect(page.locator("#list")).to_have_text("first")


def test_a_page_without_the_part_is_gone_to(open_page):
    page = open_page(PARTS, "swap.js")
    answer(page, 1, body="<title>Sign in</title><p>Another page</p>")
    page.locator("a", has_text="one").click()
    expect(page.locator("p")).to_have_text("Another page")
    expect(page.locator("#list")).to_have_count(0)

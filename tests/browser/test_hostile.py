"""Whatever a stranger wrote: a supervisor's browser runs none of it, asks no other server, and stays put."""

from urllib.parse import quote

import pytest

from tests.browser.chromium import find_chromium
from tests.browser.conftest import until
from tests.browser.hostile import (  # fmt: skip
    CASES_PER_CUSTOMER,
    CHAT_RECORD_ID,
    CORPUS_PATH,
    HOSTILE_CUSTOMER_ID,
    HOSTILE_SERVICE_ID,
    JSON_RECORD_ID,
    PAYLOADS,
    format_case_customer_id,
    format_case_id,
    format_case_thread_id,
    format_html_id,
    format_mail_id,
    format_mark,
    load_corpus,
    write_hostile_dump,
)
from tests.browser.watching import (
    FIND_FORBIDDEN_SCRIPT,
    BrowserWatch,
    open_connection_sink,
    open_watched_page,
)

pytestmark = [pytest.mark.browser, pytest.mark.long(70)]
JOURNEY = ("thread", "subject", "agent", "way", "key", "value")


def lists(watch, page):
    """Where many payloads stand together."""
    for path in (
        f"/customers/{HOSTILE_CUSTOMER_ID}",
        f"/customers/{HOSTILE_CUSTOMER_ID}?order=oldest",
        f"/services/{HOSTILE_SERVICE_ID}",
    ):
        watch.look(page, path)
    for identifier in (CHAT_RECORD_ID, JSON_RECORD_ID):
        watch.look(page, f"/interactions/{identifier}?keys=az")
    page.goto("/")
    page.get_by_role("searchbox").fill(
        f"{PAYLOADS[0]} {format_html_id(0)} {format_mail_id(0)} {CHAT_RECORD_ID} {JSON_RECORD_ID} "
        f"customer_id={HOSTILE_CUSTOMER_ID}"
    )
    with page.expect_navigation():
        page.get_by_role("searchbox").press("Enter")
    watch.inspect(page, "search", len(watch.done))


def cases(watch, page, payloads):
    """The lists of threads, journeys, paper and comparisons; gives how many payloads were seen, each counted
    in every place of every page."""
    numbers, seen = range(len(payloads)), 0
    for first in numbers[::CASES_PER_CUSTOMER]:
        some, own = (
            numbers[first : first + CASES_PER_CUSTOMER],
            f"/customers/{format_case_customer_id(first)}",
        )
        seen += shows(watch, page, f"{own}?udata=All", ("subject", "agent", "way", "kind", "key"), some)
        seen += shows(watch, page, f"{own}/threads", ("subject", "agent"), some)
        turn(watch, page)
        seen += shows(watch, page, f"{own}/journey", ("subject", "agent", "way"), some)
        seen += shows(watch, page, f"{own}/print", ("subject", "agent", "way", "kind"), some)
        for number in some[:: 1 + len(payloads) // CASES_PER_CUSTOMER]:
            if number % 2:
                both = f"/compare?a={format_case_id(number)}&b={format_case_id(number, 'b')}"
                seen += shows(watch, page, both, (*JOURNEY, "kind"), [number])
            else:
                asked = quote(format_case_thread_id(number, payloads[number]), safe="")
                seen += shows(watch, page, f"{own}/journey?thread={asked}", JOURNEY, [number])
    return seen


def shows(watch, page, path, places, numbers):
    """Opens a page that shows these payloads in these places; gives how many that are."""
    watch.seen.clear()
    watch.look(page, path)
    expected = {format_mark(place, number) for place in places for number in numbers}
    assert not (missing := sorted(expected - watch.seen)), (path, len(missing), missing[:20])
    return len(expected)


def turn(watch, page):
    """Has the viewer's script put another order in the place of a list."""
    before = len(watch.done)
    page.locator("#turn").dispatch_event("click")  # every menu is open above it
    until(page, "location.search.includes('order=oldest')")
    watch.inspect(page, f"{page.url} in place", before)


def frames(watch, page, payloads):
    """The cleaned HTML of each payload, from a content and from a mail's body and attachment."""
    paths = [
        f"/interactions/{format_html_id(number)}/structured_text/frame" for number in range(len(payloads))
    ]
    for part in ("1", "2"):
        paths += [
            f"/interactions/{format_mail_id(number)}/structured_text/parts/{part}/frame"
            for number in range(len(payloads))
        ]
    for start in range(0, len(paths), 40):
        watch.look_at_frames(page, paths[start : start + 40])


def test_the_watch_sees_what_runs_and_what_leaves(playwright):
    """The control: in a page of its own, without our pages' policy, all of it is noticed."""
    with open_connection_sink() as (port, heard):
        rules = f"--host-resolver-rules=MAP *.example 127.0.0.1:{port}"
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", rules])
        watch = BrowserWatch(browser.new_context(), "about:blank")
        watch.listen()
        page = watch.context.new_page()
        page.set_content(
            "<script>alert(1)</script><img src=http://elsewhere.example/pixel><b onclick=x()>b</b>"
        )
        assert any("onclick" in odd for odd in page.evaluate(FIND_FORBIDDEN_SCRIPT)[:-1])
        until(page, lambda: heard and told(watch) >= {"script ran", "request"})
        browser.close()


def told(watch):
    return {what.partition(":")[0] for what in watch.done}


def test_our_own_payloads(playwright, tmp_path):
    with open_watched_page(playwright, tmp_path, write_hostile_dump(tmp_path, PAYLOADS)) as (watch, page):
        lists(watch, page)
        assert cases(watch, page, PAYLOADS) == 20 * len(PAYLOADS) + len(PAYLOADS) // 2
        frames(watch, page, PAYLOADS)
        for number, payload in enumerate(PAYLOADS):
            said = quote(payload, safe="")
            identifier = (format_html_id, format_mail_id)[number % 2](number)
            watch.look(page, f"/interactions/{identifier}?ud={said}&udata={said}&service={said}")
        for payload in PAYLOADS[::6]:
            said = quote(payload, safe="")
            watch.look(
                page, f"/customers/{HOSTILE_CUSTOMER_ID}?q={said}&from={said}&range={said}&after={said}"
            )
            watch.look(page, f"/interactions/{said}")
            names = ("q", "handler", "thread", "udata", "media", "tz", "day", "at", "from", "after")
            asked = "&".join(f"{name}={said}" for name in names)
            for path in ("", "/threads", "/journey", "/print"):
                watch.look(page, f"/customers/{format_case_customer_id(0)}{path}?{asked}")
            watch.look(page, f"/compare?a={said}&b={said}&tz={said}")
            watch.look(page, f"/time-zone?next={said}&tz={said}")


@pytest.mark.corpora
@pytest.mark.skipif(not CORPUS_PATH.is_file(), reason="needs the corpora at ../shared/corpora")
def test_every_payload_of_the_corpus(playwright, tmp_path):
    payloads = load_corpus()
    with open_watched_page(playwright, tmp_path, write_hostile_dump(tmp_path, payloads)) as (watch, page):
        lists(watch, page)
        seen = cases(watch, page, payloads)
        assert seen >= 14 * len(payloads)
        print(f"{len(payloads)} payloads in lists, journeys and comparisons: {seen:,}")
        frames(watch, page, payloads)
        for number in range(0, len(payloads), 20):
            watch.look(page, f"/interactions/{format_html_id(number)}/binary_content")
            watch.look(page, f"/interactions/{format_mail_id(number)}")

"""Whatever a stranger wrote: a supervisor's browser runs none of it, asks no other server, and stays put."""

from collections.abc import Sequence
from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from tests.browser.chromium import find
from tests.browser.conftest import until
from tests.browser.hostile import (
    CHAT,
    CORPUS,
    CUSTOMER,
    JSON,
    PAYLOADS,
    SERVICE,
    corpus,
    dump,
    html,
    mail,
)  # fmt: skip
from tests.browser.watching import READ, Watch, sink, watched

pytestmark = pytest.mark.browser


def lists(watch: Watch, page: Page) -> None:
    """Where many payloads stand together."""
    for path in (f"/customers/{CUSTOMER}", f"/customers/{CUSTOMER}?order=oldest", f"/services/{SERVICE}"):
        watch.look(page, path)
    for identifier in (CHAT, JSON):
        watch.look(page, f"/interactions/{identifier}?keys=az")
    page.goto("/")
    page.get_by_role("searchbox").fill(
        f"{PAYLOADS[0]} {html(0)} {mail(0)} {CHAT} {JSON} customer_id={CUSTOMER}"
    )
    with page.expect_navigation():
        page.get_by_role("searchbox").press("Enter")
    watch.inspect(page, "search", len(watch.done))


def frames(watch: Watch, page: Page, payloads: Sequence[str]) -> None:
    """The cleaned HTML of each payload, from a content and from a mail's body and attachment."""
    paths = [f"/interactions/{html(number)}/structured_text/frame" for number in range(len(payloads))]
    for part in ("1", "2"):
        paths += [
            f"/interactions/{mail(number)}/structured_text/parts/{part}/frame"
            for number in range(len(payloads))
        ]
    for start in range(0, len(paths), 40):
        watch.look_at_frames(page, paths[start : start + 40])


def test_the_watch_sees_what_runs_and_what_leaves(playwright) -> None:
    """The control: in a page of its own, without our pages' policy, all of it is noticed."""
    with sink() as (port, heard):
        rules = f"--host-resolver-rules=MAP *.example 127.0.0.1:{port}"
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox", rules])
        watch = Watch(browser.new_context(), "about:blank")
        watch.listen()
        page = watch.context.new_page()
        page.set_content(
            "<script>alert(1)</script><img src=http://elsewhere.example/pixel><b onclick=x()>b</b>"
        )
        assert any("onclick" in odd for odd in page.evaluate(READ)[:-1])
        until(page, lambda: heard and told(watch) >= {"script ran", "request"})
        browser.close()


def told(watch: Watch) -> set[str]:
    return {what.partition(":")[0] for what in watch.done}


def test_our_own_payloads(playwright, tmp_path) -> None:
    with watched(playwright, tmp_path, dump(tmp_path, PAYLOADS)) as (watch, page):
        lists(watch, page)
        frames(watch, page, PAYLOADS)
        for number, payload in enumerate(PAYLOADS):
            said = quote(payload, safe="")
            watch.look(
                page,
                f"/interactions/{(html, mail)[number % 2](number)}?ud={said}&udata={said}&service={said}",
            )
        for payload in PAYLOADS[::6]:
            said = quote(payload, safe="")
            watch.look(page, f"/customers/{CUSTOMER}?q={said}&from={said}&range={said}&after={said}")
            watch.look(page, f"/interactions/{said}")


@pytest.mark.corpora
@pytest.mark.skipif(not CORPUS.is_file(), reason="needs the corpora at ../shared/corpora")
def test_every_payload_of_the_corpus(playwright, tmp_path) -> None:
    payloads = corpus()
    with watched(playwright, tmp_path, dump(tmp_path, payloads)) as (watch, page):
        lists(watch, page)
        frames(watch, page, payloads)
        for number in range(0, len(payloads), 20):
            watch.look(page, f"/interactions/{html(number)}/binary_content")
            watch.look(page, f"/interactions/{mail(number)}")

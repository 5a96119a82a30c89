"""Frames of strangers' HTML: the page stays where it is, and a link that is followed tells nothing of it."""

import json
import threading
from contextlib import contextmanager
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from interactions.pages.content_policies import FRAME_HEADERS
from tests.browser.chromium import find_chromium
from tests.browser.conftest import PATIENCE, until
from tests.browser.hostile import PAYLOADS, load_corpus
from tests.browser.watching import REPORT_DIALOGS_SCRIPT

pytestmark = pytest.mark.browser
LETTER = "FRAMELETTER001"
TARGETS = ("_top", "_parent", "_self", "_unfencedTop", "other", "")
PLACE = f"/interactions/{LETTER}/structured_text"


class Elsewhere:
    """Another server, as which every name in .example is known, and the heads of what it was asked."""

    def __init__(self):
        self.asked: list[tuple[str, Message]] = []
        heads = self.asked

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self):
                heads.append((self.path, self.headers))
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                self.wfile.write(b"<title>Elsewhere</title>")

            do_POST = do_GET

            def log_message(self, *_):
                """Nothing to the console."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.address = f"http://elsewhere.example:{self.server.server_port}"

    @contextmanager
    def serving(self):
        thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.server.shutdown()
            self.server.server_close()
            thread.join(5)

    def paths(self):
        return [path for path, _ in self.asked if path != "/favicon.ico"]


def letter(elsewhere):
    """Its links each want another window of the reader's."""
    links = "".join(
        f'<p><a href="{elsewhere}/{target}" target="{target}" rel="opener" '
        f'referrerpolicy="unsafe-url">Link {target}.</a></p>'
        for target in TARGETS
    )
    return (
        f"<base target=_top><meta name=referrer content=unsafe-url>{links}"
        f'<meta http-equiv=refresh content="0;url={elsewhere}/refresh">'
        f'<script>top.location="{elsewhere}/run"</script>'
        f'<form action="{elsewhere}/form" target=_top><button>Send</button></form>'
        f'<map name=m><area href="{elsewhere}/area" target=_top shape=default></map><img usemap="#m" alt=x>'
        f'<p onclick="top.location=1">Words</p><p>{elsewhere}/written</p>'
    )


@pytest.fixture(scope="module")
def elsewhere():
    with Elsewhere().serving() as server:
        yield server


@pytest.fixture(scope="module")
def _loaded(load, elsewhere, tmp_path_factory):
    """The contact centre holds the letter as HTML and as text."""
    folder = tmp_path_factory.mktemp("frames")
    (folder / LETTER).mkdir()
    for kind in ("structured_text", "plain_text"):
        (folder / LETTER / kind).write_text(letter(elsewhere.address), encoding="utf-8")
    record = {"interaction_id": LETTER, "customer_id": "FRAMES", "structured_text_mime": "text/html"}
    (folder / "letter.ndjson").write_text(json.dumps(record), encoding="utf-8")
    load(folder / "letter.ndjson", 1)


@pytest.fixture(scope="module")
def context(playwright, address, cookies, elsewhere, _loaded):
    """A supervisor's browser that finds elsewhere."""
    names = f"--host-resolver-rules=MAP *.example 127.0.0.1:{elsewhere.server.server_port}"
    browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", names])
    context = browser.new_context(base_url=address)
    context.add_cookies(cookies)
    context.set_default_timeout(1000 * PATIENCE)
    yield context
    browser.close()


@pytest.fixture
def page(context):
    yield context.new_page()
    for page in context.pages:
        page.close()


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("place", [PLACE, f"{PLACE}/frame"])
def test_a_link_opens_a_window_that_knows_nothing_of_the_page(page, elsewhere, place, target):
    page.goto(place)
    here, inside = page.url, page if place.endswith("/frame") else page.frame_locator("iframe[data-fit]")
    elsewhere.asked.clear()
    with page.context.expect_page() as opened:
        inside.get_by_role("link", name=f"Link {target}.").click()
    assert_told_nothing(opened.value, elsewhere, f"/{target}")
    assert page.url == here


def test_neither_does_an_address_in_text(page, elsewhere):
    page.goto(f"/interactions/{LETTER}/plain_text")
    elsewhere.asked.clear()
    with page.context.expect_page() as opened:
        page.locator(".ct-text a", has_text="/written").click()
    assert_told_nothing(opened.value, elsewhere, "/written")


def assert_told_nothing(opened, elsewhere, path):
    expect(opened).to_have_title("Elsewhere")
    assert opened.evaluate("[window.opener, document.referrer, window.name]") == [None, "", ""]
    assert elsewhere.paths()[:1] and elsewhere.paths()[0].startswith(path)
    head = elsewhere.asked[0][1]  # its own icon is asked for later, with its own address
    assert not [name for name in ("Referer", "Cookie", "Origin") if name in head]
    opened.close()


def wait_for_a_link(inside, elsewhere):
    """Follows a link that does lead elsewhere: what was to lead there before has done so by then."""
    inside.get_by_role("link", name="Link other.").click(no_wait_after=True)
    page = inside.owner.page
    until(page, lambda: any(path.startswith("/other") for path in elsewhere.paths()))


def test_nothing_else_in_a_frame_leads_anywhere(page, elsewhere):
    elsewhere.asked.clear()
    page.goto(PLACE)
    here, inside = page.url, page.frame_locator("iframe[data-fit]")
    pages = len(page.context.pages)
    inside.get_by_text("Words").click()
    expect(inside.locator("form, meta[http-equiv], base, script, area, [onclick]")).to_have_count(0)
    wait_for_a_link(inside, elsewhere)
    until(page, lambda: len(page.context.pages) > pages)
    assert (page.url, elsewhere.paths(), len(page.context.pages)) == (here, ["/other"], pages + 1)


def test_a_frame_holds_even_what_was_not_cleaned(page, elsewhere):
    """Its sandbox and its policy by themselves, should the list of what is kept ever fail."""
    page.route(
        "**/frame",
        lambda route: route.fulfill(
            body=letter(elsewhere.address), headers=FRAME_HEADERS, content_type="text/html"
        ),
    )
    elsewhere.asked.clear()
    page.goto(PLACE)
    here, inside = page.url, page.frame_locator("iframe[data-fit]")
    inside.get_by_role("button", name="Send").click()
    inside.get_by_text("Words").click()
    for target in ("_top", "_parent", "_unfencedTop"):
        inside.get_by_role("link", name=f"Link {target}.").click(no_wait_after=True)
    wait_for_a_link(inside, elsewhere)
    assert page.url == here
    assert not {"/form", "/run", "/refresh"} & {path.partition("?")[0] for path in elsewhere.paths()}


def _given(route, html, headers=FRAME_HEADERS):
    """As a frame is given, but for the cleaning."""
    body = html.encode("utf-8", "replace")
    route.fulfill(body=body, headers=headers, content_type="text/html; charset=utf-8")


@pytest.mark.parametrize("headers", [FRAME_HEADERS, {}], ids=["as frames are given", "the control"])
def test_no_script_of_a_payload_runs_in_a_frame_even_uncleaned(page, headers):
    payloads, ran = [*PAYLOADS, *load_corpus()] if headers else PAYLOADS[:1], list[str]()
    page.expose_function("told", lambda what: ran.append(what))  # noqa: PLW0108 - it has to be a function
    page.add_init_script(REPORT_DIALOGS_SCRIPT)
    page.route("**/bare/*", lambda route: _given(route, payloads[_number(route)], headers))
    page.goto("/healthz")
    here = page.url
    loaded = page.evaluate(
        """async number => {
          const frames = [...Array(number).keys()].map(at =>
            Object.assign(document.createElement('iframe'), {src: `/bare/${at}`}))
          const loaded = frames.map(frame => new Promise(done => frame.onload = done))
          document.documentElement.replaceChildren(...frames)
          return (await Promise.all(loaded)).length
        }""",
        len(payloads),
    )
    assert (loaded, page.url, ran) == (len(payloads), here, [] if headers else ["alert"])


def _number(route):
    return int(route.request.url.rpartition("/")[2])

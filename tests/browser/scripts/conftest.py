"""A page of a few elements with one of the product's scripts and no server, so that it is tested alone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from tests.browser.conftest import DESKTOP

SCRIPTS = Path(__file__).parents[3] / "static" / "js"
ADDRESS = "http://viewer.example"
HTML = "text/html; charset=utf-8"


@pytest.fixture(scope="module")
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser in which the scripts have their address, and nothing else answers."""
    context = chromium.new_context(base_url=ADDRESS, viewport=DESKTOP)
    context.route("**/*", lambda route: route.abort())
    context.route(f"{ADDRESS}/static/js/*", serve_script)
    yield context
    context.close()


def serve_script(route: Route) -> None:
    path = SCRIPTS / route.request.url.rpartition("/")[2]
    route.fulfill(body=path.read_text(encoding="utf-8"), content_type="text/javascript; charset=utf-8")


@pytest.fixture
def open_page(context: BrowserContext) -> Iterator[Callable[..., Page]]:
    """Opens a page: `open_page("<p>Words</p>", "copy.js", path="/?a=1#b")`. An error of its script fails the
    test. What else is asked of a server is answered by routes of the test."""
    pages, errors = [], []

    def open_one(body: str = "", *scripts: str, path: str = "/") -> Page:
        page = context.new_page()
        pages.append(page)
        page.on("pageerror", lambda error: errors.append(str(error)))
        tags = "".join(f'<script type="module" src="/static/js/{script}"></script>' for script in scripts)
        html = f"<!doctype html><title>Test</title>{tags}<body>{body}"
        page.route(f"{ADDRESS}/", lambda route: route.fulfill(body=html, content_type=HTML))
        page.route(f"{ADDRESS}/?*", lambda route: route.fulfill(body=html, content_type=HTML))
        page.goto(path)
        return page

    yield open_one
    for page in pages:
        page.close()
    assert errors == []


@pytest.fixture
def call(open_page: Callable[..., Page]) -> Callable[..., object]:
    """Calls a function that a script exports: `call("player.js", "formatClock", 83)`."""
    page = open_page()

    def call_exported(script: str, function: str, *arguments: object) -> object:
        return page.evaluate(
            """async ([script, name, ...values]) => {
              const result = (await import(`/static/js/${script}`))[name](...values)
              return result instanceof Map ? [...result] : result
            }""",
            [script, function, *arguments],
        )

    return call_exported

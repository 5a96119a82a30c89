"""A viewer started as a user starts it, with the sample contact centre, and a Chromium in front of it."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests.browser.chromium import find_chromium
from tests.servers import run_manage, run_viewer
from ucsviewer.accounts import SAMPLE_PASSWORD, SAMPLE_USERNAME

DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
PATIENCE = 20.0  # seconds: what takes 100 ms here takes seconds where many tests share a core
expect.set_options(timeout=1000 * PATIENCE)


@pytest.fixture(scope="session")
def data_folder(sample_folder: Callable[[], Path]) -> Path:
    """Where the viewer that the tests share has its data."""
    return sample_folder()


@pytest.fixture(scope="session")
def address(data_folder: Path) -> Iterator[str]:
    """The base URL of a viewer in the sample set-up."""
    with run_viewer(data_folder) as url:
        yield url


@pytest.fixture(scope="session")
def load(data_folder: Path) -> Callable[[Path, int], None]:
    """Loads a dump into the contact centre of that viewer: `load(path, 3)` for one of three records. Each
    file of tests brings a customer of its own, so that none sees another's records."""

    def load_json(path: Path, records: int) -> None:
        loaded = run_manage(data_folder, "load_json", str(path))
        assert f"{records:,} loaded" in loaded.stdout, loaded.stderr

    return load_json


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The one driver: a second one in the same thread would not start."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def cookies(chromium: Browser, address: str) -> list:
    """What a signed-in supervisor's browser holds."""
    return signed_in(chromium, address)


def signed_in(chromium: Browser, address: str) -> list:
    """The cookies of somebody who has just signed in there."""
    context = chromium.new_context(base_url=address)
    sign_in(context.new_page())
    cookies = context.cookies()
    context.close()
    return cookies


def until(page: Page, condition: str | Callable[[], object], seconds: float = PATIENCE) -> None:
    """Waits until an expression is true in the page, or a function here. Asked from here again and again:
    Playwright's own `wait_for_function` looks a second time by `eval`, which the pages' policy forbids."""
    ends = time.monotonic() + seconds
    while not (condition() if callable(condition) else page.evaluate(condition)):
        assert time.monotonic() < ends, f"not in {seconds} s: {condition}"
        page.wait_for_timeout(20)


def sign_in(page: Page) -> None:
    """Types name and password on the sign-in page that the viewer leads to."""
    if "/sign-in" not in page.url:
        page.goto("/")
    page.fill("input[name=username]", SAMPLE_USERNAME)
    page.fill("input[name=password]", SAMPLE_PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)


@pytest.fixture
def open_context(chromium: Browser, address: str, cookies: list) -> Iterator[Callable[..., BrowserContext]]:
    """Opens browser contexts (signed in unless told otherwise); fails the test on any error of a page's
    script or breach of its policy."""
    contexts, complaints = [], []

    def open_one(*, signed_in: bool = True, **options: object) -> BrowserContext:
        context = chromium.new_context(base_url=address, **({"viewport": DESKTOP} | options))
        if signed_in:
            context.add_cookies(cookies)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on("console", lambda line: line.type == "error" and complaints.append(line.text))
        context.set_default_timeout(1000 * PATIENCE)
        contexts.append(context)
        return context

    yield open_one
    for context in contexts:
        context.close()
    unexpected = [c for c in complaints if "Failed to load resource" not in c]
    assert not unexpected


@pytest.fixture
def page(open_context: Callable[..., BrowserContext]) -> Page:
    """A signed-in supervisor's page on a desktop."""
    return open_context().new_page()

"""A browser that notices what a page was made to do: scripts that ran, requests that left, where it went; and
in which places it saw which payload."""

import re
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import BrowserContext, ConsoleMessage, Frame, Page, Playwright, Request

from tests.browser.chromium import find_chromium
from tests.browser.conftest import sign_in, until
from tests.browser.hostile import MARK_PATTERN
from tests.servers import run_manage, run_viewer

REPORT_DIALOGS_SCRIPT = (
    "for (const name of ['alert', 'confirm', 'prompt', 'print', 'open']) window[name] = () => told(name)"
)
# Opens what folds. Gives what may stand in no document of ours, page or frame: handlers, addresses that run,
# scripts of others; and then the document itself.
FIND_FORBIDDEN_SCRIPT = """() => {
  document.querySelectorAll('details').forEach(fold => fold.open = true)
  const runs = ({name, value}) => name.startsWith('on') ||
    ['href', 'src', 'action', 'data'].includes(name) && /^\\s*(java|vb)script:/i.test(value)
  const others = 'script:not([src^="/static/"]), base, meta[http-equiv], object, embed, ' +
    'iframe:not([src^="/interactions/"])'
  return [...document.querySelectorAll('*')].filter(element => [...element.attributes].some(runs))
    .concat(...document.querySelectorAll(others)).map(element => element.outerHTML.slice(0, 200))
    .concat(document.documentElement.outerHTML)
}"""
# Every fold open, every way to show a mail taken once, every frame asked for.
UNFOLD_SCRIPT = """() => {
  document.querySelectorAll('details').forEach(fold => fold.open = true)
  document.querySelectorAll('iframe').forEach(frame => frame.loading = 'eager')
  document.querySelectorAll('.ct-switch input').forEach(way => way.click())
  document.querySelectorAll('.ct-switch label:first-child input').forEach(way => way.click())
}"""
FRAMES_LOADED_SCRIPT = """[...document.querySelectorAll('iframe')].every(({contentDocument}) =>
  !contentDocument || contentDocument.URL !== 'about:blank' && contentDocument.readyState === 'complete')"""
LOAD_FRAMES_SCRIPT = """async paths => {
  const frames = paths.map(src => Object.assign(document.createElement('iframe'), {src}))
  const loaded = frames.map(frame => new Promise(done => frame.onload = done))
  document.body.replaceChildren(...frames)
  await Promise.all(loaded)
}"""
SOURCE_VIEW_PATTERN = re.compile(
    r'<pre[^>]* aria-label="The (?:mail|HTML) as it was (?:sent|written)">.*?</pre>', re.S
)


@dataclass
class BrowserWatch:
    """A browser in which every other server is ours, what it was made to do, and the marks that it saw: in
    pages and frames, and in what they show of a mail as it was sent."""

    context: BrowserContext
    address: str
    done: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    seen_as_sent: set[str] = field(default_factory=set)

    def listen(self) -> None:
        self.context.expose_function("told", lambda what: self.done.append(f"script ran: {what}"))
        self.context.add_init_script(REPORT_DIALOGS_SCRIPT)
        self.context.on("request", self._request)
        self.context.on("console", self._console)
        self.context.on("weberror", lambda error: self.done.append(str(error.error)))
        self.context.on("dialog", lambda dialog: (self.done.append("dialog"), dialog.dismiss()))
        self.context.on("page", lambda page: page.on("popup", lambda _: self.done.append("popup")))

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.address}/", "data:")):
            self.done.append(f"request: {request.url}")

    def _console(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "Refused to" in message.text:
            self.done.append(message.text)

    def look(self, page: Page, path: str) -> None:
        """Opens a page with all its folds, tabs and frames."""
        before = len(self.done)
        response = page.goto(path)
        assert response.status < 500, path
        page.evaluate(UNFOLD_SCRIPT)
        page.wait_for_load_state("load")
        until(page, FRAMES_LOADED_SCRIPT, seconds=30)
        self.inspect(page, path, before)

    def look_at_frames(self, page: Page, paths: Sequence[str]) -> None:
        """Opens documents as frames that have no sandbox of their own: their headers must do."""
        page.goto("/healthz")
        before, here = len(self.done), page.url
        page.evaluate(LOAD_FRAMES_SCRIPT, paths)
        assert page.url == here
        self.inspect(page, f"{paths[0]} …", before)

    def inspect(self, page: Page, path: str, before: int) -> None:
        if not page.url.startswith(f"{self.address}/") or "/sign-" in page.url:
            self.done.append(f"went to {page.url}")
        for frame in page.frames:
            self._frame(frame)
        self.done[before:] = [f"{path}: {what}" for what in self.done[before:]]

    def _frame(self, frame: Frame) -> None:
        if frame.url not in {"", "about:blank"} and not frame.url.startswith(self.address):
            self.done.append(f"frame went to {frame.url}")
        *odd, html = frame.evaluate(FIND_FORBIDDEN_SCRIPT)
        self.done += odd
        self.seen_as_sent |= {
            mark for text in SOURCE_VIEW_PATTERN.findall(html) for mark in MARK_PATTERN.findall(text)
        }
        self.seen |= set(MARK_PATTERN.findall(SOURCE_VIEW_PATTERN.sub("", html)))


@contextmanager
def open_connection_sink() -> Iterator[tuple[int, list[object]]]:
    """A port to which other host names lead, and who connected: a connection alone tells a stranger much."""
    heard: list[object] = []
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        listener.settimeout(0.05)
        over = threading.Event()
        thread = threading.Thread(target=_collect_connections, args=(listener, heard, over), daemon=True)
        thread.start()
        try:
            yield listener.getsockname()[1], heard
        finally:
            over.set()
            thread.join(5)


def _collect_connections(listener: socket.socket, heard: list[object], over: threading.Event) -> None:
    while not over.is_set():
        try:
            connection, address = listener.accept()
        except TimeoutError:
            continue
        connection.close()
        heard.append(address)


@contextmanager
def open_watched_page(
    playwright: Playwright, folder: Path, records: int
) -> Iterator[tuple[BrowserWatch, Page]]:
    """A viewer whose contact centre holds nothing but the records of `hostile.ndjson` in the folder, and a
    supervisor's browser before it. At the end nothing must have been noticed."""
    assert run_manage(folder, "migrate").returncode == 0
    assert f"{records:,} loaded" in run_manage(folder, "load_json", str(folder / "hostile.ndjson")).stdout
    with run_viewer(folder) as address, open_connection_sink() as (port, heard):
        rules = f"--host-resolver-rules=MAP *.example 127.0.0.1:{port}"
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", rules])
        context = browser.new_context(base_url=address)
        page = context.new_page()
        sign_in(page)
        watch = BrowserWatch(context, address)
        watch.listen()
        yield watch, page
        browser.close()
        assert watch.done == []
        assert heard == []

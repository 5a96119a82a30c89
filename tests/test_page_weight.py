"""What a browser has to fetch, as `manage.py start` sends it: compressed by gzip, as any browser takes it."""

import json
import re
from datetime import datetime, timedelta

import pytest
import requests

from benchmarks.dumps import iter_documents
from tests.browser.page_paths import PAGE_PATHS
from tests.servers import open_signed_in_session, run_viewer
from tests.upstreams import build_http_response, serve_answer

pytestmark = pytest.mark.long(20)

PAGE, SCRIPTS = 30_000, 20_000  # bytes: a page of 100 rows; all scripts of any page
ROWS = 10_000


@pytest.fixture(scope="module")
def sample(sample_folder):
    """A viewer in the sample set-up, and somebody who is signed in there."""
    data = sample_folder()
    with run_viewer(data, WORKERS="1") as url:
        yield url, open_signed_in_session(url, data)


def history():
    """The large customer's first tenth, ten times one after the other: as many days as theirs."""
    tenth = list(iter_documents(ROWS // 10))
    for turn in range(10):
        later = timedelta(days=turn * 4 * 365 / 10)
        for document in tenth:
            times = {name: moved(str(at), later) for name, at in document.items() if name.endswith("_date")}
            own = {name: f"{document[name]}{turn or ''}" for name in ("interaction_id", "thread_id")}
            yield document | own | times


def moved(at, later):
    return f"{(datetime.fromisoformat(at) + later).replace(tzinfo=None).isoformat('T', 'milliseconds')}Z"


def fetched(session, url):
    """Bytes of the body as they came, and the text that they are."""
    with session.get(url, headers={"Accept-Encoding": "gzip"}, stream=True) as answer:
        body = answer.raw.read(decode_content=False)
        assert answer.headers.get("Content-Encoding") == "gzip", url
    return len(body), session.get(url).text


def scripts(page):
    found = re.findall(r'<script(?: type="module")? src="([^"]+)"(?: defer)?></script>', page)
    assert len(found) == page.count("<script") >= 4
    return found


def test_all_scripts_of_each_page_together(sample):
    url, session = sample
    sizes: dict[str, int] = {}
    together = {}
    for name, path in {**PAGE_PATHS, "sign-in": "/sign-in"}.items():
        asked = scripts((requests if name == "sign-in" else session).get(url + path).text)
        for each in asked:
            if each not in sizes:
                sizes[each] = fetched(session, url + each)[0]
        together[name] = sum(sizes[each] for each in asked)
    assert {name: size for name, size in together.items() if not 0 < size <= SCRIPTS} == {}


def test_a_page_of_100_of_10_000_rows(tmp_path):
    with (
        serve_answer(build_http_response(json.dumps(list(history())).encode())) as ucs,
        run_viewer(tmp_path, UCS_URL=ucs, WORKERS="1") as url,
    ):
        session = open_signed_in_session(url, tmp_path)
        for query in ("", "?order=oldest"):
            size, page = fetched(session, f"{url}/customers/00001aLARGE00001{query}")
            assert page.count('class="row"') == 100
            assert f"{ROWS:,} interactions" in page
            assert size <= PAGE

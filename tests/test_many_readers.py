"""Thirty-two readers at once, as `make run` serves them: gunicorn's threads, one SQLite file, the embedded
server in-process, and searches that write while others read."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
import requests

from tests.servers import open_signed_in_session, run_viewer

pytestmark = pytest.mark.long(22)

READERS = 32
PAGES = (
    "/customers/00001aI4Y03000BG",
    "/customers/00001aI4Y03000BG?media=chat&q=parcel",
    "/services/4471",
    "/interactions/00001a57JGQ00BW8",
    "/interactions/00001a57JGQ00BW8/structured_text/raw",
    "/interactions/0000NOSUCHID0001",
    "/api/customers/00001aSHOWCHAT01/interactions",
    "/readyz",
)
SEARCHED = ("00001a57JGQ00BVU", "00001a57JGQ00BW8", "4471")


@pytest.fixture(scope="module")
def data(sample_folder):
    return sample_folder()


@pytest.fixture(scope="module")
def served(data):
    with run_viewer(data, WORKERS="1") as url:
        yield url


def reader(url, cookies, number):
    """What one reader is answered: every page and two searches, beginning at a place of their own."""
    answers: Counter[tuple[str, int]] = Counter()
    with requests.Session() as session:
        session.cookies.update(cookies)
        page = session.get(f"{url}/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]
        for turn in range(len(PAGES)):
            path = PAGES[(number + turn) % len(PAGES)]
            answers[path, session.get(url + path).status_code] += 1
            if turn % (len(PAGES) // 2) == 0:
                form = {"q": SEARCHED[(number + turn) % len(SEARCHED)], "csrfmiddlewaretoken": token}
                found = session.post(f"{url}/", form, allow_redirects=False)
                answers["search", found.status_code] += 1
    return answers


def connections(data):
    """How many connections to the database the server's processes hold open (Linux tells)."""
    database = str((data / "sample.sqlite3").resolve())
    found = 0
    for handle in Path("/proc").glob("[0-9]*/fd/*"):
        with suppress(OSError):  # gone meanwhile, or of somebody else
            found += str(handle.readlink()) == database
    return found


def test_everybody_is_answered_and_nothing_is_left_open(served, data):
    cookies = open_signed_in_session(served, data).cookies.get_dict()
    with ThreadPoolExecutor(READERS) as pool:
        answers = sum(pool.map(lambda number: reader(served, cookies, number), range(READERS)), Counter())
    expected = {(path, 404 if "NOSUCHID" in path else 200): READERS for path in PAGES}
    assert answers == expected | {("search", 303): 2 * READERS}
    assert connections(data) <= READERS  # one a thread, none of them lost
    log = (data / "log.txt").read_text()
    assert "Traceback" not in log
    assert "locked" not in log

"""Pages that one reader asks for at the same moment, of two processes over one PostgreSQL."""

import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import psycopg
import pytest
import requests

from tests.interactions.ucs.scripted import serving
from tests.servers import signed_in, viewer

TIMES = 4  # how often each page is asked for at once


def at_once(*asks: Callable[[], int]) -> list[int]:
    barrier = threading.Barrier(len(asks))

    def one(ask: Callable[[], int]) -> int:
        barrier.wait()
        return ask()

    with ThreadPoolExecutor(len(asks)) as threads:
        return list(threads.map(one, asks))


class Reader:
    """A browser with several tabs."""

    def __init__(self, url: str, data: Path) -> None:
        self.url, self.cookies = url, signed_in(url, data).cookies.get_dict()

    def get(self, path: str) -> int:
        return requests.get(self.url + path, cookies=self.cookies, allow_redirects=False).status_code

    def post(self, path: str, **fields: str) -> int:
        fields["csrfmiddlewaretoken"] = self.cookies["csrftoken"]
        answer = requests.post(self.url + path, fields, cookies=self.cookies, allow_redirects=False)
        return answer.status_code


def warnings(data: Path) -> list[str]:
    return re.findall(r".* (?:WARNING|ERROR) .*", (data / "log.txt").read_text())


@pytest.mark.postgresql
def test_a_first_look_and_a_first_search_in_several_tabs(database, tmp_path) -> None:
    with viewer(tmp_path, DATABASE_URL=database) as url:
        reader = Reader(url, tmp_path)
        with psycopg.connect(database) as connection:
            known = connection.execute(
                "SELECT DISTINCT customer_id FROM contactserver_interaction WHERE customer_id IS NOT NULL"
            ).fetchall()
            for (customer,) in known:
                assert at_once(*[partial(reader.get, f"/customers/{customer}")] * TIMES) == [200] * TIMES
            assert at_once(*[partial(reader.post, "/", q=known[0][0])] * TIMES) == [303] * TIMES
            visits, searches = (
                connection.execute(f"SELECT count(*) FROM interactions_{table}").fetchone()[0]
                for table in ("visit", "recentsearch")
            )
    assert (visits, searches) == (len(known), 1)
    assert warnings(tmp_path) == []


@pytest.fixture
def slow() -> Iterator[tuple[str, threading.Event, threading.Event]]:
    """A UCS that answers when it is told to: its URL, that it was asked, that it may answer."""
    asked, go = threading.Event(), threading.Event()

    def wait(connection) -> None:
        asked.set()
        go.wait(20)
        body = b'[{"interaction_id": "A1"}]'
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))

    with serving(b"HTTP/1.1 404 None\r\nContent-Length: 0\r\n\r\n", wait) as server:
        yield server.url, asked, go


def test_signing_out_in_one_tab_breaks_no_page_of_another(slow, tmp_path) -> None:
    """A page that has something to remember can't, and is given all the same."""
    ucs, asked, go = slow
    with viewer(tmp_path, UCS_URL=ucs) as url, ThreadPoolExecutor() as threads:
        reader = Reader(url, tmp_path)
        refreshed = threads.submit(reader.post, "/refresh", next="/customers/C1")
        assert asked.wait(20)
        assert reader.post("/sign-out") == 302
        go.set()
        assert refreshed.result() == 303
        assert reader.get("/customers/C1") == 302
    assert warnings(tmp_path) == []

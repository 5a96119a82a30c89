"""What is asked for at the same moment, of several processes over one database."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from typing import TypeVar

import psycopg
import pytest
import requests

from interactions.models import MAX_PASSWORD_TRIES
from tests.interactions.ucs.scripted_server import run_scripted_server
from tests.servers import open_signed_in_session, run_viewer

INSTALLATION = {"SECRET_KEY": "x" * 50, "UCS_URL": "http://127.0.0.1:9", "WORKERS": "1"}
T = TypeVar("T")
TABS = 4  # that ask for each page at once


def at_once(*asks):
    barrier = threading.Barrier(len(asks))

    def one(ask):
        barrier.wait()
        return ask()

    with ThreadPoolExecutor(len(asks)) as threads:
        return list(threads.map(one, asks))


class Reader:
    """A browser with several tabs."""

    def __init__(self, url, data):
        self.url, self.cookies = url, open_signed_in_session(url, data).cookies.get_dict()

    def get(self, path):
        return requests.get(self.url + path, cookies=self.cookies, allow_redirects=False).status_code

    def post(self, path, **fields):
        fields["csrfmiddlewaretoken"] = self.cookies["csrftoken"]
        answer = requests.post(self.url + path, fields, cookies=self.cookies, allow_redirects=False)
        return answer.status_code


def warnings(data):
    return re.findall(r".* (?:WARNING|ERROR) .*", (data / "log.txt").read_text())


@pytest.mark.postgresql
def test_a_first_look_and_a_first_search_in_several_tabs(database, tmp_path):
    with run_viewer(tmp_path, DATABASE_URL=database) as url:
        reader = Reader(url, tmp_path)
        with psycopg.connect(database) as connection:
            known = connection.execute(
                "SELECT DISTINCT customer_id FROM contactserver_interaction WHERE customer_id > '' LIMIT 12"
            ).fetchall()
            for (customer,) in known:
                assert at_once(*[partial(reader.get, f"/customers/{customer}")] * TABS) == [200] * TABS
            assert at_once(*[partial(reader.post, "/", q=known[0][0])] * TABS) == [303] * TABS
            visits, searches = (
                connection.execute(f"SELECT count(*) FROM interactions_{table}").fetchone()[0]
                for table in ("visit", "recentsearch")
            )
    assert (visits, searches) == (len(known), 1)
    assert warnings(tmp_path) == []


@pytest.fixture
def slow():
    """A UCS that answers when it is told to: its URL, that it was asked, that it may answer."""
    asked, go = threading.Event(), threading.Event()

    def wait(connection):
        asked.set()
        go.wait(20)
        body = b'[{"interaction_id": "A1"}]'
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))

    with run_scripted_server(b"HTTP/1.1 404 None\r\nContent-Length: 0\r\n\r\n", wait) as server:
        yield server.url, asked, go


def test_signing_out_in_one_tab_breaks_no_page_of_another(slow, tmp_path):
    """A page that has something to remember can't, and is given all the same."""
    ucs, asked, go = slow
    with run_viewer(tmp_path, UCS_URL=ucs) as url, ThreadPoolExecutor() as threads:
        reader = Reader(url, tmp_path)
        refreshed = threads.submit(reader.post, "/refresh", next="/customers/C1")
        assert asked.wait(20)
        assert reader.post("/sign-out") == 302
        go.set()
        assert refreshed.result() == 303
        assert reader.get("/customers/C1") == 302
    assert warnings(tmp_path) == []


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def shared(request, tmp_path):
    """The URL of a database for two viewers."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'shared.sqlite3'}"
    return request.getfixturevalue("database")


def test_wrong_passwords_are_counted_by_all_processes_together(shared, tmp_path):
    """Two machines: ten tries are looked at, whoever gets them."""

    def try_password(url):
        browser = requests.Session()
        form = browser.get(f"{url}/sign-in").text
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)[1]
        fields = {"username": "admin", "password": "wrong", "csrfmiddlewaretoken": token}
        page = browser.post(f"{url}/sign-in", fields).text
        (said,) = re.findall("Wrong user name or password|Try again in 5 minutes", page)
        return said

    machines = [tmp_path / name for name in ("one", "two")]
    with ExitStack() as running:
        urls = []
        for data in machines:
            data.mkdir()
            urls.append(running.enter_context(run_viewer(data, DATABASE_URL=shared, **INSTALLATION)))
        said = at_once(*[partial(try_password, url) for url in urls * (MAX_PASSWORD_TRIES + 2)])
        assert (
            sorted(said)
            == ["Try again in 5 minutes"] * (MAX_PASSWORD_TRIES + 4)
            + ["Wrong user name or password"] * MAX_PASSWORD_TRIES
        )
    assert [line for data in machines for line in warnings(data)] == []

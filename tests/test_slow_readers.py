"""Readers of large contents who stop reading, over real sockets: what they hold stays within the budget, and
comes back when they go."""

import re
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from interactions.content.limits import ContentLimits
from interactions.content.memory_budget import memory_budget
from tests.bombs import large_part
from tests.servers import open_signed_in_session, run_viewer
from tests.upstreams import serve_contents

READERS = 16
ATTACHMENT = "/interactions/large{}/binary_content/parts/2/raw"
ATTACHMENT_BYTES = 14_000 * 256  # of a mail of scale 1
RECEIVE_BUFFER_BYTES = 65_536  # so that most of an attachment stays with the viewer
MAX_GROWTH = 200_000_000  # bytes, of the viewer; 130 million measured, and 345 when all are answered


def make_contents(scale):
    """A mail of 4.8 MB times `scale` for each reader, most of it an attachment; and a small text."""
    mail = large_part(scale)
    return {f"large{number}": mail for number in range(READERS)} | {"plain": ("text/plain", b"hello, parcel")}


def wait_until(is_so, seconds=120):
    ends_at = time.monotonic() + seconds
    while not is_so() and time.monotonic() < ends_at:
        time.sleep(0.02)
    return is_so()


@contextmanager
def slow_reader(url, cookies, path):
    """Asks for it and takes nothing, until the block ends."""
    host = urlsplit(url)
    cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
    head = f"GET {path} HTTP/1.1\r\nHost: {host.netloc}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n"
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
        connection.settimeout(120)
        connection.connect((host.hostname, host.port))
        connection.sendall(head.encode())
        yield connection


def read_status(connection):
    return int(re.match(rb"HTTP/1.[01] (\d{3}) ", connection.recv(20))[1])


def test_the_budget_is_never_exceeded_and_all_of_it_comes_back(live_server, client_in, settings, monkeypatch):
    """In this process, where the budget can be looked at."""
    settings.ALLOWED_HOSTS = ["localhost"]
    contents = make_contents(2)  # they are parsed one after the other, which a slow machine has to get done
    mail_bytes = len(contents["large0"][1])
    max_bytes = 4 * mail_bytes
    settings.CONTENT_LIMITS = ContentLimits(opened_bytes=max_bytes)
    monkeypatch.setattr(memory_budget, "patience", 1.0)
    cookies = {name: morsel.value for name, morsel in client_in.cookies.items()}
    held = []
    with serve_contents(contents) as ucs, ExitStack() as readers:
        settings.UCS_URL = ucs
        # Readers, viewer and UCS share this process, which may be slow.
        settings.UCS_CONNECT_TIMEOUT = settings.UCS_READ_TIMEOUT = settings.UCS_TOTAL_TIMEOUT = 120
        connections = [
            readers.enter_context(slow_reader(live_server.url, cookies, ATTACHMENT.format(number)))
            for number in range(READERS)
        ]
        with ThreadPoolExecutor(READERS) as pool:
            statuses = [pool.submit(read_status, connection) for connection in connections]
            while not all(status.done() for status in statuses):
                held.append(memory_budget.held_bytes)
                time.sleep(0.005)
        held.append(memory_budget.held_bytes)
        assert sorted(status.result() for status in statuses) == [200] * 4 + [503] * (READERS - 4)
        assert max(held) <= max_bytes
        assert held[-1] > 3 * mail_bytes  # they are still being written to
        # One who reads on has all of it, and its memory is another's.
        number = next(number for number, status in enumerate(statuses) if status.result() == 200)
        while connections[number].recv(10**6):
            pass
        assert wait_until(lambda: memory_budget.held_bytes <= 3 * mail_bytes)
        readers.close()
        assert wait_until(lambda: memory_budget.held_bytes == 0)
        response = requests.get(live_server.url + ATTACHMENT.format(0), cookies=cookies, timeout=120)
        assert (response.status_code, len(response.content)) == (200, 2 * ATTACHMENT_BYTES)
        assert wait_until(lambda: memory_budget.held_bytes == 0)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return tmp_path_factory.mktemp("slow-readers")


def measure_memory(data):
    """Bytes that the viewer's processes have in memory now."""
    total = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"DATA_DIR={data}\0".encode() in (process / "environ").read_bytes():
                status = dict(line.split(":", 1) for line in (process / "status").read_text().splitlines())
                total += 1024 * int(status["VmRSS"].split()[0])
        except OSError:  # gone meanwhile, or of somebody else
            continue
    return total


@pytest.mark.long(30)
def test_slow_readers_leave_memory_and_pages_to_others(data):
    """As `make run` serves them: sixteen readers, each of a mail of its own."""
    with serve_contents(make_contents(5)) as ucs, run_viewer(data, UCS_URL=ucs, WORKERS="1") as url:
        session = open_signed_in_session(url, data)
        plain = f"{url}/interactions/plain/binary_content"
        assert session.get(plain).status_code == 200
        before = measure_memory(data)
        with ExitStack() as readers:
            cookies = session.cookies.get_dict()
            connections = [
                readers.enter_context(slow_reader(url, cookies, ATTACHMENT.format(number)))
                for number in range(READERS)
            ]
            assert session.get(plain).status_code == 200
            with ThreadPoolExecutor(READERS) as pool:
                statuses = list(pool.map(read_status, connections))
            assert sorted(statuses) == [200] * 4 + [503] * (READERS - 4)
            assert measure_memory(data) - before < MAX_GROWTH
            assert session.get(plain).status_code == 200
        response = session.get(url + ATTACHMENT.format(0), timeout=120)
        assert (response.status_code, len(response.content)) == (200, 5 * ATTACHMENT_BYTES)
    assert "Traceback" not in (data / "log.txt").read_text()

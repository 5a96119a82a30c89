"""Recordings through `manage.py start` over real sockets: held nowhere, given up when the reader leaves, and
never in the way of the pages."""

import socket
import threading
import time
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.interactions.ucs.scripted_server import run_scripted_server
from tests.servers import open_signed_in_session, run_viewer

SIZE = 300_000_000
PATH = "/interactions/00001aTESTLONG01/binary_content/raw"
THREADS = 4  # two of them may stream
PIECE = bytes(range(256)) * 1024


class Recording:
    """A UCS's endless recording: how many are being sent, and how many readers left before the end."""

    def __init__(self):
        self.sending, self.left = 0, 0
        self.heads = False  # whether it is asked for heads only
        self.changed = threading.Condition()

    def send(self, connection):
        connection.settimeout(30)
        head = f"HTTP/1.1 200 OK\r\nContent-Type: audio/wav\r\nContent-Length: {SIZE}\r\n\r\n"
        connection.sendall(head.encode())
        if self.heads:
            return
        self.note(sending=1)
        try:
            for at in range(0, SIZE, len(PIECE)):
                connection.sendall(PIECE[: SIZE - at])
        except OSError:
            self.note(left=1)
            raise
        finally:
            self.note(sending=-1)

    def note(self, *, sending=0, left=0):
        with self.changed:
            self.sending, self.left = self.sending + sending, self.left + left
            self.changed.notify_all()

    def wait(self, until):
        with self.changed:
            return self.changed.wait_for(lambda: until(self), timeout=20)


@pytest.fixture(scope="module")
def recording():
    return Recording()


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return tmp_path_factory.mktemp("streaming")


@pytest.fixture(scope="module")
def session(recording, data):
    """Somebody signed in at a viewer of one process; `session.url` is where it is."""
    with (
        run_scripted_server(recording.send) as ucs,
        run_viewer(data, UCS_URL=ucs.url, WORKERS="1", THREADS=str(THREADS)) as url,
    ):
        session = open_signed_in_session(url, data)
        session.url = url
        yield session


@contextmanager
def slow_reader(session):
    """Asks for the recording, reads the beginning and then no more, until the block ends."""
    cookie = "; ".join(f"{name}={value}" for name, value in session.cookies.get_dict().items())
    where = urlsplit(session.url)
    with socket.create_connection((where.hostname, where.port), timeout=20) as connection:
        connection.sendall(
            f"GET {PATH} HTTP/1.1\r\nHost: {where.netloc}\r\nCookie: {cookie}\r\n\r\n".encode()
        )
        yield connection


def peaks(data):
    """The most memory that each process of the viewer has had, in kB (Linux tells)."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # gone meanwhile, or of somebody else
            if f"DATA_DIR={data}\0".encode() in (process / "environ").read_bytes():
                status = dict(line.split(":", 1) for line in (process / "status").read_text().splitlines())
                found[int(process.name)] = int(status["VmHWM"].split()[0])
    return found


def test_a_long_recording_is_held_nowhere(session, data):
    assert session.get(session.url + PATH, headers={"Range": "bytes=0-9"}).content == PIECE[:10]
    before = peaks(data)
    with session.get(session.url + PATH, stream=True) as response:
        assert response.headers["Content-Length"] == str(SIZE)
        size = sum(len(piece) for piece in response.iter_content(1_000_000))
    assert size == SIZE
    assert sum(peaks(data).values()) - sum(before.values()) < 10_000


def test_a_place_in_the_middle_of_it(session):
    part = session.get(session.url + PATH, headers={"Range": "bytes=100000000-100000009"})
    assert (part.status_code, part.content) == (206, (PIECE + PIECE)[100_000_000 % 256 :][:10])
    assert part.headers["Content-Range"] == f"bytes 100000000-100000009/{SIZE}"


def test_readers_who_leave_give_everything_back(session, recording):
    """Twice as many as there are threads: one that stayed would be missed."""
    assert recording.wait(lambda it: it.sending == 0)
    already = recording.left
    for number in range(1, 2 * THREADS + 1):
        with slow_reader(session) as connection:
            assert connection.recv(100).startswith(b"HTTP/1.1 200 OK")
            assert recording.wait(lambda it: it.sending == 1)
        assert recording.wait(lambda it, number=number: it.left == already + number)
        assert recording.wait(lambda it: it.sending == 0)


def test_slow_readers_leave_room_for_pages(session, recording):
    assert recording.wait(lambda it: it.sending == 0)
    with ExitStack() as readers:
        for _ in range(THREADS // 2):
            connection = readers.enter_context(slow_reader(session))
            assert connection.recv(100).startswith(b"HTTP/1.1 200 OK")
        refused = session.get(session.url + PATH)
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "10")
        assert refused.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert "Too many files" in refused.text
        page = session.get(session.url + PATH, headers={"Sec-Fetch-Dest": "document"})
        assert (page.status_code, page.headers["Retry-After"]) == (503, "10")
        assert "<h1>" in page.text
        began = time.monotonic()
        assert session.get(f"{session.url}/").status_code == 200
        recording.heads = True
        assert session.head(session.url + PATH).headers["Content-Length"] == str(SIZE)
        recording.heads = False
        assert time.monotonic() - began < 5
    assert recording.wait(lambda it: it.sending == 0)
    with session.get(session.url + PATH, stream=True) as response:
        assert response.status_code == 200


def test_nothing_of_this_is_an_error_of_the_viewer(session, data):
    assert "Traceback" not in (data / "log.txt").read_text()

"""Contents made to hurt, asked for over HTTP of a viewer of one process: every page answers, soon, with what
is known of the interaction, and nothing of it stays in memory."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
import requests

from tests.bombs import BOMB_BUILDERS, large_part
from tests.servers import open_signed_in_session, run_viewer
from tests.upstreams import ENDLESS_WAV, serve_contents

pytestmark = pytest.mark.long(60)

PAGES = ("", "/frame", "/hex", "/waveform", "/all", "/parts/1", "/parts/2", "/parts/2/hex", "/parts/1/all")
PROCESSOR = 5.0  # seconds of it, which another's work beside does not lengthen; the slowest takes one
GROWTH = 250_000  # kB, of all of them, one after the other; and what large mails may leave behind
TOGETHER = 500_000  # kB, of eight mails of 24 MB at once
LARGE = 8
TIMES = 10
PART_OF_ALL = 20_000_000  # bytes of a file that are enough


def identifier(name):
    return name.replace(" ", "")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return tmp_path_factory.mktemp("bombs")


@pytest.fixture(scope="module")
def contents():
    made = {identifier(name): make(1) for name, make in BOMB_BUILDERS.items()}
    mail = large_part(5)
    mails = {f"large{n}": mail for n in range(LARGE)}
    return made | mails | {"endless": ("audio/wav", ENDLESS_WAV), "plain": ("text/plain", b"hello, parcel")}


@pytest.fixture(scope="module")
def session(contents, data):
    """Somebody signed in at a viewer of one process; `session.url` is where it is."""
    with serve_contents(contents) as ucs, run_viewer(data, UCS_URL=ucs, WORKERS="1") as url:
        session = open_signed_in_session(url, data)
        session.url = url
        session.get(f"{url}/interactions/plain/binary_content")  # all modules are there from now on
        yield session


@pytest.fixture(scope="module")
def processes(session, data):
    """The viewer's processes, as Linux tells of them; they are the same ones to the end."""
    return [process for process in Path("/proc").glob("[0-9]*") if _has(process, f"DATA_DIR={data}\0")]


def _has(process, variable):
    with suppress(OSError):  # gone meanwhile, or of somebody else
        return variable.encode() in (process / "environ").read_bytes()
    return False


def memory(processes):
    """What they have in memory now, and the most that they had, in kB."""
    told = [
        dict(line.split(":", 1) for line in (process / "status").read_text().splitlines())
        for process in processes
    ]
    now, most = (sum(int(one[name].split()[0]) for one in told) for name in ("VmRSS", "VmHWM"))
    return now, most


def processor(processes):
    """The seconds of a processor that they took since they began, for themselves and in the kernel."""
    told = [(process / "stat").read_text().rpartition(")")[2].split() for process in processes]
    return sum(int(one[11]) + int(one[12]) for one in told) / os.sysconf("SC_CLK_TCK")


def asked(session, name, page):
    """Status and the beginning of the answer, when all of it was read."""
    where = f"{session.url}/interactions/{name}/binary_content{page}"
    with session.get(where, stream=True, timeout=120) as answer:
        body = bytearray()
        for piece in answer.iter_content(65536):
            body += piece if len(body) < PART_OF_ALL else b""
        return answer.status_code, body


def given(session, name, page):
    """The status at last of who comes again when told to: on a slow machine, after half a minute."""
    for _ in range(TIMES):
        status, _body = asked(session, name, page)
        if status != 503:
            break
    return status


def test_every_page_answers_soon_in_little_memory(session, processes):
    before, _ = memory(processes)
    slow, wrong = {}, {}
    for name in (*map(identifier, BOMB_BUILDERS), "endless"):
        for page in PAGES:
            began = processor(processes)
            status, body = asked(session, name, page)
            if (seconds := processor(processes) - began) > PROCESSOR:
                slow[name, page] = seconds
            if status not in {200, 404} or (not page and not _is_whole(body)):
                wrong[name, page] = status
    assert (slow, wrong) == ({}, {})
    assert memory(processes)[1] - before < GROWTH


def _is_whole(page):
    """With the facts and the udata before the content, and the end of the page behind it."""
    head = page[:400_000]
    return b"Parcel 4471" in head and b'id="u-OrderNumber"' in page and b"raw?download" in page


def test_large_mails_at_once_leave_room_for_others(session, processes):
    before, _ = memory(processes)
    waits, began = [], time.monotonic()
    wanted = [(f"large{n}", page) for n, page in enumerate(("", "/parts/2", "/all", "/parts/1/frame") * 2)]
    with ThreadPoolExecutor(LARGE) as pool:
        answers = [pool.submit(given, _same(session), name, page) for name, page in wanted]
        while not all(answer.done() for answer in answers):
            asks = time.monotonic()
            status, body = asked(session, "plain", "")
            assert (status, b"hello, parcel" in body) == (200, True)
            waits.append(time.monotonic() - asks)
            time.sleep(0.05)
    assert [answer.result() for answer in answers] == [200] * LARGE
    assert max(waits) < (time.monotonic() - began) / 2
    left, most = memory(processes)
    assert (left - before < GROWTH, most - before < TOGETHER) == (True, True), (before, left, most)


def test_the_head_of_all_has_no_body(session):
    where = f"{session.url}/interactions/many_files/binary_content/all"
    for _ in range(2):  # what came behind the head would be taken for the next answer
        answer = session.head(where)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/zip")
    with session.get(where, stream=True) as left:  # and leaves early
        assert left.raw.read(2) == b"PK"
    assert session.get(f"{session.url}/readyz").status_code == 200


def _same(session):
    """The same person over another connection."""
    other = requests.Session()
    other.cookies.update(session.cookies)
    other.url = session.url
    return other


def test_nothing_of_this_is_an_error_of_the_viewer(session, data):
    assert "Traceback" not in (data / "log.txt").read_text()

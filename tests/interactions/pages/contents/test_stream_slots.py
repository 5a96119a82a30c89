"""Places for what streams: how many there are, who loses one, and that none is lost."""

import gc
import socket
import threading
import time

import pytest
from django.db import connections
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from interactions.content.memory_budget import UNCOUNTED_BYTES, MemoryBudget, MemoryLease
from interactions.pages.contents import stream_slots
from interactions.pages.contents.stream_slots import (
    StreamSlotMiddleware,
    StreamSlots,
    process_stream_slots,
)

LARGE = str(stream_slots.MAX_BUFFERED_BYTES + 1)


@pytest.fixture
def one_place(settings, db):
    settings.THREADS = 2


def answered(response, **request):
    return StreamSlotMiddleware(lambda _: response)(
        RequestFactory().generic(request.pop("method", "GET"), "/", **request)
    )


def streaming(length=LARGE, status=200):
    headers = {} if length is None else {"Content-Length": length}
    return StreamingHttpResponse(iter([b"a", b"b"]), status=status, headers=headers)


def test_as_many_as_there_are():
    few = StreamSlots(lambda: 2)
    first, second = few.acquire(), few.acquire()
    assert first and second
    assert few.acquire() is None
    few.release(first)
    few.release(first)
    assert few.acquire()
    assert few.acquire() is None


def test_the_stillest_reader_is_cut_off(monkeypatch):
    """A thread that waits for a reader who does not read is let go, and the reader sees the end."""
    few = StreamSlots(lambda: 2)
    reader, sender = socket.socketpair()
    with reader, sender:
        still, moving = few.acquire(sender), few.acquire()
        ended = threading.Event()

        def send():
            with pytest.raises(BrokenPipeError):
                sender.sendall(bytes(50_000_000))
            ended.set()

        threading.Thread(target=send, daemon=True).start()
        assert few.acquire() is None
        monkeypatch.setattr(stream_slots, "STALL_SECONDS", 0.05)
        time.sleep(0.1)
        moving.moved = time.monotonic()
        assert few.acquire()
        assert ended.wait(5)
        few.release(still)
        assert few.acquire() is None


def test_who_has_no_connection_is_not_cut_off(monkeypatch):
    monkeypatch.setattr(stream_slots, "STALL_SECONDS", -1.0)
    few = StreamSlots(lambda: 1)
    assert few.acquire()
    assert few.acquire() is None


def test_who_waits_for_memory_ends_the_stillest_stream_that_holds_some(monkeypatch):
    monkeypatch.setattr(stream_slots, "STALL_SECONDS", 0.05)
    budget, many = MemoryBudget(lambda: 1), StreamSlots(lambda: 9)
    holding, waiting = MemoryLease(budget), MemoryLease(budget)
    holding.acquire(UNCOUNTED_BYTES + 1)
    readers, senders = zip(*(socket.socketpair() for _ in range(2)), strict=True)
    many.acquire(senders[0], MemoryLease(budget))  # a recording that passes through
    many.acquire(senders[1], holding)
    budget.reclaim = many.reclaim_memory

    def send():
        """As a server does, which closes what it can't send."""
        with pytest.raises(BrokenPipeError):
            senders[1].sendall(bytes(50_000_000))
        holding.release()

    sending = threading.Thread(target=send, daemon=True)
    sending.start()
    waiting.acquire(UNCOUNTED_BYTES + 1)
    sending.join(5)
    assert (holding.size, waiting.size) == (0, UNCOUNTED_BYTES + 1)
    assert senders[0].send(b"goes on") == 7
    for connection in (*readers, *senders):
        connection.close()


def test_an_answer_keeps_its_place_until_it_is_closed(one_place):
    first = answered(streaming())
    assert b"".join(first) == b"ab"
    assert answered(streaming()).status_code == 503
    first.close()
    assert answered(streaming(None)).status_code == 200


def test_an_answer_that_nobody_closes_loses_no_place(one_place):
    broken = answered(streaming())
    del broken
    gc.collect()
    assert answered(streaming()).status_code == 200


@pytest.mark.parametrize(
    "response", [streaming("10"), streaming(None, 304), streaming(None, 416), HttpResponse(b"x" * 100_000)]
)
def test_what_makes_no_thread_wait_needs_no_place(one_place, response):
    taken = process_stream_slots.acquire()
    assert answered(response) is response
    assert answered(streaming(), method="HEAD").status_code == 200
    process_stream_slots.release(taken)


def test_a_refusal_lets_go_of_what_was_opened(one_place):
    taken, closed = process_stream_slots.acquire(), []
    response = streaming()
    response._resource_closers.append(lambda: closed.append(True))
    refusal = answered(response)
    assert (refusal.status_code, refusal["Retry-After"], closed) == (503, "10", [])
    assert refusal["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
    refusal.close()
    assert closed == [True]
    process_stream_slots.release(taken)


@pytest.fixture
def database(db, tmp_path, monkeypatch):
    """A connection to a file beside the tests' own, which is in memory and never closed."""
    file = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / "other.sqlite3"), "OPTIONS": {}}
    own = connections.settings["default"] | file
    monkeypatch.setitem(connections.settings, "other", own)
    yield connections["other"]
    connections["other"].close()
    del connections["other"]


def test_a_slow_reader_holds_no_connection_to_the_database(database):
    database.connect()
    response = answered(streaming())
    pieces = iter(response)
    assert database.connection is not None
    assert next(pieces) == b"a"
    assert database.connection is None
    response.close()

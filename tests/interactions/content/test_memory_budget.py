"""Memory for large contents: who has it, who waits, and who is turned away."""

import gc
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Thread

import pytest

from interactions.content.content_view import build_content_view
from interactions.content.errors import UnviewableContent
from interactions.content.limits import ContentLimits
from interactions.content.memory_budget import (
    UNCOUNTED_BYTES,
    MemoryBudget,
    MemoryLease,
    get_active_lease,
    memory_budget,
)

LARGE = 10 * UNCOUNTED_BYTES


@pytest.fixture
def impatient():
    return MemoryBudget(lambda: 2 * LARGE, patience=0)


def test_small_contents_need_none():
    budget = MemoryBudget(lambda: 1, patience=0)
    leases = [MemoryLease(budget) for _ in range(100)]
    for lease in leases:
        lease.acquire(UNCOUNTED_BYTES)
    assert budget.held_bytes == 0


def test_one_fits_whatever_its_size_and_may_grow():
    budget = MemoryBudget(lambda: 1, patience=0)
    lease = MemoryLease(budget)
    for size in (LARGE, 2 * LARGE, LARGE):
        lease.acquire(size)
    assert budget.held_bytes == 2 * LARGE
    lease.release()
    lease.release()
    assert budget.held_bytes == 0


def test_who_comes_when_it_is_full_is_told(impatient):
    first, second = MemoryLease(impatient), MemoryLease(impatient)
    first.acquire(LARGE)
    second.acquire(LARGE)
    with pytest.raises(UnviewableContent, match="Try again in a moment"):
        MemoryLease(impatient).acquire(LARGE)
    with pytest.raises(UnviewableContent):
        second.acquire(2 * LARGE)
    assert impatient.held_bytes == 2 * LARGE


def test_who_waits_comes_next():
    budget = MemoryBudget(lambda: LARGE, patience=20)
    first, second = MemoryLease(budget), MemoryLease(budget)
    first.acquire(LARGE)
    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(second.acquire, LARGE)
        first.release()
        waiting.result()
    assert budget.held_bytes == LARGE


def test_the_bound_holds_whatever_many_threads_do():
    budget, most = MemoryBudget(lambda: 3 * LARGE, patience=20), []

    def use(number):
        for turn in range(50):
            lease = MemoryLease(budget)
            lease.acquire((1 + (number + turn) % 3) * LARGE)
            most.append(budget.held_bytes)
            lease.release()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(use, range(8)))
    assert max(most) <= 3 * LARGE
    assert budget.held_bytes == 0


def test_another_thread_may_release_it(impatient):
    lease = MemoryLease(impatient)
    lease.acquire(LARGE)
    thread = Thread(target=lease.release)
    thread.start()
    thread.join(5)
    assert impatient.held_bytes == 0


def test_what_shrinks_has_room_for_others(impatient):
    lease = MemoryLease(impatient)
    lease.acquire(2 * LARGE)
    lease.shrink(LARGE)
    assert (lease.size, impatient.held_bytes) == (LARGE, LARGE)
    lease.shrink(2 * LARGE)  # which is no way to have more
    assert (lease.size, impatient.held_bytes) == (LARGE, LARGE)
    lease.shrink(UNCOUNTED_BYTES)
    assert (lease.size, impatient.held_bytes) == (0, 0)


def test_a_lease_that_is_forgotten_is_released(impatient):
    lease = MemoryLease(impatient)
    lease.acquire(LARGE)
    lease.itself = lease  # a ring, which only the garbage collector finds
    del lease
    gc.collect()
    assert impatient.held_bytes == 0


def test_while_somebody_waits_it_is_reclaimed():
    budget = MemoryBudget(lambda: LARGE, patience=20)
    still = MemoryLease(budget)
    still.acquire(LARGE)
    budget.reclaim = still.release
    waiting = MemoryLease(budget)
    waiting.acquire(LARGE)
    assert (still.size, waiting.size) == (0, LARGE)


def test_the_active_lease_is_that_of_the_block_and_of_its_thread(impatient):
    lease = MemoryLease(impatient)
    with lease.activate():
        assert get_active_lease() is lease
        with ThreadPoolExecutor(1) as thread:
            assert thread.submit(get_active_lease).result() is not lease
    assert get_active_lease() is not lease


def test_outside_of_a_request_nothing_is_held_for_long(content, addresses):
    mail = b"Subject: Parcel\r\n\r\n" + b"hello\r\n" * 1_000_000
    build_content_view(lambda headers: content(mail, "message/rfc822"), addresses)
    assert memory_budget.held_bytes == 0


def test_a_content_for_which_there_is_none_is_shown_in_part(content, addresses, monkeypatch, settings):
    monkeypatch.setattr(memory_budget, "patience", 0)
    settings.CONTENT_LIMITS = ContentLimits(opened_bytes=1)
    other = MemoryLease(memory_budget)
    other.acquire(LARGE)
    mail = b"Subject: Parcel\r\n\r\n" + b"hello\r\n" * 1_000_000
    shown = build_content_view(lambda headers: content(mail, "message/rfc822"), addresses)
    other.release()
    assert shown.template == "content/_plain_text.html"
    assert "Other large files are being opened. Try again in a moment." in shown.notes


def test_an_answer_gives_it_back(client_in, store, record):
    from contactserver.loaders.store import StoredContent

    mail = b"Subject: Parcel\r\n\r\n" + b"hello\r\n" * 1_000_000
    store(record("00001aTESTROOM01", contents={"binary_content": StoredContent("message/rfc822", mail)}))
    assert client_in.get("/interactions/00001aTESTROOM01/binary_content").status_code == 200
    assert memory_budget.held_bytes == 0


def test_an_impatient_one_does_not_wait(impatient):
    MemoryLease(impatient).acquire(LARGE)  # and is forgotten
    lease = MemoryLease(impatient)
    lease.acquire(2 * LARGE)
    began = time.monotonic()
    with pytest.raises(UnviewableContent):
        MemoryLease(impatient).acquire(LARGE)
    assert time.monotonic() - began < 1

"""MemoryBudget for large contents: who has it, who waits, and who is turned away."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from interactions.content.errors import Unshowable
from interactions.content.memory_budget import UNCOUNTED_BYTES, MemoryBudget, memory_budget
from interactions.content.show import show

LARGE = 10 * UNCOUNTED_BYTES


def elsewhere(own: MemoryBudget, size: int) -> None:
    """Takes room in a thread of its own, and has it still."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(own.acquire, size).result()


def test_small_contents_need_none() -> None:
    own = MemoryBudget(lambda: 1, patience=0)
    for _ in range(100):
        own.acquire(UNCOUNTED_BYTES)
    assert own.held_bytes == 0


def test_one_fits_whatever_its_size_and_may_grow() -> None:
    own = MemoryBudget(lambda: 1, patience=0)
    for size in (LARGE, 2 * LARGE, LARGE):
        own.acquire(size)
    assert own.held_bytes == 2 * LARGE
    own.release()
    own.release()
    assert own.held_bytes == 0


def test_who_comes_when_it_is_full_is_told() -> None:
    own = MemoryBudget(lambda: 2 * LARGE, patience=0)
    elsewhere(own, LARGE)
    own.acquire(LARGE)
    with pytest.raises(Unshowable, match="try again in a moment"):
        elsewhere(own, LARGE)
    with pytest.raises(Unshowable):
        own.acquire(2 * LARGE)
    assert own.held_bytes == 2 * LARGE


def test_who_waits_comes_next() -> None:
    own = MemoryBudget(lambda: LARGE, patience=20)
    own.acquire(LARGE)
    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(own.acquire, LARGE)
        own.release()
        waiting.result()
    assert own.held_bytes == LARGE


def test_a_content_for_which_there_is_none_is_shown_in_part(content, addresses, monkeypatch) -> None:
    monkeypatch.setattr(memory_budget, "patience", 0)
    mail = b"Subject: Parcel\r\n\r\n" + b"hello\r\n" * 1_000_000
    monkeypatch.setattr(memory_budget, "held_bytes", 10**12)
    shown = show(lambda headers: content(mail, "message/rfc822"), addresses)
    assert shown.template == "content/_plain_text.html"
    assert "Other large files are being opened; try again in a moment." in shown.notes


def test_an_answer_gives_it_back(client_in, store, record) -> None:
    from contactserver.loaders.store import StoredContent

    mail = b"Subject: Parcel\r\n\r\n" + b"hello\r\n" * 1_000_000
    store(record("00001aTESTROOM01", contents={"binary_content": StoredContent("message/rfc822", mail)}))
    assert client_in.get("/interactions/00001aTESTROOM01/binary_content").status_code == 200
    assert memory_budget.held_bytes == 0

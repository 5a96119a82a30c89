"""Room for large contents: who has it, who waits, and who is turned away."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from interactions.content.content_view import build_content_view
from interactions.content.errors import UnviewableContent
from interactions.content.room import SMALL, Room, room

LARGE = 10 * SMALL


def elsewhere(own: Room, size: int) -> None:
    """Takes room in a thread of its own, and has it still."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(own.take, size).result()


def test_small_contents_need_none() -> None:
    own = Room(lambda: 1, patience=0)
    for _ in range(100):
        own.take(SMALL)
    assert own.taken == 0


def test_one_fits_whatever_its_size_and_may_grow() -> None:
    own = Room(lambda: 1, patience=0)
    for size in (LARGE, 2 * LARGE, LARGE):
        own.take(size)
    assert own.taken == 2 * LARGE
    own.give_back()
    own.give_back()
    assert own.taken == 0


def test_who_comes_when_it_is_full_is_told() -> None:
    own = Room(lambda: 2 * LARGE, patience=0)
    elsewhere(own, LARGE)
    own.take(LARGE)
    with pytest.raises(UnviewableContent, match="try again in a moment"):
        elsewhere(own, LARGE)
    with pytest.raises(UnviewableContent):
        own.take(2 * LARGE)
    assert own.taken == 2 * LARGE


def test_who_waits_comes_next() -> None:
    own = Room(lambda: LARGE, patience=20)
    own.take(LARGE)
    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(own.take, LARGE)
        own.give_back()
        waiting.result()
    assert own.taken == LARGE


def test_a_content_for_which_there_is_none_is_shown_in_part(content, addresses, monkeypatch) -> None:
    monkeypatch.setattr(room, "patience", 0)
    mail = b"Subject: Parcel\r\n\r\n" + b"hello\r\n" * 1_000_000
    monkeypatch.setattr(room, "taken", 10**12)
    shown = build_content_view(lambda headers: content(mail, "message/rfc822"), addresses)
    assert shown.template == "content/_plain_text.html"
    assert "Other large files are being opened; try again in a moment." in shown.notes


def test_an_answer_gives_it_back(client_in, store, record) -> None:
    from contactserver.loaders.store import StoredContent

    mail = b"Subject: Parcel\r\n\r\n" + b"hello\r\n" * 1_000_000
    store(record("00001aTESTROOM01", contents={"binary_content": StoredContent("message/rfc822", mail)}))
    assert client_in.get("/interactions/00001aTESTROOM01/binary_content").status_code == 200
    assert room.taken == 0

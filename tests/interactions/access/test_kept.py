"""Histories are kept for a moment, within bounds."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from threading import Barrier, Event

import pytest

from interactions.access.kept import Kept
from interactions.history.history import History
from interactions.history.history_index import HistoryIndex
from interactions.ucs.resources import InteractionSummary


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def history(identifier: str, rows: int = 1) -> History:
    summaries = tuple(InteractionSummary(interaction_id=f"{identifier}{number}") for number in range(rows))
    return History("customer", identifier, HistoryIndex(summaries), (), datetime.now(UTC), 0.1)


def keeping(clock, rows: int = 100, **others) -> Kept:
    return Kept(
        weigh=lambda history: max(1, len(history.rows)),
        most=lambda: rows,
        mark=lambda history: replace(history, kept=True),
        seconds=lambda: 60,
        clock=clock,
        **others,
    )


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_the_second_reader_gets_what_was_kept(clock) -> None:
    kept = keeping(clock)
    first = kept.get(("customer", "a"), lambda: history("a"))
    second = kept.get(("customer", "a"), lambda: history("never"))
    assert not first.kept
    assert second.kept
    assert second.rows == first.rows
    assert kept.get(("customer", "a"), lambda: history("never")).index is second.index  # found once


def test_a_service_is_not_a_customer(clock) -> None:
    kept = keeping(clock)
    kept.get(("customer", "a"), lambda: history("a"))
    assert kept.get(("service", "a"), lambda: history("b")).rows[0].interaction_id == "b0"


def test_it_ends_with_time(clock) -> None:
    kept = keeping(clock)
    kept.get(("customer", "a"), lambda: history("a"))
    clock.now = 61
    assert not kept.get(("customer", "a"), lambda: history("a")).kept


def test_what_is_from_before_is_asked_again_and_an_error_keeps_the_old(clock) -> None:
    kept = keeping(clock)
    kept.get(("customer", "a"), lambda: history("a"))
    clock.now = 5

    def fail() -> History:
        raise TimeoutError

    assert kept.get(("customer", "a"), fail, since=0).kept
    with pytest.raises(TimeoutError):
        kept.get(("customer", "a"), fail, since=5)
    assert kept.get(("customer", "a"), fail).kept
    assert len(kept.get(("customer", "a"), lambda: history("a", 2), since=5).rows) == 2
    assert len(kept.get(("customer", "a"), fail, since=5).rows) == 2


def test_its_time_counts_from_when_it_was_born(clock) -> None:
    kept = keeping(clock, born=lambda history: 0)
    clock.now = 50
    kept.get(("customer", "a"), lambda: history("a"))
    clock.now = 60
    assert kept.get(("customer", "a"), lambda: history("b")).kept
    clock.now = 61
    assert not kept.get(("customer", "a"), lambda: history("b")).kept


def test_a_clock_that_is_ahead_elsewhere_gives_no_more_time(clock) -> None:
    kept = keeping(clock, born=lambda history: 1000)
    kept.get(("customer", "a"), lambda: history("a"))
    clock.now = 61
    assert not kept.get(("customer", "a"), lambda: history("a")).kept


def test_what_has_no_room_is_told_and_what_had_its_time_is_not(clock) -> None:
    gone = []
    kept = keeping(clock, 2, let_go=lambda key, history: gone.append((key[1], len(history.rows))))
    for name in ("a", "b", "c"):
        kept.get(("customer", name), lambda: history("x"))
    assert gone == [("a", 1)]
    clock.now = 61
    kept.get(("customer", "d"), lambda: history("x", 2))
    assert gone == [("a", 1)]


def test_without_time_nothing_is_kept_and_those_who_come_at_once_are_still_one_question() -> None:
    kept, asked, together = keeping(time.time), [], Barrier(4)
    kept.seconds = lambda: 0

    def fetch() -> History:
        asked.append(1)
        time.sleep(0.3)
        return history("a")

    def read(_: int) -> History:
        together.wait(10)
        return kept.get(("customer", "a"), fetch)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(read, range(4)))
    assert len(asked) == 1
    assert not kept.entries


def test_who_wants_a_fresh_one_is_not_given_the_answer_to_an_older_question() -> None:
    """It is on its way when they come; and all who want one then share the next."""
    kept, asked, begun, go_on = keeping(time.time), [], Event(), Event()

    def fetch() -> History:
        asked.append(1)
        begun.set()
        assert go_on.wait(10)
        return history("a", len(asked))

    kept.born = lambda history: history.fetched_at.timestamp()
    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(kept.get, ("customer", "a"), slow := (lambda: _at_start(fetch)))
        assert begun.wait(10)
        since = time.time()
        fresh = [pool.submit(kept.get, ("customer", "a"), slow, since=since) for _ in range(3)]
        time.sleep(0.1)
        go_on.set()
        assert len(first.result().rows) == 1
        assert [len(one.result().rows) for one in fresh] == [2, 2, 2]
    assert len(asked) == 2


def _at_start(fetch) -> History:
    """A history is of when it was asked for, not of when it came."""
    at = datetime.now(UTC)
    return replace(fetch(), fetched_at=at)


def test_the_least_recently_used_goes_first(clock) -> None:
    kept = keeping(clock, 5)
    kept.get(("customer", "a"), lambda: history("a", 2))
    kept.get(("customer", "b"), lambda: history("b", 2))
    assert kept.get(("customer", "a"), lambda: history("x")).kept
    kept.get(("customer", "c"), lambda: history("c", 2))
    assert kept.get(("customer", "a"), lambda: history("x")).kept
    assert not kept.get(("customer", "b"), lambda: history("b", 1)).kept


def test_one_larger_than_all_is_kept_alone(clock) -> None:
    kept = keeping(clock, 5)
    kept.get(("customer", "a"), lambda: history("a", 2))
    kept.get(("customer", "big"), lambda: history("big", 9))
    assert kept.get(("customer", "big"), lambda: history("x")).kept
    assert not kept.get(("customer", "a"), lambda: history("a", 1)).kept


def test_what_nobody_asks_for_again_goes_with_time_too(clock) -> None:
    kept = keeping(clock)
    kept.get(("customer", "a"), lambda: history("a", 2))
    clock.now = 61
    kept.get(("customer", "b"), lambda: history("b"))
    assert list(kept.entries) == [("customer", "b")]


def test_the_unknown_are_bounded_too(clock) -> None:
    kept = keeping(clock, 5)
    for number in range(20):
        kept.get(("customer", str(number)), lambda: history("nobody", 0))
    assert len(kept.entries) == 5


def test_readers_who_come_at_once_are_one_question() -> None:
    kept, asked = keeping(time.time), []

    def fetch() -> History:
        asked.append(1)
        time.sleep(0.2)
        return history("a")

    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda _: kept.get(("customer", "a"), fetch), range(8)))
    assert len(asked) == 1
    assert [one.kept for one in got].count(False) == 1
    assert not kept.asking


def test_when_the_first_fails_the_others_ask_for_themselves() -> None:
    kept, asked = keeping(time.time), []

    def fetch() -> History:
        asked.append(1)
        if len(asked) == 1:
            time.sleep(0.2)
            raise TimeoutError
        return history("a")

    def read(_: int) -> History | None:
        try:
            return kept.get(("customer", "a"), fetch)
        except TimeoutError:
            return None

    with ThreadPoolExecutor(4) as pool:
        got = list(pool.map(read, range(4)))
    assert got.count(None) == 1
    assert not kept.asking


def large(value: History) -> bool:
    return len(value.rows) > 1


def test_a_kept_one_that_is_not_enough_is_asked_for_again_and_replaced(clock) -> None:
    kept = keeping(clock)
    kept.get(("customer", "a"), lambda: history("a"))
    assert len(kept.get(("customer", "a"), lambda: history("a", 2), enough=large).rows) == 2
    assert len(kept.get(("customer", "a"), lambda: history("never"), enough=large).rows) == 2
    assert len(kept.get(("customer", "a"), lambda: history("never")).rows) == 2


def test_readers_who_come_at_once_for_more_are_one_question_too() -> None:
    kept, asked = keeping(time.time), []
    kept.get(("customer", "a"), lambda: history("a"))

    def fetch() -> History:
        asked.append(1)
        time.sleep(0.2)
        return history("a", 2)

    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda _: kept.get(("customer", "a"), fetch, enough=large), range(8)))
    assert len(asked) == 1
    assert {len(one.rows) for one in got} == {2}
    assert not kept.asking

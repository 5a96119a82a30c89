"""Histories are kept for a moment, within bounds."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from interactions.access.kept import Kept
from interactions.access.kept_histories import marked, weight
from interactions.history.history import History
from interactions.history.index import Index
from interactions.ucs.resources import Summary


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def history(identifier: str, rows: int = 1) -> History:
    summaries = tuple(Summary(interaction_id=f"{identifier}{number}") for number in range(rows))
    return History("customer", identifier, Index(summaries), (), datetime.now(UTC), 0.1)


def keeping(clock, rows: int = 100) -> Kept:
    return Kept(weigh=weight, most=lambda: rows, mark=marked, seconds=60, clock=clock)


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


def test_fresh_asks_again_and_an_error_keeps_the_old(clock) -> None:
    kept = keeping(clock)
    kept.get(("customer", "a"), lambda: history("a"))

    def fail() -> History:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        kept.get(("customer", "a"), fail, fresh=True)
    assert kept.get(("customer", "a"), fail).kept
    assert len(kept.get(("customer", "a"), lambda: history("a", 2), fresh=True).rows) == 2


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
    kept, asked = keeping(time.monotonic), []

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
    kept, asked = keeping(time.monotonic), []

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

"""Histories on two levels, as several processes over one cache have them. A process is a `Histories`."""

import logging
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import caches

from interactions.access.kept_histories import LEAST, PAIR, ROW, Histories, Key, weight
from interactions.history.columns.udata_index import UdataIndex
from interactions.history.history import History
from interactions.history.history_index import HistoryIndex
from interactions.ucs.resources import InteractionSummary
from tests.interactions.history.rows import build_rows as rows

KEY = Key(("http://ucs", "", "", ""), "everything", "customer", "00001aCANARY0001")


class UCS:
    """Gives a history of as many rows as it was asked, and of when."""

    asked = 0
    rows = 1

    def __call__(self) -> History:
        self.asked += 1
        summaries = tuple(
            InteractionSummary(f"A{number}", subject="Canary 4471") for number in range(self.rows)
        )
        return History(
            "customer", KEY.identifier, HistoryIndex(summaries), (), datetime.now(UTC), self.asked / 4
        )


@pytest.fixture
def ucs() -> UCS:
    return UCS()


@pytest.fixture
def shared(settings):
    """As though another process had the cache too."""
    settings.CACHE_URL = "redis://shared"


def entries() -> dict[str, tuple[float, bytes]]:
    """What lies in the cache in memory."""
    return caches["histories"].memory.entries


def test_two_processes_ask_once(shared, ucs) -> None:
    first = Histories().get(KEY, ucs)
    second = Histories().get(KEY, ucs)
    assert (ucs.asked, first.kept, second.kept) == (1, False, True)
    assert (second.rows, second.fetched_at, second.seconds) == (first.rows, first.fetched_at, first.seconds)


def test_what_counts_as_repeated_is_set_where_it_is_shown(shared, ucs, settings) -> None:
    Histories().get(KEY, ucs)
    settings.REPEAT_DAYS = 3
    assert Histories().get(KEY, ucs).index.repeat_days == 3


def test_a_process_decodes_once(shared, ucs) -> None:
    Histories().get(KEY, ucs)
    process = Histories()
    assert process.get(KEY, ucs).index is process.get(KEY, ucs).index


def test_a_refresh_is_on_both_levels(shared, ucs) -> None:
    process = Histories()
    process.get(KEY, ucs)
    fresh = process.get(KEY, ucs, since=time.time())
    assert (ucs.asked, fresh.kept, fresh.seconds) == (2, False, 0.5)
    assert process.get(KEY, ucs).seconds == Histories().get(KEY, ucs).seconds == 0.5
    assert ucs.asked == 2


def test_nobody_is_given_what_is_older_than_they_want(shared, ucs) -> None:
    Histories().get(KEY, ucs)
    assert Histories().get(KEY, ucs, since=time.time()).seconds == 0.5


def test_its_time_counts_from_the_fetch_on_both_levels(shared, ucs, settings) -> None:
    """Not from when it was copied from one to the other."""

    def old(seconds: float) -> History:
        return replace(ucs(), fetched_at=datetime.now(UTC) - timedelta(seconds=seconds))

    settings.HISTORY_SECONDS = 1000
    Histories().get(KEY, lambda: old(400))
    later = Histories(clock=lambda: time.time() + 500)
    assert later.get(KEY, ucs).kept
    assert next(iter(later.decoded.entries.values())).at < time.time() - 399
    too_late = Histories(clock=lambda: time.time() + 601)
    assert not too_late.get(KEY, ucs).kept
    Histories().get(replace(KEY, identifier="x"), lambda: old(1001))
    assert ucs.asked == 3
    assert len(entries()) == 1


def test_an_entry_that_a_cache_gives_beyond_its_time_is_too_old(shared, ucs, settings) -> None:
    Histories().get(KEY, ucs)
    for place, (_, data) in entries().items():
        entries()[place] = (float("inf"), data)
    assert not Histories(clock=lambda: time.time() + settings.HISTORY_SECONDS + 1).get(KEY, ucs).kept


def test_without_time_nothing_is_kept(shared, ucs, settings) -> None:
    settings.HISTORY_SECONDS = 0
    process = Histories()
    process.get(KEY, ucs)
    assert not process.get(KEY, ucs).kept
    assert not process.decoded.entries
    assert not entries()


@pytest.mark.parametrize(
    "other",
    [
        replace(KEY, scope="something else"),
        replace(KEY, origin=("http://ucs", "", "other tenant", "")),
        replace(KEY, owner="service"),
        replace(KEY, identifier="00001aCANARY0002"),
    ],
)
def test_other_rights_and_other_sources_see_none_of_it(shared, ucs, other) -> None:
    process = Histories()
    process.get(KEY, ucs)
    assert not process.get(other, ucs).kept
    assert ucs.asked == 2


def test_another_secret_key_finds_nothing(shared, ucs, settings) -> None:
    Histories().get(KEY, ucs)
    settings.SECRET_KEY = "another-key-of-thirty-two-characters-and-more"
    key = Key(*(getattr(KEY, name) for name in ("origin", "scope", "owner", "identifier")))
    assert not Histories().get(key, ucs).kept


def test_the_cache_tells_nothing_of_whom_it_is_about(shared, ucs) -> None:
    Histories().get(KEY, ucs)
    ((place, (_, data)),) = entries().items()
    assert "CANARY" not in place
    assert b"CANARY" not in data
    assert b"Canary" not in data


@pytest.mark.parametrize("change", ["garbage", "a bit", "half", "text", "another's"])
def test_what_is_none_of_ours_is_a_line_in_the_log_and_a_question(shared, ucs, caplog, change) -> None:
    Histories().get(KEY, ucs)
    Histories().get(replace(KEY, identifier="00001aCANARY0002"), ucs)
    (place, (ends, data)), (_, (_, others)) = entries().items()
    changed = {
        "garbage": b"\x80\x04cos\nsystem\n.",
        "a bit": data[:-1] + bytes([data[-1] ^ 1]),
        "half": data[: len(data) // 2],
        "text": data.decode("latin-1"),
        "another's": others,
    }
    entries()[place] = (ends, changed[change])
    assert not Histories().get(KEY, ucs).kept
    assert ucs.asked == 3
    assert "CANARY" not in caplog.text
    assert len(caplog.records) == 1
    assert Histories().get(KEY, ucs).kept  # it was put there anew


def test_one_too_large_takes_away_what_was_there(shared, ucs, settings) -> None:
    """It would be older."""
    Histories().get(KEY, ucs)
    assert len(entries()) == 1
    settings.HISTORY_ENTRY_BYTES = 10
    Histories().get(KEY, ucs, since=time.time())
    assert not entries()


def test_alone_the_cache_is_given_what_has_no_more_room(ucs, settings) -> None:
    settings.HISTORY_KEPT_BYTES = 3 * LEAST
    process = Histories()
    keys = [replace(KEY, identifier=f"00001aCANARY000{number}") for number in range(4)]
    for key in keys:
        process.get(key, ucs)
    assert len(process.decoded.entries) == 3
    assert len(entries()) == 1
    again = process.get(keys[0], ucs)
    assert (again.kept, again.seconds) == (True, 0.25)
    assert ucs.asked == 4


def test_many_rows_are_few_bytes(ucs, settings) -> None:
    settings.HISTORY_KEPT_BYTES = 1
    process = Histories()
    long = replace(ucs(), index=HistoryIndex(rows(2000)))
    process.get(KEY, lambda: long)
    process.get(replace(KEY, scope="x"), ucs)
    ((_, data),) = entries().values()
    assert len(data) < weight(long) / 10


def test_a_history_weighs_its_rows_or_what_the_ucs_sent() -> None:
    empty = History("customer", "C1", HistoryIndex(()), (), datetime.now(UTC), 0.1)
    assert weight(empty) == LEAST
    long = replace(empty, index=HistoryIndex(rows(100)))
    assert weight(long) == 100 * ROW
    assert weight(replace(long, size=10**7)) == 10**7
    known = replace(long, index=HistoryIndex(rows(100), UdataIndex(100, [(0, [("key", "value")] * 9)])))
    assert weight(known) == weight(long) + 9 * PAIR


class Broken:
    """A cache, as Django makes one, whose every word is an error."""

    asked = 0

    def __init__(self, location, parameters) -> None:
        """Nothing of it is needed."""

    def close(self, **_) -> None:
        """Nothing is open."""

    def __getattr__(self, name):
        def fail(*_, **__):
            type(self).asked += 1
            raise ConnectionError("00001aCANARY0001")

        return fail


def test_a_cache_that_fails_is_left_alone_for_a_while(shared, ucs, settings, caplog) -> None:
    caplog.set_level(logging.WARNING)
    process = Histories()
    settings.CACHES = settings.CACHES | {"histories": {"BACKEND": f"{__name__}.Broken"}}
    for number in range(5):
        process.get(replace(KEY, identifier=str(number)), ucs)
    assert ucs.asked == 5
    assert Broken.asked == 1
    assert [record.getMessage() for record in caplog.records] == [
        "The cache of histories fails (ConnectionError) and is left alone for 10 s"
    ]
    assert not process.shelf.answers()
    process.shelf.clock = lambda: time.time() + 11
    process.get(replace(KEY, identifier="later"), ucs)
    assert Broken.asked == 3

"""Histories on two levels, as several processes over one cache have them. A process is a `HistoryCache`."""

import logging
import math
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import caches

from interactions.access.cache.bounded_store import StoredEntry
from interactions.access.cache.cache_key import CacheKey, CacheScope
from interactions.access.cache.history_cache import (
    MIN_HISTORY_BYTES,
    ROW_BYTES,
    UDATA_PAIR_BYTES,
    HistoryCache,
    measure_history,
)
from interactions.history.columns.udata_index import UdataIndex
from interactions.history.history import History
from interactions.history.history_index import HistoryIndex
from interactions.ucs.resources import InteractionSummary
from tests.interactions.history.rows import build_rows as rows

SCOPE = CacheScope("http://ucs", "", "", "", "everything")
KEY = CacheKey(SCOPE, "customer", "00001aCANARY0001")


class UCS:
    """Gives a history of as many rows as it was asked, and of when."""

    asked = 0
    rows = 1

    def __call__(self):
        self.asked += 1
        summaries = tuple(
            InteractionSummary(f"A{number}", subject="Canary 4471") for number in range(self.rows)
        )
        return History(
            "customer", KEY.identifier, HistoryIndex(summaries), (), datetime.now(UTC), self.asked / 4
        )


def fail():
    raise TimeoutError


@pytest.fixture
def ucs():
    return UCS()


@pytest.fixture
def shared(settings):
    """As though another process had the cache too."""
    settings.CACHE_URL = "redis://shared"


def find_entries():
    """What lies in the cache in memory."""
    store = caches["histories"].memory.store
    return {name: store.find(name).value for name in store}


def overwrite_entry(name, data):
    """Puts something else in its place, for ever."""
    entry = StoredEntry(data, 100, created_at=0, expires_at=math.inf)
    caches["histories"].memory.store.put(name, entry, max_bytes=10**9)


def test_two_processes_ask_once(shared, ucs):
    first = HistoryCache().get_or_load(KEY, ucs)
    second = HistoryCache().get_or_load(KEY, ucs)
    assert (ucs.asked, first.kept, second.kept) == (1, False, True)
    assert (second.rows, second.fetched_at, second.seconds) == (first.rows, first.fetched_at, first.seconds)


def test_what_counts_as_repeated_is_set_where_it_is_shown(shared, ucs, settings):
    HistoryCache().get_or_load(KEY, ucs)
    settings.REPEAT_DAYS = 3
    assert HistoryCache().get_or_load(KEY, ucs).index.repeat_days == 3


def test_a_process_decodes_once(shared, ucs):
    HistoryCache().get_or_load(KEY, ucs)
    process = HistoryCache()
    assert process.get_or_load(KEY, ucs).index is process.get_or_load(KEY, ucs).index


def test_of_readers_who_come_at_once_one_has_it_live(ucs):
    process = HistoryCache()

    def load_slowly():
        time.sleep(0.2)
        return ucs()

    with ThreadPoolExecutor(8) as pool:
        histories = list(pool.map(lambda _: process.get_or_load(KEY, load_slowly), range(8)))
    assert ucs.asked == 1
    assert [history.kept for history in histories].count(False) == 1


def test_the_second_reader_has_the_same_rows_and_is_told_that_they_were_cached(ucs):
    process = HistoryCache()
    first, second = (process.get_or_load(KEY, ucs) for _ in range(2))
    assert not first.kept
    assert second.kept
    assert second.rows == first.rows
    assert process.get_or_load(KEY, fail).index is second.index


def test_a_refresh_is_on_both_levels(shared, ucs):
    process = HistoryCache()
    process.get_or_load(KEY, ucs)
    fresh = process.get_or_load(KEY, ucs, not_before=time.time())
    assert (ucs.asked, fresh.kept, fresh.seconds) == (2, False, 0.5)
    assert process.get_or_load(KEY, ucs).seconds == HistoryCache().get_or_load(KEY, ucs).seconds == 0.5
    assert ucs.asked == 2


def test_nobody_is_given_what_is_older_than_they_want(shared, ucs):
    HistoryCache().get_or_load(KEY, ucs)
    assert HistoryCache().get_or_load(KEY, ucs, not_before=time.time()).seconds == 0.5


def test_its_time_counts_from_the_fetch_on_both_levels(shared, ucs, settings):
    """Not from when it was copied from one to the other."""

    def old(seconds):
        return replace(ucs(), fetched_at=datetime.now(UTC) - timedelta(seconds=seconds))

    settings.HISTORY_SECONDS = 1000
    HistoryCache().get_or_load(KEY, lambda: old(400))
    later = HistoryCache(clock=lambda: time.time() + 500)
    assert later.get_or_load(KEY, ucs).kept
    with pytest.raises(TimeoutError):
        later.get_or_load(KEY, fail, not_before=time.time() - 399)
    too_late = HistoryCache(clock=lambda: time.time() + 601)
    assert not too_late.get_or_load(KEY, ucs).kept
    HistoryCache().get_or_load(replace(KEY, identifier="x"), lambda: old(1001))
    assert ucs.asked == 3
    assert len(find_entries()) == 1


def test_an_entry_that_a_cache_gives_beyond_its_time_is_too_old(shared, ucs, settings):
    HistoryCache().get_or_load(KEY, ucs)
    for name, data in find_entries().items():
        overwrite_entry(name, data)
    assert (
        not HistoryCache(clock=lambda: time.time() + settings.HISTORY_SECONDS + 1).get_or_load(KEY, ucs).kept
    )


def test_without_time_nothing_is_kept(shared, ucs, settings):
    settings.HISTORY_SECONDS = 0
    process = HistoryCache()
    process.get_or_load(KEY, ucs)
    assert not process.get_or_load(KEY, ucs).kept
    assert not process.decoded.get_keys()
    assert not find_entries()


@pytest.mark.parametrize(
    "other",
    [
        replace(KEY, scope=replace(SCOPE, rights="something else")),
        replace(KEY, scope=replace(SCOPE, tenant="other tenant")),
        replace(KEY, kind="service"),
        replace(KEY, identifier="00001aCANARY0002"),
    ],
)
def test_other_rights_and_other_sources_see_none_of_it(shared, ucs, other):
    process = HistoryCache()
    process.get_or_load(KEY, ucs)
    assert not process.get_or_load(other, ucs).kept
    assert ucs.asked == 2


def test_another_secret_key_finds_nothing(shared, ucs, settings):
    HistoryCache().get_or_load(KEY, ucs)
    settings.SECRET_KEY = "another-key-of-thirty-two-characters-and-more"
    key = CacheKey(SCOPE, KEY.kind, KEY.identifier)
    assert not HistoryCache().get_or_load(key, ucs).kept


def test_the_cache_tells_nothing_of_whom_it_is_about(shared, ucs):
    HistoryCache().get_or_load(KEY, ucs)
    ((name, data),) = find_entries().items()
    assert "CANARY" not in name
    assert b"CANARY" not in data
    assert b"Canary" not in data


@pytest.mark.parametrize("change", ["garbage", "a bit", "half", "text", "another's"])
def test_what_is_none_of_ours_is_a_line_in_the_log_and_a_question(shared, ucs, caplog, change):
    HistoryCache().get_or_load(KEY, ucs)
    HistoryCache().get_or_load(replace(KEY, identifier="00001aCANARY0002"), ucs)
    (name, data), (_, others) = find_entries().items()
    changed = {
        "garbage": b"\x80\x04cos\nsystem\n.",
        "a bit": data[:-1] + bytes([data[-1] ^ 1]),
        "half": data[: len(data) // 2],
        "text": data.decode("latin-1"),
        "another's": others,
    }
    overwrite_entry(name, changed[change])
    assert not HistoryCache().get_or_load(KEY, ucs).kept
    assert ucs.asked == 3
    assert "CANARY" not in caplog.text
    assert len(caplog.records) == 1
    assert HistoryCache().get_or_load(KEY, ucs).kept  # it was put there anew


def test_one_too_large_takes_away_what_was_there(shared, ucs, settings):
    """It would be older."""
    HistoryCache().get_or_load(KEY, ucs)
    assert len(find_entries()) == 1
    settings.HISTORY_ENTRY_BYTES = 10
    HistoryCache().get_or_load(KEY, ucs, not_before=time.time())
    assert not find_entries()


def test_alone_the_cache_is_given_what_has_no_more_room(ucs, settings):
    settings.HISTORY_KEPT_BYTES = 3 * MIN_HISTORY_BYTES
    process = HistoryCache()
    keys = [replace(KEY, identifier=f"00001aCANARY000{number}") for number in range(4)]
    for key in keys:
        process.get_or_load(key, ucs)
    assert len(process.decoded.get_keys()) == 3
    assert len(find_entries()) == 1
    again = process.get_or_load(keys[0], ucs)
    assert (again.kept, again.seconds) == (True, 0.25)
    assert ucs.asked == 4


def test_many_rows_are_few_bytes(ucs, settings):
    settings.HISTORY_KEPT_BYTES = 1
    process = HistoryCache()
    long = replace(ucs(), index=HistoryIndex(rows(2000)))
    process.get_or_load(KEY, lambda: long)
    process.get_or_load(replace(KEY, kind="service"), ucs)
    (data,) = find_entries().values()
    assert len(data) < measure_history(long) / 10


def test_a_history_weighs_its_rows_or_what_the_ucs_sent():
    empty = History("customer", "C1", HistoryIndex(()), (), datetime.now(UTC), 0.1)
    assert measure_history(empty) == MIN_HISTORY_BYTES
    long = replace(empty, index=HistoryIndex(rows(100)))
    assert measure_history(long) == 100 * ROW_BYTES
    assert measure_history(replace(long, size=10**7)) == 10**7
    known = replace(long, index=HistoryIndex(rows(100), UdataIndex(100, [(0, [("key", "value")] * 9)])))
    assert measure_history(known) == measure_history(long) + 9 * UDATA_PAIR_BYTES


class Broken:
    """A cache, as Django makes one, whose every word is an error."""

    asked = 0

    def __init__(self, location, parameters):
        """Nothing of it is needed."""

    def close(self, **_):
        """Nothing is open."""

    def __getattr__(self, name):
        def fail(*_, **__):
            type(self).asked += 1
            raise ConnectionError("00001aCANARY0001")

        return fail


def test_a_cache_that_fails_is_left_alone_for_a_while(shared, ucs, settings, caplog):
    caplog.set_level(logging.WARNING)
    process = HistoryCache()
    settings.CACHES = settings.CACHES | {"histories": {"BACKEND": f"{__name__}.Broken"}}
    for number in range(5):
        process.get_or_load(replace(KEY, identifier=str(number)), ucs)
    assert ucs.asked == 5
    assert Broken.asked == 1
    assert [record.getMessage() for record in caplog.records] == [
        "The cache of histories fails (ConnectionError) and is left alone for 10 s"
    ]
    assert not process.shared.is_available()
    process.shared.timer = lambda: time.monotonic() + 11
    process.get_or_load(replace(KEY, identifier="later"), ucs)
    assert Broken.asked == 3


def test_the_pause_of_a_cache_that_failed_does_not_depend_on_the_clock(shared, ucs, settings):
    """A clock that is set back meanwhile would leave it alone for as long."""
    process = HistoryCache(clock=lambda: time.time() - 3600)
    working = settings.CACHES
    settings.CACHES = working | {"histories": {"BACKEND": f"{__name__}.Broken"}}
    process.get_or_load(KEY, ucs)
    settings.CACHES = working
    process.shared.timer = lambda: time.monotonic() + 11
    process.get_or_load(replace(KEY, kind="service"), ucs)
    assert len(find_entries()) == 1

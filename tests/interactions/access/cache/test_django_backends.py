"""The cache in the process: bounded in bytes and in time."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import caches

from interactions.access.cache.django_backends import BoundedMemoryCache


@pytest.fixture
def cache():
    cache = BoundedMemoryCache("test", {"OPTIONS": {"MAX_BYTES": 10}})
    yield cache
    cache.clear()


def test_all_together_have_a_limit_and_the_least_recently_used_goes(cache):
    cache.set("a", b"1234")
    cache.set("b", b"1234")
    assert cache.get("a") == b"1234"
    cache.set("c", b"1234")
    assert [cache.get(key) for key in "abc"] == [b"1234", None, b"1234"]
    cache.set("d", b"12345678901")
    assert [cache.get(key) for key in "abcd"] == [None] * 4


def test_the_same_key_is_counted_once(cache):
    for _ in range(5):
        cache.set("a", b"123456")
    cache.set("b", b"1234")
    assert cache.get("a") == b"123456"


def test_it_ends_with_time_also_when_nobody_asks_for_it(cache):
    cache.set("a", b"1", timeout=0.05)
    cache.set("b", b"2", timeout=None)
    time.sleep(0.06)
    assert cache.get("b") == b"2"
    assert len(cache.memory.store) == 1
    assert not cache.has_key("a")


def test_it_can_be_taken_away(cache):
    cache.set("a", b"1")
    assert cache.delete("a")
    assert not cache.delete("a")


def test_threads_share_it(settings):
    """Django gives each thread a cache of its own over the same memory."""
    caches["histories"].set("a", b"1")
    assert caches.create_connection("histories").get("a") == b"1"


def test_threads_at_once_leave_it_whole(cache):
    """cachetools alone is not thread-safe: without the lock this breaks its books."""

    def use(number):
        for turn in range(500):
            key = str((number * 7 + turn) % 30)
            cache.set(key, b"1")
            assert cache.get(key) in {b"1", None}

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(use, range(8)))
    assert len(cache.memory.store) == 10


def test_a_clock_that_is_set_neither_prolongs_nor_shortens(cache):
    """Its timer knows no date."""
    assert cache.memory.store.timer is time.monotonic

"""Values are cached for a moment, within bounds, and loaded once for all who ask at the same moment."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier, Event

import pytest

from interactions.access.cache.single_flight import SingleFlightCache


@dataclass(frozen=True)
class Value:
    """What is cached: `size` is what it counts as, `fetched_at` what it says of its age."""

    name: str
    size: int = 1
    fetched_at: float = 0.0


class Clock:
    """Seconds that a test moves."""

    now = 0.0

    def __call__(self):
        return self.now


def make_cache(
    clock=time.time,
    *,
    max_bytes=100,
    ttl=60,
    timer=None,
    **others,
):
    """A cache whose clock and timer go alike, unless a test gives a `timer` of its own."""
    if timer is None:
        timer = clock if isinstance(clock, Clock) else time.monotonic
    return SingleFlightCache(
        size_of=lambda value: value.size,
        max_bytes=lambda: max_bytes,
        ttl=lambda: ttl,
        clock=clock,
        timer=timer,
        **others,
    )


def fail():
    raise TimeoutError


def is_large(value):
    return value.size > 1


class Loader:
    """Takes a while to load, so that others come meanwhile; raises `errors` first, one a call."""

    def __init__(self, *errors, seconds=0.2):
        self.errors, self.seconds, self.calls = list(errors), seconds, 0

    def __call__(self):
        self.calls += 1
        number = self.calls
        time.sleep(self.seconds)
        if self.errors:
            raise self.errors.pop(0)
        return Value(f"load {number}", size=number)


@pytest.fixture
def clock():
    return Clock()


def test_the_second_reader_gets_what_was_cached(clock):
    cache = make_cache(clock)
    first = cache.get_or_load("a", lambda: Value("a"))
    assert cache.get_or_load("a", fail) is first


def test_another_key_is_another_value(clock):
    cache = make_cache(clock)
    cache.get_or_load("a", lambda: Value("a"))
    assert cache.get_or_load("b", lambda: Value("b")).name == "b"


def test_a_value_expires(clock):
    cache = make_cache(clock)
    cache.get_or_load("a", lambda: Value("old"))
    clock.now = 59.9
    assert cache.get_or_load("a", fail).name == "old"
    clock.now = 60
    assert cache.get_or_load("a", lambda: Value("new")).name == "new"


def test_an_error_of_a_reload_leaves_the_older_value_to_those_who_take_it(clock):
    cache = make_cache(clock)
    cache.get_or_load("a", lambda: Value("old"))
    clock.now = 5
    assert cache.get_or_load("a", fail, not_before=0).name == "old"
    with pytest.raises(TimeoutError):
        cache.get_or_load("a", fail, not_before=5)
    assert cache.get_or_load("a", fail).name == "old"
    assert cache.get_or_load("a", lambda: Value("new"), not_before=5).name == "new"
    assert cache.get_or_load("a", fail, not_before=5).name == "new"


def test_an_expired_value_is_no_answer_to_an_error(clock):
    cache = make_cache(clock)
    cache.get_or_load("a", lambda: Value("old"))
    clock.now = 61
    with pytest.raises(TimeoutError):
        cache.get_or_load("a", fail)


def test_its_time_counts_from_when_it_was_created(clock):
    cache = make_cache(clock, created_at=lambda value: 0)
    clock.now = 50
    cache.get_or_load("a", lambda: Value("a"))
    clock.now = 59.9
    assert cache.get_or_load("a", fail).name == "a"
    clock.now = 61
    assert cache.get_or_load("a", lambda: Value("b")).name == "b"


def test_a_value_is_from_when_its_load_began(clock):
    """Not from when it came: what changed meanwhile may be missing in it."""
    cache = make_cache(clock)

    def load_slowly():
        clock.now = 30
        return Value("a")

    cache.get_or_load("a", load_slowly)
    with pytest.raises(TimeoutError):
        cache.get_or_load("a", fail, not_before=10)
    clock.now = 61
    with pytest.raises(TimeoutError):
        cache.get_or_load("a", fail)


def test_a_clock_that_is_ahead_elsewhere_gives_no_more_time(clock):
    cache = make_cache(clock, created_at=lambda value: 1000)
    cache.get_or_load("a", lambda: Value("old"))
    clock.now = 61
    assert cache.get_or_load("a", lambda: Value("new")).name == "new"


@pytest.mark.parametrize("jump", [-3600, 3600])
def test_a_clock_that_is_set_neither_prolongs_nor_shortens(clock, jump):
    timer = Clock()
    clock.now = 10_000
    cache = make_cache(clock, timer=timer)
    cache.get_or_load("a", lambda: Value("a"))
    clock.now += jump
    timer.now = 59
    assert cache.get_or_load("a", fail).name == "a"
    timer.now = 61
    with pytest.raises(TimeoutError):
        cache.get_or_load("a", fail)


def test_after_the_clock_was_set_back_a_fresh_value_is_a_new_one(clock):
    """What was cached before seems to come from the future, and would pass for newer than anything."""
    timer = Clock()
    clock.now = 10_000
    cache = make_cache(clock, timer=timer)
    cache.get_or_load("a", lambda: Value("old"))
    clock.now = 9_000
    assert cache.get_or_load("a", lambda: Value("new"), not_before=clock.now).name == "new"
    assert cache.get_or_load("a", fail, not_before=clock.now).name == "new"


def test_who_is_evicted_is_told_and_who_expired_is_not(clock):
    evicted = []
    cache = make_cache(clock, max_bytes=2, on_evict=lambda key, value: evicted.append((key, value.size)))
    for key in ("a", "b", "c"):
        cache.get_or_load(key, lambda: Value("x"))
    assert evicted == [("a", 1)]
    clock.now = 61
    cache.get_or_load("d", lambda: Value("x", 2))
    assert evicted == [("a", 1)]


def test_on_evict_may_use_the_cache_itself(clock):
    found = []
    cache = make_cache(clock, max_bytes=1)
    cache.on_evict = lambda key, value: found.extend(cache.get_keys())
    for key in ("a", "b"):
        cache.get_or_load(key, lambda: Value("x"))
    assert found == ["b"]


def test_without_time_nothing_is_cached_and_those_who_come_at_once_still_share_a_load():
    cache, load, together = make_cache(ttl=0), Loader(seconds=0.3), Barrier(4)

    def read(_):
        together.wait(10)
        return cache.get_or_load("a", load)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(read, range(4)))
    assert load.calls == 1
    assert not cache.get_keys()


def test_who_wants_a_fresh_value_is_not_given_that_of_an_older_load():
    """It is on its way when they come; and all who want a fresh one then share the next."""
    cache = make_cache(created_at=lambda value: value.fetched_at)
    calls, begun, go_on = [], Event(), Event()

    def load():
        fetched_at = time.time()
        calls.append(1)
        begun.set()
        assert go_on.wait(10)
        return Value("a", size=len(calls), fetched_at=fetched_at)

    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(cache.get_or_load, "a", load)
        assert begun.wait(10)
        now = time.time()
        fresh = [pool.submit(cache.get_or_load, "a", load, not_before=now) for _ in range(3)]
        time.sleep(0.1)
        go_on.set()
        assert first.result().size == 1
        assert [one.result().size for one in fresh] == [2, 2, 2]
    assert len(calls) == 2


def test_the_least_recently_used_goes_first(clock):
    cache = make_cache(clock, max_bytes=5)
    cache.get_or_load("a", lambda: Value("a", 2))
    cache.get_or_load("b", lambda: Value("b", 2))
    assert cache.get_or_load("a", fail).name == "a"
    cache.get_or_load("c", lambda: Value("c", 2))
    assert cache.get_or_load("a", fail).name == "a"
    assert cache.get_or_load("b", lambda: Value("again", 1)).name == "again"


def test_one_larger_than_the_bound_is_cached_alone(clock):
    cache = make_cache(clock, max_bytes=5)
    cache.get_or_load("a", lambda: Value("a", 2))
    cache.get_or_load("big", lambda: Value("big", 9))
    assert cache.get_or_load("big", fail).name == "big"
    assert cache.get_or_load("a", lambda: Value("again", 1)).name == "again"
    assert cache.get_keys() == ["a"]


def test_bounds_are_read_anew(clock):
    cache = make_cache(clock)
    for key in "abc":
        cache.get_or_load(key, lambda: Value("x", 5))
    cache.max_bytes, cache.ttl = lambda: 10, lambda: 10
    cache.get_or_load("d", lambda: Value("x", 5))
    assert cache.get_keys() == ["c", "d"]
    clock.now = 11
    assert cache.get_keys() == ["c"]


def test_what_nobody_asks_for_again_expires_too(clock):
    cache = make_cache(clock)
    cache.get_or_load("a", lambda: Value("a", 2))
    clock.now = 61
    cache.get_or_load("b", lambda: Value("b"))
    assert cache.get_keys() == ["b"]


def test_small_values_are_bounded_too(clock):
    cache = make_cache(clock, max_bytes=5)
    for number in range(20):
        cache.get_or_load(str(number), lambda: Value("nobody", 1))
    assert len(cache.get_keys()) == 5


def test_readers_who_come_at_once_share_a_load():
    cache, load = make_cache(), Loader()
    with ThreadPoolExecutor(8) as pool:
        values = list(pool.map(lambda _: cache.get_or_load("a", load), range(8)))
    assert load.calls == 1
    assert len({id(value) for value in values}) == 1
    assert not cache._in_flight


def test_a_slow_load_keeps_nobody_from_another_key():
    cache, go_on = make_cache(), Event()
    cache.get_or_load("cached", lambda: Value("cached"))
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(cache.get_or_load, "slow", lambda: Value(str(go_on.wait(10))))
        while "slow" not in cache._in_flight:
            time.sleep(0.01)
        assert cache.get_or_load("cached", fail).name == "cached"
        assert cache.get_or_load("other", lambda: Value("other")).name == "other"
        go_on.set()
        assert slow.result().name == "True"


def read_or_none(cache, load):
    try:
        return cache.get_or_load("a", load)
    except TimeoutError:
        return None


def test_when_the_first_fails_one_of_the_others_loads():
    cache, load = make_cache(), Loader(TimeoutError())
    with ThreadPoolExecutor(4) as pool:
        values = list(pool.map(lambda _: read_or_none(cache, load), range(4)))
    assert values.count(None) == 1
    assert load.calls == 2
    assert not cache._in_flight


def test_nobody_waits_for_more_than_two_loads_that_fail():
    cache, load = make_cache(), Loader(*[TimeoutError() for _ in range(8)])
    with ThreadPoolExecutor(8) as pool:
        values = list(pool.map(lambda _: read_or_none(cache, load), range(8)))
    assert values == [None] * 8
    assert load.calls == 2
    assert not cache._in_flight


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize("end", [SystemExit, KeyboardInterrupt, GeneratorExit])
def test_what_ends_one_thread_ends_no_other(end):
    """Those who wait for its load load for themselves."""
    cache, load = make_cache(), Loader(end(), end())
    values: list[Value] = []
    threads = [threading.Thread(target=lambda: values.append(cache.get_or_load("a", load))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert load.calls == 3
    assert [value.name for value in values] == ["load 3"] * 2
    assert not cache._in_flight


def test_a_value_that_can_not_be_measured_is_an_error_of_its_load(clock):
    cache = make_cache(clock)
    cache.size_of = lambda value: len(value.name) // value.size
    with pytest.raises(ZeroDivisionError):
        cache.get_or_load("a", lambda: Value("a", 0))
    assert not cache._in_flight
    assert cache.get_or_load("a", lambda: Value("b")).name == "b"


def test_a_bound_that_can_not_be_read_leaves_nobody_waiting():
    cache, load, broken = make_cache(), Loader(), []
    bound = cache.max_bytes
    cache.max_bytes = lambda: broken[0]
    with ThreadPoolExecutor(2) as pool:
        readers = [pool.submit(cache.get_or_load, "a", load) for _ in range(2)]
        assert [type(reader.exception(10)) for reader in readers] == [IndexError] * 2
    cache.max_bytes = bound
    assert not cache._in_flight
    assert cache.get_or_load("b", lambda: Value("b")).name == "b"


def test_one_that_is_not_usable_is_loaded_again_and_replaced(clock):
    cache = make_cache(clock)
    cache.get_or_load("a", lambda: Value("a"))
    assert cache.get_or_load("a", lambda: Value("a", 2), is_usable=is_large).size == 2
    assert cache.get_or_load("a", fail, is_usable=is_large).size == 2
    assert cache.get_or_load("a", fail).size == 2


def test_readers_who_come_at_once_for_a_usable_one_share_a_load_too():
    cache, load = make_cache(), Loader()
    cache.get_or_load("a", lambda: Value("a"))
    load.calls = 1  # so that the next is large
    with ThreadPoolExecutor(8) as pool:
        values = list(pool.map(lambda _: cache.get_or_load("a", load, is_usable=is_large), range(8)))
    assert load.calls == 2
    assert {value.size for value in values} == {2}
    assert not cache._in_flight


def test_clearing_it_while_somebody_loads_keeps_what_they_load():
    cache, load = make_cache(), Loader()
    with ThreadPoolExecutor(1) as pool:
        loading = pool.submit(cache.get_or_load, "a", load)
        while "a" not in cache._in_flight:
            time.sleep(0.01)
        cache.clear()
        assert loading.result().name == "load 1"
    assert cache.get_keys() == ["a"]


def test_many_threads_leave_it_whole():
    """cachetools alone is not thread-safe: without the lock this breaks its books."""
    cache = make_cache(max_bytes=50)

    def read(number):
        for turn in range(300):
            key = str((number * 7 + turn) % 120)
            assert cache.get_or_load(key, lambda key=key: Value(key)).name == key

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(read, range(8)))
    assert len(cache.get_keys()) == 50
    assert not cache._in_flight

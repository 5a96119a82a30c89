"""The store under the caches: bounded in bytes and in time, and no slower when it is full."""

import math
import random
import time
import weakref
from collections import OrderedDict

from hypothesis import given
from hypothesis import strategies as st

from interactions.access.cache.bounded_store import BoundedStore, StoredEntry


class Timer:
    now = 0.0

    def __call__(self):
        return self.now


def make_entry(size=1, expires_at=math.inf):
    return StoredEntry("value", size, created_at=0, expires_at=expires_at)


def test_expired_entries_go_at_the_next_call_of_any_kind():
    """They are gone, not only hidden: what they held is free."""
    timer = Timer()
    store: BoundedStore[str, set[int]] = BoundedStore(timer)
    store.put("a", StoredEntry(value := {1}, 1, created_at=0, expires_at=10), max_bytes=100)
    store.put("b", make_entry(), max_bytes=100)
    held = weakref.ref(value)
    del value
    timer.now = 9.9
    assert (store.find("b") is not None, held()) == (True, {1})
    timer.now = 10
    assert (store.find("b") is not None, held()) == (True, None)
    assert (list(store), store.find("a")) == (["b"], None)


def test_an_entry_whose_time_is_up_takes_away_the_older_one():
    timer = Timer()
    store: BoundedStore[str, str] = BoundedStore(timer)
    store.put("a", make_entry(), max_bytes=100)
    timer.now = 10
    assert store.put("a", make_entry(expires_at=10), max_bytes=100) == []
    assert (len(store), store.delete("a")) == (0, False)


def test_one_too_large_goes_itself_unless_one_may_stay():
    store: BoundedStore[str, str] = BoundedStore()
    store.put("a", make_entry(2), max_bytes=5)
    evicted = store.put("b", make_entry(9), max_bytes=5)
    assert ([key for key, _ in evicted], len(store)) == (["a", "b"], 0)
    assert store.put("b", make_entry(9), max_bytes=5, min_entries=1) == []
    assert list(store) == ["b"]


steps = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.integers(0, 5), st.integers(1, 9), st.integers(0, 3)), max_size=60
)


@given(steps)
def test_it_has_what_a_plain_list_of_entries_would_have(steps):
    """Each step asks for a key, stores it where it is missing, and lets time pass."""
    timer = Timer()
    store: BoundedStore[str, str] = BoundedStore(timer)
    model: OrderedDict[str, StoredEntry[str]] = OrderedDict()
    for key, size, seconds, passing in steps:
        timer.now += passing
        for old in [old for old, entry in model.items() if entry.expires_at <= timer.now]:
            del model[old]
        entry = store.find(key)
        assert entry == model.get(key)
        if entry:
            model.move_to_end(key)
            continue
        model[key] = make_entry(size, timer.now + seconds)
        evicted = store.put(key, model[key], max_bytes=10, min_entries=1)
        expected = []
        while sum(entry.size for entry in model.values()) > 10 and len(model) > 1:
            expected.append(model.popitem(last=False))
        assert evicted == expected
        assert set(store) == set(model)


def measure_calls(entries):
    """Processor seconds of the fastest of several rounds of hits and misses in a full store."""
    store: BoundedStore[int, str] = BoundedStore()
    for key in range(entries):
        store.put(key, make_entry(expires_at=time.monotonic() + 600 + random.random()), max_bytes=entries)
    rounds = []
    for number in range(9):
        began = time.process_time()
        for key in range(500):
            store.find(key % entries)
            store.put(-1 - 500 * number - key, make_entry(expires_at=math.inf), max_bytes=entries)
        rounds.append(time.process_time() - began)
    return min(rounds)


def test_a_full_store_is_as_fast_as_a_small_one():
    """Looking at all entries would take a hundred times as long."""
    assert measure_calls(20_000) < 5 * measure_calls(200)

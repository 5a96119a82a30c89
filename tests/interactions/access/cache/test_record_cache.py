"""Several records at once: each asked for once, one that fails alone, none longer than a page may take."""

import time
from collections import Counter
from dataclasses import replace

import pytest

from interactions.access.cache.cache_key import CacheScope
from interactions.access.cache.record_cache import load_records, record_cache
from interactions.ucs.errors import UCSBadResponse, UCSNotFound, UCSTimeout, UCSUnavailable
from interactions.ucs.resources import Interaction, InteractionSummary

SCOPE = CacheScope("http://ucs", "", "", "", "everything")


class Server:
    """Knows every ID but those that it is told to fail on."""

    def __init__(self, **failing):
        self.failing = failing
        self.asked: Counter[str] = Counter()

    def __call__(self, identifier):
        self.asked[identifier] += 1
        if identifier in self.failing:
            raise self.failing[identifier]
        return Interaction(InteractionSummary(identifier), document=b"x" * 3_000_000)


def test_each_is_asked_for_once_and_told_apart_from_what_fails():
    server = Server(b=UCSNotFound("none"), c=UCSBadResponse("odd"))
    for _ in range(2):
        got = load_records("abcd", server, scope=SCOPE)
        assert set(got.records) == {"a", "d"}
        assert set(got.errors) == {"b", "c"}
    assert server.asked == {"a": 1, "b": 2, "c": 2, "d": 1}


@pytest.mark.parametrize("error", [UCSUnavailable, UCSTimeout])
def test_a_ucs_that_does_not_answer_is_not_asked_for_the_next_one(error):
    server = Server(b=error("down"))
    got = load_records("abcd", server, scope=SCOPE)
    assert (set(got.records), set(got.errors)) == ({"a"}, {"b"})
    assert server.asked == {"a": 1, "b": 1}


def test_when_the_time_is_over_no_other_is_asked_for():
    got = load_records("abc", Server(), scope=SCOPE, seconds=-1)
    assert (set(got.records), dict(got.errors)) == ({"a"}, {})


def test_what_is_kept_is_bounded_in_bytes():
    load_records("abcd", Server(), scope=SCOPE)
    assert {key.identifier for key in record_cache.get_keys()} == {"c", "d"}


def test_readers_who_may_see_something_else_share_nothing():
    server = Server()
    for scope in (SCOPE, replace(SCOPE, rights="little"), replace(SCOPE, tenant="another")):
        load_records("a", server, scope=scope)
    assert server.asked == {"a": 3}


def test_none_is_older_than_the_history_that_it_stands_beside():
    server = Server()
    load_records("a", server, scope=SCOPE)
    load_records("a", server, scope=SCOPE, not_before=time.time() + 1)
    assert server.asked == {"a": 2}

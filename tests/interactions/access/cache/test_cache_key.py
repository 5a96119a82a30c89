"""Keys of two UCSs, tenants, groups, users of a UCS or rights are never equal, nor are their pseudonyms."""

from dataclasses import fields, replace

import pytest

from interactions.access.cache.cache_key import CacheKey, CacheScope

SCOPE = CacheScope("http://ucs", "reader", "101", "sales", "everything", ("db", "viewer"))
KEY = CacheKey(SCOPE, "customer", "00001aTESTCUST01")
OTHER_SCOPES = [
    replace(SCOPE, **{field.name: ("another",) if field.name == "database" else "another"})
    for field in fields(CacheScope)
]


@pytest.mark.parametrize(
    "other",
    [
        *(replace(KEY, scope=scope) for scope in OTHER_SCOPES),
        replace(KEY, kind="service"),
        replace(KEY, identifier="00001aTESTCUST02"),
    ],
)
def test_whatever_differs_makes_another_key(other):
    assert other != KEY
    assert other.pseudonym != KEY.pseudonym
    assert {KEY: 1}.get(other) is None


def test_the_same_is_the_same_key_and_tells_nothing():
    again = CacheKey(replace(SCOPE), "customer", "00001aTESTCUST01")
    assert (again, hash(again), again.pseudonym) == (KEY, hash(KEY), KEY.pseudonym)
    assert "TESTCUST" not in KEY.pseudonym


def test_a_pseudonym_stays_what_it_was_in_earlier_releases(settings):
    """Visits are stored under it: with another one everything would be new to everybody once more."""
    settings.SECRET_KEY = "a-secret-key-for-this-test-alone-and-for-nothing-else"
    embedded = CacheScope("http://embedded", "", "", "", "everything", ("", "viewer.sqlite3"))
    assert CacheKey(embedded, "customer", "C1").pseudonym == (
        "c67f5d4db58129f62aa93f9c412fd770c236ee781e9bd04ec0a55eb258b26293"
    )

"""Queries and records that no honest sender writes: every page of a history answers soon, in bounded size."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.upstreams import build_http_response, serve_answer

pytestmark = pytest.mark.long(26)

CUSTOMER, FIRST, SECOND = "00001aTESTCUST01", "00001aBOMB000000", "00001aBOMB000001"
LISTS = tuple(f"/customers/{CUSTOMER}{tail}" for tail in ("", "/threads", "/journey", "/print"))
EXPORTS = tuple(f"/customers/{CUSTOMER}/export.{form}" for form in ("csv", "json", "ndjson"))
BESIDE = (f"/interactions/{FIRST}", f"/compare?a={FIRST}&b={SECOND}", "/time-zone")
NAMES = ("media", "direction", "status", "handler", "content", "udata", "thread", "from", "to", "day", "q")
NAMES += (
    "via",
    "among",
    "order",
    "range",
    "after",
    "at",
    "tz",
    "only",
    "a",
    "b",
    "service",
    "ud",
    "find",
    "next",
    "keys",
)
DAYS = ("0001-01-01", "9999-12-31", "0000-00-00", "2026-W10-1", "٢٠٢٦-٠١-٠١")
ZONES = ("+14:00", "-14:00", "+99:99", "customer", "../../etc/passwd", "Pacific/Apia", "Etc/GMT-14")
PLACES = ("0001-01-01T00:00:00+14:00~x", "9999-12-31T23:59:59-14:00~x", "~", "~~", "2026-03-02T09:33:10~x")
WRITTEN = ("", "=", "==", "=x", "x=", "OrderNumber==", "\x00", "\u202e", "x" * 8_000, "javascript:alert(1)")
WRITTEN += ("\r\nSet-Cookie: a=b", "//elsewhere.example", "(?:[[", FIRST, "journey", "compare")
ESCAPED = ("%", "%zz", "%ff%fe", "%ed%a0%80", "%00")  # broken UTF-8, half of a surrogate pair
values = st.sampled_from([*map(quote, (*DAYS, *ZONES, *PLACES, *WRITTEN)), *ESCAPED]) | st.text(
    max_size=30
).map(lambda text: quote(text, errors="replace"))
queries = st.lists(st.tuples(st.sampled_from(NAMES), values), max_size=6)
SOON = 5.0  # seconds of a processor; the slowest takes a third of one
LARGE = 3_000_000  # bytes of a page: ten texts of 50 kB, or 2000 rows for paper, have less
MANY = 8_000  # rows: a page that listed all of them would be larger than that


def record(number, **changes):
    """A chat of an hour of its own."""
    start = datetime(2015, 1, 1, tzinfo=UTC) + timedelta(hours=number)
    plain = {
        "interaction_id": f"00001aBOMB{number:06}",
        "customer_id": CUSTOMER,
        "thread_id": "T",
        "media_type": "chat",
        "entity_type": 2,
        "type": "Inbound",
        "status": 3,
        "subject": "Parcel 4471",
        "start_date": f"{start:%Y-%m-%dT%H:%M:%S}Z",
        "end_date": f"{start + timedelta(minutes=5):%Y-%m-%dT%H:%M:%S}Z",
        "udata": {"OrderNumber": "4471"},
    }
    return {key: value for key, value in (plain | changes).items() if value is not ...}


def long_texts(number):
    """50 kB in every text that a page shows of a row, and another in each row."""
    long = f"{number} <&> é" * 6_000
    names = ("thread_id", "parent_id", "media_type", "type", "sub_type", "subject")
    return record(number, **dict.fromkeys(names, long), udata={"RTargetAgentSelected": long, long: long})


def extreme_years(number):
    year = 1 + number * 5
    end = f"{10000 - year:04}-12-31T23:59:59Z"
    return record(number, start_date=f"{year:04}-01-01T00:00:00Z", end_date=end)


def odd_numbers(number):
    odd = (10**18, -(10**18), 2**63 - 1, 2**63, 10**400, -(10**400), 1e300, 0, -1, "3", None, [])
    names = ("duration", "status", "owner_id", "entity_type", "timeshift")
    end = ... if number % 2 else record(number)["start_date"]  # of no known length, and of none
    return record(number, end_date=end, **dict.fromkeys(names, odd[number % len(odd)]))


def odd_texts(number):
    """Halves of surrogate pairs, controls, and what changes the direction of writing, in every text."""
    odd = ("\ud800", "\udfff\ud800 x", "\r\n\0 &?#/\\", "\u202e=1+1", "\u2028", " ")[number % 6]
    names = ("thread_id", "parent_id", "media_type", "type", "sub_type", "subject")
    return record(number, **dict.fromkeys(names, odd), udata={"RTargetAgentSelected": odd, odd: odd})


HISTORIES: dict[str, tuple[int, Callable[[int], dict[str, Any]]]] = {
    "one thread": (MANY, record),
    "a thread of every two": (MANY, lambda n: record(n, thread_id=f"T{n // 2}")),
    "one instant": (MANY, lambda n: record(n, start_date="2026-03-02T09:33:10Z", end_date=...)),
    "no start": (2_000, lambda n: record(n, start_date=..., end_date=...)),
    "other people": (2_000, lambda n: record(n, udata={"RTargetAgentSelected": f"agent {n}"})),
    "other keys": (2_000, lambda n: record(n, udata={f"{n} {key}": "" for key in range(20)})),
    "wide udata": (30, lambda n: record(n, udata={f"{n} {key}": str(key) for key in range(2_000)})),
    "all years": (2_000, extreme_years),
    "long texts": (100, long_texts),
    "odd numbers": (36, odd_numbers),
    "odd texts": (36, odd_texts),
}


@pytest.fixture(params=HISTORIES)
def history(request, settings):
    count, make = HISTORIES[request.param]
    with serve_answer(
        build_http_response(json.dumps([make(number) for number in range(count)]).encode())
    ) as url:
        settings.UCS_URL = url
        yield


def asked(client, path):
    """Status, body and seconds of a processor."""
    began = time.process_time()
    response = client.get(path)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, body, time.process_time() - began


def test_every_page_of_any_history(client_in, history):
    queries = ("", "?thread=T&tz=Pacific/Apia", "?udata=OrderNumber&order=oldest&day=2015-01-09")
    queries += ("?from=0001-01-01&to=9999-12-31&tz=-14:00&range=all",)
    for path in (*(path + query for path in LISTS for query in queries), *BESIDE):
        status, body, seconds = asked(client_in, path)
        assert (status, seconds < SOON, len(body) < LARGE) == (200, True, True), (path, seconds, len(body))
    for path in EXPORTS:
        assert asked(client_in, path)[0] == 200, path


@given(st.sampled_from([*LISTS, *EXPORTS, *BESIDE]), queries)
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_query_gets_an_answer(few, path, query):
    said = "&".join(f"{name}={value}" for name, value in query)
    status, body, seconds = asked(few, f"{path}{'&' if '?' in path else '?'}{said}")
    assert (status, seconds < SOON, len(body) < LARGE) in {(each, True, True) for each in (200, 400, 404)}, (
        said
    )


@pytest.fixture
def few(client_in, store, request):
    """Somebody signed in before a history from the calendar's first day to its last."""
    made, udata = request.getfixturevalue("record"), {"=": "=", "": "x"}
    for number, start in enumerate(("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", ...)):
        store(made(f"00001aBOMB{number:06}", start_date=start, thread_id="T", timeshift=840, udata=udata))
    return client_in

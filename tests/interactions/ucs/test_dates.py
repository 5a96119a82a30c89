from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.ucs.dates import parse_datetime

MOMENT = datetime(2013, 11, 25, 19, 2, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        "2013-11-25T19:02:22.000Z", "2013-11-25T19:02:22Z", "2013-11-25T21:02:22+02:00",
        "2013-11-25T19:02:22",
        "2013-11-25 21:02:22.000+0200", "2013-11-25 21:02:22.000 +0200", "2013-11-25 19:02:22 UTC",
        " 2013-11-25T19:02:22GMT ", "20131125T190222Z", 1385406142, 1385406142000, "1385406142", 1385406142.0,
    ],
)  # fmt: skip
def test_forms_of_a_moment(value):
    assert parse_datetime(value) == MOMENT
    assert parse_datetime(value).tzinfo is UTC


def test_milliseconds_and_a_date_alone():
    assert parse_datetime("2009-08-05T09:34:04.140Z").microsecond == 140_000
    assert parse_datetime("2009-08-05") == datetime(2009, 8, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    ["", "yesterday", "2009-13-05T09:33:10Z", "2009-08-05T25:00:00Z", "0001-01-01T00:00:00+14:00", "5", 0, -1,
     20090805, 10**400, 1e300, "9" * 5000, "2009-08-05T09:33:10" + " " * 5000 + "Z", "٣"],
)  # fmt: skip
def test_what_is_no_moment(value):
    assert parse_datetime(value) is None


@given(
    st.text(st.sampled_from("0123456789-:T+Z. ") | st.characters(), max_size=30) | st.integers() | st.floats()
)
def test_of_anything_comes_a_moment_in_utc_or_none(value):
    moment = parse_datetime(value)
    assert moment is None or moment.tzinfo is UTC

"""The query of a list's address, parsed once into one value."""

from datetime import UTC, date, datetime

import pytest
from django.http import QueryDict

from interactions.history.columns.record_codes import MediaFamily
from interactions.history.filtering.filters import HistoryFilter
from interactions.history.filtering.pagination import PageCursor
from interactions.pages.query.list_query import ListQuery, parse_list_query
from interactions.pages.query.return_target import ReturnTarget


def test_an_empty_query_asks_nothing():
    assert parse_list_query(QueryDict()) == ListQuery()


def test_each_part_is_parsed():
    text = (
        "media=chat&after=2009-08-05T09:33:10Z~00001aTESTIXN001&at=00001aTESTIXN002&day=2009-08-05&range=90d"
        "&tz=+05:30&service=+4471+&via=journey&among=media%3Dsms&status=7"
    )
    chat, sms = (HistoryFilter(media=frozenset({own})) for own in (MediaFamily.CHAT, MediaFamily.SMS))
    assert parse_list_query(QueryDict(text)) == ListQuery(
        filter=chat,
        cursor=PageCursor(datetime(2009, 8, 5, 9, 33, 10, tzinfo=UTC), "00001aTESTIXN001"),
        at="00001aTESTIXN002",
        day=date(2009, 8, 5),
        range="90d",
        zone=" 05:30",
        service="4471",
        return_target=ReturnTarget("journey", among=sms),
        among=sms,
        ignored=("7",),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("after=nowhere", ListQuery(has_invalid_cursor=True)),
        ("after=", ListQuery()),
        ("range=1y", ListQuery()),
        ("day=yesterday", ListQuery(ignored=("yesterday",))),
        ("via=compare&a=1", ListQuery()),
    ],
)
def test_what_cannot_be_understood_asks_nothing(text, expected):
    assert parse_list_query(QueryDict(text)) == expected

"""The way back that an address carries: it comes out as it went in, and leads to pages of ours alone."""

import re
from datetime import date

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from interactions.history.columns.record_codes import MediaFamily
from interactions.history.filtering.filters import HistoryFilter
from interactions.history.history_key import HistoryKey
from interactions.pages.page_links import HistoryLinks
from interactions.pages.query.filter_query import parse_filter
from interactions.pages.query.return_target import ReturnTarget, parse_return_target

CHAT, MAIL = "00001aTESTCHAT01", "00001aTESTMAIL01"
CUSTOMER = HistoryKey("customer", "00001aTESTCUST01")
filters = st.builds(
    HistoryFilter,
    media=st.frozensets(st.sampled_from(MediaFamily)),
    thread=st.sampled_from(("", "T1", "a&b=c#d")),
    start=st.none() | st.just(date(2026, 3, 2)),
    text=st.sampled_from(("", "parcel", "50 % & more")),
    oldest_first=st.booleans(),
)
identifiers = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,20}", fullmatch=True)
ways = (
    st.just(ReturnTarget())
    | st.builds(ReturnTarget, st.just("journey"), among=filters)
    | st.builds(
        ReturnTarget, st.just("compare"), sides=st.tuples(identifiers, identifiers), only=st.booleans()
    )
)


@given(filters, ways)
def test_it_is_understood_as_it_was_written_beside_any_filter(chosen, way):
    query = QueryDict(HistoryLinks(HistoryKey("service", "8801"), chosen, "tz=Asia/Tokyo", way).query)
    assert parse_return_target(query) == way
    assert parse_filter(query) == chosen


@given(
    st.dictionaries(st.sampled_from(("via", "among", "a", "b", "only", "next")), st.text(max_size=30))
    | st.fixed_dictionaries(
        {"via": st.sampled_from(("journey", "compare")), "a": st.text(), "among": st.text()}
    )
)
def test_it_leads_to_pages_of_ours_alone(said):
    query = QueryDict(mutable=True)
    query.update(said)
    links = HistoryLinks(CUSTOMER, HistoryFilter(), return_target=parse_return_target(query))
    back = links.back(CHAT)
    assert re.match(r"/(customers/00001aTESTCUST01(/journey)?|compare)([?#]|$)", back.path)
    assert back.path.endswith(f"#i-{CHAT}")


@pytest.mark.parametrize(
    ("query", "name", "path"),
    [
        ("", "timeline", f"/customers/C?thread=T1&at={CHAT}"),
        ("via=elsewhere", "timeline", f"/customers/C?thread=T1&at={CHAT}"),
        ("via=//elsewhere.example", "timeline", f"/customers/C?thread=T1&at={CHAT}"),
        ("via=journey", "journey", "/customers/C/journey?thread=T1"),
        (
            "via=journey&among=media%3Dchat%26junk%3D1",
            "journey",
            "/customers/C/journey?thread=T1&among=media%3Dchat",
        ),
        (f"via=compare&a={CHAT}&b={MAIL}", "comparison", f"/compare?a={CHAT}&b={MAIL}"),
        (
            f"via=compare&a={CHAT}&b={MAIL}&only=differences",
            "comparison",
            f"/compare?a={CHAT}&b={MAIL}&only=differences",
        ),
        (f"via=compare&a={CHAT}", "timeline", f"/customers/C?thread=T1&at={CHAT}"),
        (f"via=compare&a={CHAT}&b=//elsewhere.example", "timeline", f"/customers/C?thread=T1&at={CHAT}"),
    ],
)
def test_where_it_leads(query, name, path):
    back = HistoryLinks(
        HistoryKey("customer", "C"),
        HistoryFilter(thread="T1"),
        return_target=parse_return_target(QueryDict(query)),
    ).back(CHAT)
    assert (back.name, back.path) == (name, f"{path}#i-{CHAT}")

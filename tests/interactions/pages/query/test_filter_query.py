"""A filter as the query of an address: it comes out as it went in, and what can't be understood is said."""

import re
from datetime import date
from pathlib import Path

from django.http import QueryDict

from interactions.history.columns.record_codes import Direction, InteractionStatus, MediaFamily
from interactions.history.filtering.filters import HistoryFilter
from interactions.pages.query.filter_query import find_ignored_values, format_filter_query, parse_filter

FULL = (
    "media=voice&media=chat&direction=inbound&status=done&udata=OrderNumber%3D4471&udata=Peg+%3E%3D+1&repeat=yes&from=2026-01-01&to=2026-02-01"
    "&q=parcel+4471&order=oldest"
)


DOCS = Path(__file__).resolve().parents[4] / "docs/permalinks.md"


def parse_text(query):
    return parse_filter(QueryDict(query))


def test_a_query_is_read_and_written_the_same():
    chosen = parse_text(FULL)
    assert chosen == HistoryFilter(
        media=frozenset({MediaFamily.CHAT, MediaFamily.VOICE}),
        direction=frozenset({Direction.INBOUND}),
        status=frozenset({InteractionStatus.DONE}),
        udata=("OrderNumber=4471", "Peg >= 1"),
        repeat=True,
        start=date(2026, 1, 1),
        end=date(2026, 2, 1),
        text="parcel 4471",
        oldest_first=True,
    )
    assert format_filter_query(chosen) == FULL
    assert format_filter_query(HistoryFilter()) == ""
    assert format_filter_query(HistoryFilter(), media={MediaFamily.SMS}) == "media=sms"


def test_the_docs_name_every_part_of_it():
    named = re.findall(r"^\| `([^|]+)` \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    listed = {name for names in named for name in names.split("`, `")}
    query = format_filter_query(parse_text(f"{FULL}&handler=1002&content=none&thread=T1"))
    assert set(QueryDict(query)) <= listed


def test_what_is_not_understood_is_left_out_and_said():
    query = QueryDict("media=fax&media=chat&status=7&repeat=no&from=yesterday&to=&q=&order=up")
    assert format_filter_query(parse_filter(query)) == "media=chat"
    assert find_ignored_values(query) == ("fax", "7", "no", "yesterday")
    assert find_ignored_values(QueryDict(FULL)) == ()


def test_conditions_on_attached_data_are_few_and_short_and_the_others_are_said():
    query = QueryDict(mutable=True)
    query.setlist("udata", [" A=1 ", "a=1", "", " ", "x" * 200, "y" * 201, "c", "d", "e", "f", "g"])
    assert parse_filter(query).udata == ("a=1", "x" * 200, "c", "d", "e")
    assert find_ignored_values(query) == ("y" * 201, "f", "g")
    assert parse_text(format_filter_query(parse_filter(query))) == parse_filter(query)


def test_a_period_the_wrong_way_round_is_turned():
    assert parse_text("from=2026-02-01&to=2026-01-01") == parse_text("from=2026-01-01&to=2026-02-01")

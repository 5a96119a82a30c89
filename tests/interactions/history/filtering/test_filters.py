import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.http import QueryDict

from interactions.history.columns.row_columns.record_codes import Direction, InteractionStatus, MediaFamily
from interactions.history.filtering.filters import HistoryFilter, find_ignored_values
from tests.interactions.history.rows import NOON, build_row, build_rows, select_rows

FULL = (
    "media=voice&media=chat&direction=inbound&status=done&udata=OrderNumber%3D4471&udata=Peg+%3E%3D+1&repeat=yes&from=2026-01-01&to=2026-02-01"
    "&q=parcel+4471&order=oldest"
)


DOCS = Path(__file__).resolve().parents[4] / "docs/permalinks.md"


def read(query: str) -> HistoryFilter:
    return HistoryFilter.from_query(QueryDict(query))


def test_a_query_is_read_and_written_the_same() -> None:
    chosen = read(FULL)
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
    assert chosen.query() == FULL
    assert HistoryFilter().query() == ""
    assert HistoryFilter().query(media={MediaFamily.SMS}) == "media=sms"


def test_the_docs_name_every_part_of_it() -> None:
    named = re.findall(r"^\| `([^|]+)` \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    listed = {name for names in named for name in names.split("`, `")}
    query = read(f"{FULL}&handler=1002&content=none&thread=T1").query()
    assert set(QueryDict(query)) <= listed


def test_what_is_not_understood_is_left_out_and_said() -> None:
    query = QueryDict("media=fax&media=chat&status=7&repeat=no&from=yesterday&to=&q=&order=up")
    assert HistoryFilter.from_query(query).query() == "media=chat"
    assert find_ignored_values(query) == ("fax", "7", "no", "yesterday")
    assert find_ignored_values(QueryDict(FULL)) == ()


def test_conditions_on_attached_data_are_few_and_short_and_the_others_are_said() -> None:
    query = QueryDict(mutable=True)
    query.setlist("udata", [" A=1 ", "a=1", "", " ", "x" * 200, "y" * 201, "c", "d", "e", "f", "g"])
    assert HistoryFilter.from_query(query).udata == ("a=1", "x" * 200, "c", "d", "e")
    assert find_ignored_values(query) == ("y" * 201, "f", "g")
    assert read(HistoryFilter.from_query(query).query()) == HistoryFilter.from_query(query)


def test_a_period_the_wrong_way_round_is_turned() -> None:
    assert read("from=2026-02-01&to=2026-01-01") == read("from=2026-01-01&to=2026-02-01")


def test_a_period_holds_both_its_days_and_nothing_undated() -> None:
    rows = [build_row(str(day), NOON + timedelta(days=day)) for day in range(5)] + [
        build_row("undated", None)
    ]
    chosen = HistoryFilter(start=date(2026, 3, 3), end=date(2026, 3, 5))
    assert [found.interaction_id for found in select_rows(chosen, rows)] == ["3", "2", "1"]
    assert [found.interaction_id for found in select_rows(HistoryFilter(end=date(2026, 3, 2)), rows)] == ["0"]


def test_the_undated_stay_at_the_end_in_both_orders() -> None:
    rows = (
        build_row("a"),
        build_row("b", NOON + timedelta(hours=1)),
        build_row("c", None),
        build_row("d", None),
    )
    assert [found.interaction_id for found in select_rows(HistoryFilter(), rows)] == ["b", "a", "c", "d"]
    assert [found.interaction_id for found in select_rows(HistoryFilter(oldest_first=True), rows)] == [
        "a",
        "b",
        "c",
        "d",
    ]


@pytest.mark.parametrize(
    "text", ["PARCEL", "parcel 1002", "agent 1002", "straße", "STRASSE", "00001AX", "customerreply"]
)
def test_every_word_must_occur_somewhere_in_any_case(text) -> None:
    found = build_row(
        "00001aX", subject="Parcel to Lange Straße", agent="1002", sub_type="InboundCustomerReply"
    )
    assert select_rows(HistoryFilter(text=text), [found])
    assert not select_rows(HistoryFilter(text=f"{text} elsewhere"), [found])


def test_an_owner_is_found_where_no_agent_is() -> None:
    assert select_rows(HistoryFilter(text="owner 124"), [build_row("a", owner_id=124)])
    assert not select_rows(HistoryFilter(text="owner 124"), [build_row("a", owner_id=124, agent="1002")])


def test_groups_narrow_together_and_values_of_a_group_widen() -> None:
    rows = build_rows(200)
    both = HistoryFilter(media=frozenset({MediaFamily.CHAT, MediaFamily.VOICE}))
    one = [
        select_rows(both.changed(media=frozenset({own})), rows)
        for own in (MediaFamily.CHAT, MediaFamily.VOICE)
    ]
    assert set(select_rows(both, rows)) == {*one[0], *one[1]}
    narrowed = select_rows(both.changed(status=frozenset({InteractionStatus.DONE})), rows)
    assert 0 < len(narrowed) < len(select_rows(both, rows))

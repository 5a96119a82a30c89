from datetime import date, timedelta

import pytest

from interactions.history.columns.record_codes import InteractionStatus, MediaFamily
from interactions.history.filtering.filters import HistoryFilter
from tests.interactions.history.rows import NOON, build_row, build_rows, select_rows


def test_a_period_holds_both_its_days_and_nothing_undated():
    rows = [build_row(str(day), NOON + timedelta(days=day)) for day in range(5)] + [
        build_row("undated", None)
    ]
    chosen = HistoryFilter(start=date(2026, 3, 3), end=date(2026, 3, 5))
    assert [found.interaction_id for found in select_rows(chosen, rows)] == ["3", "2", "1"]
    assert [found.interaction_id for found in select_rows(HistoryFilter(end=date(2026, 3, 2)), rows)] == ["0"]


def test_the_undated_stay_at_the_end_in_both_orders():
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
def test_every_word_must_occur_somewhere_in_any_case(text):
    found = build_row(
        "00001aX", subject="Parcel to Lange Straße", agent="1002", sub_type="InboundCustomerReply"
    )
    assert select_rows(HistoryFilter(text=text), [found])
    assert not select_rows(HistoryFilter(text=f"{text} elsewhere"), [found])


def test_an_owner_is_found_where_no_agent_is():
    assert select_rows(HistoryFilter(text="owner 124"), [build_row("a", owner_id=124)])
    assert not select_rows(HistoryFilter(text="owner 124"), [build_row("a", owner_id=124, agent="1002")])


def test_groups_narrow_together_and_values_of_a_group_widen():
    rows = build_rows(200)
    both = HistoryFilter(media=frozenset({MediaFamily.CHAT, MediaFamily.VOICE}))
    one = [
        select_rows(both.changed(media=frozenset({own})), rows)
        for own in (MediaFamily.CHAT, MediaFamily.VOICE)
    ]
    assert set(select_rows(both, rows)) == {*one[0], *one[1]}
    narrowed = select_rows(both.changed(status=frozenset({InteractionStatus.DONE})), rows)
    assert 0 < len(narrowed) < len(select_rows(both, rows))

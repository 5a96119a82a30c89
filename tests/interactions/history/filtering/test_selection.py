"""Columns give what asking each row would give."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.history.columns.handlers import get_handler_key
from interactions.history.columns.history_columns import build_search_text
from interactions.history.columns.record_codes import (
    ContentPresence,
    Direction,
    InteractionStatus,
    MediaFamily,
    get_direction,
    get_media_family,
    get_status,
)
from interactions.history.columns.row_columns import build_row_set
from interactions.history.filtering.filters import HistoryFilter
from interactions.history.filtering.selection import RowSelection, get_period_bounds, select_matching_rows
from interactions.history.history_index import HistoryIndex
from tests.interactions.history.rows import (
    NOON,
    build_index,
    build_index_with_udata,
    build_row,
    build_row_udata,
    build_rows,
)

ROWS = build_rows(150)
WHOLE = build_index_with_udata(ROWS)
WORDS = {
    row.interaction_id: {
        word for key, value in build_row_udata(row) for word in (f"{key}={value}", value != "" and key)
    }
    for row in ROWS
}


def asked(row, chosen):
    """The same, row by row."""
    day = row.start_date.date() if row.start_date else None
    contents = {
        ContentPresence.PLAIN_TEXT: row.has_text,
        ContentPresence.STRUCTURED_TEXT: row.has_structured_text,
        ContentPresence.BINARY_CONTENT: row.has_binary_content,
        ContentPresence.NONE: not (row.has_text or row.has_structured_text or row.has_binary_content),
    }
    return (
        (not chosen.media or get_media_family(row.media_type, row.entity_type) in chosen.media)
        and (not chosen.direction or get_direction(row.type) in chosen.direction)
        and (not chosen.status or get_status(row.status) in chosen.status)
        and (not chosen.handler or get_handler_key(row) in chosen.handler)
        and (not chosen.content or any(contents[kind] for kind in chosen.content))
        and all(condition in WORDS[row.interaction_id] for condition in chosen.udata)
        and (not chosen.repeat or WHOLE.repeats.former(row) is not None)
        and (not chosen.thread or row.thread_id == chosen.thread)
        and (chosen.start is None or (day is not None and chosen.start <= day))
        and (chosen.end is None or (day is not None and day <= chosen.end))
        and all(word in build_search_text(row).casefold() for word in chosen.words)
    )


days = st.none() | st.dates(date(2026, 2, 27), date(2026, 3, 9))
filters = st.builds(
    HistoryFilter,
    media=st.frozensets(st.sampled_from(MediaFamily), max_size=3),
    direction=st.frozensets(st.sampled_from(Direction), max_size=2),
    status=st.frozensets(st.sampled_from(InteractionStatus), max_size=3),
    handler=st.frozensets(st.sampled_from(["1002", "owner 7", "nobody"]), max_size=2),
    content=st.frozensets(st.sampled_from(ContentPresence), max_size=2),
    udata=st.sampled_from([(), ("Segment",), ("Segment=",), ("Key1=4", "Segment=gold"), ("Key3=1",)]),
    repeat=st.booleans(),
    thread=st.sampled_from(["", "T3", "T99"]),
    start=days,
    end=days,
    text=st.sampled_from(["", "parcel", "PARCEL 4471", "vat", "nothing at all"]),
    oldest_first=st.booleans(),
)


@given(filters)
def test_a_selection_is_what_each_row_says(chosen):
    list_ = select_matching_rows(WHOLE, chosen)
    found = [row for row in ROWS if asked(row, chosen)]
    if not chosen.oldest_first:
        dated = [row for row in found if row.start_date]
        found = [*reversed(dated), *(row for row in found if not row.start_date)]
    assert list(list_) == found
    assert len(list_) == len(found)
    assert [list_.find_position(row) for row in found] == list(range(len(found)))
    assert all(list_.find_position(row) is None for row in ROWS if row not in found)


def test_days_are_those_of_the_zone():
    late = build_row("late", datetime(2026, 3, 2, 23, 30, tzinfo=UTC))
    chosen = HistoryFilter(start=date(2026, 3, 3), end=date(2026, 3, 3))
    assert not select_matching_rows(build_index([late]), chosen)
    assert select_matching_rows(build_index([late]), chosen, ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_days_on_which_the_clocks_are_changed(day, hours):
    start, end = get_period_bounds(HistoryFilter(start=day, end=day), ZoneInfo("Europe/Berlin"))
    assert end.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=hours)


def test_the_last_day_of_the_calendar():
    last = build_row("z", datetime(9999, 12, 31, 23, tzinfo=UTC))
    assert select_matching_rows(build_index([last]), HistoryFilter(start=date.max, end=date.max))
    assert get_period_bounds(HistoryFilter(end=date.max), UTC) == (None, None)


def test_where_a_row_stands():
    known = build_index([build_row("a"), build_row("b"), build_row("c", None)])
    assert [
        known.place(build_row(name, start)) for name, start in (("a", NOON), ("b", NOON), ("c", None))
    ] == [
        0,
        1,
        2,
    ]
    assert known.place(build_row("x")) is None


MANY = HistoryIndex([build_row(f"{at:04}", NOON if at < 300 else None) for at in range(340)])


@given(st.lists(st.booleans(), min_size=340, max_size=340), st.booleans(), st.data())
def test_rows_are_found_wherever_a_block_ends(chosen, oldest_first, data):
    places = [place for place, own in enumerate(chosen) if own]
    dated = [place for place in places if place < 300]
    shown = (dated if oldest_first else dated[::-1]) + [place for place in places if place >= 300]
    found = RowSelection(MANY, build_row_set(bytes(chosen)), oldest_first=oldest_first)
    assert len(found) == len(shown)
    ends = st.integers(0, len(shown))
    start, stop = data.draw(ends), data.draw(ends)
    assert [row.interaction_id for row in found[start:stop]] == [f"{at:04}" for at in shown[start:stop]]
    assert all(found.find_position(found[at]) == at for at in range(start, stop))


def test_there_is_no_row_behind_the_last():
    with pytest.raises(IndexError):
        select_matching_rows(MANY, HistoryFilter())[340]

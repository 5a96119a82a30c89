from dataclasses import astuple
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from interactions.history.columns.record_codes import MediaFamily
from interactions.history.filtering.filters import HistoryFilter
from interactions.history.filtering.pagination import (
    PageCursor,
    find_listed_day,
    find_page_with,
    get_page_after,
    get_page_from_day,
)
from interactions.history.filtering.selection import select_matching_rows
from tests.interactions.history.rows import NOON, build_index, build_row, build_rows, select_rows


def all_pages(rows, oldest_first, size):
    after, pages = None, []
    while True:
        found = get_page_after(rows, after, oldest_first=oldest_first, size=size)
        pages.append(rows[found.start : found.stop])
        if found.next is None:
            return pages
        after = PageCursor.parse(found.next.token)


@pytest.mark.parametrize("oldest_first", [True, False])
@pytest.mark.parametrize(("count", "size"), [(0, 10), (1, 10), (9, 10), (10, 10), (137, 10), (137, 1)])
def test_pages_put_together_are_the_whole(oldest_first, count, size):
    rows = select_rows(HistoryFilter(oldest_first=oldest_first), build_rows(count))
    pages = all_pages(rows, oldest_first, size)
    assert sum(pages, ()) == rows
    assert all(len(own) == size for own in pages[:-1])


@pytest.mark.parametrize("oldest_first", [True, False])
def test_a_new_interaction_or_a_lost_one_shifts_nothing(oldest_first):
    before = build_rows(40)
    order = HistoryFilter(oldest_first=oldest_first)
    rows = select_rows(order, before)
    after = get_page_after(rows, None, oldest_first=oldest_first, size=10).next
    expected = rows[10:20]
    changed = [found for found in before if found.interaction_id != after.interaction_id]
    edge = -timedelta(days=9) if oldest_first else timedelta(days=9)
    changed.append(build_row("newest", NOON + edge))
    rows = select_rows(order, changed)
    found = get_page_after(rows, after, oldest_first=oldest_first, size=10)
    assert rows[found.start : found.stop] == expected


def test_the_page_that_holds_an_interaction():
    rows = select_matching_rows(build_index(build_rows(35)), HistoryFilter())
    found = find_page_with(rows, rows[23].interaction_id, size=10)
    assert found is not None
    assert astuple(found)[:3] == (20, 30, 35)
    assert find_page_with(rows, "elsewhere") is None


@pytest.mark.parametrize(
    "token", ["", "~", "x", "2026-03-02T12:00:00Z", "yesterday~a", "2026-03-02T12:00:00~a"]
)
def test_what_is_no_cursor(token):
    assert PageCursor.parse(token) is None


DAYS = (date(2026, 3, 2), date(2026, 3, 5), date(2026, 3, 9))


def on_days(*, oldest_first):
    """Two rows on each of DAYS and one without a start, of which the calls are left."""
    rows = [
        build_row(f"{day}{at}", datetime(day.year, 3, day.day, 9 + at, tzinfo=UTC))
        for day in DAYS
        for at in (0, 1)
    ]
    rows += [build_row("chat", NOON + timedelta(days=5), media_type="sms"), build_row("undated", None)]
    return select_matching_rows(
        build_index(rows), HistoryFilter(media=frozenset({MediaFamily.CHAT}), oldest_first=oldest_first)
    )


@pytest.mark.parametrize(
    ("oldest_first", "asked", "day", "start"),
    [
        (False, date(2026, 3, 9), date(2026, 3, 9), 0),
        (False, date(2026, 3, 5), date(2026, 3, 5), 2),
        (False, date(2026, 3, 7), date(2026, 3, 5), 2),  # a day with nothing that the filter leaves
        (False, date(2030, 1, 1), date(2026, 3, 9), 0),
        (False, date.min, date(2026, 3, 2), 4),
        (True, date(2026, 3, 5), date(2026, 3, 5), 2),
        (True, date(2026, 3, 7), date(2026, 3, 9), 4),
        (True, date.max, date(2026, 3, 9), 4),
        (True, date.min, date(2026, 3, 2), 0),
    ],
)
def test_a_page_begins_with_a_day_or_the_next_that_the_list_has(oldest_first, asked, day, start):
    rows = on_days(oldest_first=oldest_first)
    assert find_listed_day(rows, asked) == day
    assert get_page_from_day(rows, day).start == start


def test_a_day_is_one_of_the_zone():
    rows = select_matching_rows(
        build_index([build_row("a", datetime(2026, 3, 2, 23, 30, tzinfo=UTC))]), HistoryFilter()
    )
    assert find_listed_day(rows, date(2026, 3, 3), ZoneInfo("Europe/Paris")) == date(2026, 3, 3)
    assert find_listed_day(rows, date(2026, 3, 3)) == date(2026, 3, 2)


def test_a_list_without_any_start_has_no_day():
    assert (
        find_listed_day(
            select_matching_rows(build_index([build_row("a", None)]), HistoryFilter()), date(2026, 3, 3)
        )
        is None
    )
    assert find_listed_day(select_matching_rows(build_index([]), HistoryFilter()), date(2026, 3, 3)) is None

from dataclasses import astuple
from datetime import timedelta

import pytest

from interactions.history.cursor import Cursor, page, page_with
from interactions.history.filters import Filter
from interactions.history.selection import select

from .rows import NOON, history, index, row, selected


def all_pages(rows, oldest_first, size):
    after, pages = None, []
    while True:
        found = page(rows, after, oldest_first=oldest_first, size=size)
        pages.append(rows[found.start : found.stop])
        if found.next is None:
            return pages
        after = Cursor.parse(found.next.token)


@pytest.mark.parametrize("oldest_first", [True, False])
@pytest.mark.parametrize(("count", "size"), [(0, 10), (1, 10), (9, 10), (10, 10), (137, 10), (137, 1)])
def test_pages_put_together_are_the_whole(oldest_first, count, size) -> None:
    rows = selected(Filter(oldest_first=oldest_first), history(count))
    pages = all_pages(rows, oldest_first, size)
    assert sum(pages, ()) == rows
    assert all(len(own) == size for own in pages[:-1])


@pytest.mark.parametrize("oldest_first", [True, False])
def test_a_new_interaction_or_a_lost_one_shifts_nothing(oldest_first) -> None:
    before = history(40)
    order = Filter(oldest_first=oldest_first)
    rows = selected(order, before)
    after = page(rows, None, oldest_first=oldest_first, size=10).next
    expected = rows[10:20]
    changed = [found for found in before if found.interaction_id != after.interaction_id]
    edge = -timedelta(days=9) if oldest_first else timedelta(days=9)
    changed.append(row("newest", NOON + edge))
    rows = selected(order, changed)
    found = page(rows, after, oldest_first=oldest_first, size=10)
    assert rows[found.start : found.stop] == expected


def test_the_page_that_holds_an_interaction() -> None:
    rows = select(index(history(35)), Filter())
    found = page_with(rows, rows[23].interaction_id, size=10)
    assert found is not None
    assert astuple(found)[:3] == (20, 30, 35)
    assert page_with(rows, "elsewhere") is None


@pytest.mark.parametrize(
    "token", ["", "~", "x", "2026-03-02T12:00:00Z", "yesterday~a", "2026-03-02T12:00:00~a"]
)
def test_what_is_no_cursor(token) -> None:
    assert Cursor.parse(token) is None

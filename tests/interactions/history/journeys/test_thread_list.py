import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.history.filtering.filters import HistoryFilter
from interactions.history.filtering.pagination import PageCursor
from interactions.history.filtering.selection import select_matching_rows
from interactions.history.insights.threads import get_last_contact_key
from interactions.history.journeys.thread_list import ThreadList
from tests.interactions.history.rows import build_index, build_row, build_rows


def pages(rows, size):
    after, seen = None, []
    while True:
        page = ThreadList(rows, size=size).page(after)
        seen += page.found
        if page.next is None:
            assert len(seen) == page.total
            return seen
        after = PageCursor.parse(page.next.token)


@given(
    st.integers(0, 90), st.integers(0, 5), st.integers(1, 7), st.booleans(), st.sampled_from(("", "parcel"))
)
def test_pages_together_are_all_threads_by_their_last_contact(count, seed, size, oldest_first, text):
    whole = build_index(build_rows(count, seed))
    rows = select_matching_rows(whole, HistoryFilter(text=text, oldest_first=oldest_first))
    seen = pages(rows, size)
    chosen = {row.interaction_id for row in rows}
    expected = {
        thread.identifier: sum(row.interaction_id in chosen for row in thread.rows)
        for thread in whole.threads.values()
    }
    assert {one.thread.identifier: one.matching for one in seen} == {k: n for k, n in expected.items() if n}
    dated = [get_last_contact_key(one.thread) for one in seen if one.thread.last]
    assert dated == sorted(dated, reverse=not oldest_first)
    assert all(one.thread.last is None for one in seen[len(dated) :])
    alone = ThreadList(rows).page(None).alone
    assert alone == len(rows) - sum(one.matching for one in seen)


@given(st.integers(1, 90), st.integers(0, 5), st.integers(1, 7), st.booleans())
def test_each_thread_is_on_the_page_that_is_asked_for_by_it(count, seed, size, oldest_first):
    threads = ThreadList(
        select_matching_rows(build_index(build_rows(count, seed)), HistoryFilter(oldest_first=oldest_first)),
        size=size,
    )
    page = threads.page(None)
    while page.found:
        assert [threads.page_with(one.thread.identifier) for one in page.found] == [page] * len(page.found)
        assert threads.page(page.begins) == page
        if page.next is None:
            break
        page = threads.page(page.next)
    assert threads.page_with("nobody") is None


def test_a_cursor_stays_right_when_its_thread_is_gone():
    rows = select_matching_rows(build_index(build_rows(90)), HistoryFilter())
    first = ThreadList(rows, size=5).page(None)
    gone = PageCursor(first.next.start, first.next.interaction_id + "x")
    assert ThreadList(rows, size=5).page(gone).start in (4, 5)


@pytest.mark.parametrize("oldest_first", [True, False])
def test_undated_threads_stand_at_the_end(oldest_first):
    rows = [
        build_row("a", None, thread_id="T"),
        build_row("b", None, thread_id="T"),
        build_row("c", thread_id="U"),
        build_row("d", thread_id="U"),
    ]
    found = (
        ThreadList(select_matching_rows(build_index(rows), HistoryFilter(oldest_first=oldest_first)))
        .page(None)
        .found
    )
    assert [one.thread.identifier for one in found] == ["U", "T"]

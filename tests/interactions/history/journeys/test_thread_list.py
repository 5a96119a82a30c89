import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.history.filtering.cursor import Cursor
from interactions.history.filtering.filters import Filter
from interactions.history.filtering.selection import select
from interactions.history.journeys.thread_list import thread_page
from interactions.history.journeys.threads import last_contact

from ..rows import history, index, row


def pages(rows, size: int):
    after, seen = None, []
    while True:
        page = thread_page(rows, after, size=size)
        seen += page.found
        if page.next is None:
            assert len(seen) == page.total
            return seen
        after = Cursor.parse(page.next.token)


@given(
    st.integers(0, 90), st.integers(0, 5), st.integers(1, 7), st.booleans(), st.sampled_from(("", "parcel"))
)
def test_pages_together_are_all_threads_by_their_last_contact(count, seed, size, oldest_first, text) -> None:
    whole = index(history(count, seed))
    rows = select(whole, Filter(text=text, oldest_first=oldest_first))
    seen = pages(rows, size)
    chosen = {row.interaction_id for row in rows}
    expected = {
        thread.identifier: sum(row.interaction_id in chosen for row in thread.rows)
        for thread in whole.threads.values()
    }
    assert {one.thread.identifier: one.matching for one in seen} == {k: n for k, n in expected.items() if n}
    dated = [last_contact(one.thread) for one in seen if one.thread.last]
    assert dated == sorted(dated, reverse=not oldest_first)
    assert all(one.thread.last is None for one in seen[len(dated) :])
    alone = thread_page(rows, None).alone
    assert alone == len(rows) - sum(one.matching for one in seen)


def test_a_cursor_stays_right_when_its_thread_is_gone() -> None:
    rows = select(index(history(90)), Filter())
    first = thread_page(rows, None, size=5)
    gone = Cursor(first.next.start, first.next.interaction_id + "x")
    assert thread_page(rows, gone, size=5).start in (4, 5)


@pytest.mark.parametrize("oldest_first", [True, False])
def test_undated_threads_stand_at_the_end(oldest_first) -> None:
    rows = [
        row("a", None, thread_id="T"),
        row("b", None, thread_id="T"),
        row("c", thread_id="U"),
        row("d", thread_id="U"),
    ]
    found = thread_page(select(index(rows), Filter(oldest_first=oldest_first)), None).found
    assert [one.thread.identifier for one in found] == ["U", "T"]

"""The threads of a history under a filter, by their last contact, and where a page of them begins."""

from bisect import bisect_left
from dataclasses import dataclass
from itertools import compress

from interactions.history.filtering.cursor import Cursor
from interactions.history.filtering.selection import Selection
from interactions.history.journeys.threads import ALONE, Ranks, Thread, last_contact
from interactions.history.order import UNDATED

SIZE = 50


@dataclass(frozen=True)
class Found:
    """A thread, and how many of its interactions the filter leaves."""

    thread: Thread
    matching: int


@dataclass(frozen=True)
class ThreadPage:
    """Threads from `start` on, counted from 0, of `total`; `next` begins the page after it. `alone` are the
    interactions that match and are in no thread."""

    found: tuple[Found, ...]
    start: int
    total: int
    alone: int
    next: Cursor | None

    @property
    def stop(self) -> int:
        return self.start + len(self.found)


def thread_page(rows: Selection, after: Cursor | None, *, size: int = SIZE) -> ThreadPage:
    """The page, behind the cursor, of the threads that have at least one of `rows`: the last contact first,
    or last when the rows are oldest first; those without a start stand at the end of both."""
    ranks, own = rows.whole.thread_ranks, list(compress(rows.whole.thread_ranks.by_row, rows.flags))
    listed = _in_order(ranks, set(own) - {ALONE}, oldest_first=rows.oldest_first)
    start = bisect_left(listed, True, key=lambda thread: _behind(thread, after, rows)) if after else 0
    shown = listed[start : start + size]
    more = start + size < len(listed)
    return ThreadPage(
        found=tuple(Found(thread, _matching(rows, thread)) for thread in shown),
        start=start,
        total=len(listed),
        alone=own.count(ALONE),
        next=Cursor(shown[-1].last, shown[-1].identifier) if more and shown else None,
    )


def _in_order(ranks: Ranks, chosen: set[int], *, oldest_first: bool) -> list[Thread]:
    listed = [ranks.threads[rank] for rank in sorted(chosen)]
    if oldest_first:
        return listed
    dated = bisect_left(listed, UNDATED, key=lambda thread: thread.last or UNDATED)
    return listed[:dated][::-1] + listed[dated:]


def _behind(thread: Thread, after: Cursor, rows: Selection) -> bool:
    return after.precedes_key(last_contact(thread), oldest_first=rows.oldest_first)


def _matching(rows: Selection, thread: Thread) -> int:
    return sum(rows.flags[place] for place in rows.whole.thread.places[thread.identifier])

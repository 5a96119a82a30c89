"""The threads of a history under a filter, by their last contact, and where a page of them begins."""

from bisect import bisect_left
from dataclasses import dataclass
from functools import partial
from itertools import compress

from interactions.history.columns.order import UNDATED_START
from interactions.history.filtering.pagination import PageCursor
from interactions.history.filtering.selection import RowSelection
from interactions.history.insights.threads import (
    NO_THREAD_RANK,
    InteractionThread,
    ThreadRanks,
    get_last_contact_key,
)

PAGE_THREADS = 50


@dataclass(frozen=True)
class ThreadMatch:
    """A thread, and how many of its interactions the filter leaves."""

    thread: InteractionThread
    matching: int


@dataclass(frozen=True)
class ThreadPage:
    """Threads from `start` on, counted from 0, of `total`; `begins` is behind the thread above them, `next`
    begins the page after it. `alone` are the interactions that match and are in no thread."""

    found: tuple[ThreadMatch, ...]
    start: int
    total: int
    alone: int
    begins: PageCursor | None
    next: PageCursor | None

    @property
    def stop(self) -> int:
        return self.start + len(self.found)


class ThreadList:
    """The threads that have at least one of `rows`: the last contact first, or last when the rows are oldest
    first; those without a start stand at the end of both."""

    def __init__(self, rows: RowSelection, *, size: int = PAGE_THREADS) -> None:
        ranks, own = (
            rows.history_index.thread_ranks,
            list(compress(rows.history_index.thread_ranks.by_row, rows.flags)),
        )
        self.rows, self.size = rows, size
        self.listed = _order_threads(ranks, set(own) - {NO_THREAD_RANK}, oldest_first=rows.oldest_first)
        self.alone = own.count(NO_THREAD_RANK)

    def page(self, after: PageCursor | None) -> ThreadPage:
        """The page behind the cursor."""
        start = 0
        if after is not None:
            behind = partial(after.precedes_key, oldest_first=self.rows.oldest_first)
            start = bisect_left(self.listed, True, key=lambda thread: behind(get_last_contact_key(thread)))
        return self._page(start)

    def page_with(self, identifier: str) -> ThreadPage | None:
        """The page that holds a thread; `None` when no page does."""
        places = (at for at, thread in enumerate(self.listed) if thread.identifier == identifier)
        at = next(places, None)
        return None if at is None else self._page(at - at % self.size)

    def _page(self, start: int) -> ThreadPage:
        stop = min(start + self.size, len(self.listed))
        return ThreadPage(
            found=tuple(
                ThreadMatch(thread, _count_matching_rows(self.rows, thread))
                for thread in self.listed[start:stop]
            ),
            start=start,
            total=len(self.listed),
            alone=self.alone,
            begins=self._behind(start) if start else None,
            next=self._behind(stop) if start < stop < len(self.listed) else None,
        )

    def _behind(self, place: int) -> PageCursor:
        above = self.listed[place - 1]
        return PageCursor(above.last, above.identifier)


def _order_threads(ranks: ThreadRanks, chosen: set[int], *, oldest_first: bool) -> list[InteractionThread]:
    listed = [ranks.threads[rank] for rank in sorted(chosen)]
    if oldest_first:
        return listed
    dated = bisect_left(listed, UNDATED_START, key=lambda thread: thread.last or UNDATED_START)
    return listed[:dated][::-1] + listed[dated:]


def _count_matching_rows(rows: RowSelection, thread: InteractionThread) -> int:
    return sum(rows.flags[place] for place in rows.history_index.thread.places[thread.identifier])

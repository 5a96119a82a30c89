"""The rows of a history that a filter leaves, in the order of a list."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cached_property, reduce
from operator import or_
from typing import overload

from interactions.history.clock.midnights import get_midnight
from interactions.history.columns.row_columns.row_columns import build_row_flags
from interactions.history.columns.row_columns.udata_index import require_udata_index
from interactions.history.filtering.filters import HistoryFilter
from interactions.history.history_index import HistoryIndex
from interactions.ucs.resources import InteractionSummary

BLOCK_ROWS = 128  # rows whose places are found at once


class RowSelection(Sequence[InteractionSummary]):
    """Rows of an index, oldest or newest first; those without a start stand at the end of both. `flags` has
    a byte for each row of the index, 1 for those that are in it."""

    def __init__(self, index: HistoryIndex, rows: int, *, oldest_first: bool) -> None:
        self.whole, self.flags, self.oldest_first = index, build_row_flags(rows, len(index)), oldest_first
        self.total, self.blocks = self.flags.count(1), dict[int, list[int]]()

    @cached_property
    def dated(self) -> int:
        """How many of them have a start."""
        return self.flags.count(1, 0, self.whole.dated)

    def __len__(self) -> int:
        return self.total

    @overload
    def __getitem__(self, at: int) -> InteractionSummary: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[InteractionSummary, ...]: ...
    def __getitem__(self, at: int | slice) -> InteractionSummary | tuple[InteractionSummary, ...]:
        rows = self.whole.rows
        if isinstance(at, slice):
            return tuple([rows[self._place(one)] for one in range(self.total)[at]])
        return rows[self._place(range(self.total)[at])]

    def _place(self, at: int) -> int:
        """The place in the index of what stands at a place in the list. Found block by block: a page needs a
        hundred of a hundred thousand."""
        block, within = divmod(at, BLOCK_ROWS)
        if block not in self.blocks:
            self.blocks[block] = self._block(block * BLOCK_ROWS)
        return self.blocks[block][within]

    def _block(self, first: int) -> list[int]:
        """The places of a block of the list, which may end with rows that have no start."""
        dated = self.dated
        if self.oldest_first or first >= dated:
            return self._from(first, min(first + BLOCK_ROWS, self.total))
        newest, oldest = dated - first, max(0, dated - first - BLOCK_ROWS)
        undated = self._from(dated, min(first + BLOCK_ROWS, self.total))
        return self._from(oldest, newest)[::-1] + undated

    def _from(self, first: int, stop: int) -> list[int]:
        """The places of the flags that are set, from the `first` of them on."""
        places, at = [], self._nth(first) if first < stop else 0
        for _ in range(first, stop):
            at = self.flags.find(1, at)
            places.append(at)
            at += 1
        return places

    def _nth(self, rank: int) -> int:
        """The place of a flag that is set, by how many are set before it: in halves, each counted."""
        low, high = 0, len(self.flags)
        while high - low > 1:
            middle = (low + high) // 2
            below = self.flags.count(1, low, middle)
            if rank < below:
                high = middle
            else:
                low, rank = middle, rank - below
        return low

    def position(self, row: InteractionSummary) -> int | None:
        """Where a row of the history stands in the list, from 0; `None` when it is not in it."""
        place = self.whole.place(row)
        return None if place is None else self.position_of(place)

    def position_of(self, place: int) -> int | None:
        """The same of a place in the index."""
        if not self.flags[place]:
            return None
        dated = self.whole.dated
        before = self.flags.count(1, 0, place)
        if place >= dated or self.oldest_first:
            return before
        return self.dated - before - 1


class FilterMatches:
    """What a filter leaves of a history, each of its groups found once. Its days are those of `zone`."""

    def __init__(self, index: HistoryIndex, chosen: HistoryFilter, zone: tzinfo = UTC) -> None:
        self.index, self.chosen, self.zone = index, chosen, zone

    @property
    def selection(self) -> RowSelection:
        """The list that the filter asks for."""
        rows = self.without_period & self.period
        return RowSelection(self.index, rows, oldest_first=self.chosen.oldest_first)

    @cached_property
    def without_period(self) -> int:
        """The rows that the filter leaves, its period aside."""
        return self.but("")

    def but(self, group: str) -> int:
        """The same, and one of its groups aside too."""
        rows = self.index.all
        for name, own in self.groups.items():
            if name != group:
                rows &= own
        return rows

    @cached_property
    def period(self) -> int:
        """The rows of the filter's period; one without a start is in no period."""
        if self.chosen.start is None and self.chosen.end is None:
            return self.index.all
        first, stop = self.index.between(*get_period_bounds(self.chosen, self.zone))
        return (self.index.all >> 8 * (len(self.index) - (stop - first))) << 8 * first

    @cached_property
    def groups(self) -> dict[str, int]:
        """The rows that each group leaves, of those that ask for something."""
        index, chosen = self.index, self.chosen
        asked: dict[str, Callable[[], int]] = {
            "media": lambda: index.media.rows(chosen.media),
            "direction": lambda: index.direction.rows(chosen.direction),
            "status": lambda: index.status.rows(chosen.status),
            "handler": lambda: index.handler.rows(chosen.handler),
            "content": lambda: reduce(or_, (index.content[kind] for kind in chosen.content)),
            "repeat": lambda: index.repeated,
            "thread": lambda: index.thread.rows((chosen.thread,)),
            "udata": lambda: require_udata_index(index.udata).rows(chosen.udata),
            "text": lambda: index.texts.rows(chosen.words),
        }
        return {group: rows() for group, rows in asked.items() if getattr(chosen, group)}


def select_matching_rows(index: HistoryIndex, chosen: HistoryFilter, zone: tzinfo = UTC) -> RowSelection:
    """The list that a filter asks for."""
    return FilterMatches(index, chosen, zone).selection


def get_period_bounds(chosen: HistoryFilter, zone: tzinfo) -> tuple[datetime | None, datetime | None]:
    """The moments at which a filter's period begins and is over: midnights of `zone`."""
    start = get_midnight(chosen.start, zone) if chosen.start else None
    if chosen.end is None or chosen.end == date.max:  # no calendar has a day behind it
        return start, None
    return start, get_midnight(chosen.end + timedelta(days=1), zone)

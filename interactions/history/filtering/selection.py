"""The rows of a history that a filter leaves, in the order of a list."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cached_property, reduce
from operator import or_
from typing import overload

from interactions.history.clock.midnights import get_midnight
from interactions.history.columns.row_columns import build_row_flags
from interactions.history.columns.udata_index import require_udata_index
from interactions.history.filtering.filters import HistoryFilter
from interactions.history.history_index import HistoryIndex
from interactions.ucs.resources import InteractionSummary

BLOCK_ROWS = 128  # rows whose numbers are found at once


class RowSelection(Sequence[InteractionSummary]):
    """Rows of an index, oldest or newest first; those without a start stand at the end of both orders.
    `flags` has a byte for each row of the index, 1 for those in the selection; a row's number is its place
    in the index, from 0, its position that in the list."""

    def __init__(self, index: HistoryIndex, rows: int, *, oldest_first: bool) -> None:
        self.history_index, self.flags, self.oldest_first = (
            index,
            build_row_flags(rows, len(index)),
            oldest_first,
        )
        self.total, self.blocks = self.flags.count(1), dict[int, list[int]]()

    @cached_property
    def dated(self) -> int:
        """How many of them have a start."""
        return self.flags.count(1, 0, self.history_index.dated)

    def __len__(self) -> int:
        return self.total

    @overload
    def __getitem__(self, position: int) -> InteractionSummary: ...
    @overload
    def __getitem__(self, position: slice) -> tuple[InteractionSummary, ...]: ...
    def __getitem__(self, position: int | slice) -> InteractionSummary | tuple[InteractionSummary, ...]:
        rows = self.history_index.rows
        if isinstance(position, slice):
            return tuple([rows[self._get_row_number(at)] for at in range(self.total)[position]])
        return rows[self._get_row_number(range(self.total)[position])]

    def _get_row_number(self, position: int) -> int:
        """The number in the index of the row at a position of the list. Found block by block: a page needs a
        hundred of a hundred thousand."""
        block, within = divmod(position, BLOCK_ROWS)
        if block not in self.blocks:
            self.blocks[block] = self._find_block(block * BLOCK_ROWS)
        return self.blocks[block][within]

    def _find_block(self, first: int) -> list[int]:
        """The numbers of the rows in a block of the list, which may end with rows that have no start."""
        dated = self.dated
        if self.oldest_first or first >= dated:
            return self._find_row_numbers(first, min(first + BLOCK_ROWS, self.total))
        newest, oldest = dated - first, max(0, dated - first - BLOCK_ROWS)
        undated = self._find_row_numbers(dated, min(first + BLOCK_ROWS, self.total))
        return self._find_row_numbers(oldest, newest)[::-1] + undated

    def _find_row_numbers(self, first: int, stop: int) -> list[int]:
        """The numbers of the rows in the selection, from the `first` to before the `stop` of them."""
        numbers, number = [], self._find_nth_row_number(first) if first < stop else 0
        for _ in range(first, stop):
            number = self.flags.find(1, number)
            numbers.append(number)
            number += 1
        return numbers

    def _find_nth_row_number(self, rank: int) -> int:
        """The number of the row in the selection that has `rank` of it before it. Halves the rows, and
        counts."""
        low, high = 0, len(self.flags)
        while high - low > 1:
            middle = (low + high) // 2
            below = self.flags.count(1, low, middle)
            if rank < below:
                high = middle
            else:
                low, rank = middle, rank - below
        return low

    def find_position(self, row: InteractionSummary) -> int | None:
        """Where a row of the history stands in the list, from 0; `None` when it is not in it."""
        row_number = self.history_index.place(row)
        return None if row_number is None else self.find_position_of_row(row_number)

    def find_position_of_row(self, row_number: int) -> int | None:
        """Where a row of the index, by its number there, stands in the list, from 0; `None` when it is not in
        it."""
        if not self.flags[row_number]:
            return None
        dated = self.history_index.dated
        before = self.flags.count(1, 0, row_number)
        if row_number >= dated or self.oldest_first:
            return before
        return self.dated - before - 1


class FilterMatches:
    """What a filter leaves of a history, as sets of rows (row_columns.py); each of its groups is looked up
    once. Its days are those of `zone`."""

    def __init__(self, index: HistoryIndex, history_filter: HistoryFilter, zone: tzinfo = UTC) -> None:
        self.index, self.filter, self.zone = index, history_filter, zone

    @property
    def selection(self) -> RowSelection:
        """The list that the filter asks for."""
        rows = self.without_period & self.period
        return RowSelection(self.index, rows, oldest_first=self.filter.oldest_first)

    @cached_property
    def without_period(self) -> int:
        """The rows that the filter leaves, its period aside."""
        return self.match_without("")

    def match_without(self, group: str) -> int:
        """The rows that the filter leaves, its period and the group of this name aside; "" for none."""
        rows = self.index.all
        for name, own in self.groups.items():
            if name != group:
                rows &= own
        return rows

    @cached_property
    def period(self) -> int:
        """The rows of the filter's period; one without a start is in no period."""
        if self.filter.start is None and self.filter.end is None:
            return self.index.all
        first, stop = self.index.between(*get_period_bounds(self.filter, self.zone))
        return (self.index.all >> 8 * (len(self.index) - (stop - first))) << 8 * first

    @cached_property
    def groups(self) -> dict[str, int]:
        """The rows that each group leaves, of those that ask for something."""
        index, wanted = self.index, self.filter
        rows_of: dict[str, Callable[[], int]] = {
            "media": lambda: index.media.rows(wanted.media),
            "direction": lambda: index.direction.rows(wanted.direction),
            "status": lambda: index.status.rows(wanted.status),
            "handler": lambda: index.handler.rows(wanted.handler),
            "content": lambda: reduce(or_, (index.content[kind] for kind in wanted.content)),
            "repeat": lambda: index.repeated,
            "thread": lambda: index.thread.rows((wanted.thread,)),
            "udata": lambda: require_udata_index(index.udata).rows(wanted.udata),
            "text": lambda: index.texts.rows(wanted.words),
        }
        return {group: find_rows() for group, find_rows in rows_of.items() if getattr(wanted, group)}


def select_matching_rows(index: HistoryIndex, chosen: HistoryFilter, zone: tzinfo = UTC) -> RowSelection:
    """The list that a filter asks for."""
    return FilterMatches(index, chosen, zone).selection


def get_period_bounds(chosen: HistoryFilter, zone: tzinfo) -> tuple[datetime | None, datetime | None]:
    """The moments at which a filter's period begins and is over: midnights of `zone`."""
    start = get_midnight(chosen.start, zone) if chosen.start else None
    if chosen.end is None or chosen.end == date.max:  # no calendar has a day behind it
        return start, None
    return start, get_midnight(chosen.end + timedelta(days=1), zone)

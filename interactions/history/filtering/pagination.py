"""Where a page of a list begins: after which interaction, not after how many.

So a new interaction at the top shifts nothing, and the cursor stays right when the interaction that it names
is gone.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo

from interactions.history.clock.days import get_local_day
from interactions.history.columns.order import UNDATED_START, get_sort_key
from interactions.history.filtering.filters import HistoryFilter
from interactions.history.filtering.selection import RowSelection, get_period_bounds
from interactions.ucs.resources import InteractionSummary

PAGE_ROWS = 100


@dataclass(frozen=True)
class PageCursor:
    """The start and the ID of the interaction above a page; `start` is aware, or `None` when it has none."""

    start: datetime | None
    interaction_id: str

    @property
    def token(self) -> str:
        """The cursor as text for a query: `2009-08-05T09:33:10Z~00001a57JGQ00BW8`."""
        start = self.start.isoformat().replace("+00:00", "Z") if self.start else ""
        return f"{start}~{self.interaction_id}"

    @classmethod
    def parse(cls, token: str) -> "PageCursor | None":
        """The cursor that a token writes; `None` when it is no token."""
        start, separator, interaction_id = token.partition("~")
        if not separator or not interaction_id:
            return None
        if not start:
            return cls(None, interaction_id)
        try:
            moment = datetime.fromisoformat(start)
        except ValueError:
            return None
        return cls(moment, interaction_id) if moment.tzinfo else None

    def precedes(self, row: InteractionSummary, *, oldest_first: bool) -> bool:
        """Whether a row comes later in the list than the cursor."""
        return self.precedes_key(get_sort_key(row), oldest_first=oldest_first)

    def precedes_key(self, sort_key: tuple[datetime, str], *, oldest_first: bool) -> bool:
        """Whether what has this sort key, a start and an ID, comes later in the list than the cursor."""
        cursor_key = (self.start or UNDATED_START, self.interaction_id)
        if oldest_first or self.start is None or sort_key[0] == UNDATED_START:
            return sort_key > cursor_key  # those without a start stand at the end in both orders, by ID
        return sort_key < cursor_key


@dataclass(frozen=True)
class RowPage:
    """Rows `start` to `stop` of a list of `total`. `next` begins the page after it, `None` at the end."""

    start: int
    stop: int
    total: int
    next: PageCursor | None


def get_page_after(
    rows: Sequence[InteractionSummary],
    cursor: PageCursor | None,
    *,
    oldest_first: bool,
    size: int = PAGE_ROWS,
) -> RowPage:
    """The page of `rows`, which are in the list's order, that begins after the cursor."""
    start = 0
    if cursor is not None:
        start = bisect_left(rows, True, key=lambda row: cursor.precedes(row, oldest_first=oldest_first))
    return _build_row_page(rows, start, size)


def find_page_with(rows: RowSelection, interaction_id: str, *, size: int = PAGE_ROWS) -> RowPage | None:
    """The page that holds an interaction; `None` when no page does."""
    row_number = rows.history_index.places.get(interaction_id)
    position = None if row_number is None else rows.find_position_of_row(row_number)
    return None if position is None else _build_row_page(rows, position - position % size, size)


def find_listed_day(rows: RowSelection, day: date, zone: tzinfo = UTC) -> date | None:
    """The day of the list that is nearest to `day`: `day` itself when a row of the list starts on it, else
    the next in the list's order, else the last that there is. `None` when no row of the list has a start."""
    dated = rows.flags.count(1, 0, rows.history_index.dated)
    return (
        get_local_day(rows[min(_count_rows_before_day(rows, day, zone), dated - 1)], zone) if dated else None
    )


def get_page_from_day(rows: RowSelection, day: date, zone: tzinfo = UTC, *, size: int = PAGE_ROWS) -> RowPage:
    """The page that begins with a day."""
    return _build_row_page(rows, _count_rows_before_day(rows, day, zone), size)


def _count_rows_before_day(rows: RowSelection, day: date, zone: tzinfo) -> int:
    """How many rows stand above a day in the list."""
    first, stop = rows.history_index.between(*get_period_bounds(HistoryFilter(start=day, end=day), zone))
    return (
        rows.flags.count(1, 0, first)
        if rows.oldest_first
        else rows.flags.count(1, stop, rows.history_index.dated)
    )


def _build_row_page(rows: Sequence[InteractionSummary], start: int, size: int) -> RowPage:
    stop = min(start + size, len(rows))
    last = rows[stop - 1] if start < stop < len(rows) else None
    return RowPage(start, stop, len(rows), PageCursor(last.start_date, last.interaction_id) if last else None)

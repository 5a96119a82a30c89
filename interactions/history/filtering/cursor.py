"""Where a page of a list begins: after which interaction, not after how many.

So a new interaction at the top shifts nothing, and the place stays right when the one it names is gone.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo

from interactions.history.clock.days import local_day
from interactions.history.filtering.filters import Filter
from interactions.history.filtering.selection import Selection, bounds
from interactions.history.order import UNDATED, sort_key
from interactions.ucs.resources import InteractionSummary

SIZE = 100


@dataclass(frozen=True)
class Cursor:
    """The start and the ID of the last interaction that was shown; `start` is `None` when it has none."""

    start: datetime | None
    interaction_id: str

    @property
    def token(self) -> str:
        """What stands in a query: `2009-08-05T09:33:10Z~00001a57JGQ00BW8`."""
        start = self.start.isoformat().replace("+00:00", "Z") if self.start else ""
        return f"{start}~{self.interaction_id}"

    @classmethod
    def parse(cls, token: str) -> "Cursor | None":
        """The cursor of a token; `None` when it is none."""
        start, separator, interaction_id = token.partition("~")
        if not separator or not interaction_id:
            return None
        if not start:
            return cls(None, interaction_id)
        try:
            at = datetime.fromisoformat(start)
        except ValueError:
            return None
        return cls(at, interaction_id) if at.tzinfo else None

    def precedes(self, row: InteractionSummary, *, oldest_first: bool) -> bool:
        """Whether a row comes later in the list than the cursor."""
        return self.precedes_key(sort_key(row), oldest_first=oldest_first)

    def precedes_key(self, own: tuple[datetime, str], *, oldest_first: bool) -> bool:
        """The same of whatever is ordered by a start and an ID."""
        place = (self.start or UNDATED, self.interaction_id)
        if oldest_first or self.start is None or own[0] == UNDATED:
            return own > place  # those without a start stand at the end in both orders, by ID
        return own < place


@dataclass(frozen=True)
class Page:
    """Rows `start` to `stop` of a list of `total`. `next` begins the page after it, `None` at the end."""

    start: int
    stop: int
    total: int
    next: Cursor | None


def page(
    rows: Sequence[InteractionSummary], after: Cursor | None, *, oldest_first: bool, size: int = SIZE
) -> Page:
    """The page of `rows`, which are in the list's order, that begins after the cursor."""
    start = 0
    if after is not None:
        start = bisect_left(rows, True, key=lambda row: after.precedes(row, oldest_first=oldest_first))
    return _page(rows, start, size)


def page_with(rows: Selection, interaction_id: str, *, size: int = SIZE) -> Page | None:
    """The page that holds an interaction; `None` when no page does."""
    place = rows.whole.places.get(interaction_id)
    at = None if place is None else rows.position_of(place)
    return None if at is None else _page(rows, at - at % size, size)


def day_within(rows: Selection, day: date, zone: tzinfo = UTC) -> date | None:
    """A day of the list: this one, when something of the list began on it, else the next in the list's order,
    or the last that there is; `None` when nothing of the list has a start."""
    dated = rows.flags.count(1, 0, rows.whole.dated)
    return local_day(rows[min(_before_day(rows, day, zone), dated - 1)], zone) if dated else None


def page_from(rows: Selection, day: date, zone: tzinfo = UTC, *, size: int = SIZE) -> Page:
    """The page that begins with a day."""
    return _page(rows, _before_day(rows, day, zone), size)


def _before_day(rows: Selection, day: date, zone: tzinfo) -> int:
    """How many rows stand above a day in the list."""
    first, stop = rows.whole.between(*bounds(Filter(start=day, end=day), zone))
    return rows.flags.count(1, 0, first) if rows.oldest_first else rows.flags.count(1, stop, rows.whole.dated)


def _page(rows: Sequence[InteractionSummary], start: int, size: int) -> Page:
    stop = min(start + size, len(rows))
    last = rows[stop - 1] if start < stop < len(rows) else None
    return Page(start, stop, len(rows), Cursor(last.start_date, last.interaction_id) if last else None)

"""A list cut into days, with what a day's head says, and the gaps between days named."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, tzinfo
from itertools import groupby

from interactions.history.clock.midnights import get_day_at
from interactions.history.columns.phases import measure_handled_seconds
from interactions.history.columns.record_codes import MediaFamily, get_media_family
from interactions.ucs.resources import InteractionSummary

MIN_GAP_DAYS = 2  # days; a weekend is worth naming, a night is not


@dataclass(frozen=True)
class DayGroup:
    """`rows` are those of the day that stand on this page; `total`, `media` and `handled` (seconds, of the
    interactions that say it) are of the whole day. `date` is `None` of those without a start. `continued`:
    the day began on the page before. `gap`: the days without any since the row above, 0 when not worth it."""

    date: date | None
    rows: tuple[InteractionSummary, ...]
    total: int
    handled: float
    media: Counter[MediaFamily]
    continued: bool
    gap: int


def group_by_day(
    rows: Sequence[InteractionSummary], start: int, stop: int, zone: tzinfo = UTC
) -> tuple[DayGroup, ...]:
    """The days of `rows[start:stop]`, a page of a list in its own order, by the calendar of `zone`."""

    def own_day(row: InteractionSummary) -> date | None:
        return get_local_day(row, zone)

    built = []
    at = start
    for day, group in groupby(rows[start:stop], key=own_day):
        own = tuple(group)
        whole = _get_rows_of_day(rows, at, day, own_day)
        built.append(
            DayGroup(
                date=day,
                rows=own,
                total=len(whole),
                handled=sum([measure_handled_seconds(row) or 0.0 for row in whole]),
                media=Counter([get_media_family(row.media_type, row.entity_type) for row in whole]),
                continued=at > 0 and own_day(rows[at - 1]) == day,
                gap=_count_gap_days(own_day(rows[at - 1]), day) if at > 0 else 0,
            )
        )
        at += len(own)
    return tuple(built)


def get_local_day(row: InteractionSummary, zone: tzinfo = UTC) -> date | None:
    """The day on which an interaction started, where `zone` is; `None` when it has no start, or one so far
    off that no calendar has its day there."""
    if row.start_date is None:
        return None
    if zone is UTC:  # as it is already
        return row.start_date.date()
    try:
        return get_day_at(row.start_date, zone)
    except OverflowError:
        return None


def find_nearest_days(
    rows: Iterable[InteractionSummary], start: date | None, end: date | None, zone: tzinfo = UTC
) -> tuple[tuple[date, int], ...]:
    """The last day before a period and the first one after it that have interactions, with their number."""
    counts = Counter(day for row in rows if (day := get_local_day(row, zone)))
    before = max((day for day in counts if start and day < start), default=None)
    after = min((day for day in counts if end and day > end), default=None)
    return tuple((day, counts[day]) for day in (before, after) if day)


def _get_rows_of_day(
    rows: Sequence[InteractionSummary],
    at: int,
    day: date | None,
    own_day: Callable[[InteractionSummary], date | None],
) -> Sequence[InteractionSummary]:
    """All rows of the day that `rows[at]` is of, wherever the page begins and ends."""
    first, last = at, at
    while first > 0 and own_day(rows[first - 1]) == day:
        first -= 1
    while last < len(rows) and own_day(rows[last]) == day:
        last += 1
    return rows[first:last]


def _count_gap_days(above: date | None, below: date | None) -> int:
    if above is None or below is None:
        return 0
    between = abs((above - below).days) - 1
    return between if between >= MIN_GAP_DAYS else 0

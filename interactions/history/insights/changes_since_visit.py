"""What is new in a history to who saw it before: told by its own moments, not by our clock.

What was seen is remembered as the last moment that the history named then. So a UCS whose clock is not ours
hides nothing and repeats nothing. A moment that lies far ahead of ours is a mistake, and counts for nothing.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from operator import attrgetter

from interactions.ucs.resources import InteractionSummary

MAX_CLOCK_LEAD = timedelta(hours=1)  # by which the clock of a UCS may be before ours
get_start_date, get_end_date = attrgetter("start_date"), attrgetter("end_date")
NEVER_SEEN = datetime(1970, 1, 1, tzinfo=UTC)  # before any moment that a history names


@dataclass(frozen=True)
class ChangesSinceVisit:
    """The IDs of interactions that began, and of others that ended, since a history was last seen."""

    began: frozenset[str] = frozenset()
    ended: frozenset[str] = frozenset()


def get_latest_moment(rows: Sequence[InteractionSummary], now: datetime) -> datetime:
    """The last moment at which a row began or ended; `NEVER_SEEN` when none did. Here and below, rows are
    those of a history that have a start, oldest first."""
    until = now + MAX_CLOCK_LEAD
    began = bisect_right(rows, until, key=get_start_date)
    last = max(filter(None, map(get_end_date, rows)), default=NEVER_SEEN)
    if last > until:
        last = max([end for row in rows if (end := row.end_date) and end <= until], default=NEVER_SEEN)
    return max(last, get_start_date(rows[began - 1]), NEVER_SEEN) if began else max(last, NEVER_SEEN)


def find_changes_since_visit(
    rows: Sequence[InteractionSummary], seen: datetime, now: datetime
) -> ChangesSinceVisit:
    """What began or ended after the moment up to which the history had been seen."""
    until = now + MAX_CLOCK_LEAD
    first, stop = bisect_right(rows, seen, key=get_start_date), bisect_right(rows, until, key=get_start_date)
    began = {row.interaction_id for row in rows[first:stop]}
    ended = {row.interaction_id for row in rows if (end := row.end_date) and seen < end <= until}
    return ChangesSinceVisit(frozenset(began), frozenset(ended - began))

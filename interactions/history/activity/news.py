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

AHEAD = timedelta(hours=1)  # by which the clock of a UCS may be before ours
START, END = attrgetter("start_date"), attrgetter("end_date")
NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # before any moment that a history names


@dataclass(frozen=True)
class News:
    """The IDs of interactions that began, and of others that ended, since a history was last seen."""

    began: frozenset[str] = frozenset()
    ended: frozenset[str] = frozenset()


def latest(rows: Sequence[InteractionSummary], now: datetime) -> datetime:
    """The last moment at which a row began or ended; `NEVER` when none did. Here and below, rows are
    those of a history that have a start, oldest first."""
    until = now + AHEAD
    began = bisect_right(rows, until, key=START)
    last = max(filter(None, map(END, rows)), default=NEVER)
    if last > until:
        last = max([end for row in rows if (end := row.end_date) and end <= until], default=NEVER)
    return max(last, START(rows[began - 1]), NEVER) if began else max(last, NEVER)


def news(rows: Sequence[InteractionSummary], seen: datetime, now: datetime) -> News:
    """What began or ended after the moment up to which the history had been seen."""
    until = now + AHEAD
    first, stop = bisect_right(rows, seen, key=START), bisect_right(rows, until, key=START)
    began = {row.interaction_id for row in rows[first:stop]}
    ended = {row.interaction_id for row in rows if (end := row.end_date) and seen < end <= until}
    return News(frozenset(began), frozenset(ended - began))

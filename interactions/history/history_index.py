"""A history's columns, and above them what is worked out of several rows together: threads, repeat contacts,
bursts, changes since a visit, the customer's clock."""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from itertools import compress
from operator import attrgetter

from interactions.history.clock.timeshift import CustomerTimeshift, find_latest_timeshift
from interactions.history.columns.history_columns import MAX_CACHED_RESULTS, HistoryColumns
from interactions.history.columns.record_codes import Direction
from interactions.history.columns.row_columns import build_row_flags, build_row_set
from interactions.history.columns.small_lru_cache import SmallLRUCache
from interactions.history.columns.udata_index import UdataIndex
from interactions.history.insights.bursts import ContactBurst, find_bursts
from interactions.history.insights.changes_since_visit import (
    ChangesSinceVisit,
    find_changes_since_visit,
    get_latest_moment,
)
from interactions.history.insights.repeat_contacts import RepeatContacts
from interactions.history.insights.threads import ThreadIndex, ThreadRanks
from interactions.ucs.resources import InteractionSummary


class HistoryIndex(HistoryColumns):
    """`rows` and `udata` as `HistoryColumns` has them. `repeat_days` is how soon after a contact was over
    another one repeats it (insights/repeat_contacts.py), 0 for never. Immutable, each insight worked out when
    somebody first asks for it."""

    def __init__(
        self, rows: Sequence[InteractionSummary], udata: UdataIndex | None = None, *, repeat_days: int = 0
    ) -> None:
        super().__init__(rows, udata)
        self.repeat_days = repeat_days
        self._latest: SmallLRUCache[datetime, datetime] = SmallLRUCache(1)
        self._news: SmallLRUCache[tuple[datetime, datetime], ChangesSinceVisit] = SmallLRUCache(
            MAX_CACHED_RESULTS
        )

    @cached_property
    def timeshift(self) -> CustomerTimeshift | None:
        """Where the customer's clock stands, by the newest record that says it."""
        return find_latest_timeshift(self.rows[: self.dated])

    @cached_property
    def threads(self) -> ThreadIndex:
        """Its threads by their ID."""
        return ThreadIndex(self.rows)

    @cached_property
    def thread_ranks(self) -> ThreadRanks:
        """Its threads by their last contact, and which of them each row is of."""
        return ThreadRanks.of(self.thread.by_row, self.threads)

    @cached_property
    def inbound(self) -> tuple[InteractionSummary, ...]:
        """What customers began, of what has a start."""
        flags = build_row_flags(self.direction.rows((Direction.INBOUND,)), len(self))
        return tuple(compress(self.rows[: self.dated], flags))

    @cached_property
    def bursts(self) -> tuple[ContactBurst, ...]:
        """When the customer turned to us far more often than usual: what came in counts, not what we sent."""
        return find_bursts(self.inbound)

    @cached_property
    def repeats(self) -> RepeatContacts:
        """Which of its rows repeat which."""
        contacts = self.inbound if self.repeat_days else ()
        return RepeatContacts(contacts, self.threads.opens, self.repeat_days)

    @cached_property
    def repeated(self) -> int:
        """The rows that repeat one."""
        identifiers = map(attrgetter("interaction_id"), self.rows)
        return build_row_set(bytes(map(self.repeats.formers.__contains__, identifiers)))

    def latest(self, now: datetime) -> datetime:
        """The last moment that the history names (insights/changes_since_visit.py)."""
        return self._latest.get_or_build(now, lambda: get_latest_moment(self.rows[: self.dated], now))

    def news(self, seen: datetime, now: datetime) -> ChangesSinceVisit:
        """What is new to who saw it up to a moment (insights/changes_since_visit.py)."""
        return self._news.get_or_build(
            (seen, now), lambda: find_changes_since_visit(self.rows[: self.dated], seen, now)
        )

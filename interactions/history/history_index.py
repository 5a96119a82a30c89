"""What is asked of a history again and again, by columns (row_columns.py): every filter, count, page and drawing
of it is then a few operations on whole columns, whether it has a hundred rows or a hundred thousand."""

from bisect import bisect_left
from collections.abc import Hashable, Sequence
from datetime import datetime
from functools import cached_property
from itertools import compress
from operator import attrgetter

from interactions.history.clock.timeshift import CustomerTimeshift, find_timeshift
from interactions.history.columns.row_columns.order import UNDATED_START, get_sort_key
from interactions.history.columns.row_columns.record_codes import (
    ContentPresence,
    Direction,
    InteractionStatus,
    MediaFamily,
    get_direction,
    get_media_family,
    get_status,
)
from interactions.history.columns.row_columns.row_columns import (
    CategoryColumn,
    TextColumn,
    ValueColumn,
    build_row_flags,
    build_row_set,
    map_memoized,
)
from interactions.history.columns.row_columns.small_lru_cache import SmallLRUCache
from interactions.history.columns.row_columns.udata_index import UdataIndex
from interactions.history.filtering.filters import MAX_FILTER_VALUE_CHARACTERS
from interactions.history.insights.bursts import ContactBurst, find_bursts
from interactions.history.insights.changes_since_visit import (
    ChangesSinceVisit,
    find_changes_since_visit,
    get_latest_moment,
)
from interactions.history.insights.repeat_contacts import RepeatContacts
from interactions.history.insights.threads import ThreadIndex, ThreadRanks
from interactions.ucs.resources import InteractionSummary

MAX_CACHED_RESULTS = 8
OWNER_PREFIX = "owner "  # before the number of one who handled an interaction without having been routed to


class HistoryIndex:
    """`rows` are a history's: oldest first by start and ID, those without a start at the end. A place is a
    row's number among them, from 0; `dated` says how many have a start. `udata` is `None` unless the history
    was asked for with it. `repeat_days` is how soon after a contact was over another one repeats it
    (repeat_contacts.py), 0 for never."""

    def __init__(
        self, rows: Sequence[InteractionSummary], udata: UdataIndex | None = None, *, repeat_days: int = 0
    ) -> None:
        self.rows, self.udata, self.repeat_days = tuple(rows), udata, repeat_days
        self.dated = bisect_left(self.rows, UNDATED_START, key=lambda row: row.start_date or UNDATED_START)
        # The places at which stretches begin (activity_counts.py).
        self.edges: SmallLRUCache[Hashable, list[int]] = SmallLRUCache(MAX_CACHED_RESULTS)
        self.moments: SmallLRUCache[datetime, datetime] = SmallLRUCache(1)
        self.told: SmallLRUCache[tuple[datetime, datetime], ChangesSinceVisit] = SmallLRUCache(
            MAX_CACHED_RESULTS
        )

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def all(self) -> int:
        return build_row_set(b"\1" * len(self.rows))

    @cached_property
    def media(self) -> CategoryColumn[MediaFamily]:
        keys = map(attrgetter("media_type", "entity_type"), self.rows)
        return CategoryColumn.of(tuple(MediaFamily), keys, lambda key: get_media_family(*key))

    @cached_property
    def direction(self) -> CategoryColumn[Direction]:
        return CategoryColumn.of(tuple(Direction), map(attrgetter("type"), self.rows), get_direction)

    @cached_property
    def status(self) -> CategoryColumn[InteractionStatus]:
        return CategoryColumn.of(tuple(InteractionStatus), map(attrgetter("status"), self.rows), get_status)

    @cached_property
    def handler(self) -> ValueColumn[str]:
        keys = map(attrgetter("agent", "owner_id"), self.rows)
        return ValueColumn(map_memoized(keys, lambda key: build_handler_key(*key)))

    @cached_property
    def thread(self) -> ValueColumn[str]:
        return ValueColumn(row.thread_id or None for row in self.rows)

    @cached_property
    def content(self) -> dict[ContentPresence, int]:
        """The rows that have a content of each kind, and those that have none."""
        plain = self._flagged("has_text")
        structured = self._flagged("has_structured_text")
        binary = self._flagged("has_binary_content")
        return {
            ContentPresence.PLAIN_TEXT: plain,
            ContentPresence.STRUCTURED_TEXT: structured,
            ContentPresence.BINARY_CONTENT: binary,
            ContentPresence.NONE: self.all ^ (plain | structured | binary),
        }

    def _flagged(self, field: str) -> int:
        return build_row_set(bytes(map(attrgetter(field), self.rows)))

    @cached_property
    def odd(self) -> int:
        """How many rows hold something that was not understood."""
        return sum(1 for row in self.rows if row.problems)

    @cached_property
    def timeshift(self) -> CustomerTimeshift | None:
        """Where the customer's clock stands, by the newest record that says it."""
        return next(
            (found for row in reversed(self.rows) if row.start_date and (found := find_timeshift(row))), None
        )

    @cached_property
    def texts(self) -> TextColumn:
        return TextColumn(lambda: map(build_search_text, self.rows))

    @cached_property
    def threads(self) -> ThreadIndex:
        """Its threads by their ID."""
        return ThreadIndex(self.rows)

    @cached_property
    def bursts(self) -> tuple[ContactBurst, ...]:
        """When the customer turned to us far more often than usual: what came in counts, not what we sent."""
        return find_bursts(self.inbound)

    @cached_property
    def inbound(self) -> tuple[InteractionSummary, ...]:
        """What customers began, of what has a start."""
        flags = build_row_flags(self.direction.rows((Direction.INBOUND,)), len(self))
        return tuple(compress(self.rows[: self.dated], flags))

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
        """The last moment that the history names (changes_since_visit.py)."""
        return self.moments.get(now, lambda: get_latest_moment(self.rows[: self.dated], now))

    def news(self, seen: datetime, now: datetime) -> ChangesSinceVisit:
        """What is new to who saw it up to a moment (changes_since_visit.py)."""
        return self.told.get(
            (seen, now), lambda: find_changes_since_visit(self.rows[: self.dated], seen, now)
        )

    @cached_property
    def thread_ranks(self) -> ThreadRanks:
        """Its threads by their last contact, and which of them each row is of."""
        return ThreadRanks.of(self.thread.by_row, self.threads)

    def before(self, moment: datetime) -> int:
        """How many rows start before a moment: the place of the first that does not."""
        return bisect_left(self.rows, moment, hi=self.dated, key=_get_start_or_undated)

    def between(self, start: datetime | None, end: datetime | None) -> tuple[int, int]:
        """The places of the rows that start from `start` on and before `end`; `None` is no bound."""
        first = self.before(start) if start else 0
        return first, max(first, self.before(end) if end else self.dated)

    @cached_property
    def places(self) -> dict[str, int]:
        """Where each interaction stands, by its ID."""
        return {row.interaction_id: place for place, row in enumerate(self.rows)}

    def place(self, row: InteractionSummary) -> int | None:
        """Where a row of this history stands; `None` when it is none of its."""
        at = bisect_left(self.rows, get_sort_key(row), key=get_sort_key)
        found = at < len(self.rows) and self.rows[at].interaction_id == row.interaction_id
        return at if found else None


def _get_start_or_undated(row: InteractionSummary) -> datetime:
    return row.start_date or UNDATED_START


def get_handler_key(row: InteractionSummary) -> str | None:
    """Who handled it, as a filter names it: the agent whom routing chose, else the owner's number."""
    return build_handler_key(row.agent, row.owner_id)


def build_handler_key(agent: str | None, owner: int | None) -> str | None:
    """The same of these two. A very long name is cut, as it is where a filter asks for it."""
    if agent:
        return agent[:MAX_FILTER_VALUE_CHARACTERS]
    return f"{OWNER_PREFIX}{owner}" if owner is not None else None


def build_search_text(row: InteractionSummary) -> str:
    """What a search by words looks through."""
    who = f"agent {row.agent}" if row.agent else f"owner {row.owner_id}"
    parts = (who, row.subject, row.agent, row.sub_type, row.media_type, row.interaction_id, row.thread_id)
    return "\n".join([part for part in parts if part])

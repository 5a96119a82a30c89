"""A history by columns (row_columns.py): every filter, count and page of it is a few operations on whole
columns, whether it has a hundred rows or a hundred thousand."""

from bisect import bisect_left
from collections.abc import Hashable, Sequence
from datetime import datetime
from functools import cached_property
from operator import attrgetter

from interactions.history.columns.handlers import map_handler_keys
from interactions.history.columns.order import UNDATED_START, get_sort_key, map_places
from interactions.history.columns.record_codes import (
    ContentPresence,
    Direction,
    InteractionStatus,
    MediaFamily,
    find_named_media_family,
    get_direction,
    get_media_family,
    get_status,
)
from interactions.history.columns.row_columns import (
    CategoryColumn,
    TextColumn,
    ValueColumn,
    build_row_set,
    map_memoized,
)
from interactions.history.columns.small_lru_cache import SmallLRUCache
from interactions.history.columns.udata_index import UdataIndex
from interactions.ucs.resources import InteractionSummary

MAX_CACHED_RESULTS = 8


class HistoryColumns:
    """`rows` are a history's: oldest first by start and ID, those without a start at the end. A place is a
    row's number among them, from 0; `dated` says how many have a start. `udata` is `None` unless the history
    was asked for with it.

    Immutable: each column is worked out from `rows` when somebody first asks for it, and then remembered;
    `edges` likewise remembers a few results of activity_counts.py, by what they were asked for.
    """

    def __init__(self, rows: Sequence[InteractionSummary], udata: UdataIndex | None = None) -> None:
        self.rows, self.udata = tuple(rows), udata
        self.dated = bisect_left(self.rows, UNDATED_START, key=_get_start_or_undated)
        # The places at which stretches begin (activity_counts.py).
        self.edges: SmallLRUCache[Hashable, list[int]] = SmallLRUCache(MAX_CACHED_RESULTS)

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def all(self) -> int:
        return build_row_set(b"\1" * len(self.rows))

    @cached_property
    def media(self) -> CategoryColumn[MediaFamily]:
        """Nearly every row's media type is known; then entity types, and pairs of both, are not looked at."""
        named = map_memoized(map(attrgetter("media_type"), self.rows), find_named_media_family)
        families = list(named)
        if None in families:
            keys = map(attrgetter("media_type", "entity_type"), self.rows)
            families = list(map_memoized(keys, lambda key: get_media_family(*key)))
        return CategoryColumn.of(tuple(MediaFamily), families, lambda family: family or MediaFamily.WORK)

    @cached_property
    def direction(self) -> CategoryColumn[Direction]:
        return CategoryColumn.of(tuple(Direction), map(attrgetter("type"), self.rows), get_direction)

    @cached_property
    def status(self) -> CategoryColumn[InteractionStatus]:
        return CategoryColumn.of(tuple(InteractionStatus), map(attrgetter("status"), self.rows), get_status)

    @cached_property
    def handler(self) -> ValueColumn[str]:
        return ValueColumn(map_handler_keys(self.rows))

    @cached_property
    def thread(self) -> ValueColumn[str]:
        return ValueColumn(row.thread_id or None for row in self.rows)

    @cached_property
    def content(self) -> dict[ContentPresence, int]:
        """The rows that have a content of each kind, and those that have none."""
        plain = self._build_flag_set("has_text")
        structured = self._build_flag_set("has_structured_text")
        binary = self._build_flag_set("has_binary_content")
        return {
            ContentPresence.PLAIN_TEXT: plain,
            ContentPresence.STRUCTURED_TEXT: structured,
            ContentPresence.BINARY_CONTENT: binary,
            ContentPresence.NONE: self.all ^ (plain | structured | binary),
        }

    def _build_flag_set(self, field: str) -> int:
        return build_row_set(bytes(map(attrgetter(field), self.rows)))

    @cached_property
    def odd(self) -> int:
        """How many rows hold something that was not understood."""
        return sum(1 for row in self.rows if row.problems)

    @cached_property
    def texts(self) -> TextColumn:
        return TextColumn(lambda: map(build_search_text, self.rows))

    def before(self, moment: datetime) -> int:
        """How many rows start before a moment: the place of the first that does not."""
        return bisect_left(self.rows, moment, hi=self.dated, key=attrgetter("start_date"))

    def between(self, start: datetime | None, end: datetime | None) -> tuple[int, int]:
        """The places of the rows that start from `start` on and before `end`; `None` is no bound."""
        first = self.before(start) if start else 0
        return first, max(first, self.before(end) if end else self.dated)

    @cached_property
    def places(self) -> dict[str, int]:
        """Where each interaction stands, by its ID."""
        return map_places(self.rows)

    def place(self, row: InteractionSummary) -> int | None:
        """Where a row of this history stands; `None` when it is none of its."""
        at = bisect_left(self.rows, get_sort_key(row), key=get_sort_key)
        found = at < len(self.rows) and self.rows[at].interaction_id == row.interaction_id
        return at if found else None


def _get_start_or_undated(row: InteractionSummary) -> datetime:
    return row.start_date or UNDATED_START


def build_search_text(row: InteractionSummary) -> str:
    """What a search by words looks through."""
    who = f"agent {row.agent}" if row.agent else f"owner {row.owner_id}"
    parts = (who, row.subject, row.agent, row.sub_type, row.media_type, row.interaction_id, row.thread_id)
    return "\n".join([part for part in parts if part])

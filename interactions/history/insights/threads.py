"""Interactions that belong together: those of a history with the same `thread_id`
(docs/ucs-protocol.md §2.1)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from operator import attrgetter

from interactions.history.columns.order import UNDATED_START
from interactions.history.columns.row_columns import MAX_FILTER_VALUE_CHARACTERS
from interactions.ucs.resources import InteractionSummary

NO_THREAD_RANK = -1  # the rank of a row that is in no thread


@dataclass(frozen=True)
class InteractionThread:
    """Two or more interactions, in the order of the history that they came from: oldest first."""

    identifier: str
    rows: tuple[InteractionSummary, ...]

    def position(self, interaction_id: str) -> int | None:
        """Its place, from 1; `None` when the thread has no such interaction."""
        places = (at for at, row in enumerate(self.rows, 1) if row.interaction_id == interaction_id)
        return next(places, None)

    @property
    def first(self) -> datetime | None:
        """When its first interaction started; `None` when none of them has a start."""
        return self.rows[0].start_date

    @property
    def last(self) -> datetime | None:
        """When the last of its interactions with a start started; `None` when none of them has a start."""
        return next((row.start_date for row in reversed(self.rows) if row.start_date), None)

    @property
    def end(self) -> datetime | None:
        """When the last thing that is known of it happened: an end, or a start."""
        known = [at for row in self.rows for at in (row.start_date, row.end_date) if at]
        return max(known, default=None)


class ThreadIndex(Mapping[str, InteractionThread]):
    """The threads of a history by their ID; an interaction alone in its thread makes none. A list asks only
    how large they are (`sizes`), a sixth of the work: who is in them is found when it is asked for. An ID
    that is too long for a filter makes none: it could not be asked for."""

    def __init__(self, rows: Sequence[InteractionSummary]) -> None:
        self.rows = rows
        counted = Counter(map(attrgetter("thread_id"), rows))
        self.sizes: dict[str, int] = {
            own: size
            for own, size in counted.items()
            if own and size > 1 and len(own) <= MAX_FILTER_VALUE_CHARACTERS
        }

    def __getitem__(self, identifier: str) -> InteractionThread:
        return InteractionThread(identifier, tuple(self._members[identifier]))

    def __contains__(self, identifier: object) -> bool:
        return identifier in self.sizes

    def __iter__(self) -> Iterator[str]:
        return iter(self.sizes)

    def __len__(self) -> int:
        return len(self.sizes)

    def opens(self, row: InteractionSummary) -> bool:
        """Whether a row is the first of its thread, or in none."""
        return row.thread_id not in self.sizes or self._firsts[row.thread_id] is row

    @cached_property
    def _firsts(self) -> dict[str | None, InteractionSummary]:
        return dict(zip(map(attrgetter("thread_id"), reversed(self.rows)), reversed(self.rows), strict=True))

    @cached_property
    def _members(self) -> dict[str, list[InteractionSummary]]:
        together: dict[str, list[InteractionSummary]] = {identifier: [] for identifier in self.sizes}
        for row in self.rows:
            if row.thread_id in together:
                together[row.thread_id].append(row)
        return together


def get_last_contact_key(thread: InteractionThread) -> tuple[datetime, str]:
    """The order of threads; those without a start stand at the end."""
    return thread.last or UNDATED_START, thread.identifier


@dataclass(frozen=True)
class ThreadRanks:
    """`threads` by their last contact, the oldest first and those without any start at the end; `by_row` has
    for each row of the history the place of its thread there."""

    threads: tuple[InteractionThread, ...]
    by_row: tuple[int, ...]

    @classmethod
    def of(cls, rows: Sequence[str | None], threads: Mapping[str, InteractionThread]) -> "ThreadRanks":
        """The ranks of a history by the thread ID of each row."""
        ordered = tuple(sorted(threads.values(), key=get_last_contact_key))
        ranks = {thread.identifier: rank for rank, thread in enumerate(ordered)}
        return cls(ordered, tuple(ranks.get(identifier or "", NO_THREAD_RANK) for identifier in rows))

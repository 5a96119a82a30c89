"""What is asked of a history again and again, by columns (columns.py): every filter, count, page and drawing
of it is then a few operations on whole columns, whether it has a hundred rows or a hundred thousand."""

from bisect import bisect_left
from collections.abc import Hashable, Sequence
from datetime import datetime
from functools import cached_property
from itertools import compress
from operator import attrgetter

from interactions.history.activity.bursts import Burst, bursts
from interactions.history.activity.news import News, latest, news
from interactions.history.activity.repeats import Repeats
from interactions.history.clock.timeshift import Timeshift, timeshift
from interactions.history.columns import Kinds, Names, Texts, as_flags, as_set, decided
from interactions.history.filtering.filters import LONGEST_TEXT
from interactions.history.filtering.udata import Udata
from interactions.history.journeys.threads import Ranks, Threads
from interactions.history.media import Direction, Family, Has, State, direction, family, state
from interactions.history.order import UNDATED, sort_key
from interactions.history.recent import Recent
from interactions.ucs.resources import InteractionSummary

FEW = 8
OWNER = "owner "  # before the number of one who handled an interaction without having been routed to


class Index:
    """`rows` are a history's: oldest first by start and ID, those without a start at the end. A place is a
    row's number among them, from 0; `dated` says how many have a start. `udata` is `None` unless the history
    was asked for with it. `repeat_days` is how soon after a contact was over another one repeats it
    (repeats.py), 0 for never."""

    def __init__(
        self, rows: Sequence[InteractionSummary], udata: Udata | None = None, *, repeat_days: int = 0
    ) -> None:
        self.rows, self.udata, self.repeat_days = tuple(rows), udata, repeat_days
        self.dated = bisect_left(self.rows, UNDATED, key=lambda row: row.start_date or UNDATED)
        # The places at which stretches begin (activity.py).
        self.edges: Recent[Hashable, list[int]] = Recent(FEW)
        self.moments: Recent[datetime, datetime] = Recent(1)
        self.told: Recent[tuple[datetime, datetime], News] = Recent(FEW)

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def all(self) -> int:
        return as_set(b"\1" * len(self.rows))

    @cached_property
    def media(self) -> Kinds[Family]:
        keys = map(attrgetter("media_type", "entity_type"), self.rows)
        return Kinds.of(tuple(Family), keys, lambda key: family(*key))

    @cached_property
    def direction(self) -> Kinds[Direction]:
        return Kinds.of(tuple(Direction), map(attrgetter("type"), self.rows), direction)

    @cached_property
    def status(self) -> Kinds[State]:
        return Kinds.of(tuple(State), map(attrgetter("status"), self.rows), state)

    @cached_property
    def handler(self) -> Names[str]:
        keys = map(attrgetter("agent", "owner_id"), self.rows)
        return Names(decided(keys, lambda key: handler(*key)))

    @cached_property
    def thread(self) -> Names[str]:
        return Names(row.thread_id or None for row in self.rows)

    @cached_property
    def content(self) -> dict[Has, int]:
        """The rows that have a content of each kind, and those that have none."""
        plain = self._flagged("has_text")
        structured = self._flagged("has_structured_text")
        binary = self._flagged("has_binary_content")
        return {
            Has.PLAIN_TEXT: plain,
            Has.STRUCTURED_TEXT: structured,
            Has.BINARY_CONTENT: binary,
            Has.NONE: self.all ^ (plain | structured | binary),
        }

    def _flagged(self, field: str) -> int:
        return as_set(bytes(map(attrgetter(field), self.rows)))

    @cached_property
    def odd(self) -> int:
        """How many rows hold something that was not understood."""
        return sum(1 for row in self.rows if row.problems)

    @cached_property
    def timeshift(self) -> Timeshift | None:
        """Where the customer's clock stands, by the newest record that says it."""
        return next(
            (found for row in reversed(self.rows) if row.start_date and (found := timeshift(row))), None
        )

    @cached_property
    def texts(self) -> Texts:
        return Texts(lambda: map(said, self.rows))

    @cached_property
    def threads(self) -> Threads:
        """Its threads by their ID."""
        return Threads(self.rows)

    @cached_property
    def bursts(self) -> tuple[Burst, ...]:
        """When the customer turned to us far more often than usual: what came in counts, not what we sent."""
        return bursts(self.inbound)

    @cached_property
    def inbound(self) -> tuple[InteractionSummary, ...]:
        """What customers began, of what has a start."""
        flags = as_flags(self.direction.rows((Direction.INBOUND,)), len(self))
        return tuple(compress(self.rows[: self.dated], flags))

    @cached_property
    def repeats(self) -> Repeats:
        """Which of its rows repeat which."""
        contacts = self.inbound if self.repeat_days else ()
        return Repeats(contacts, self.threads.opens, self.repeat_days)

    @cached_property
    def repeated(self) -> int:
        """The rows that repeat one."""
        identifiers = map(attrgetter("interaction_id"), self.rows)
        return as_set(bytes(map(self.repeats.formers.__contains__, identifiers)))

    def latest(self, now: datetime) -> datetime:
        """The last moment that the history names (news.py)."""
        return self.moments.get(now, lambda: latest(self.rows[: self.dated], now))

    def news(self, seen: datetime, now: datetime) -> News:
        """What is new to who saw it up to a moment (news.py)."""
        return self.told.get((seen, now), lambda: news(self.rows[: self.dated], seen, now))

    @cached_property
    def thread_ranks(self) -> Ranks:
        """Its threads by their last contact, and which of them each row is of."""
        return Ranks.of(self.thread.by_row, self.threads)

    def before(self, moment: datetime) -> int:
        """How many rows start before a moment: the place of the first that does not."""
        return bisect_left(self.rows, moment, hi=self.dated, key=_start)

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
        at = bisect_left(self.rows, sort_key(row), key=sort_key)
        found = at < len(self.rows) and self.rows[at].interaction_id == row.interaction_id
        return at if found else None


def _start(row: InteractionSummary) -> datetime:
    return row.start_date or UNDATED


def handled_by(row: InteractionSummary) -> str | None:
    """Who handled it, as a filter names it: the agent whom routing chose, else the owner's number."""
    return handler(row.agent, row.owner_id)


def handler(agent: str | None, owner: int | None) -> str | None:
    """The same of these two. A very long name is cut, as it is where a filter asks for it."""
    if agent:
        return agent[:LONGEST_TEXT]
    return f"{OWNER}{owner}" if owner is not None else None


def said(row: InteractionSummary) -> str:
    """What a search by words looks through."""
    who = f"agent {row.agent}" if row.agent else f"owner {row.owner_id}"
    parts = (who, row.subject, row.agent, row.sub_type, row.media_type, row.interaction_id, row.thread_id)
    return "\n".join([part for part in parts if part])

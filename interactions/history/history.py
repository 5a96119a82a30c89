"""A customer's or a service's interactions as one ordered whole, with when and how it was had."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from interactions.history.columns.order import map_places, sort_rows
from interactions.history.columns.small_lru_cache import SmallLRUCache
from interactions.history.columns.udata_index import build_udata_index
from interactions.history.history_index import HistoryIndex
from interactions.history.history_key import HistoryKey, HistoryKind
from interactions.ucs.resources import InteractionSummary, RecordList, RecordProblem, UCSResponse

T = TypeVar("T")
# Filters and pages between which the readers of one history go to and fro; a tenth of a megabyte each.
MAX_REMEMBERED_LISTS = 8


@dataclass(frozen=True)
class History:
    """An immutable value. `index` has the rows: oldest first by start and ID, those without a start at the
    end, each ID once.

    `fetched_at` (aware, UTC), `seconds` and `size` (bytes) are those of the UCS's answer; `kept` says that
    the answer was not fetched just now but comes from a cache. `refusal` is the UCS's reason, or "", where it
    answered 404.
    """

    owner: HistoryKind
    identifier: str
    index: HistoryIndex
    problems: tuple[RecordProblem, ...]
    fetched_at: datetime
    seconds: float
    kept: bool = False
    size: int = 0
    refusal: str | None = None
    _remembered: SmallLRUCache[Hashable, Any] = field(
        default_factory=lambda: SmallLRUCache(MAX_REMEMBERED_LISTS), compare=False, repr=False
    )

    @property
    def key(self) -> HistoryKey:
        return HistoryKey(self.owner, self.identifier)

    @property
    def rows(self) -> tuple[InteractionSummary, ...]:
        return self.index.rows

    def remember(self, key: Hashable, build: Callable[[], T]) -> T:
        """What `build` gives for a key, built once while the key is among the last few: what the pages of a
        list have in common. It must follow from the index and the key alone, so that nobody can tell whether
        it was remembered, and must not refer to this history, or the two would keep each other."""
        built: T = self._remembered.get_or_build(key, build)
        return built


def build_history(
    owner: HistoryKind, identifier: str, answer: UCSResponse[RecordList], repeat_days: int = 0
) -> History:
    """The history that an answer holds. The order in which records were sent means nothing
    (docs/ucs-protocol.md §1.3); of an ID that was sent twice the last record counts. `repeat_days` as
    `HistoryIndex` has it."""
    unique, problems = _remove_duplicates(answer.value.summaries)
    rows, udata = sort_rows(unique), None
    if answer.value.udata is not None:
        twice = {str(problem.raw) for problem in problems}
        udata = build_udata_index(map_places(rows), answer.value.udata, twice)
    return History(
        owner=owner,
        identifier=identifier,
        index=HistoryIndex(rows, udata, repeat_days=repeat_days),
        problems=answer.value.problems + problems,
        fetched_at=answer.fetched_at,
        seconds=answer.seconds,
        size=answer.size,
        refusal=answer.value.refusal,
    )


def _remove_duplicates(
    rows: Sequence[InteractionSummary],
) -> tuple[Sequence[InteractionSummary], tuple[RecordProblem, ...]]:
    """Each ID once, the last one sent, and a problem for each ID that came again."""
    if len(set(map(attrgetter("interaction_id"), rows))) == len(rows):
        return rows, ()
    latest: dict[str, InteractionSummary] = {}
    problems = []
    for row in rows:
        if row.interaction_id in latest:
            problems.append(
                RecordProblem("interaction_id", _("The UCS sent this interaction twice."), row.interaction_id)
            )
        latest[row.interaction_id] = row
    return list(latest.values()), tuple(problems)

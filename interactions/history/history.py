"""A customer's or a service's interactions as one ordered whole, with when and how it was had."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from interactions.history.columns.row_columns.order import get_sort_key
from interactions.history.columns.row_columns.small_lru_cache import SmallLRUCache
from interactions.history.columns.row_columns.udata_index import build_udata_index
from interactions.history.history_index import HistoryIndex
from interactions.history.history_key import HistoryKey, HistoryKind
from interactions.ucs.resources import InteractionSummary, RecordList, RecordProblem, UCSResponse

MAX_CACHED_LISTS = (
    8  # filters and pages that readers of one history go to and fro between; a tenth of a megabyte each
)


@dataclass(frozen=True)
class History:
    """`index` has the rows: oldest first by start and ID, those without a start at the end, each ID once.

    `fetched_at` (aware, UTC), `seconds` and `size` (bytes) are of the UCS's answer; `kept` says that the
    answer was not asked for just now but kept from a moment ago. `refusal` is the UCS's reason, or "", where
    it answered 404. `recent` is for whoever shows it: what the pages of a list have in common.
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
    recent: SmallLRUCache[Hashable, Any] = field(
        default_factory=lambda: SmallLRUCache(MAX_CACHED_LISTS), compare=False, repr=False
    )

    @property
    def key(self) -> HistoryKey:
        return HistoryKey(self.owner, self.identifier)

    @property
    def rows(self) -> tuple[InteractionSummary, ...]:
        return self.index.rows


def build_history(
    owner: HistoryKind, identifier: str, answer: UCSResponse[RecordList], repeat_days: int = 0
) -> History:
    """Orders what the UCS sent (its order means nothing, docs/ucs-protocol.md §1.3) and takes out double IDs.
    `repeat_days` as `Index` has them."""
    rows, problems = _remove_duplicates(answer.value.summaries)
    index = HistoryIndex(sorted(rows, key=get_sort_key), repeat_days=repeat_days)
    if answer.value.udata is not None:
        index.udata = build_udata_index(
            index.places, answer.value.udata, {str(problem.raw) for problem in problems}
        )
    return History(
        owner=owner,
        identifier=identifier,
        index=index,
        problems=answer.value.problems + problems,
        fetched_at=answer.fetched_at,
        seconds=answer.seconds,
        size=answer.size,
        refusal=answer.value.refusal,
    )


def _remove_duplicates(
    rows: Iterable[InteractionSummary],
) -> tuple[list[InteractionSummary], tuple[RecordProblem, ...]]:
    """Each ID once, the last one sent, and a problem for each ID that came again."""
    latest: dict[str, InteractionSummary] = {}
    problems = []
    for row in rows:
        if row.interaction_id in latest:
            problems.append(
                RecordProblem("interaction_id", _("The UCS sent this interaction twice."), row.interaction_id)
            )
        latest[row.interaction_id] = row
    return list(latest.values()), tuple(problems)

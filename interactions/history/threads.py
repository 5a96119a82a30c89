"""Interactions that belong together: those of a history with the same `thread_id` (ucs-protocol §2.1)."""

from collections.abc import Iterable
from dataclasses import dataclass

from interactions.ucs.resources import Summary


@dataclass(frozen=True)
class Thread:
    """Two or more interactions, in the order of the history that they came from: oldest first."""

    identifier: str
    rows: tuple[Summary, ...]

    def position(self, interaction_id: str) -> int | None:
        """Its place, from 1; `None` when the thread has no such interaction."""
        places = (at for at, row in enumerate(self.rows, 1) if row.interaction_id == interaction_id)
        return next(places, None)


def threads(rows: Iterable[Summary]) -> dict[str, Thread]:
    """The threads of a history by their ID; an interaction alone in its thread makes none."""
    together: dict[str, list[Summary]] = {}
    for row in rows:
        if row.thread_id:
            together.setdefault(row.thread_id, []).append(row)
    return {
        identifier: Thread(identifier, tuple(members))
        for identifier, members in together.items()
        if len(members) > 1
    }

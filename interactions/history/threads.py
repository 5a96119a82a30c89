"""Interactions that belong together: those of a history with the same `thread_id` (ucs-protocol §2.1)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

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


class Threads(Mapping[str, Thread]):
    """The threads of a history by their ID; an interaction alone in its thread makes none. A list asks only
    how large they are (`sizes`), a sixth of the work: who is in them is found when it is asked for."""

    def __init__(self, rows: Sequence[Summary]) -> None:
        self.rows = rows
        counted = Counter(map(attrgetter("thread_id"), rows))
        self.sizes: dict[str, int] = {own: size for own, size in counted.items() if own and size > 1}

    def __getitem__(self, identifier: str) -> Thread:
        return Thread(identifier, tuple(self._members[identifier]))

    def __contains__(self, identifier: object) -> bool:
        return identifier in self.sizes

    def __iter__(self) -> Iterator[str]:
        return iter(self.sizes)

    def __len__(self) -> int:
        return len(self.sizes)

    @cached_property
    def _members(self) -> dict[str, list[Summary]]:
        together: dict[str, list[Summary]] = {identifier: [] for identifier in self.sizes}
        for row in self.rows:
            if row.thread_id in together:
                together[row.thread_id].append(row)
        return together

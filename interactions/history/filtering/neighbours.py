"""The interactions above and below one in the list that a reader came from."""

from dataclasses import dataclass

from interactions.history.filtering.selection import RowSelection
from interactions.ucs.resources import InteractionSummary


@dataclass(frozen=True)
class ListNeighbours:
    """Where an interaction stands in a list. `position` counts from 1; `None` when the interaction is not in
    it. `previous` is the row above, `next` the row below."""

    position: int | None
    total: int
    previous: InteractionSummary | None = None
    next: InteractionSummary | None = None


def find_list_neighbours(rows: RowSelection, row: InteractionSummary) -> ListNeighbours:
    """The neighbours of a row in a list."""
    total, index = len(rows), rows.find_position(row)
    if index is None:
        return ListNeighbours(None, total)
    return ListNeighbours(
        position=index + 1,
        total=total,
        previous=rows[index - 1] if index > 0 else None,
        next=rows[index + 1] if index + 1 < total else None,
    )

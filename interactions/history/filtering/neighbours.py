"""The interactions above and below one in the list that a reader came from."""

from dataclasses import dataclass

from interactions.history.filtering.selection import RowSelection
from interactions.ucs.resources import InteractionSummary


@dataclass(frozen=True)
class ListNeighbours:
    """`position` counts from 1 in the list as shown; `None` when the interaction is not in it. `previous` is
    the row above, `next` the row below."""

    position: int | None
    total: int
    previous: InteractionSummary | None = None
    next: InteractionSummary | None = None


def find_list_neighbours(rows: RowSelection, row: InteractionSummary) -> ListNeighbours:
    """The neighbours of a row in a list."""
    total, at = len(rows), rows.position(row)
    if at is None:
        return ListNeighbours(None, total)
    return ListNeighbours(
        position=at + 1,
        total=total,
        previous=rows[at - 1] if at > 0 else None,
        next=rows[at + 1] if at + 1 < total else None,
    )

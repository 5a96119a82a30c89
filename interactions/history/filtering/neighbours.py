"""The interactions above and below one in the list that a reader came from."""

from dataclasses import dataclass

from interactions.history.filtering.selection import Selection
from interactions.ucs.resources import InteractionSummary


@dataclass(frozen=True)
class Neighbours:
    """`position` counts from 1 in the list as shown; `None` when the interaction is not in it. `previous` is
    the row above, `next` the row below."""

    position: int | None
    total: int
    previous: InteractionSummary | None = None
    next: InteractionSummary | None = None


def neighbours(rows: Selection, row: InteractionSummary) -> Neighbours:
    """The neighbours of a row in a list."""
    total, at = len(rows), rows.position(row)
    if at is None:
        return Neighbours(None, total)
    return Neighbours(
        position=at + 1,
        total=total,
        previous=rows[at - 1] if at > 0 else None,
        next=rows[at + 1] if at + 1 < total else None,
    )

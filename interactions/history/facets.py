"""How many interactions each value of a filter's groups would give."""

from collections import Counter
from dataclasses import dataclass

from interactions.history.media import Direction, Family, State
from interactions.history.selection import Matches
from interactions.ucs.resources import ContentKind


@dataclass(frozen=True)
class Facets:
    """A count for each value that occurs among the rows that match all of the filter but the value's own
    group. So many rows does a value give that is chosen alone in its group, or at most add to those that are
    (a row may have several contents)."""

    media: Counter[Family]
    direction: Counter[Direction]
    status: Counter[State]
    handler: Counter[str]
    content: Counter[ContentKind]


def facets(matches: Matches) -> Facets:
    """The counts of a filter over a history."""
    index = matches.index

    def among(group: str) -> int:
        return matches.period & matches.but(group)

    content = among("content")
    return Facets(
        media=index.media.counts(among("media")),
        direction=index.direction.counts(among("direction")),
        status=index.status.counts(among("status")),
        handler=index.handler.counts(among("handler")),
        content=Counter({kind: (content & rows).bit_count() for kind, rows in index.content.items()}),
    )

"""How many interactions each value of a filter's groups would give."""

from collections import Counter
from dataclasses import dataclass

from interactions.history.columns.record_codes import (
    ContentPresence,
    Direction,
    InteractionStatus,
    MediaFamily,
)
from interactions.history.columns.udata_index import UdataIndex
from interactions.history.filtering.selection import FilterMatches


@dataclass(frozen=True)
class FacetCounts:
    """A count for each value that occurs among the rows that match all of the filter but the value's own
    group. So many rows does a value give that is chosen alone in its group, or at most add to those that are
    (a row may have several contents).

    `udata` counts the filter's own conditions likewise. Those of one filter must all hold, so that `keys`,
    which are offered to be added, count among the rows that match all of it; empty without attached data.

    `repeat` counts repeated contacts, `None` where nobody asked and there is too much to look through for
    nothing (repeat_contacts.py); `repeats` says whether the history has any, as far as that is known."""

    media: Counter[MediaFamily]
    direction: Counter[Direction]
    status: Counter[InteractionStatus]
    handler: Counter[str]
    content: Counter[ContentPresence]
    udata: Counter[str]
    keys: Counter[str]
    repeat: int | None
    repeats: bool


def count_facets(matches: FilterMatches) -> FacetCounts:
    """The counts of a filter over a history."""
    index = matches.index

    def among(group: str) -> int:
        return matches.period & matches.match_without(group)

    content, alone = among("content"), among("udata")
    udata = index.udata or UdataIndex(len(index))
    repeated = index.repeated if index.repeats.few or matches.filter.repeat else None
    return FacetCounts(
        media=index.media.counts(among("media")),
        direction=index.direction.counts(among("direction")),
        status=index.status.counts(among("status")),
        handler=index.handler.counts(among("handler")),
        udata=Counter({own: (alone & udata.find_rows(own)).bit_count() for own in matches.filter.udata}),
        keys=udata.counts(among("")),
        content=Counter({kind: (content & rows).bit_count() for kind, rows in index.content.items()}),
        repeat=None if repeated is None else (among("repeat") & repeated).bit_count(),
        repeats=repeated != 0,
    )

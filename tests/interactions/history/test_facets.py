"""What a count promises is what a click gives."""

from datetime import date

import pytest

from interactions.history.facets import facets
from interactions.history.filters import Filter
from interactions.history.index import Index
from interactions.history.media import Direction, Family, State
from interactions.history.selection import Matches

from .rows import history, selected

ROWS = history(300)
FILTERS = [
    Filter(),
    Filter(media=frozenset({Family.CHAT})),
    Filter(media=frozenset({Family.CHAT, Family.EMAIL}), direction=frozenset({Direction.INBOUND})),
    Filter(status=frozenset({State.DONE, State.UNKNOWN}), text="parcel"),
    Filter(start=date(2026, 3, 3), end=date(2026, 3, 6), direction=frozenset({Direction.OTHER})),
]


@pytest.mark.parametrize("chosen", FILTERS)
@pytest.mark.parametrize(("name", "group"), [("media", Family), ("direction", Direction), ("status", State)])
def test_a_count_is_what_the_click_then_gives(chosen, name, group) -> None:
    counts = getattr(facets(Matches(Index(ROWS), chosen)), name)
    picked = getattr(chosen, name)
    before = len(selected(chosen, ROWS))
    for value in group:
        alone = selected(chosen.changed(**{name: frozenset({value})}), ROWS)
        assert counts[value] == len(alone)
        if picked and value not in picked:
            added = len(selected(chosen.changed(**{name: picked | {value}}), ROWS)) - before
            assert counts[value] == added

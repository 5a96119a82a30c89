"""Any history that a UCS can make of its answers, for hypothesis."""

from datetime import UTC, datetime

import msgspec
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from interactions.history.columns.order import get_sort_key
from interactions.history.history import History
from interactions.history.history_index import HistoryIndex
from interactions.ucs.resources import InteractionSummary, RecordProblem

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
WHOLE = st.integers(-(2**70), 2**70) | st.integers(min_value=10**399, max_value=10**400 - 1)
JSON = st.recursive(
    st.none() | st.booleans() | WHOLE | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
PROBLEMS = st.lists(st.builds(RecordProblem, TEXT, TEXT, JSON), max_size=2).map(tuple)
MOMENT = st.datetimes(timezones=st.just(UTC))
VALUES = {
    str: TEXT,
    str | None: st.none() | TEXT,
    int | None: st.none() | st.integers(0, 9) | WHOLE,
    datetime | None: st.none() | MOMENT,
    bool: st.booleans(),
}
FIELDS = {
    field.name: PROBLEMS if field.name == "problems" else VALUES[field.type]
    for field in msgspec.structs.fields(InteractionSummary)
}


@st.composite
def histories(draw: DrawFn) -> History:
    rows = draw(
        st.lists(
            st.builds(InteractionSummary, **FIELDS), max_size=4, unique_by=lambda row: row.interaction_id
        )
    )
    return History(
        "customer",
        "C1",
        HistoryIndex(sorted(rows, key=get_sort_key)),
        draw(PROBLEMS),
        draw(MOMENT),
        draw(st.floats(0, 3600)),
        size=draw(st.integers(0, 10**9)),
        refusal=draw(st.none() | TEXT),
    )

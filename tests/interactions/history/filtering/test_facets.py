"""What a count promises is what a click gives."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from interactions.history.columns.record_codes import (
    ContentPresence,
    Direction,
    InteractionStatus,
    MediaFamily,
)
from interactions.history.filtering.facets import count_facets
from interactions.history.filtering.filters import HistoryFilter
from interactions.history.filtering.selection import FilterMatches, select_matching_rows
from interactions.history.history_index import HistoryIndex
from tests.interactions.history.rows import build_index, build_index_with_udata, build_row, build_rows

WHOLE = build_index_with_udata(build_rows(150))
HANDLERS = ["1002", "1003", "owner 7", "nobody"]
KEYS = ["Segment", "Key0", "Key1", "Key2"]
GROUPS = {
    "media": list(MediaFamily),
    "direction": list(Direction),
    "status": list(InteractionStatus),
    "handler": HANDLERS,
    "content": list(ContentPresence),
}
days = st.none() | st.dates(date(2026, 2, 27), date(2026, 3, 9))
filters = st.builds(
    HistoryFilter,
    **{name: st.frozensets(st.sampled_from(group), max_size=3) for name, group in GROUPS.items()},
    udata=st.sampled_from([(), ("segment",), ("Segment=",), ("key1=4", "Segment=gold")]),
    repeat=st.booleans(),
    start=days,
    text=st.sampled_from(["", "", "parcel"]),
)


def given_by(chosen, **changes):
    return len(select_matching_rows(WHOLE, chosen.changed(**changes)))


@given(filters)
def test_a_count_is_what_the_click_then_gives(chosen):
    counts, before = count_facets(FilterMatches(WHOLE, chosen)), given_by(chosen)
    for name, group in GROUPS.items():
        picked = getattr(chosen, name)
        for value in group:
            own = getattr(counts, name)[value]
            assert own == given_by(chosen, **{name: frozenset({value})})
            if picked and value not in picked:
                added = given_by(chosen, **{name: picked | {value}}) - before
                assert added <= own if name == "content" else added == own


@given(filters)
def test_conditions_on_attached_data_must_all_hold_so_that_a_key_adds_one(chosen):
    counts = count_facets(FilterMatches(WHOLE, chosen))
    for condition in chosen.udata:
        assert counts.udata[condition] == given_by(chosen, udata=(condition,))
    for key in KEYS:
        assert counts.keys[key] == given_by(chosen, udata=(*chosen.udata, key))


@given(filters)
def test_repeated_contacts_are_as_many_as_the_click_then_gives(chosen):
    counts = count_facets(FilterMatches(WHOLE, chosen))
    assert (counts.repeat, counts.repeats) == (given_by(chosen, repeat=True), True)


def test_repeated_contacts_of_many_are_counted_when_somebody_asks():
    """A history of which nobody asked is not looked through."""
    many = build_index([build_row(f"{at}") for at in range(1001)])
    counts = count_facets(FilterMatches(many, HistoryFilter()))
    assert (counts.repeat, counts.repeats) == (None, True)
    assert "formers" not in vars(many.repeats)
    asked = count_facets(FilterMatches(many, HistoryFilter(repeat=True)))
    assert (asked.repeat, asked.repeats) == (0, False)


def test_a_history_without_any_says_so():
    for whole in (build_index([build_row("a"), build_row("b")]), HistoryIndex(WHOLE.rows)):
        counts = count_facets(FilterMatches(whole, HistoryFilter()))
        assert (counts.repeat, counts.repeats) == (0, False)

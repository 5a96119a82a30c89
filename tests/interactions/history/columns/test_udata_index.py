"""Columns of hashes give what asking each row's attached data would give."""

from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.json import encode

from interactions.history.columns import udata_index
from interactions.history.columns.udata_index import (
    MAX_NESTING_LEVELS,
    UdataIndex,
    build_udata_index,
    require_udata_index,
)
from interactions.pages.interaction.udata_table import build_udata_table
from interactions.ucs.resources import UdataEntry

Pairs = list[tuple[str, Any]]


def said(pairs, depth=1):
    """What a row's attached data says, as text: what a reader would compare by eye. An object and a list say
    that they are there."""
    found = []
    for key, value in pairs:
        if isinstance(value, dict):
            found.append((key, "…" if value else ""))
            inner = [(f"{key}.{name}", own) for name, own in value.items()]
        elif isinstance(value, list):
            found.append((key, "…" if value else ""))
            inner = [(key, own) for own in value]
        else:
            inner = []
            found.append(
                (key, value if isinstance(value, str) else "" if value is None else encode(value).decode())
            )
        if depth < MAX_NESTING_LEVELS:
            found += said(inner, depth + 1)
        else:
            found += said([(name, own) for name, own in inner if not isinstance(own, dict | list)], depth)
    return found


def holds(pairs, condition):
    """The same, row by row and by comparing texts."""
    wanted = condition.strip().casefold()
    for key, value in said(pairs):
        own, text = key.strip().casefold(), value.strip().casefold()
        if own == wanted and text:
            return True
        for at, character in enumerate(wanted):
            if character == "=" and (wanted[:at].strip(), wanted[at + 1 :].strip()) == (own, text):
                return True
    return False


def of(*rows):
    return UdataIndex(len(rows), enumerate(rows))


def places(rows):
    return [place for place in range(rows.bit_length()) if rows >> 8 * place & 1]


NAMES = ["RTenant", "rtenant", "Peg >= 1", "a", "a.b", "a=b", " a ", "", "Straße", "\0", "x" * 201]
PLAIN = st.one_of(
    st.sampled_from(
        ["1", "01", "", "  ", "a", "A ", "a=b", "b=c", "true", "null", "STRASSE", "ß", "1.0", "\0"]
    ),
    st.sampled_from(["x" * 200, "x" * 201, "ﬃ" * 200]),
    st.text(max_size=4),
    st.sampled_from([0, 1, -1, 10**30, 1.0, 1e16, True, False, None]),
)
VALUES = st.recursive(
    PLAIN,
    lambda own: st.lists(own, max_size=3) | st.dictionaries(st.sampled_from(NAMES), own, max_size=3),
    max_leaves=8,
)
ROWS = st.lists(st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=6), max_size=6)


@given(ROWS, st.data())
@example([[("a", {"b": {"b": {"b": {"b": 1}}}})]], None)
def test_a_condition_holds_where_asking_each_row_says_so(rows, data):
    own = [f"{key}={value}" for pairs in rows for key, value in said(pairs) if value != "…"]
    typed = [*own, *NAMES, *(text.upper() for text in own), "a=", "nothing=here", "=", "a = a"]
    conditions = (
        typed if data is None else data.draw(st.lists(st.sampled_from(typed), min_size=1, max_size=3))
    )
    conditions = [text for text in conditions if 0 < len(text.strip()) <= 200]
    known = of(*rows)
    for condition in conditions:
        expected = [place for place, pairs in enumerate(rows) if holds(pairs, condition)]
        assert places(known.find_rows(condition)) == expected
    expected = [place for place, pairs in enumerate(rows) if all(holds(pairs, own) for own in conditions)]
    assert places(known.rows(conditions)) == expected
    assert not known.skipped


@given(ROWS)
def test_every_value_that_a_page_offers_to_find_is_found(rows):
    known = of(*rows)
    for place, pairs in enumerate(rows):
        shown = build_udata_table([UdataEntry(*pair) for pair in pairs])
        for key in (key for group in (*shown.groups, shown.empty) for key in group.keys):
            for condition in QueryDict(key.finding).getlist("udata"):
                assert place in places(known.find_rows(condition))


def test_what_is_the_same_as_what():
    known = of([("Priority", 1)], [("priority", "1")], [("PRIORITY", 1.0)], [("Priority", True)], [("x", 1)])
    assert places(known.find_rows("priority=1")) == [0, 1]
    assert places(known.find_rows("Priority = 1.0")) == [2]
    assert places(known.find_rows("PRIORITY=TRUE")) == [3]
    assert places(known.find_rows("priority")) == [0, 1, 2, 3]


def test_a_key_alone_asks_for_a_value_and_an_equals_sign_for_none():
    known = of([("a", "x")], [("a", " ")], [("a", None)], [("a", {})], [("a", 0)], [("b", "")])
    assert places(known.find_rows("a")) == [0, 4]
    assert places(known.find_rows("a=")) == [1, 2, 3]


def test_what_lies_in_an_object_or_a_list():
    known = of([("Skills", {"French": "5", "Tags": ["new", {"x": 1}]})], [("Skills.French", "5")])
    assert places(known.find_rows("skills.french=5")) == [0, 1]
    assert places(known.find_rows("Skills.Tags=new")) == [0]
    assert places(known.find_rows("Skills.Tags.x=1")) == [0]
    assert places(known.find_rows("Skills")) == [0]


def test_rows_are_found_by_their_ids_and_the_last_of_two_counts():
    sent = [("a", [("k", "1")]), ("b", [("k", "1")]), ("gone", [("k", "1")]), ("a", [("k", "2")])]
    known = build_udata_index({"a": 0, "b": 1, "unread": 2}, iter(sent), {"a"})
    assert places(known.find_rows("k=1")) == [1]
    assert places(known.find_rows("k=2")) == [0]
    assert list(known.indexed_flags) == [1, 1, 0]


def test_what_is_too_much_is_left_out_and_counted(monkeypatch):
    monkeypatch.setattr(udata_index, "MAX_KEY_SPELLINGS", 3)
    monkeypatch.setattr(udata_index, "MAX_INDEXED_PAIRS", 8)
    known = of(
        [(f"k{n}", "x") for n in range(4)],
        [("k0", "x")],
        [("k1", "x")] * 9,
        [("k0", {"y" * 999: "x"})],
        [("k0", [1] * 9)],
    )
    assert list(known.indexed_flags) == [0, 1, 0, 1, 0]
    assert (len(known.columns), known.skipped) == (3, 3)


def test_the_keys_that_are_offered_are_those_of_most_rows(monkeypatch):
    monkeypatch.setattr(udata_index, "MAX_OFFERED_KEYS", 2)
    known = of([("a", "1"), ("b", "2"), ("c", "3")], [("A", "1"), ("b", ""), (" ", "3")], [("b", "4")])
    assert known.counts(of_all := known.rows(())) == {"a": 2, "b": 2}
    assert known.counts(of_all & known.find_rows("b=4")) == {"b": 1}


def test_a_history_without_it_is_no_history_in_which_nothing_matches():
    with pytest.raises(ValueError, match="without its attached data"):
        require_udata_index(None)

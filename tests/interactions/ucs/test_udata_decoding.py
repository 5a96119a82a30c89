"""The attached data of a whole answer is what each record's own page would show."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.ucs.decoding import decode_interaction, decode_records
from interactions.ucs.errors import UCSError
from interactions.ucs.udata_decoding import decode_udata


def read(body):
    return [(identifier, list(pairs)) for identifier, pairs in decode_udata(body)]


def records(*udata):
    """Records X0, X1, … with this text as their attached data."""
    inner = ",".join(f'{{"interaction_id":"X{n}","udata":{own}}}' for n, own in enumerate(udata))
    return f"[{inner}]".encode()


def test_of_well_formed_records():
    body = b'[{"interaction_id":"X0","udata":{"a":"1","n":{"x":[1]}}},{"interaction_id":"X1","subject":"x"}]'
    assert read(body) == [("X0", [("a", "1"), ("n", {"x": [1]})]), ("X1", [])]


@pytest.mark.parametrize("body", [b"", b"[]", b" "])
def test_of_nothing(body):
    assert read(body) == []


@pytest.mark.parametrize("begin", [b"", b"\xef\xbb\xbf", b" \n"])
def test_of_one_object(begin):
    assert read(begin + b'{"interaction_id":"X0","udata":{"a":"1"}}') == [("X0", [("a", "1")])]


@pytest.mark.parametrize(
    "twice", ['{"a":"1","a":"2"}', '{"a" : "1", "a" : "2"}', '{"b":{"x":0},"a":"1","a":"2"}']
)
def test_a_key_that_came_twice_comes_twice(twice):
    ((_, pairs),) = read(records(twice))
    assert [pair for pair in pairs if pair[0] == "a"] == [("a", "1"), ("a", "2")]


@pytest.mark.parametrize("odd", ['"text"', "[1]", "5", "true"])
def test_what_is_no_keys_and_values_is_left_out(odd):
    assert read(records('{"a":1}', odd, '{"b":2}')) == [("X0", [("a", 1)]), ("X2", [("b", 2)])]


@pytest.mark.parametrize("none", ["null", '""', "{}"])
def test_none_is_known_to_be_none(none):
    assert read(records(none)) == [("X0", [])]


@pytest.mark.parametrize(
    "value",
    [
        '"\\ud800"',
        "NaN",
        "1e999",
        "9" * 5000,
        '"\\":\\":"',
        '{"x":{"x":{"a":1}}}',
        "[" * 500 + "]" * 500,
        '"\\u0000"',
    ],
)
def test_odd_values_are_those_of_the_page_and_cost_no_other(value):
    odd = f'{{"a":{value}}}'
    body = records('{"b":1}', odd, '{"c":2}')
    page = decode_interaction(records("{}", odd), "X1")
    assert read(body) == [
        ("X0", [("b", 1)]),
        ("X1", [(own.key, own.value) for own in page.udata]),
        ("X2", [("c", 2)]),
    ]


def test_broken_bytes_in_one_record_cost_no_other():
    body = records('{"b":1}', '{"a":"here"}', '{"c":2}').replace(b"here", b"\xff")
    assert read(body) == [("X0", [("b", 1)]), ("X1", [("a", "�")]), ("X2", [("c", 2)])]


def test_an_element_without_an_id_is_left_out():
    body = b'[5,{"udata":{}},{"interaction_id":7,"udata":{"a":1}},null,{"interaction_id":"../x","udata":{}}]'
    assert read(body)[0] == ("7", [("a", 1)])
    assert len(read(body)) == 2  # the history has no row of the other


texts = st.text(st.characters(codec="utf-8"), max_size=3) | st.sampled_from(["a", '"', '":', "\\"])
values = st.recursive(
    texts | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.booleans() | st.none(),
    lambda own: st.lists(own, max_size=3) | st.dictionaries(texts, own, max_size=3),
    max_leaves=6,
)
objects = st.lists(st.tuples(texts, values), max_size=5)


def written(pairs, ascii_only):
    """An object that may hold a key twice."""
    inner = ",".join(
        f"{json.dumps(key, ensure_ascii=ascii_only)}:{json.dumps(value, ensure_ascii=ascii_only)}"
        for key, value in pairs
    )
    return f"{{{inner}}}"


@given(st.lists(objects, max_size=4), st.booleans())
def test_any_attached_data_comes_as_it_was_sent(sent, ascii_only):
    body = records(*(written(pairs, ascii_only) for pairs in sent))
    assert repr(read(body)) == repr([(f"X{n}", pairs) for n, pairs in enumerate(sent)])


whole = st.sampled_from(
    ['{"interaction_id":"X1","udata":{"a":1}}', '{"interaction_id":2,"udata":[1]}', '{"interaction_id":"X3"}']
)
junk = st.lists(st.sampled_from([*'[]{}":,\\', "udata", "interaction_id", '"X1"', "01", "null", "é"])).map(
    "".join
)


@given(st.lists(whole | junk, max_size=4).map(",".join), st.booleans())
def test_what_makes_records_makes_their_attached_data_too(inner, array):
    body = (f"[{inner}]" if array else inner).encode()
    try:
        known = decode_records(body)
    except UCSError:
        return
    fine = {row.interaction_id for row in known.summaries if not row.problems}
    assert fine <= {identifier for identifier, _ in read(body)}

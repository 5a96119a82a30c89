import json

import pytest

from interactions.ucs.errors import UCSBadResponse
from interactions.ucs.lenient_json import RepeatedKeyDict, iter_json_elements


def read(body):
    return [element.value for element in iter_json_elements(body)]


@pytest.mark.parametrize(
    ("body", "values"),
    [
        (b"", []), (b" \n", []), (b"[]", []), (b" [ ] ", []), (b'{"a":1}', [{"a": 1}]),
        (b"[1, 2 ,3]", [1, 2, 3]),
        (b'[{"a":1},{"b":2}]', [{"a": 1}, {"b": 2}]), (b"\xef\xbb\xbf[1]", [1]), (b"null", [None]),
        (b"[[1],[2]]", [[1], [2]]),
    ],
)  # fmt: skip
def test_arrays_single_values_and_nothing(body, values):
    assert read(body) == values


def test_each_element_keeps_its_own_text():
    assert [e.source for e in iter_json_elements(b' [ {"a" : 1.0} , "\xc3\xa9" ] ')] == [
        b'{"a" : 1.0}',
        b'"\xc3\xa9"',
    ]


@pytest.mark.parametrize(
    "body",
    [b"<html>", b"[1", b"[1,", b"[1 2]", b"{", b'{"a"', b"[1]]", b"{} {}", b"[" * 100_000, b'{"a":' * 100_000,
     b"[" * 900 + b'"\\ud800"' + b"]" * 900,
     b"[,1]", b"\xff\xfe[\x001\x00]\x00"],
)  # fmt: skip
def test_what_is_not_json(body):
    with pytest.raises(UCSBadResponse):
        read(body)


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b'["\xff"]', "\ufffd"),
        (b'["\\ud800x"]', "\ufffdx"),
        (b'[{"\\udfff":1}]', {"\ufffd": 1}),
        (b"[NaN]", "NaN"),
        (b"[-Infinity]", "-Infinity"),
        (b"[1e999]", "1e999"),
        (b"[" + b"9" * 5000 + b"]", "9" * 5000),
    ],
)
def test_what_is_changed_is_said_and_can_be_written_again(body, value):
    (element,) = iter_json_elements(body)
    assert element.value == value
    assert element.problems
    json.dumps(element.value, allow_nan=False, ensure_ascii=False).encode()


def test_problems_stay_with_their_own_element():
    first, second = iter_json_elements(b"[NaN, 1]")
    assert (len(first.problems), len(second.problems)) == (1, 0)


def test_a_whole_pair_of_surrogates_is_a_letter():
    (element,) = iter_json_elements(b'["\\ud83d\\ude00"]')
    assert (element.value, element.problems) == ("😀", ())


def test_a_key_that_comes_twice():
    (value,) = read(b'{"a":1,"a":2,"b":"\\ud800"}')
    assert isinstance(value, RepeatedKeyDict)
    assert value == {"a": 2, "b": "\ufffd"}
    assert value.pairs == [("a", 1), ("a", 2), ("b", "\ufffd")]

"""Nested values laid out, neither too deep nor too wide."""

from interactions.pages.interaction.tree import DEEPEST, TOO_DEEP, WIDEST, Node, as_json, tree


def test_objects_and_arrays_become_levels():
    assert tree({"a": [True, {"b": None}], "c": "d", "e": {}}) == Node(
        (("a", Node((("0", "true"), ("1", Node((("b", "null"),)))))), ("c", "d"), ("e", "{}"))
    )


def test_what_lies_too_deep_is_json():
    value = "core"
    for _ in range(DEEPEST + 1):
        value = {"in": value}
    node = tree(value)
    for _ in range(DEEPEST - 1):
        node = node.entries[0][1]
    assert node.entries == (("in", '{"in":"core"}'),)


def test_what_is_too_wide_is_counted():
    node = tree(list(range(WIDEST + 3)))
    assert len(node.entries) == WIDEST and node.more == 3


def test_a_value_nested_beyond_reason_is_said_to_be():
    value = []
    for _ in range(5000):
        value = [value]
    assert as_json(value) == TOO_DEEP


def test_json_is_laid_out_when_asked_for():
    assert as_json({"a": 1}, indent=2) == '{\n  "a": 1\n}'

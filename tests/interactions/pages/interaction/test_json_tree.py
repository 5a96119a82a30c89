"""Nested values laid out, neither too deep nor too wide."""

from interactions.pages.interaction.json_tree import (
    MAX_LEVEL_ENTRIES,
    MAX_TREE_LEVELS,
    TOO_DEEP_TEXT,
    JsonNode,
    build_json_tree,
    format_json,
)


def test_objects_and_arrays_become_levels():
    assert build_json_tree({"a": [True, {"b": None}], "c": "d", "e": {}}) == JsonNode(
        (("a", JsonNode((("0", "true"), ("1", JsonNode((("b", "null"),)))))), ("c", "d"), ("e", "{}"))
    )


def test_what_lies_too_deep_is_json():
    value = "core"
    for _ in range(MAX_TREE_LEVELS + 1):
        value = {"in": value}
    node = build_json_tree(value)
    for _ in range(MAX_TREE_LEVELS - 1):
        node = node.entries[0][1]
    assert node.entries == (("in", '{"in":"core"}'),)


def test_what_is_too_wide_is_counted():
    node = build_json_tree(list(range(MAX_LEVEL_ENTRIES + 3)))
    assert len(node.entries) == MAX_LEVEL_ENTRIES and node.more == 3


def test_a_value_nested_beyond_reason_is_said_to_be():
    value = []
    for _ in range(5000):
        value = [value]
    assert format_json(value) == TOO_DEEP_TEXT


def test_json_is_laid_out_when_asked_for():
    assert format_json({"a": 1}, indent=2) == '{\n  "a": 1\n}'

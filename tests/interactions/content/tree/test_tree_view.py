import json
import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.interactions.content.conftest import shown as show_bytes
from tests.interactions.content.test_templates import render


def lines(made):
    return ["  " * line.depth + "".join(text for _, text in line.pieces) for line in made.view.lines]


def test_xml_as_lines(shown):
    made = shown(b'<a x:y="1" xmlns:x="u"><b>t</b>tail<c/><d>in<e/></d></a>', "text/xml")
    assert made.title == "XML"
    assert lines(made) == [
        '<a x:y="1" xmlns:x="u">',
        "  <b>t</b>",
        "  tail",
        "  <c/>",
        "  <d>",
        "    in",
        "    <e/>",
        "  </d>",
        "</a>",
    ]


def test_json_as_written(shown):
    made = shown(
        '{"a": [1.50, 1e999, null, NaN, "é\\ud800"], "a": {}, "b": [{"c": []}], "d": [[1], 2]}'.encode(),
        "application/json",
    )
    assert made.title == "JSON"
    assert lines(made) == [
        "{",
        '  "a": [1.50, 1e999, null, NaN, "é\\ud800"],',
        '  "a": {},',
        '  "b": [',
        '    {"c": []}',
        "  ],",
        '  "d": [',
        "    [1],",
        "    2",
        "  ]",
        "}",
    ]


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"[" * 100_000, "application/json"),
        (b"[" * 500 + b"]" * 500, "application/json"),
        (b"[" + b"1," * 40_000 + b"1]", "application/json"),
        (b'{"a": 1', "application/json"),
        (b"1" * 1_000_000, "application/json"),
        (b"<a>" * 100, "text/xml"),
        (b"<a " + b" ".join(b'a%d="1"' % n for n in range(120_000)) + b"/>", "text/xml"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "text/xml"),
    ],
)
def test_what_is_damaged_or_too_much_is_shown_as_its_source(shown, data, media_type):
    before = time.process_time()
    made = shown(data, media_type)
    assert time.process_time() - before < 6
    assert made.title in {"Source", "JSON"}
    assert made.title == "JSON" or made.notes


@given(st.recursive(st.none() | st.booleans() | st.text(max_size=5) | st.integers(), st.lists, max_leaves=8))
def test_any_json_is_laid_out(value):
    text = json.dumps(value)
    made = show_bytes(text.encode(), "application/json")
    assert json.loads("".join(lines(made))) == value


def test_text_that_turns_round_is_marked(shown):
    assert "[U+202E]" in lines(shown("<a>x\u202ey</a>".encode(), "text/xml"))[0]
    assert "\\u202e" in lines(shown('["x\u202ey"]'.encode(), "application/json"))[0]


def test_a_long_array_is_not_taken_apart_first(shown):
    """Its values are there twice, as bytes and as values, and no third time as lines."""
    tracemalloc.start()
    made = shown(b"[" + b"1," * 200_000 + b"1]", "application/json")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "more than 20,000 lines" in made.notes[0]
    assert peak < 30_000_000


def test_comments_instructions_and_mixed_content_keep_their_place(shown):
    made = shown(
        b"<?xml version='1.0'?><!-- a --><?go now?><r>one<b/>two<!--c--><![CDATA[<d>]]></r>", "text/xml"
    )
    assert lines(made) == [
        "<!-- a -->",
        "<?go now?>",
        "<r>",
        "  one",
        "  <b/>",
        "  two",
        "  <!-- c -->",
        "  <d>",
        "</r>",
    ]


def test_a_prefix_that_nobody_declared_is_shown(shown):
    assert lines(shown(b"<x:a y:b='c'/>", "text/xml")) == ['<x:a y:b="c"/>']


def test_a_short_tree_is_open_and_of_a_long_one_the_first_levels(shown):
    few, many = (json.dumps([[{"a": [[1] * 30]}] * n] * n).encode() for n in (1, 20))
    assert "<details>" not in render(shown(few, "application/json"))
    html = render(shown(many, "application/json"))
    assert html.count("<details open>") == 21
    assert html.count("<details>") > 400


NODES = st.recursive(
    st.sampled_from(["t", "<b/>", "<!--c-->", "<?p q?>", "&lt;", " "]),
    lambda inner: st.lists(inner, max_size=4).map(lambda parts: f"<a b='1'>{''.join(parts)}</a>"),
    max_leaves=12,
)


@given(NODES.map(lambda inner: f"<r>{inner}</r>".encode()) | st.binary(max_size=80), st.booleans())
def test_folds_are_balanced_whatever_comes(data, is_json):
    made = show_bytes(data, "application/json" if is_json else "text/xml")
    if made.template != "content/_tree.html":
        return
    depth = 0
    for line in made.view.lines:
        depth -= line.fold == "end"
        assert line.depth == depth >= 0
        depth += line.fold == "begin"
    assert depth == 0
    html = render(made)
    assert html.count("<details") == html.count("</details>") == html.count("<summary")

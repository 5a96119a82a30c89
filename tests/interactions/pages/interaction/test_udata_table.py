"""The udata table by hand: where a key belongs, what is known of it, and keys that are odd on purpose."""

import json

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from interactions.history.columns.row_columns import MAX_FILTER_VALUE_CHARACTERS
from interactions.pages.interaction.udata_table import (
    MAX_DOCUMENT_CHARACTERS,
    MAX_UNFOLDED_CHARACTERS,
    UDATA_ORIGINS,
    build_udata_table,
    split_key_name,
)
from interactions.ucs.resources import UdataEntry

HTML = "<img src=x onerror=alert(1)>"
ODD = (HTML, "PegAG?:Skill1 > 1", "מפתח", "with space", "dotted.key", "", "x" * 200, "a/b#c", "u-.")


def groups(*names):
    built = build_udata_table([UdataEntry(name, "1") for name in names])
    return {group.title: [key.name for key in group.keys] for group in built.groups}


def only(name, value="1"):
    built = build_udata_table([UdataEntry(name, value)])
    return (*(key for group in built.groups for key in group.keys), *built.empty.keys)[0]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("RTargetAgentSelected", "Routing"),
        ("RSomethingNew", "Routing"),
        ("RPVQID", "Routing"),
        ("RMA_number", "Business data"),
        ("_smsSrcNumber", "SMS"),
        ("_smsUnheardOf", "SMS"),
        ("_facebookSex", "Social and messaging"),
        ("Header_X-Mailer", "Mail headers"),
        ("CBR-actual_volume", "Cost-based routing and counters"),
        ("PegAG?:Skill1 > 1", "Cost-based routing and counters"),
        ("LCA_EmplID_chat", "Customer"),
        ("FirstName", "Customer"),
        ("CtgName", "Content analysis"),
        ("GSW_RECORD_HANDLE", "Outbound campaign"),
        ("ChatServerHost", "Chat server"),
        ("Disposition Code", "Business data"),
        ("OrderNumber", "Business data"),
    ],
)
def test_a_key_belongs_to_its_exact_name_then_to_its_beginning_then_to_business(name, title):
    assert groups(name) == {title: [name]}


def test_groups_come_in_the_glossarys_order_and_keys_in_the_alphabets():
    assert list(groups("Header_Date", "RTenant", "zip", "FirstName", "Apple").items()) == [
        ("Business data", ["Apple", "zip"]),
        ("Customer", ["FirstName"]),
        ("Routing", ["RTenant"]),
        ("Mail headers", ["Header_Date"]),
    ]


def test_alphabetical_is_one_group_without_a_title():
    built = build_udata_table(
        [UdataEntry("b", "1"), UdataEntry("RTenant", "1"), UdataEntry("A", "1")], alphabetical=True
    )
    assert [(g.title, [key.name for key in g.keys]) for g in built.groups] == [("", ["A", "b", "RTenant"])]


def test_every_explanation_of_the_glossary_is_a_sentence():
    every = [
        about
        for o in UDATA_ORIGINS
        for about in (*o.keys.values(), *(about for _, about in o.patterns if about))
    ]
    assert len(every) > 100
    assert [about for about in every if not about.endswith(".") or not about[0].isupper()] == []


def test_no_key_is_in_two_groups():
    names = [name for origin in UDATA_ORIGINS for name in origin.keys]
    assert len(names) == len(set(names))


def test_known_keys_and_codes_are_explained_and_others_not():
    selected = only("RTargetTypeSelected", "2")
    assert selected.meaning == "agent group" and selected.about
    assert only("RTargetTypeSelected", "7").meaning == ""
    assert only("OrderNumber").about == ""


@pytest.mark.parametrize(
    ("value", "empty"),
    [("", True), (" ", True), (None, True), ({}, True), ([], True), (0, False), (False, False), ("0", False)],
)
def test_only_what_says_nothing_is_empty(value, empty):
    assert only("OrderNumber", value).empty is empty


def test_anchors_are_safe_in_html_and_in_addresses_and_no_two_are_the_same():
    anchors = [only(name).anchor for name in ("RTenant", "_smsSrcNumber", "GVP-Session-Data", *ODD)]
    assert anchors[:3] == ["u-RTenant", "u-_smsSrcNumber", "u-GVP-Session-Data"]
    assert all(anchor.replace("-", "").replace("_", "").replace(".", "").isalnum() for anchor in anchors)
    assert len(set(anchors)) == len(anchors)
    assert only(HTML).anchor == only(HTML, "another value").anchor


def test_a_key_that_was_sent_twice_has_a_row_and_an_anchor_for_each():
    (group,) = build_udata_table([UdataEntry("RTenant", "a"), UdataEntry("RTenant", "b")]).groups
    assert [(key.anchor, key.value) for key in group.keys] == [("u-RTenant", "a"), ("u-RTenant.2", "b")]


@pytest.mark.parametrize("name", [*ODD, "RTargetAgentSelected", "_smsDestAddrTon"])
def test_the_parts_of_a_name_are_the_name(name):
    assert "".join(split_key_name(name)) == name


def test_a_name_breaks_between_its_words():
    assert split_key_name("RTargetObjSelDBID") == ("R", "Target", "Obj", "Sel", "DBID")


def test_a_value_that_is_no_text_is_copied_as_json():
    assert only("Skills", {"a": [1, None]}).text == '{"a":[1,null]}'
    assert only("Flag", True).text == "true"


def test_long_values_are_folded():
    assert only("Note", "x" * (MAX_UNFOLDED_CHARACTERS + 1)).folded
    assert not only("Note", "x" * MAX_UNFOLDED_CHARACTERS).folded


@pytest.mark.parametrize(
    ("value", "beginning", "extent"),
    [
        ("x" * 300, "x" * 120, "show all 300 characters"),
        (["from a.example " * 20, "from b.example"], ("from a.example " * 8), "2 entries"),
        ({"stops": ["Ashby"] * 60}, "stops", "1 entry"),
    ],
)
def test_a_folded_value_is_stood_for_by_its_beginning(value, beginning, extent):
    key = only("Header_Received", value)
    assert (key.folded, key.beginning, key.extent) == (True, beginning, extent)


def test_the_filter_asks_keys_and_values_in_any_case_and_nested_ones_too():
    built = build_udata_table(
        [UdataEntry("OrderNumber", "4471"), UdataEntry("Skills", {"FRENCH": "5"}), UdataEntry("Blank", "")],
        needle=" french ",
    )
    assert built.matching == 1 and built.total == 3
    assert [key.matches(built.needle) for key in built.groups[0].keys] == [False, True]
    assert build_udata_table([UdataEntry("Blank", "")], needle="blank").matching == 1


def test_all_of_it_is_copied_as_json_in_order():
    built = build_udata_table([UdataEntry("b", {"x": 1}), UdataEntry("A", ""), UdataEntry(HTML, HTML)])
    assert json.loads(built.document) == {HTML: HTML, "A": "", "b": {"x": 1}}


def test_all_of_it_is_copied_unless_it_is_too_long_for_a_page():
    assert build_udata_table([UdataEntry("Note", "x")]).document == '{\n  "Note": "x"\n}'
    assert not build_udata_table([UdataEntry("Note", "x" * MAX_DOCUMENT_CHARACTERS)]).document


@given(st.text(max_size=250), st.text(max_size=250))
def test_a_timeline_that_is_asked_for_a_value_understands_the_key(name, value):
    finding = only(name, value).finding
    if finding:
        assert QueryDict(finding).getlist("udata") == [f"{name}={value}"]
        assert len(f"{name}={value}") <= MAX_FILTER_VALUE_CHARACTERS
    else:
        assert not value.strip() or len(f"{name}={value}") > MAX_FILTER_VALUE_CHARACTERS

"""The udata's rows are written without a template that escapes: no key and no value may become markup."""

import pytest

from interactions.pages.interaction.table_cells import MAX_VALUE_CHARACTERS
from interactions.pages.interaction.udata_markup import UdataRowLinks, render_udata_rows
from interactions.pages.interaction.udata_table import UdataKey, build_udata_table
from interactions.ucs.resources import UdataEntry
from tests.interactions.pages.timeline.test_timeline_markup import HOSTILE, find_tags

PLACES = {
    "permalink": "/interactions/I1",
    "record": "/interactions/I1/raw",
    "list": "/customers/C1",
    "owner": "customer",
}


def markup(*udata, needle="", **places):
    made = build_udata_table(udata, needle=needle)
    keys: list[UdataKey] = [key for group in (*made.groups, made.empty) for key in group.keys]
    return str(render_udata_rows(keys, needle, UdataRowLinks(**(PLACES | places))))


@pytest.mark.parametrize(
    "make",
    [
        lambda text: UdataEntry(text, "x"),
        lambda text: UdataEntry(f"Header_{text}", "x"),
        lambda text: UdataEntry("k", text),
        lambda text: UdataEntry("k", text.ljust(300, "x")),
        lambda text: UdataEntry("k", {text: "x"}),
        lambda text: UdataEntry("k", {"x": text}),
        lambda text: UdataEntry("k", [[text], {"y": [text]}]),
        lambda text: UdataEntry("k", {text: text.ljust(300, "x")}),
        lambda text: UdataEntry(text, None),
    ],
)
def test_nothing_of_udata_becomes_markup(make):
    plain, hostile = find_tags(markup(make("Plain"))), find_tags(markup(make(HOSTILE)))
    without_breaks = [tag for tag in hostile if tag[0] != "wbr"]
    assert without_breaks == [tag for tag in plain if tag[0] != "wbr"]
    assert "<script" not in markup(make(HOSTILE))


@pytest.mark.parametrize("name", PLACES)
def test_nothing_of_the_places_becomes_markup(name):
    hostile = markup(UdataEntry("k", "v"), **{name: PLACES[name] + HOSTILE})
    assert find_tags(hostile) == find_tags(markup(UdataEntry("k", "v")))


def test_rows_that_a_filter_leaves_out_are_hidden():
    text = markup(UdataEntry("Language", "English"), UdataEntry("Segment", "gold"), needle="GOLD")
    assert text.count(" hidden>") == 1
    assert 'data-k="Language" data-g="Business data" hidden>' in text


def test_a_value_leads_to_the_others_only_where_there_is_a_list():
    value = UdataEntry("Segment", "gold")
    assert 'href="/customers/C1?udata=Segment%3Dgold"' in markup(value)
    assert "udata=" not in markup(value, list="")
    assert "udata=" not in markup(UdataEntry("Segment", {"a": 1}))


@pytest.mark.parametrize("value", ["x" * 500_000, {"deep": ["x" * 500_000]}, ["x" * 500_000, "y" * 500_000]])
def test_of_a_very_long_value_the_page_has_the_beginning_and_a_way_to_the_rest(value):
    text = markup(UdataEntry("Note", value))
    assert len(text) < 3 * MAX_VALUE_CHARACTERS
    assert '<a class="lk" href="/interactions/I1/raw">Show the rest in the JSON</a>' in text
    assert "data-copy=" not in text


def test_a_long_value_is_copied_whole():
    text = markup(UdataEntry("Note", "x" * MAX_VALUE_CHARACTERS))
    assert f'data-copy="{"x" * MAX_VALUE_CHARACTERS}"' in text
    assert "Show the rest" not in text

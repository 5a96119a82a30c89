"""The udata's rows are written without a template that escapes: no key and no value may become markup."""

import pytest

from interactions.pages.interaction.cells import LONGEST
from interactions.pages.interaction.udata import Key, table
from interactions.pages.interaction.udata_markup import Places, written
from interactions.ucs.resources import Udatum
from tests.interactions.pages.timeline.test_markup import HOSTILE, Tags

PLACES = {
    "permalink": "/interactions/I1",
    "record": "/interactions/I1/raw",
    "list": "/customers/C1",
    "owner": "customer",
}


def markup(*udata: Udatum, needle: str = "", **places: str) -> str:
    made = table(udata, needle=needle)
    keys: list[Key] = [key for group in (*made.groups, made.empty) for key in group.keys]
    return str(written(keys, needle, Places(**(PLACES | places))))


@pytest.mark.parametrize(
    "make",
    [
        lambda text: Udatum(text, "x"),
        lambda text: Udatum(f"Header_{text}", "x"),
        lambda text: Udatum("k", text),
        lambda text: Udatum("k", text.ljust(300, "x")),
        lambda text: Udatum("k", {text: "x"}),
        lambda text: Udatum("k", {"x": text}),
        lambda text: Udatum("k", [[text], {"y": [text]}]),
        lambda text: Udatum("k", {text: text.ljust(300, "x")}),
        lambda text: Udatum(text, None),
    ],
)
def test_nothing_of_udata_becomes_markup(make) -> None:
    plain, hostile = Tags(markup(make("Plain"))), Tags(markup(make(HOSTILE)))
    without_breaks = [tag for tag in hostile.found if tag[0] != "wbr"]
    assert without_breaks == [tag for tag in plain.found if tag[0] != "wbr"]
    assert "<script" not in markup(make(HOSTILE))


@pytest.mark.parametrize("name", PLACES)
def test_nothing_of_the_places_becomes_markup(name: str) -> None:
    hostile = markup(Udatum("k", "v"), **{name: PLACES[name] + HOSTILE})
    assert Tags(hostile).found == Tags(markup(Udatum("k", "v"))).found


def test_rows_that_a_filter_leaves_out_are_hidden() -> None:
    text = markup(Udatum("Language", "English"), Udatum("Segment", "gold"), needle="GOLD")
    assert text.count(" hidden>") == 1
    assert 'data-k="Language" data-g="Business data" hidden>' in text


def test_a_value_leads_to_the_others_only_where_there_is_a_list() -> None:
    value = Udatum("Segment", "gold")
    assert 'href="/customers/C1?udata=Segment%3Dgold"' in markup(value)
    assert "udata=" not in markup(value, list="")
    assert "udata=" not in markup(Udatum("Segment", {"a": 1}))


@pytest.mark.parametrize("value", ["x" * 500_000, {"deep": ["x" * 500_000]}, ["x" * 500_000, "y" * 500_000]])
def test_of_a_very_long_value_the_page_has_the_beginning_and_a_way_to_the_rest(value) -> None:
    text = markup(Udatum("Note", value))
    assert len(text) < 3 * LONGEST
    assert '<a class="lk" href="/interactions/I1/raw">Show the rest in the JSON</a>' in text
    assert "data-copy=" not in text


def test_a_long_value_is_copied_whole() -> None:
    text = markup(Udatum("Note", "x" * LONGEST))
    assert f'data-copy="{"x" * LONGEST}"' in text
    assert "Show the rest" not in text

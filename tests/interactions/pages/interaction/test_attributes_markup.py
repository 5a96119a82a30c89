"""The attributes' rows are written without a template that escapes: nothing of a record may become markup."""

import pytest

from interactions.pages.interaction.attributes import build_attribute_table
from interactions.pages.interaction.attributes_markup import render_attribute_rows
from interactions.pages.interaction.table_cells import MAX_UNFOLDED_CHARACTERS, MAX_VALUE_CHARACTERS
from interactions.ucs.resources import Interaction, InteractionSummary, RecordProblem
from tests.interactions.pages.timeline.test_timeline_markup import HOSTILE, find_tags

RECORD = "/interactions/I1/raw"


def markup(record=RECORD, *, summary=None, **more):
    made = build_attribute_table(
        Interaction(InteractionSummary("00001aTESTIXN001", **(summary or {})), **more)
    )
    return "\n".join(render_attribute_rows(section.attributes, record) for section in made.sections)


@pytest.mark.parametrize(
    "make",
    [
        lambda text: {"summary": {"subject": text}},
        lambda text: {"summary": {"subject": text.ljust(MAX_UNFOLDED_CHARACTERS + 9, "x")}},
        lambda text: {"summary": {"subject": text.ljust(MAX_VALUE_CHARACTERS + 9, "x")}},
        lambda text: {"summary": {"customer_id": text}},
        lambda text: {"unknown": {text: "x"}},
        lambda text: {"unknown": {"x": text}},
        lambda text: {"unknown": {"x": {text: [text]}}},
        lambda text: {"problems": (RecordProblem("end_date", text, text),)},
    ],
)
def test_nothing_of_a_record_becomes_markup(make):
    plain, hostile = find_tags(markup(**make("Plain?"))), find_tags(markup(**make(HOSTILE)))
    assert [tag for tag in hostile if tag[0] != "wbr"] == [tag for tag in plain if tag[0] != "wbr"]
    assert "<script" not in markup(**make(HOSTILE))


def test_nothing_of_the_address_becomes_markup():
    long = {"subject": "x" * (MAX_VALUE_CHARACTERS + 1)}
    assert find_tags(markup(RECORD + HOSTILE, summary=long)) == find_tags(markup(summary=long))


def test_an_id_leads_to_its_page():
    assert 'href="/customers/00001aCUST00001"' in markup(summary={"customer_id": "00001aCUST00001"})


def test_long_values_are_folded_and_very_long_ones_end():
    short, long, endless = (
        markup(summary={"subject": "x" * size})
        for size in (MAX_UNFOLDED_CHARACTERS, MAX_UNFOLDED_CHARACTERS + 1, 50 * MAX_VALUE_CHARACTERS)
    )
    assert '<details class="long">' not in short
    assert '<details class="long">' in long and f'data-copy="{"x" * (MAX_UNFOLDED_CHARACTERS + 1)}"' in long
    assert (
        len(endless) < 2 * MAX_VALUE_CHARACTERS
        and f'href="{RECORD}"' in endless
        and 'data-copy="x' not in endless
    )


def test_what_is_wrong_with_a_long_value_is_said_beside_it():
    text = markup(problems=(RecordProblem("end_date", "A date was expected.", "x" * 300),))
    assert '<span class="odd">A date was expected.</span>' in text

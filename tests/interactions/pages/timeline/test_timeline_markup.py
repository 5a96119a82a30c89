"""Rows are written without a template that escapes: nothing that a record says may become markup."""

import re
from datetime import timedelta

import msgspec
import pytest

from interactions.history.clock.days import group_by_day
from interactions.history.filtering.filters import HistoryFilter
from interactions.history.history_key import HistoryKey
from interactions.history.insights.changes_since_visit import ChangesSinceVisit
from interactions.pages.page_links import HistoryLinks
from interactions.pages.timeline.timeline_markup import render_timeline_rows
from interactions.pages.timeline.timeline_rows import RowContext, build_timeline_day
from interactions.ucs.resources import InteractionSummary, RecordProblem
from tests.html_reader import extract_text, find_elements
from tests.interactions.history.rows import NOON, build_index, build_row

DAY = timedelta(days=1)
HOSTILE = """x'"><script>alert(1)</script><b class=y onclick='a'>&amp;&lt;{0}%s\x00"""
TEXTS = ("customer_id", "thread_id", "parent_id", "media_type", "type", "sub_type", "subject", "agent")


def find_tags(html):
    """The tags of the HTML, each with the names of its attributes."""
    return [(element.tag, [name for name, _ in element.attributes]) for element in find_elements(html)]


def markup(*rows, news=None):
    known = build_index(rows)
    told = RowContext(known.threads, known.repeats.former, news or ChangesSinceVisit())
    links = HistoryLinks(HistoryKey("customer", "00001aTESTCUST01"), HistoryFilter(text="<q>"))
    (day,) = [
        build_timeline_day(day, told, links, whole=True) for day in group_by_day(known.rows, 0, len(rows))
    ]
    return str(render_timeline_rows(day.rows))


def both(**attributes):
    """Two rows of a thread, so that the first has its mark, with something odd in each."""
    attributes = {"thread_id": "t", "problems": (RecordProblem("", "odd"),)} | attributes
    return markup(*(msgspec.structs.replace(build_row(name), **attributes) for name in ("a", "b")))


def test_the_texts_are_all_that_a_summary_has():
    texts = {found.name for found in msgspec.structs.fields(InteractionSummary) if "str" in str(found.type)}
    assert texts == {*TEXTS, "interaction_id"}


@pytest.mark.parametrize("name", TEXTS)
def test_no_text_of_a_record_becomes_markup(name):
    plain, hostile = both(**{name: "Plain"}), both(**{name: HOSTILE})
    assert find_tags(hostile) == find_tags(plain)
    if name in {"subject", "agent", "type"}:
        assert HOSTILE.replace("\x00", "") in extract_text(hostile).replace("\x00", "").replace("\ufffd", "")


def test_a_row_without_anything_says_so():
    text = markup(InteractionSummary("lonely"))
    assert extract_text(text).split() == [
        *("–", "Work", "item", "Work", "item", "No", "direction", "No", "agent"),
        *("No", "times", "recorded", "–", "No", "status"),
    ]
    assert 'id="i-lonely"' in text


def test_a_bar_and_its_words_stand_in_the_row():
    text = markup(build_row("a", NOON, duration=90))
    assert re.search(r'<rect class="h" x="0.0" width="[0-9.]+" y="1" height="6" rx="1.5"/>', text)
    assert text.count("1 min 30 s handled") == 2


def repeating(subject):
    """Two contacts, the later one without a subject of its own."""
    former = build_row("a", NOON, end_date=NOON + DAY / 6, subject=subject, customer_id="c")
    return markup(former, build_row("b", NOON + DAY / 3, customer_id="c"))


def test_a_repeated_contact_leads_to_the_one_before_and_names_it():
    text = repeating("Parcel")
    assert '<a class="tchip again" href="/interactions/a?q=%3Cq%3E"' in text
    assert 'title="Contacted us again 4 h after “Parcel” (ended 2 Mar 2026, 16:00)"' in text
    assert extract_text(text).count("Repeat contact, 4 h later") == 1
    assert find_tags(repeating(HOSTILE)) == find_tags(text)


def test_what_is_new_says_so_in_a_word():
    rows = (build_row("a"), build_row("b"), build_row("c"))
    words = extract_text(markup(*rows, news=ChangesSinceVisit(frozenset("a"), frozenset("b"))))
    assert (words.count("New"), words.count("Ended")) == (1, 1)

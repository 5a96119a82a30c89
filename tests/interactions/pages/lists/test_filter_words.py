"""A filter in words: nothing that narrows a list goes unsaid."""

from dataclasses import fields
from datetime import date

import pytest

from interactions.history.columns.record_codes import (
    ContentPresence,
    Direction,
    InteractionStatus,
    MediaFamily,
)
from interactions.history.filtering.filters import HistoryFilter
from interactions.pages.lists.filter_words import format_filter, format_order

SAID = {
    "media": (frozenset({MediaFamily.EMAIL, MediaFamily.CHAT}), "Media type: Chat, E-mail"),
    "direction": (frozenset({Direction.INBOUND}), "Direction: Inbound"),
    "status": (frozenset({InteractionStatus.IN_PROCESS}), "Status: In process"),
    "handler": (frozenset({"owner 203", "KMILBURN"}), "Handled by: Agent KMILBURN, Owner 203"),
    "content": (frozenset({ContentPresence.BINARY_CONTENT}), "Content: Binary"),
    "repeat": (True, "Repeat contacts: within 7 days"),
    "udata": (("OrderNumber=4471",), "Attached data: OrderNumber=4471"),
    "thread": ("T1", "Thread: T1"),
    "start": (date(2026, 3, 2), "Period: since 2 Mar 2026"),
    "end": (date(2026, 3, 2), "Period: until 2 Mar 2026"),
    "text": ("parcel", "Text: “parcel”"),
}


@pytest.mark.parametrize(
    "name", [field.name for field in fields(HistoryFilter) if field.name != "oldest_first"]
)
def test_every_part_of_a_filter_is_said(name):
    value, words = SAID[name]
    assert format_filter(HistoryFilter(**{name: value}), 7) == (words,)


def test_all_of_it_at_once():
    said = format_filter(HistoryFilter(**{name: value for name, (value, _) in SAID.items()}), 7)
    assert "Period: 2 Mar 2026" in said
    assert len(said) == len(SAID) - 1


def test_nothing_is_left_out():
    assert format_filter(HistoryFilter(oldest_first=True), 7) == ()
    assert format_order(HistoryFilter()) == "newest first"
    assert format_order(HistoryFilter(oldest_first=True)) == "oldest first"

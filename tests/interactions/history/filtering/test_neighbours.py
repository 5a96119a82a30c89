from interactions.history.filtering.filters import Filter
from interactions.history.filtering.neighbours import Neighbours, neighbours
from interactions.history.filtering.selection import select

from ..rows import index, row

A, B, C = row("a"), row("b"), row("c")
LIST = select(index([A, B, C]), Filter(oldest_first=True))


def test_neighbours_are_those_above_and_below() -> None:
    assert neighbours(LIST, B) == Neighbours(2, 3, previous=A, next=C)
    assert neighbours(LIST, A) == Neighbours(1, 3, next=B)
    assert neighbours(LIST, C) == Neighbours(3, 3, previous=B)


def test_an_interaction_outside_the_list_has_none() -> None:
    assert neighbours(LIST, row("x")) == Neighbours(None, 3)

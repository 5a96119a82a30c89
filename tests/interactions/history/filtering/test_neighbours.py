from interactions.history.filtering.filters import Filter
from interactions.history.filtering.neighbours import Neighbours, neighbours
from interactions.history.filtering.selection import select
from tests.interactions.history.rows import build_index, build_row

A, B, C = build_row("a"), build_row("b"), build_row("c")
LIST = select(build_index([A, B, C]), Filter(oldest_first=True))


def test_neighbours_are_those_above_and_below() -> None:
    assert neighbours(LIST, B) == Neighbours(2, 3, previous=A, next=C)
    assert neighbours(LIST, A) == Neighbours(1, 3, next=B)
    assert neighbours(LIST, C) == Neighbours(3, 3, previous=B)


def test_an_interaction_outside_the_list_has_none() -> None:
    assert neighbours(LIST, build_row("x")) == Neighbours(None, 3)

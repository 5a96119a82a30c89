from interactions.history.filtering.filters import HistoryFilter
from interactions.history.filtering.neighbours import ListNeighbours, find_list_neighbours
from interactions.history.filtering.selection import select_matching_rows
from tests.interactions.history.rows import build_index, build_row

A, B, C = build_row("a"), build_row("b"), build_row("c")
LIST = select_matching_rows(build_index([A, B, C]), HistoryFilter(oldest_first=True))


def test_neighbours_are_those_above_and_below():
    assert find_list_neighbours(LIST, B) == ListNeighbours(2, 3, previous=A, next=C)
    assert find_list_neighbours(LIST, A) == ListNeighbours(1, 3, next=B)
    assert find_list_neighbours(LIST, C) == ListNeighbours(3, 3, previous=B)


def test_an_interaction_outside_the_list_has_none():
    assert find_list_neighbours(LIST, build_row("x")) == ListNeighbours(None, 3)

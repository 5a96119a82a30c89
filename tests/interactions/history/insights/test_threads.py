from interactions.history.insights.threads import ThreadIndex
from tests.interactions.history.rows import build_row


def test_a_thread_has_two_or_more_and_keeps_their_order():
    rows = [
        build_row("a", thread_id="T"),
        build_row("b"),
        build_row("c", thread_id="T"),
        build_row("d", thread_id="alone"),
    ]
    together = ThreadIndex(rows)
    assert list(together) == ["T"]
    assert [member.interaction_id for member in together["T"].rows] == ["a", "c"]
    assert together["T"].position("c") == 2
    assert together["T"].position("b") is None


def test_the_first_of_a_thread_opens_it_and_who_is_alone_opens_one_too():
    rows = [
        build_row("a", thread_id="T"),
        build_row("b"),
        build_row("c", thread_id="T"),
        build_row("d", thread_id="alone"),
    ]
    known = ThreadIndex(rows)
    assert [one.interaction_id for one in rows if known.opens(one)] == ["a", "b", "d"]

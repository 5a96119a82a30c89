import pytest

from interactions.history.phases import Phases
from interactions.pages.timeline.rows import WIDTH, bar, bar_words, scaled, state_words, ticks


@pytest.mark.parametrize(
    ("times", "parts"),
    [
        (Phases(5, 44, 5.14, 54.14), "whp"),
        (Phases(None, 60, None, 90), "hr"),  # a call: handled is known, the rest is not told apart
        (Phases(None, None, None, 2850), "r"),
        (Phases(0, 12, 0, 12), "h"),
        (Phases(1, 10_000_000, 1, 10_000_002), "whp"),
        (Phases(0, 0, 0, 0), ""),
        (Phases(None, None, None, None), ""),
    ],
)
def test_a_bar_draws_what_is_known_side_by_side_and_within_its_place(times, parts) -> None:
    drawn = bar(times)
    assert "".join(rect.part for rect in drawn) == parts
    end = 0.0
    for rect in drawn:
        assert rect.width > 0
        assert rect.x >= end
        end = rect.x + rect.width
    assert end <= WIDTH + 0.1  # rounding


def test_a_longer_time_has_a_longer_bar() -> None:
    lengths = [
        bar(Phases(None, seconds, None, seconds))[0].width for seconds in (1, 60, 3600, 86400, 600_000)
    ]
    assert lengths == sorted(set(lengths))


def test_the_bar_in_words_guesses_nothing() -> None:
    assert bar_words(Phases(5, 44, 0, 49)) == "5 s wait, 44 s handled, 0 s wrap-up"
    assert bar_words(Phases(None, 44, None, None)) == "44 s handled"
    assert bar_words(Phases(None, None, None, 90)) == "1 min 30 s from start to end"
    assert bar_words(Phases(None, None, None, None)) == "No times recorded"


def test_a_status_that_no_document_names_is_shown_as_it_is() -> None:
    assert [state_words(status) for status in (3, 9, None)] == ["Done", "Status 9", "No status"]


def test_the_scale_is_one_for_all_rows_and_shown_as_it_is_drawn() -> None:
    for (_, x), seconds in zip(ticks(), (60, 3600, 86400), strict=True):
        assert bar(Phases(None, seconds, None, seconds))[0].width == pytest.approx(x, abs=0.06)
    assert scaled(600) - scaled(60) == pytest.approx(scaled(6000) - scaled(600), rel=0.02)
    assert scaled(30 * 86400) == WIDTH

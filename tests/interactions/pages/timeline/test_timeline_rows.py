import pytest

from interactions.history.columns.phases import PhaseSeconds
from interactions.pages.headline import format_status
from interactions.pages.timeline.timeline_rows import (
    BAR_WIDTH_PIXELS,
    build_phase_bar,
    build_scale_ticks,
    format_bar_words,
    scale_seconds,
)


@pytest.mark.parametrize(
    ("times", "parts"),
    [
        (PhaseSeconds(5, 44, 5.14, 54.14), "whp"),
        (PhaseSeconds(None, 60, None, 90), "hr"),  # a call: handled is known, the rest is not told apart
        (PhaseSeconds(None, None, None, 2850), "r"),
        (PhaseSeconds(0, 12, 0, 12), "h"),
        (PhaseSeconds(1, 10_000_000, 1, 10_000_002), "whp"),
        (PhaseSeconds(0, 0, 0, 0), ""),
        (PhaseSeconds(None, None, None, None), ""),
    ],
)
def test_a_bar_draws_what_is_known_side_by_side_and_within_its_place(times, parts):
    drawn = build_phase_bar(times)
    assert "".join(rect.part for rect in drawn) == parts
    end = 0.0
    for rect in drawn:
        assert rect.width > 0
        assert rect.x >= end
        end = rect.x + rect.width
    assert end <= BAR_WIDTH_PIXELS + 0.1  # rounding


def test_a_longer_time_has_a_longer_bar():
    lengths = [
        build_phase_bar(PhaseSeconds(None, seconds, None, seconds))[0].width
        for seconds in (1, 60, 3600, 86400, 600_000)
    ]
    assert lengths == sorted(set(lengths))


def test_the_bar_in_words_guesses_nothing():
    assert format_bar_words(PhaseSeconds(5, 44, 0, 49)) == "5 s wait, 44 s handled, 0 s wrap-up"
    assert format_bar_words(PhaseSeconds(None, 44, None, None)) == "44 s handled"
    assert format_bar_words(PhaseSeconds(None, None, None, 90)) == "1 min 30 s from start to end"
    assert format_bar_words(PhaseSeconds(None, None, None, None)) == "No times recorded"


def test_a_status_that_no_document_names_is_shown_as_it_is():
    assert [format_status(status) for status in (3, 9, None)] == ["Done", "Status 9", "No status"]


def test_the_scale_is_one_for_all_rows_and_shown_as_it_is_drawn():
    for (_, x), seconds in zip(build_scale_ticks(), (60, 3600, 86400), strict=True):
        assert build_phase_bar(PhaseSeconds(None, seconds, None, seconds))[0].width == pytest.approx(
            x, abs=0.06
        )
    assert scale_seconds(600) - scale_seconds(60) == pytest.approx(
        scale_seconds(6000) - scale_seconds(600), rel=0.02
    )
    assert scale_seconds(30 * 86400) == BAR_WIDTH_PIXELS

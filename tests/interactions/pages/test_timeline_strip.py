import re
from datetime import UTC, date, datetime, timedelta

import pytest

from interactions.history.filters import Filter
from interactions.pages.timeline_strip import MOST_LABELS, period_words, strip
from interactions.ucs.resources import Summary
from tests.interactions.history.rows import index

END = datetime(2026, 11, 5, 17, 30, tzinfo=UTC)


def rows(*ages: float) -> tuple[Summary, ...]:
    """Chats so many days before END, oldest first."""
    return tuple(
        Summary(interaction_id=str(at), start_date=END - timedelta(days=age), media_type="chat")
        for at, age in enumerate(sorted(ages, reverse=True))
    )


@pytest.mark.parametrize("days", [1, 2, 13, 14, 45, 46, 395, 401, 900, 2299, 2301, 20_000, 700_000])
def test_an_axis_has_labels_and_never_too_many(days) -> None:
    found = rows(0, days - 1)
    drawn = strip(index(found), index(found).all, Filter(), "")
    assert drawn is not None
    assert len([tick for tick in drawn.ticks if tick.label]) <= MOST_LABELS
    assert len(drawn.ticks) <= MOST_LABELS + 1
    assert drawn.ticks or days == 46  # which may lie between two firsts of a month
    assert all(0 <= tick.percent < 100 and 0 <= tick.x < drawn.days for tick in drawn.ticks)
    assert drawn.peak.split()[0] == ("2" if days == 1 and drawn.days == 1 else "1")


def test_bars_of_what_matches_stand_on_each_other_and_on_the_totals_ground() -> None:
    found = rows(0, 0, 0, 5)
    drawn = strip(index(found), index(found).all >> 8 << 8, Filter(), "")
    assert drawn is not None
    assert drawn.totals == "M0.5 100v-33.33M5.5 100v-100"
    assert [(medium.value, path) for medium, path in drawn.media] == [("chat", "M5.5 100v-100")]
    assert "The most, 3 interactions, begin on 5 Nov 2026." in drawn.words


def test_a_preset_asks_for_its_days_and_shows_them() -> None:
    found = rows(0, 500)
    whole = strip(index(found), index(found).all, Filter(), "30d")  # without a period a stretch means nothing
    assert whole is not None
    assert whole.open
    preset = whole.presets[0].filter
    assert preset == Filter(start=date(2026, 10, 7))
    zoomed = strip(index(found), index(found).all, preset, "30d")
    assert zoomed is not None
    assert (zoomed.first, zoomed.days, zoomed.start, zoomed.stop) == (date(2026, 10, 7), 30, 0, 30)
    assert [preset.name for preset in zoomed.presets if preset.current] == ["30d"]


def test_a_period_outside_the_strip_stays_within_its_edges() -> None:
    found = rows(0, 9)
    for chosen in (Filter(start=date(2030, 1, 1)), Filter(end=date(2001, 1, 1))):
        drawn = strip(index(found), index(found).all, chosen, "")
        assert drawn is not None
        assert 0 <= drawn.start < drawn.stop <= drawn.days


def test_no_strip_without_a_start() -> None:
    undated = (Summary(interaction_id="1"),)
    assert strip(index(undated), index(undated).all, Filter(), "") is None


def test_coordinates_are_plain_numbers() -> None:
    found = rows(*range(0, 9000, 7))
    drawn = strip(index(found), index(found).all, Filter(), "")
    assert drawn is not None
    assert re.fullmatch(r"(M[\d.]+ [\d.]+v-[\d.]+)+", drawn.totals)


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2009, 5, 1), date(2009, 8, 5), "1 May – 5 Aug 2009"),
        (date(2008, 5, 1), date(2009, 8, 5), "1 May 2008 – 5 Aug 2009"),
        (date(2009, 5, 1), date(2009, 5, 1), "1 May 2009"),
        (date(2009, 5, 1), None, "since 1 May 2009"),
        (None, date(2009, 5, 1), "until 1 May 2009"),
        (None, None, ""),
    ],
)
def test_a_period_in_words(start, end, words) -> None:
    assert period_words(start, end) == words

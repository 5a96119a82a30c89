import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import engines
from msgspec import structs

from interactions.history.filtering.filters import HistoryFilter
from interactions.history.history import History
from interactions.pages.formatting import format_period
from interactions.pages.query.list_query import ListQuery
from interactions.pages.timeline.activity_histogram import build_activity_histogram
from interactions.pages.timeline.histogram_axis import MAX_AXIS_LABELS
from interactions.pages.timeline.listing import build_timeline
from interactions.ucs.resources import InteractionSummary
from tests.interactions.history.rows import build_index

END = datetime(2026, 11, 5, 17, 30, tzinfo=UTC)


def rows(*ages):
    """Chats so many days before END, oldest first."""
    return tuple(
        InteractionSummary(interaction_id=str(at), start_date=END - timedelta(days=age), media_type="chat")
        for at, age in enumerate(sorted(ages, reverse=True))
    )


@pytest.mark.parametrize("days", [1, 2, 13, 14, 45, 46, 395, 401, 900, 2299, 2301, 20_000, 700_000])
def test_an_axis_has_labels_and_never_too_many(days):
    found = rows(0, days - 1)
    drawn = build_activity_histogram(build_index(found), build_index(found).all, HistoryFilter(), "")
    assert drawn is not None
    assert len([tick for tick in drawn.ticks if tick.label]) <= MAX_AXIS_LABELS
    assert len(drawn.ticks) <= MAX_AXIS_LABELS + 1
    assert drawn.ticks or days == 46  # which may lie between two firsts of a month
    assert all(0 <= tick.percent < 100 and 0 <= tick.x < drawn.days for tick in drawn.ticks)
    assert drawn.peak.split()[0] == ("2" if days == 1 and drawn.days == 1 else "1")


def test_bars_of_what_matches_stand_on_each_other_and_on_the_totals_ground():
    found = rows(0, 0, 0, 5)
    drawn = build_activity_histogram(
        build_index(found), build_index(found).all >> 8 << 8, HistoryFilter(), ""
    )
    assert drawn is not None
    assert drawn.totals == "M0 0v1M5 0v3"
    assert [(medium.value, path) for medium, path in drawn.media] == [("chat", "M5 0v3")]
    assert drawn.upright == "matrix(1 0 0 -33.3333 0.5 100)"
    assert "Peak: 3 interactions, starting 5 Nov 2026." in drawn.words


def test_days_of_one_bar():
    weekly, daily = (
        build_activity_histogram(build_index(rows(*ages)), 0, HistoryFilter(), "")
        for ages in ((0, 500), (0, 20))
    )
    assert weekly is not None and daily is not None
    first = weekly.first
    assert weekly.together(first, first + timedelta(days=6))
    assert not weekly.together(first + timedelta(days=6), first + timedelta(days=7))
    assert not daily.together(daily.first, daily.first + timedelta(days=1))


def test_a_preset_asks_for_its_days_and_shows_them():
    found = rows(0, 500)
    whole = build_activity_histogram(
        build_index(found), build_index(found).all, HistoryFilter(), "30d"
    )  # without a period a stretch means nothing
    assert whole is not None
    assert whole.open
    preset = whole.presets[0].filter
    assert preset == HistoryFilter(start=date(2026, 10, 7))
    zoomed = build_activity_histogram(build_index(found), build_index(found).all, preset, "30d")
    assert zoomed is not None
    assert (zoomed.first, zoomed.days, zoomed.start, zoomed.stop) == (date(2026, 10, 7), 30, 0, 30)
    assert [preset.name for preset in zoomed.presets if preset.current] == ["30d"]


def test_a_period_outside_the_strip_stays_within_its_edges():
    found = rows(0, 9)
    for chosen in (HistoryFilter(start=date(2030, 1, 1)), HistoryFilter(end=date(2001, 1, 1))):
        drawn = build_activity_histogram(build_index(found), build_index(found).all, chosen, "")
        assert drawn is not None
        assert 0 <= drawn.start < drawn.stop <= drawn.days


def test_no_strip_without_a_start():
    undated = (InteractionSummary(interaction_id="1"),)
    assert (
        build_activity_histogram(build_index(undated), build_index(undated).all, HistoryFilter(), "") is None
    )


def test_coordinates_are_plain_numbers():
    found = rows(*range(0, 9000, 7))
    drawn = build_activity_histogram(build_index(found), build_index(found).all, HistoryFilter(), "")
    assert drawn is not None
    assert re.fullmatch(r"(M\d+ 0v\d+)+", drawn.totals)


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
def test_a_period_in_words(start, end, words):
    assert format_period(start, end) == words


def daily(days, a_day):
    """As many of each medium on every day."""
    media = ("chat", "voice", "email", "smssession", "twitter")
    return build_index(
        [
            InteractionSummary(
                interaction_id=f"{at}-{medium}-{number}",
                start_date=END - timedelta(days=at, seconds=number),
                media_type=medium,
                type="Inbound",
            )
            for at in range(days)
            for medium in media
            for number in range(a_day)
        ]
    )


def size(known):
    """The bytes of the strip on a page."""
    history = History("customer", "00001aTESTCUST01", known, (), END, 0.1)
    context = {"timeline": build_timeline(history, ListQuery()), "history": history}
    return len(engines["jinja2"].get_template("_activity_histogram.html").render(context).encode())


def test_its_size_depends_on_the_days_and_not_on_the_interactions():
    few, many = daily(100, 2), daily(100, 200)
    assert (len(few), len(many)) == (1_000, 100_000)
    assert size(few) < size(many) < 1.35 * size(few)  # a count has more digits
    assert size(daily(400, 2)) > 2 * size(few)


@pytest.mark.parametrize(
    ("ages", "side"),
    [
        ((0, 50, 99), "left"),
        ((0, 50, 99, 99, 99), "right"),
        ((0, 0, 0, 50, 99, 99, 99), ""),
        ((0, 50, 94, 94, 94, 99), "right"),
        ((0, 5, 5, 5, 99), "left"),
    ],
)
def test_the_tallest_bar_is_said_where_no_burst_is_marked(ages, side):
    found = [structs.replace(row, type="Inbound") for row in rows(*ages)]
    drawn = build_activity_histogram(build_index(found), build_index(found).all, HistoryFilter(), "")
    assert drawn is not None
    assert drawn.peak_side == side


def test_the_longest_gap_is_said_too():
    found = rows(0, 50, 99)
    drawn = build_activity_histogram(build_index(found), build_index(found).all, HistoryFilter(), "")
    assert drawn is not None
    assert drawn.words.endswith("Longest time without contact: 49 days.")

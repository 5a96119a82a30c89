"""Phases and lifecycles by hand; the first record is the documented one (times of
docs/ucs-protocol.md §2.4)."""

from datetime import UTC, datetime, timedelta

import pytest

from interactions.history.columns.phases import PhaseSeconds, build_lifecycle, measure_phases
from interactions.ucs.resources import InteractionSummary, RecordProblem

START = datetime(2009, 8, 5, 9, 33, 10, tzinfo=UTC)


def row(*, start=0.0, established=None, released=None, end=None, **more):
    """A row with its times in seconds after START."""
    times = {"start_date": start, "established_date": established, "released_date": released, "end_date": end}
    dates = {name: None if s is None else START + timedelta(seconds=s) for name, s in times.items()}
    return InteractionSummary("00001aTESTIXN001", **dates, **more)


SEED = row(established=5, released=49, end=54.14, entity_type=2, status=3)


def test_the_seeds_chat_waits_5_s_is_handled_44_s_and_wrapped_up_in_5():
    assert measure_phases(SEED) == PhaseSeconds(5, 44, pytest.approx(5.14), pytest.approx(54.14))


def test_a_mail_has_a_total_and_no_phases():
    assert measure_phases(row(end=3600, entity_type=0)) == PhaseSeconds(None, None, None, 3600)


def test_a_call_is_handled_for_its_duration():
    assert measure_phases(row(end=320, duration=290)) == PhaseSeconds(None, 290, None, 320)
    assert measure_phases(row(duration=290)).total == 290


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (row(established=-1, released=49, end=54), PhaseSeconds(None, 50, 5, 54)),
        (row(established=49, released=5, end=54), PhaseSeconds(49, None, 49, 54)),
        (row(end=-3), PhaseSeconds(None, None, None, None)),
        (row(end=0), PhaseSeconds(None, None, None, 0)),
        (row(start=None, end=3), PhaseSeconds(None, None, None, None)),
        (row(duration=-5), PhaseSeconds(None, None, None, None)),
    ],
)
def test_reversed_and_missing_times_give_no_phase(given, expected):
    assert measure_phases(given) == expected


def test_the_bar_is_filled_from_end_to_end():
    life = build_lifecycle(SEED)
    assert [span.kind for span in life.spans] == ["wait", "handled", "wrap_up"]
    assert life.drawable and life.spans[0].x == 0
    assert sum(span.width for span in life.spans) == pytest.approx(100, abs=0.01)
    assert life.span_after("established").seconds == 44
    assert life.span_after("end") is None


def test_a_missing_point_joins_its_neighbours_into_one_span():
    life = build_lifecycle(row(established=5, end=54, entity_type=2))
    assert [(span.earlier, span.later, span.kind) for span in life.spans] == [
        ("start", "established", "wait"),
        ("established", "end", "mixed"),
    ]
    assert [point.name for point in life.missing] == ["released"]


def test_only_a_chat_is_expected_to_be_established_and_released():
    assert [point.name for point in build_lifecycle(row(end=5, entity_type=0)).points] == ["start", "end"]
    assert len(build_lifecycle(row(end=5, entity_type=2)).points) == 4


def test_reversed_times_are_kept_as_such_and_not_drawn():
    life = build_lifecycle(row(established=5, released=49, end=46))
    assert not life.drawable
    assert life.span_after("released").seconds == -3
    assert {span.width for span in life.spans} == {0}


def test_equal_times_and_no_times_are_not_drawn():
    assert not build_lifecycle(row(end=0)).drawable
    nothing = build_lifecycle(row(start=None))
    assert not nothing.drawable and nothing.spans == () and len(nothing.missing) == 2


def test_a_date_that_could_not_be_read_stays_to_be_shown():
    life = build_lifecycle(row(problems=(RecordProblem("end_date", "A date was expected.", "yesterday"),)))
    assert [(point.name, point.raw) for point in life.points] == [("start", None), ("end", "yesterday")]


@pytest.mark.parametrize(
    ("given", "finished"),
    [(row(status=3), True), (row(end=5, status=2), True), (row(status=2), False), (row(), False)],
)
def test_finished_is_what_the_status_or_an_end_says(given, finished):
    assert build_lifecycle(given).finished is finished

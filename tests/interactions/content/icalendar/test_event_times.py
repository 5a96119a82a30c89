from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.icalendar.calendar_zones import CalendarZones
from interactions.content.icalendar.content_lines import iter_components, iter_content_lines
from interactions.content.icalendar.event_times import parse_event_dates, parse_event_period


def parse_period(*rows, end="DTEND"):
    (event,) = iter_components("\n".join(["BEGIN:VEVENT", *rows, "END:VEVENT"]))
    return parse_event_period(event, CalendarZones([]), end=end)


def test_a_time_is_given_in_its_zone_and_in_utc():
    period = parse_period(
        "DTSTART;TZID=Europe/Berlin:20260715T110000", "DTEND;TZID=Europe/Berlin:20260715T123000"
    )
    assert (period.start.clock, period.start.zone, period.end.clock) == ("11:00", "Europe/Berlin", "12:30")
    assert period.start.utc == datetime(2026, 7, 15, 9, tzinfo=UTC)
    assert (period.seconds, period.is_outside_utc) == (5400, True)


def test_a_utc_time_is_not_outside_utc():
    period = parse_period("DTSTART:20260715T110000Z")
    assert (period.start.zone, period.is_outside_utc, period.end, period.seconds) == (
        "UTC",
        False,
        None,
        None,
    )


@pytest.mark.parametrize("row", ["DTSTART:20260715T110000", "DTSTART;TZID=Nowhere:20260715T110000"])
def test_a_local_time_has_no_utc_time(row):
    assert parse_period(row).start.utc is None


def test_the_last_whole_day_is_the_one_before_dtend():
    period = parse_period("DTSTART;VALUE=DATE:20260715", "DTEND;VALUE=DATE:20260718")
    assert (period.end.day, period.days) == (date(2026, 7, 17), 3)
    one = parse_period("DTSTART;VALUE=DATE:20260715", "DTEND;VALUE=DATE:20260716")
    assert (one.end, one.days) == (None, 1)


def test_durations_count_calendar_days_and_elapsed_hours():
    """The period includes the night in which Berlin's clocks go back."""
    start = "DTSTART;TZID=Europe/Berlin:20261024T120000"
    assert parse_period(start, "DURATION:P1D").seconds == 25 * 3600
    assert parse_period(start, "DURATION:PT24H").end.clock == "11:00"
    assert parse_period("DTSTART:20261024", "DURATION:P2D").end.day == date(2026, 10, 25)


def test_an_event_in_two_zones_has_a_duration():
    period = parse_period(
        "DTSTART;TZID=Europe/Berlin:20260715T110000", "DTEND;TZID=America/New_York:20260715T130000"
    )
    assert period.seconds == 8 * 3600


@pytest.mark.parametrize(
    "value", ["99999999T999999", "soon", "20260230", "2026071", "20260715T25", "٢٠٢٦٠٧١٥"]
)
def test_an_unreadable_date_is_kept_as_written(value):
    period = parse_period(f"DTSTART:{value}")
    assert (period.start, period.unreadable) == (None, value)


def test_dates_at_the_ends_of_the_calendar_are_handled():
    period = parse_period("DTSTART;TZID=Asia/Tokyo:00010101T000000", "DURATION:P999999DT999999H")
    assert period.start.utc is None
    assert parse_period("DTSTART;TZID=America/New_York:99991231T235959", "DURATION:P1D").end is None


def test_an_end_before_its_start_gives_no_duration():
    assert parse_period("DTSTART:20260715T110000Z", "DTEND:20260714T110000Z").seconds is None


def test_a_task_may_have_only_a_due_date():
    period = parse_period("DUE:20260715", end="DUE")
    assert period.start is None
    assert period.main_time.day == date(2026, 7, 15)


def test_the_days_of_a_date_list_are_parsed():
    named, all_of_them = parse_event_dates(
        list(iter_content_lines("EXDATE:20260101,20260108T100000\nEXDATE:junk,20260115")), 3
    )
    assert (named, all_of_them) == ((date(2026, 1, 1), date(2026, 1, 8)), 4)


@given(
    st.text(alphabet="0123456789TZ+-:PDWHMS", max_size=24),
    st.text(alphabet="0123456789TZ+-:PDWHMS", max_size=24),
    st.sampled_from(["", ";TZID=Asia/Tokyo", ";TZID=America/New_York", ";TZID=Nowhere"]),
)
def test_any_values_give_a_period(start, end, zone):
    for rows in (
        (f"DTSTART{zone}:{start}", f"DTEND{zone}:{end}"),
        (f"DTSTART{zone}:{start}", f"DURATION:{end}"),
    ):
        period = parse_period(*rows)
        assert period.start or period.unreadable or not start.strip()


@given(st.datetimes(), st.integers(0, 10**6), st.sampled_from(["Asia/Tokyo", "America/New_York", "UTC"]))
def test_any_date_gives_a_period(at, hours, zone):
    period = parse_period(f"DTSTART;TZID={zone}:{at.year:04}{at:%m%dT%H%M%S}", f"DURATION:PT{hours}H")
    assert period.start.local == at.replace(microsecond=0)
    if period.seconds:
        assert period.seconds == hours * 3600

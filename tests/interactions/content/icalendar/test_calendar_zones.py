from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.icalendar.calendar_zones import CalendarZones
from interactions.content.icalendar.content_lines import iter_components

VTIMEZONE = """BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def parse_zones(text=VTIMEZONE):
    return CalendarZones(list(iter_components(text)))


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("/mozilla.org/20050126_1/Europe/Berlin", "Europe/Berlin"),
        ("/freeassociation.sourceforge.net/America/Argentina/Buenos_Aires", "America/Argentina/Buenos Aires"),
        ("America/New_York", "America/New York"),
        ("UTC", "UTC"),
    ],
)
def test_zone_names_are_recognised(name, read):
    zone = parse_zones().get_zone(name)
    assert zone.name == read
    assert zone.rules is not None


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Nowhere",
        "America",
        "../../etc/passwd",
        "/etc/passwd",
        "tzdata.zi",
        "a" * 5000,
        "Europe/Berlin\0",
        "é",
    ],
)
def test_unknown_zone_names_have_no_rules(name):
    assert parse_zones().get_zone(name).rules is None
    assert len(parse_zones().get_zone(name).name) <= 80


@pytest.mark.parametrize("year", [1999, 2024, 2026, 2030])
def test_a_vtimezone_has_the_offsets_of_the_zone_it_describes(year):
    vtimezone_rules, berlin_rules = (
        parse_zones().get_zone("Customized Time Zone").rules,
        parse_zones().get_zone("Europe/Berlin").rules,
    )
    for day in range(365):
        local = datetime(year, 1, 1, 12) + timedelta(days=day)
        assert local.replace(tzinfo=vtimezone_rules).astimezone(UTC) == local.replace(
            tzinfo=berlin_rules
        ).astimezone(UTC)
        moment = (local + timedelta(hours=1)).replace(tzinfo=UTC)
        assert moment.astimezone(vtimezone_rules).replace(tzinfo=None) == moment.astimezone(
            berlin_rules
        ).replace(tzinfo=None)


def test_a_vtimezone_with_a_single_offset_has_it():
    text = "BEGIN:VTIMEZONE\nTZID:x\nBEGIN:STANDARD\nTZOFFSETTO:-0330\nEND:STANDARD\nEND:VTIMEZONE"
    assert parse_zones(text).get_zone("x").rules.utcoffset(datetime(2026, 1, 1)) == timedelta(hours=-3.5)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("BYDAY=-1SU;BYMONTH=3", "BYDAY=-1SU;BYMONTH=13"),
        ("BYDAY=-1SU;BYMONTH=3", "BYYEARDAY=80"),
        ("INTERVAL=1", "INTERVAL=2"),
        ("TZOFFSETTO:+0200", "TZOFFSETTO:+9900"),
        ("TZOFFSETTO:+0200", "TZOFFSETTO:soon"),
        ("DTSTART:16010101T020000", "DTSTART:16019901T020000"),
    ],
)
def test_complex_rules_are_not_guessed(old, new):
    assert parse_zones(VTIMEZONE.replace(old, new)).get_zone("Customized Time Zone").rules is None


@given(st.text(), st.lists(st.sampled_from(VTIMEZONE.splitlines()), max_size=20), st.datetimes())
def test_any_vtimezone_gives_a_valid_offset_or_none(name, rows, moment):
    zones = parse_zones("\n".join(["BEGIN:VTIMEZONE", *rows]))
    for each in (name, "Customized Time Zone"):
        rules = zones.get_zone(each).rules
        if rules:
            assert abs(moment.replace(tzinfo=rules).utcoffset()) < timedelta(days=1)

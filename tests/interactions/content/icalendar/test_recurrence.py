import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.icalendar.calendar_zones import CalendarZones
from interactions.content.icalendar.recurrence import format_recurrence_rule


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("FREQ=DAILY", "every day"),
        ("FREQ=DAILY;INTERVAL=3;COUNT=5", "every 3 days, 5 times"),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "every weekday"),
        ("FREQ=WEEKLY;BYDAY=MO;WKST=SU", "every week on Monday"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,FR", "every 2 weeks on Monday, Wednesday and Friday"),
        ("FREQ=MONTHLY", "every month"),
        ("FREQ=MONTHLY;BYMONTHDAY=15", "every month on day 15"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "every month on the last day"),
        ("FREQ=MONTHLY;BYDAY=2TU", "every month on the second Tuesday"),
        ("FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1", "every month on the last Friday"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", "every month on the first working day"),
        ("FREQ=YEARLY", "every year"),
        ("FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=5", "every year on 5 August"),
        ("FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "every year on the fourth Thursday of November"),
        ("freq=weekly;until=20261218", "every week, until 18 December 2026"),
        ("FREQ=WEEKLY;COUNT=1", "every week, once"),
        ("FREQ=WEEKLY;UNTIL=20261218T100000Z", "every week, until 18 December 2026"),
    ],
)
def test_common_rules_are_described(rule, said):
    assert format_recurrence_rule(rule) == said


def test_the_last_day_is_that_in_the_event_s_zone():
    tokyo = CalendarZones([]).get_zone("Asia/Tokyo")
    assert (
        format_recurrence_rule("FREQ=DAILY;UNTIL=20261231T160000Z", tokyo)
        == "every day, until 1 January 2027"
    )


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "junk",
        "FREQ=SECONDLY",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=x",
        "FREQ=DAILY;COUNT=99999999999999999999",
        "FREQ=DAILY;UNTIL=20269999",
        "FREQ=DAILY;BYHOUR=9",
        "FREQ=WEEKLY;BYDAY=2MO",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=MONTHLY;BYDAY=9MO",
        "FREQ=MONTHLY;BYDAY=MO,TU",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYSETPOS=1",
        "FREQ=YEARLY;BYDAY=1MO",
        "FREQ=YEARLY;BYMONTH=13",
        "FREQ=YEARLY;BYMONTHDAY=5",
        "FREQ=DAILY;FREQ=WEEKLY",
        "FREQ=DAILY;UNTIL=00010101T000000Z;COUNT=",
        "FREQ=WEEKLY;" + "BYDAY=MO;" * 100_000,
    ],
)
def test_other_rules_have_no_words(rule):
    assert format_recurrence_rule(rule, CalendarZones([]).get_zone("America/New_York")) == ""


def test_a_rule_that_ends_before_the_calendar_has_no_words():
    assert (
        format_recurrence_rule(
            "FREQ=DAILY;UNTIL=00010101T000000Z", CalendarZones([]).get_zone("America/New_York")
        )
        == ""
    )


RULE_PARTS = st.sampled_from(
    [
        *("FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY", "FREQ=DAILY", "BYDAY=-1FR", "BYDAY=", "BYDAY=MO,TU"),
        *("BYMONTH=2", "BYMONTHDAY=-1", "BYMONTHDAY=1,2", "BYSETPOS=-2", "UNTIL=99991231T235959Z"),
        "INTERVAL=²",
    ]
)


@given(st.lists(RULE_PARTS | st.text(max_size=12), max_size=6))
def test_any_rule_is_described_or_has_no_words(pieces):
    words = format_recurrence_rule(";".join(pieces), CalendarZones([]).get_zone("Asia/Tokyo"))
    assert words == "" or words.startswith("every ")

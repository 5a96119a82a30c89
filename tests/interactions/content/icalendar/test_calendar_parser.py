import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.errors import UnviewableContent
from interactions.content.icalendar.calendar_parser import parse_calendar
from interactions.content.limits import get_content_limits
from tests.interactions.content.conftest import shown as show_bytes
from tests.interactions.content.test_templates import render

VISIT_LINES = (
    "UID:1",
    "DTSTART;TZID=W. Europe Standard Time:20260715T110000",
    "DTEND;TZID=W. Europe Standard Time:20260715T123000",
    "SUMMARY:Visit of the depot",
    "ORGANIZER;CN=Vera Lindholm:mailto:vera@lindholm.example",
)


def build_calendar(*rows, method="", kind="VEVENT"):
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", *([f"METHOD:{method}"] if method else [])]
    return "\r\n".join([*head, f"BEGIN:{kind}", *rows, f"END:{kind}", "END:VCALENDAR", ""]).encode()


def parse_entry(*rows, **parts):
    (entry,) = parse_calendar(build_calendar(*rows, **parts), None).entries
    return entry


def build_attendee(partstat, name="Emil"):
    return f"ATTENDEE;CN={name};PARTSTAT={partstat}:mailto:{name.lower()}@nowak.example"


@pytest.mark.parametrize(
    ("method", "rows", "says", "tone"),
    [
        ("REQUEST", (), "Invitation", ""),
        ("CANCEL", (), "Cancelled", "bad"),
        ("REPLY", (build_attendee("ACCEPTED"),), "Accepted by Emil", "good"),
        ("REPLY", (build_attendee("DECLINED"),), "Declined by Emil", "bad"),
        ("REPLY", (build_attendee("TENTATIVE"),), "Tentatively accepted by Emil", "open"),
        ("REPLY", (), "Answer", ""),
        ("COUNTER", (build_attendee("TENTATIVE"),), "New time proposed by Emil", "open"),
        ("PUBLISH", (), "Event", ""),
        ("", (), "Event", ""),
        ("<b>", (), "Event", ""),
    ],
)
def test_the_purpose_follows_from_the_method(method, rows, says, tone):
    calendar = parse_calendar(build_calendar(*VISIT_LINES, *rows, method=method), None)
    assert (calendar.purpose, calendar.tone, calendar.notes) == (says, tone, ())


def test_an_event_is_parsed():
    entry = parse_entry(
        *VISIT_LINES,
        r"LOCATION:Gate 2\, https://meet.example/71",
        r"DESCRIPTION:Line one\nLine\, two",
        "STATUS:TENTATIVE",
        "SEQUENCE:2",
        "RRULE:FREQ=WEEKLY;BYDAY=WE",
        "EXDATE:20260722T110000,20260729T110000",
        "CATEGORIES:depot,visit",
        "BEGIN:VALARM",
        "DESCRIPTION:Wake up",
        "END:VALARM",
    )
    assert (entry.summary, entry.when.start.zone) == ("Visit of the depot", "Europe/Berlin")
    assert (entry.organiser.name, entry.organiser.address) == ("Vera Lindholm", "vera@lindholm.example")
    assert '<a href="https://meet.example/71"' in entry.location
    assert entry.description == "Line one\nLine, two"
    assert (entry.status, entry.revision, entry.categories) == ("Tentative", 2, "depot, visit")
    assert entry.repeats == "every week on Wednesday"
    assert [day.day for day in entry.excluded_dates.named] == [22, 29]


def test_attendees_are_counted_by_answer():
    entry = parse_entry(
        *(build_attendee("ACCEPTED", f"A{n}") for n in range(3)),
        "ATTENDEE;ROLE=OPT-PARTICIPANT:mailto:b@b.example",
        "ATTENDEE;CUTYPE=ROOM;CN=Hall:mailto:hall@b.example",
    )
    assert entry.answers == (("accepted", 3), ("no answer", 2))
    assert [person.role for person in entry.attendees[3:]] == ["optional", "room"]


def test_an_entry_may_be_one_occurrence_of_a_series():
    assert parse_entry(*VISIT_LINES, "RECURRENCE-ID:20260722T090000Z").occurrence.day.day == 22


def test_a_rule_without_words_is_shown_as_written():
    entry = parse_entry(*VISIT_LINES, "RRULE:FREQ=MINUTELY;BYSECOND=1")
    assert (entry.repeats, entry.rule) == ("", "FREQ=MINUTELY;BYSECOND=1")


@pytest.mark.parametrize(
    ("kind", "rows", "text"),
    [
        ("VTODO", ("SUMMARY:Call", "DUE:20260715T100000Z"), "Due Wednesday 15 July 2026, 10:00"),
        ("VJOURNAL", ("SUMMARY:Day", "DTSTART:20260715"), "Wednesday 15 July 2026"),
        ("VFREEBUSY", ("FREEBUSY:20260715T100000Z/PT1H,20260716T100000Z/PT1H",), "2 periods"),
    ],
)
def test_tasks_notes_and_busy_times_are_shown(kind, rows, text):
    assert text in render(show_bytes(build_calendar(*rows, kind=kind), "text/calendar"))


def test_links_are_listed_and_enclosed_files_counted():
    entry = parse_entry(
        "URL:https://a.example/",
        "ATTACH:https://b.example/x.pdf",
        "ATTACH;ENCODING=BASE64;VALUE=BINARY:AAAA",
        "URL:javascript:alert(1)",
    )
    assert [str(link).count("<a ") for link in entry.links] == [1, 1, 0]
    assert entry.enclosed_files == 1


def test_html_in_a_description_is_shown_as_text():
    assert parse_entry("DESCRIPTION:<p>One</p><script>x</script><b>two</b>").description == "One\ntwo"


def test_utc_is_shown_beside_the_local_time():
    html = " ".join(render(show_bytes(build_calendar(*VISIT_LINES), "text/calendar")).split())
    assert "<b>Wednesday 15 July 2026, 11:00 – 12:30</b>" in html
    assert "Europe/Berlin" in html
    assert '<time datetime="2026-07-15T09:00:00Z">09:00</time>' in html
    assert "10:30</time> UTC, 1 h 30 m" in html


def test_an_unknown_zone_is_noted():
    html = render(show_bytes(build_calendar("DTSTART;TZID=Moon/Base:20260715T110000"), "text/calendar"))
    assert "Moon/Base (offset from UTC unknown)" in html
    assert "local time" in render(show_bytes(build_calendar("DTSTART:20260715T110000"), "text/calendar"))


def test_the_source_is_shown_below_the_cards():
    html = render(show_bytes(build_calendar(*VISIT_LINES), "text/calendar"))
    assert html.index("Calendar source") > html.index("Visit of the depot")
    assert "UID:1" in html


@pytest.mark.parametrize(
    "media_type", ["text/calendar", "application/ics", "text/plain", None, "text/x-vcalendar"]
)
def test_a_calendar_is_recognised_under_any_declared_type(shown, media_type):
    assert (
        shown(build_calendar(*VISIT_LINES), media_type, kind="binary_content", name="visit.ics").title
        == "Calendar"
    )


def test_a_calendar_without_a_name_is_recognised_by_its_beginning(shown):
    assert shown(build_calendar(*VISIT_LINES), None, kind="binary_content").title == "Calendar"
    assert (
        "text/calendar"
        in shown(build_calendar(*VISIT_LINES), "text/plain", kind="binary_content").alternatives
    )


def test_a_file_that_is_no_calendar_is_shown_as_text(shown):
    content_view = shown(b"Hello there", "text/calendar")
    assert content_view.title == "Text"
    assert "Labelled as a calendar, but it isn’t one." in content_view.notes


def test_entries_beyond_the_limit_are_noted(shown):
    event = b"BEGIN:VEVENT\r\nSUMMARY:x\r\nEND:VEVENT\r\n"
    content_view = shown(b"BEGIN:VCALENDAR\r\n" + event * 23 + b"END:VCALENDAR\r\n", "text/calendar")
    assert len(content_view.view.calendar.entries) == get_content_limits().calendar_events
    assert "3 more entries" in render(content_view)


def test_a_too_large_calendar_is_shown_as_text(shown):
    data = build_calendar("DESCRIPTION:" + "x" * get_content_limits().calendar_bytes)
    assert shown(data, "text/calendar").title == "Text"
    with pytest.raises(UnviewableContent, match="larger"):
        parse_calendar(data, None)


def test_a_damaged_calendar_is_read_as_far_as_it_goes():
    calendar = parse_calendar(build_calendar(*VISIT_LINES)[:-40], None)
    assert calendar.entries[0].summary == "Visit of the depot"
    assert any("damaged" in note for note in calendar.notes)


def test_a_calendar_is_decoded_by_the_declared_charset():
    calendar = parse_calendar(build_calendar("SUMMARY:Größe").decode().encode("latin-1"), "iso-8859-1")
    assert calendar.entries[0].summary == "Größe"


ANY_LINE = st.sampled_from(
    [*VISIT_LINES, "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VTIMEZONE", "DTSTART:00010101T000000Z"]
)


@given(st.lists(ANY_LINE | st.text(alphabet='AB;:="\\,<>\u202e', max_size=30), max_size=20))
def test_any_lines_in_a_calendar_are_shown(rows):
    html = render(show_bytes(build_calendar(*rows), "text/calendar"))
    assert "\u202e" not in html
    assert html.count("<article") <= get_content_limits().calendar_events


@given(st.binary(max_size=300))
def test_any_bytes_are_parsed_or_refused_with_a_reason(data):
    for each in (data, build_calendar()[:-30] + data):
        try:
            parse_calendar(each, None)
        except UnviewableContent as unshowable:
            assert unshowable.reason


EVENT_START = b"BEGIN:VEVENT\nDTSTART:20260101\n"
HOSTILE_CALENDARS = {
    "events": b"BEGIN:VEVENT\nEND:VEVENT\n",
    "zones": b"BEGIN:VTIMEZONE\nTZID:x\nEND:VTIMEZONE\n",
    "depth": b"BEGIN:VEVENT\n",
    "folds": EVENT_START + b"SUMMARY:x" + b"\r\n " * 80_000,
    "attendees": EVENT_START + b"ATTENDEE:mailto:a@b\n" * 12_000,
    "parameters": EVENT_START + b"ATTENDEE" + b";A=b" * 60_000,
    "quotes": EVENT_START + b"ATTENDEE;CN=" + b'"a' * 120_000,
    "rules": EVENT_START + b"RRULE:FREQ=WEEKLY;" + b"BYDAY=MO," * 28_000,
    "exceptions": EVENT_START + b"EXDATE:" + b"20260101," * 28_000,
    "links": EVENT_START + b"DESCRIPTION:" + b"http://a.b " * 23_000,
    "tags": EVENT_START + b"DESCRIPTION:" + b"<a " * 80_000,
}


@pytest.mark.parametrize("name", HOSTILE_CALENDARS)
def test_hostile_calendars_take_bounded_time_and_memory(shown, name):
    piece = HOSTILE_CALENDARS[name]
    data = b"BEGIN:VCALENDAR\n" + piece * (255_000 // len(piece))
    before = time.process_time()
    assert shown(data, "text/calendar").title == "Calendar"
    assert time.process_time() - before < 3
    tracemalloc.start()
    shown(data, "text/calendar")
    assert tracemalloc.get_traced_memory()[1] < 30_000_000
    tracemalloc.stop()

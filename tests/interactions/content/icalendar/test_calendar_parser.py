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

VISIT = (
    "UID:1",
    "DTSTART;TZID=W. Europe Standard Time:20260715T110000",
    "DTEND;TZID=W. Europe Standard Time:20260715T123000",
    "SUMMARY:Visit of the depot",
    "ORGANIZER;CN=Vera Lindholm:mailto:vera@lindholm.example",
)


def ics(*rows: str, method: str = "", kind: str = "VEVENT") -> bytes:
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", *([f"METHOD:{method}"] if method else [])]
    return "\r\n".join([*head, f"BEGIN:{kind}", *rows, f"END:{kind}", "END:VCALENDAR", ""]).encode()


def entry(*rows: str, **parts):
    (made,) = parse_calendar(ics(*rows, **parts), None).entries
    return made


def answer(partstat: str, name: str = "Emil") -> str:
    return f"ATTENDEE;CN={name};PARTSTAT={partstat}:mailto:{name.lower()}@nowak.example"


@pytest.mark.parametrize(
    ("method", "rows", "says", "tone"),
    [
        ("REQUEST", (), "Invitation", ""),
        ("CANCEL", (), "Cancelled", "bad"),
        ("REPLY", (answer("ACCEPTED"),), "Accepted by Emil", "good"),
        ("REPLY", (answer("DECLINED"),), "Declined by Emil", "bad"),
        ("REPLY", (answer("TENTATIVE"),), "Tentatively accepted by Emil", "open"),
        ("REPLY", (), "Answer", ""),
        ("COUNTER", (answer("TENTATIVE"),), "New time proposed by Emil", "open"),
        ("PUBLISH", (), "Event", ""),
        ("", (), "Event", ""),
        ("<b>", (), "Event", ""),
    ],
)
def test_what_it_is_for(method, rows, says, tone) -> None:
    made = parse_calendar(ics(*VISIT, *rows, method=method), None)
    assert (made.says, made.tone, made.notes) == (says, tone, ())


def test_an_event() -> None:
    made = entry(
        *VISIT,
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
    assert (made.summary, made.when.start.zone) == ("Visit of the depot", "Europe/Berlin")
    assert (made.organiser.name, made.organiser.address) == ("Vera Lindholm", "vera@lindholm.example")
    assert '<a href="https://meet.example/71"' in made.location
    assert made.description == "Line one\nLine, two"
    assert (made.state, made.revision, made.categories) == ("Tentative", 2, "depot, visit")
    assert made.repeats == "every week on Wednesday"
    assert [day.day for day in made.left_out.named] == [22, 29]


def test_answers_are_counted() -> None:
    made = entry(
        *(answer("ACCEPTED", f"A{n}") for n in range(3)),
        "ATTENDEE;ROLE=OPT-PARTICIPANT:mailto:b@b.example",
        "ATTENDEE;CUTYPE=ROOM;CN=Hall:mailto:hall@b.example",
    )
    assert made.answers == (("accepted", 3), ("no answer", 2))
    assert [person.part for person in made.people[3:]] == ["optional", "room"]


def test_one_of_a_series() -> None:
    assert entry(*VISIT, "RECURRENCE-ID:20260722T090000Z").occurrence.day.day == 22


def test_a_rule_without_words_stays_as_it_is() -> None:
    made = entry(*VISIT, "RRULE:FREQ=MINUTELY;BYSECOND=1")
    assert (made.repeats, made.rule) == ("", "FREQ=MINUTELY;BYSECOND=1")


@pytest.mark.parametrize(
    ("kind", "rows", "text"),
    [
        ("VTODO", ("SUMMARY:Call", "DUE:20260715T100000Z"), "Due Wednesday 15 July 2026, 10:00"),
        ("VJOURNAL", ("SUMMARY:Day", "DTSTART:20260715"), "Wednesday 15 July 2026"),
        ("VFREEBUSY", ("FREEBUSY:20260715T100000Z/PT1H,20260716T100000Z/PT1H",), "2 periods"),
    ],
)
def test_what_is_no_event(kind, rows, text) -> None:
    assert text in render(show_bytes(ics(*rows, kind=kind), "text/calendar"))


def test_links_and_files() -> None:
    made = entry(
        "URL:https://a.example/",
        "ATTACH:https://b.example/x.pdf",
        "ATTACH;ENCODING=BASE64;VALUE=BINARY:AAAA",
        "URL:javascript:alert(1)",
    )
    assert [str(link).count("<a ") for link in made.links] == [1, 1, 0]
    assert made.enclosed == 1


def test_html_in_a_description_is_read_as_text() -> None:
    assert entry("DESCRIPTION:<p>One</p><script>x</script><b>two</b>").description == "One\ntwo"


def test_utc_stands_beside_the_time_of_the_place() -> None:
    html = " ".join(render(show_bytes(ics(*VISIT), "text/calendar")).split())
    assert "<b>Wednesday 15 July 2026, 11:00 – 12:30</b>" in html
    assert "Europe/Berlin" in html
    assert '<time datetime="2026-07-15T09:00:00Z">09:00</time>' in html
    assert "10:30</time> UTC, 1 h 30 m" in html


def test_a_zone_that_nobody_knows_is_said() -> None:
    html = render(show_bytes(ics("DTSTART;TZID=Moon/Base:20260715T110000"), "text/calendar"))
    assert "Moon/Base (offset from UTC unknown)" in html
    assert "local time" in render(show_bytes(ics("DTSTART:20260715T110000"), "text/calendar"))


def test_the_source_is_beneath() -> None:
    html = render(show_bytes(ics(*VISIT), "text/calendar"))
    assert html.index("Calendar source") > html.index("Visit of the depot")
    assert "UID:1" in html


@pytest.mark.parametrize(
    "media_type", ["text/calendar", "application/ics", "text/plain", None, "text/x-vcalendar"]
)
def test_whatever_it_is_declared_as(shown, media_type) -> None:
    assert shown(ics(*VISIT), media_type, kind="binary_content", name="visit.ics").title == "Calendar"


def test_without_a_name_its_beginning_tells(shown) -> None:
    assert shown(ics(*VISIT), None, kind="binary_content").title == "Calendar"
    assert "text/calendar" in shown(ics(*VISIT), "text/plain", kind="binary_content").alternatives


def test_what_is_no_calendar_is_text(shown) -> None:
    made = shown(b"Hello there", "text/calendar")
    assert made.title == "Text"
    assert "Labelled as a calendar, but it isn’t one." in made.notes


def test_more_than_is_shown_is_said(shown) -> None:
    event = b"BEGIN:VEVENT\r\nSUMMARY:x\r\nEND:VEVENT\r\n"
    made = shown(b"BEGIN:VCALENDAR\r\n" + event * 23 + b"END:VCALENDAR\r\n", "text/calendar")
    assert len(made.view.calendar.entries) == get_content_limits().calendar_events
    assert "3 more entries" in render(made)


def test_what_is_too_large_is_text(shown) -> None:
    data = ics("DESCRIPTION:" + "x" * get_content_limits().calendar_bytes)
    assert shown(data, "text/calendar").title == "Text"
    with pytest.raises(UnviewableContent, match="larger"):
        parse_calendar(data, None)


def test_a_damaged_one_is_read_as_far_as_it_goes() -> None:
    made = parse_calendar(ics(*VISIT)[:-40], None)
    assert made.entries[0].summary == "Visit of the depot"
    assert any("damaged" in note for note in made.notes)


def test_an_old_charset() -> None:
    made = parse_calendar(ics("SUMMARY:Größe").decode().encode("latin-1"), "iso-8859-1")
    assert made.entries[0].summary == "Größe"


ROWS = st.sampled_from([*VISIT, "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VTIMEZONE", "DTSTART:00010101T000000Z"])


@given(st.lists(ROWS | st.text(alphabet='AB;:="\\,<>\u202e', max_size=30), max_size=20))
def test_any_rows_give_a_page(rows) -> None:
    html = render(show_bytes(ics(*rows), "text/calendar"))
    assert "\u202e" not in html
    assert html.count("<article") <= get_content_limits().calendar_events


@given(st.binary(max_size=300))
def test_any_bytes_give_a_calendar_or_a_reason(data) -> None:
    for each in (data, ics()[:-30] + data):
        try:
            parse_calendar(each, None)
        except UnviewableContent as unshowable:
            assert unshowable.reason


EVENT = b"BEGIN:VEVENT\nDTSTART:20260101\n"
HOSTILE = {
    "events": b"BEGIN:VEVENT\nEND:VEVENT\n",
    "zones": b"BEGIN:VTIMEZONE\nTZID:x\nEND:VTIMEZONE\n",
    "depth": b"BEGIN:VEVENT\n",
    "folds": EVENT + b"SUMMARY:x" + b"\r\n " * 80_000,
    "attendees": EVENT + b"ATTENDEE:mailto:a@b\n" * 12_000,
    "parameters": EVENT + b"ATTENDEE" + b";A=b" * 60_000,
    "quotes": EVENT + b"ATTENDEE;CN=" + b'"a' * 120_000,
    "rules": EVENT + b"RRULE:FREQ=WEEKLY;" + b"BYDAY=MO," * 28_000,
    "exceptions": EVENT + b"EXDATE:" + b"20260101," * 28_000,
    "links": EVENT + b"DESCRIPTION:" + b"http://a.b " * 23_000,
    "tags": EVENT + b"DESCRIPTION:" + b"<a " * 80_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_calendars_take_no_time_and_no_memory(shown, name) -> None:
    piece = HOSTILE[name]
    data = b"BEGIN:VCALENDAR\n" + piece * (255_000 // len(piece))
    before = time.process_time()
    assert shown(data, "text/calendar").title == "Calendar"
    assert time.process_time() - before < 3
    tracemalloc.start()
    shown(data, "text/calendar")
    assert tracemalloc.get_traced_memory()[1] < 30_000_000
    tracemalloc.stop()

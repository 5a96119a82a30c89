"""What a calendar file says (iCalendar, RFC 5545; what it asks for, RFC 5546): events, tasks, notes and busy
times, as a person would tell them.

Alarms are left out, and recurrences are said, never followed.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from interactions.content.errors import UnviewableContent
from interactions.content.html.complexity_guard import check_html_complexity
from interactions.content.html.html_text import extract_html_text, has_html_markup
from interactions.content.icalendar import recurrence
from interactions.content.icalendar.calendar_zones import CalendarZones
from interactions.content.icalendar.content_lines import (
    ContentComponent,
    ContentLine,
    decode_unfolded_text,
    iter_components,
    split_value,
)
from interactions.content.icalendar.event_times import (
    EventPeriod,
    EventTime,
    parse_event_dates,
    parse_event_period,
    parse_event_time,
)
from interactions.content.limits import get_content_limits
from interactions.content.text.markup import has_bidi_controls, render_text, reveal_invisible

COMPONENT_WORDS = {"VEVENT": "Event", "VTODO": "Task", "VJOURNAL": "Note", "VFREEBUSY": "Busy times"}
METHOD_WORDS = {
    "REQUEST": "Invitation",
    "CANCEL": "Cancelled",
    "COUNTER": "Another time is proposed",
    "DECLINECOUNTER": "The other time is declined",
    "ADD": "Further dates",
    "REFRESH": "The latest version is asked for",
}
PARTICIPATION_WORDS = {
    "NEEDS-ACTION": "no answer",
    "ACCEPTED": "accepted",
    "DECLINED": "declined",
    "TENTATIVE": "tentative",
    "DELEGATED": "delegated",
    "COMPLETED": "completed",
    "IN-PROCESS": "in progress",
}
REPLY_WORDS = {
    "ACCEPTED": "Accepted",
    "DECLINED": "Declined",
    "TENTATIVE": "Tentatively accepted",
    "DELEGATED": "Delegated",
    "COMPLETED": "Completed",
    "IN-PROCESS": "In progress",
}
STATUS_TONES = {
    "ACCEPTED": "good",
    "COMPLETED": "good",
    "DECLINED": "bad",
    "CANCELLED": "bad",
    "TENTATIVE": "open",
}
ROLE_WORDS = {
    "CHAIR": "chair",
    "OPT-PARTICIPANT": "optional",
    "NON-PARTICIPANT": "for information",
    "GROUP": "group",
    "RESOURCE": "resource",
    "ROOM": "room",
}
STATUS_WORDS = {
    "TENTATIVE": "Tentative",
    "CANCELLED": "Cancelled",
    "NEEDS-ACTION": "To do",
    "IN-PROCESS": "In progress",
    "COMPLETED": "Completed",
    "DRAFT": "Draft",
}
LINK_PROPERTIES = ("URL", "CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "ATTACH")
MAX_LINE_CHARACTERS = 500  # characters of a line such as the summary
MAX_DESCRIPTION_CHARACTERS = 20_000  # characters of a description
MAX_LISTED_ATTENDEES = 200  # attendees listed of an event
MAX_NAMED_DATES = 6  # exceptions named
MAX_LINKS = 8


@dataclass(frozen=True)
class CalendarUser:
    """One of the two may be empty. `answer` and `part` are words, empty where nothing is said."""

    name: str
    address: str
    answer: str = ""
    role: str = ""


@dataclass(frozen=True)
class DateList:
    """The first of some dates, and how many there are besides."""

    named: tuple[date, ...]
    more: int


@dataclass(frozen=True)
class CalendarEntry:
    """An event, or another of `COMPONENT_WORDS`. `occurrence` is given when only that one of a series is
    meant. `repeats` are words; `rule` is a rule that has none. `answers` are how many gave which; `people`
    are listed, `unlisted` are not. `busy` counts periods, of busy times."""

    kind: str
    summary: str
    when: EventPeriod
    due: bool
    occurrence: EventTime | None
    repeats: str
    rule: str
    excluded_dates: DateList
    added_dates: DateList
    location: Markup
    links: tuple[Markup, ...]
    organiser: CalendarUser | None
    attendees: tuple[CalendarUser, ...]
    unlisted_attendees: int
    answers: tuple[tuple[str, int], ...]
    description: Markup
    comment: Markup
    status: str
    tone: str
    categories: str
    revision: int
    enclosed_files: int
    busy_periods: int


@dataclass(frozen=True)
class CalendarFile:
    """`says` is what it is for in words, `tone` whether that is "good", "bad", "open" or nothing of these.
    `name` is the calendar's own. `more` entries are not shown."""

    purpose: str
    tone: str
    name: str
    entries: tuple[CalendarEntry, ...]
    more: int
    notes: tuple[str, ...]


def parse_calendar(data: bytes, charset: str | None) -> CalendarFile:
    """Any bytes that are a calendar; raises `UnviewableContent` for all others, and for one that is too
    large."""
    if len(data) > get_content_limits().calendar_bytes:
        raise UnviewableContent(
            f"This calendar is larger than the {get_content_limits().calendar_bytes / 1000:.3g} kB "
            "that are read."
        )
    text = decode_unfolded_text(data, charset)
    calendars = [each for each in iter_components(text.text) if each.name == "VCALENDAR"]
    if not calendars:
        raise UnviewableContent("It is declared as a calendar, but it is none.")
    notes = [text.note] if text.note else []
    if any(each.damaged for each in calendars):
        notes.append("This calendar is damaged; its source may hold more than is shown.")
    if has_bidi_controls(text.text):
        notes.append("Characters in it change the direction of reading; they are shown as marks.")
    return _build_calendar(calendars, notes)


def _build_calendar(calendars: list[ContentComponent], notes: list[str]) -> CalendarFile:
    found = [each for calendar in calendars for each in calendar.children if each.name in COMPONENT_WORDS]
    if not found:
        notes.append("There is no event in it.")
    zones = CalendarZones(
        [each for calendar in calendars for each in calendar.children if each.name == "VTIMEZONE"]
    )
    most = get_content_limits().calendar_events
    shown = tuple(_build_calendar_entry(each, zones) for each in found[:most])
    says, tone = _format_method(calendars[0].get_text("METHOD").upper(), found)
    name = reveal_invisible(calendars[0].get_text("X-WR-CALNAME")[:MAX_LINE_CHARACTERS])
    return CalendarFile(says, tone, name, shown, len(found) - len(shown), tuple(notes))


def _format_method(method: str, found: list[ContentComponent]) -> tuple[str, str]:
    """What is wanted, by whom where one person answers."""
    who = found[0].find_lines("ATTENDEE") if found else []
    by = f" by {name}" if len(who) == 1 and (name := _get_display_name(who[0])) else ""
    if method == "REPLY":
        answer = who[0].get_parameter("PARTSTAT").upper() if len(who) == 1 else ""
        return REPLY_WORDS.get(answer, "Answer") + by, STATUS_TONES.get(answer, "")
    if method == "COUNTER":
        return METHOD_WORDS[method] + by, "open"
    if method == "CANCEL":
        return METHOD_WORDS[method], "bad"
    if method == "REQUEST" and found and found[0].name != "VEVENT":
        return f"Request: {COMPONENT_WORDS[found[0].name].lower()}", ""
    if method in METHOD_WORDS:
        return METHOD_WORDS[method], ""
    return (COMPONENT_WORDS[found[0].name] if len(found) == 1 else "Calendar"), ""


def _build_calendar_entry(component: ContentComponent, zones: CalendarZones) -> CalendarEntry:
    task = component.name == "VTODO"
    at = parse_event_period(component, zones, end="DUE" if task else "DTEND")
    rule = _format_recurrence(component, zones)
    occurrence = component.find_line("RECURRENCE-ID")
    organiser = component.find_line("ORGANIZER")
    everybody = component.find_lines("ATTENDEE")
    state = component.get_text("STATUS").upper()
    links, enclosed = _collect_links(component)
    return CalendarEntry(
        kind=COMPONENT_WORDS[component.name],
        summary=_format_line(component, "SUMMARY"),
        when=at,
        due=task and at.start is None,
        occurrence=parse_event_time(occurrence, zones) if occurrence else None,
        repeats=rule,
        rule="" if rule else _format_line(component, "RRULE"),
        excluded_dates=_collect_dates(component, "EXDATE"),
        added_dates=_collect_dates(component, "RDATE"),
        location=render_text(component.get_text("LOCATION")[:MAX_LINE_CHARACTERS]),
        links=links,
        organiser=_parse_calendar_user(organiser) if organiser else None,
        attendees=tuple(_parse_calendar_user(line) for line in everybody[:MAX_LISTED_ATTENDEES]),
        unlisted_attendees=max(len(everybody) - MAX_LISTED_ATTENDEES, 0),
        answers=_count_answers(everybody),
        description=_render_description(component),
        comment=render_text(component.get_text("COMMENT")[:MAX_DESCRIPTION_CHARACTERS]),
        status=STATUS_WORDS.get(state, ""),
        tone=STATUS_TONES.get(state, ""),
        categories=reveal_invisible(", ".join(_iter_categories(component))[:MAX_LINE_CHARACTERS]),
        revision=_parse_sequence(component.get_text("SEQUENCE")),
        enclosed_files=enclosed,
        busy_periods=sum(len(line.value.split(",")) for line in component.find_lines("FREEBUSY")),
    )


def _parse_sequence(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _format_line(component: ContentComponent, name: str) -> str:
    return reveal_invisible(" ".join(component.get_text(name)[:MAX_LINE_CHARACTERS].split()))


def _format_recurrence(component: ContentComponent, zones: CalendarZones) -> str:
    """The recurrence in words, where there is one rule and it has words."""
    rules, start = component.find_lines("RRULE"), component.find_line("DTSTART")
    zone = zones.get_zone(name) if start and (name := start.get_parameter("TZID")) else None
    return recurrence.format_recurrence_rule(rules[0].value, zone) if len(rules) == 1 else ""


def _collect_dates(component: ContentComponent, name: str) -> DateList:
    named, all_of_them = parse_event_dates(component.find_lines(name), MAX_NAMED_DATES)
    return DateList(named, all_of_them - len(named))


def _collect_links(component: ContentComponent) -> tuple[tuple[Markup, ...], int]:
    """Addresses of pages, and how many files lie in the calendar itself."""
    lines = component.find_lines(*LINK_PROPERTIES)
    enclosed = sum(line.name == "ATTACH" and _is_inline_data(line) for line in lines)
    texts = dict.fromkeys(line.text.strip()[:2000] for line in lines if not _is_inline_data(line))
    return tuple(render_text(text) for text in list(texts)[:MAX_LINKS]), enclosed


def _is_inline_data(line: ContentLine) -> bool:
    return (
        line.get_parameter("VALUE").upper() == "BINARY" or line.get_parameter("ENCODING").upper() == "BASE64"
    )


def _iter_categories(component: ContentComponent) -> Iterator[str]:
    for line in component.find_lines("CATEGORIES"):
        yield from filter(None, split_value(line.value[:MAX_LINE_CHARACTERS], ","))


def _render_description(component: ContentComponent) -> Markup:
    """Some programs write HTML into it, of which the text is shown."""
    text = component.get_text("DESCRIPTION")[:MAX_DESCRIPTION_CHARACTERS]
    if has_html_markup(text):
        try:
            check_html_complexity(text)
            text = extract_html_text(text)
        except UnviewableContent:
            pass
    return render_text(text.strip())


def _get_display_name(line: ContentLine) -> str:
    person = _parse_calendar_user(line)
    return person.name or person.address


def _parse_calendar_user(line: ContentLine) -> CalendarUser:
    address = line.text.strip()[:MAX_LINE_CHARACTERS]
    address = address[len("mailto:") :] if address.lower().startswith("mailto:") else address
    name = line.get_parameter("CN").strip("\"' ")[:MAX_LINE_CHARACTERS]
    roles = (line.get_parameter("CUTYPE").upper(), line.get_parameter("ROLE").upper())
    return CalendarUser(
        name="" if name.lower() == address.lower() else reveal_invisible(" ".join(name.split())),
        address=reveal_invisible(address),
        answer=PARTICIPATION_WORDS.get(line.get_parameter("PARTSTAT").upper(), ""),
        role=next((ROLE_WORDS[role] for role in roles if role in ROLE_WORDS), ""),
    )


def _count_answers(everybody: list[ContentLine]) -> tuple[tuple[str, int], ...]:
    """In the order of `PARTICIPATION_WORDS`, which begins with those that are still to come: put last."""
    counts = Counter(
        PARTICIPATION_WORDS.get(line.get_parameter("PARTSTAT").upper(), "no answer") for line in everybody
    )
    order = [*list(PARTICIPATION_WORDS.values())[1:], "no answer"]
    return tuple((answer, counts[answer]) for answer in order if counts[answer])

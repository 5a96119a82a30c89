"""What a calendar file says (iCalendar, RFC 5545; what it asks for, RFC 5546): events, tasks, notes and busy
times, as a person would tell them.

Alarms are left out, and recurrences are said, never followed.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from interactions.content.cards import recurrence
from interactions.content.cards.content_lines import Component, Line, components, decoded, parts
from interactions.content.cards.moments import Moment, When, days, moment, when
from interactions.content.cards.zones import Zones
from interactions.content.errors import UnviewableContent
from interactions.content.html.guard import guard
from interactions.content.html.readable import looks_like_html, plain
from interactions.content.limits import get_content_limits
from interactions.content.text.markup import marked, turns_text, visible

KINDS = {"VEVENT": "Event", "VTODO": "Task", "VJOURNAL": "Note", "VFREEBUSY": "Busy times"}
ASKS = {
    "REQUEST": "Invitation",
    "CANCEL": "Cancelled",
    "COUNTER": "Another time is proposed",
    "DECLINECOUNTER": "The other time is declined",
    "ADD": "Further dates",
    "REFRESH": "The latest version is asked for",
}
ANSWERS = {
    "NEEDS-ACTION": "no answer",
    "ACCEPTED": "accepted",
    "DECLINED": "declined",
    "TENTATIVE": "tentative",
    "DELEGATED": "delegated",
    "COMPLETED": "completed",
    "IN-PROCESS": "in progress",
}
REPLIES = {
    "ACCEPTED": "Accepted",
    "DECLINED": "Declined",
    "TENTATIVE": "Tentatively accepted",
    "DELEGATED": "Delegated",
    "COMPLETED": "Completed",
    "IN-PROCESS": "In progress",
}
TONES = {"ACCEPTED": "good", "COMPLETED": "good", "DECLINED": "bad", "CANCELLED": "bad", "TENTATIVE": "open"}
PARTS_IN_IT = {
    "CHAIR": "chair",
    "OPT-PARTICIPANT": "optional",
    "NON-PARTICIPANT": "for information",
    "GROUP": "group",
    "RESOURCE": "resource",
    "ROOM": "room",
}
STATES = {
    "TENTATIVE": "Tentative",
    "CANCELLED": "Cancelled",
    "NEEDS-ACTION": "To do",
    "IN-PROCESS": "In progress",
    "COMPLETED": "Completed",
    "DRAFT": "Draft",
}
LINKS = ("URL", "CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "ATTACH")
LINE = 500  # characters of a line such as the summary
TEXT = 20_000  # characters of a description
PEOPLE = 200  # attendees listed of an event
DATES = 6  # exceptions named
MOST_LINKS = 8


@dataclass(frozen=True)
class Person:
    """One of the two may be empty. `answer` and `part` are words, empty where nothing is said."""

    name: str
    address: str
    answer: str = ""
    part: str = ""


@dataclass(frozen=True)
class Dates:
    """The first of some dates, and how many there are besides."""

    named: tuple[date, ...]
    more: int


@dataclass(frozen=True)
class Entry:
    """An event, or another of `KINDS`. `occurrence` is given when only that one of a series is meant.
    `repeats` are words; `rule` is a rule that has none. `answers` are how many gave which; `people` are
    listed, `unlisted` are not. `busy` counts periods, of busy times."""

    kind: str
    summary: str
    when: When
    due: bool
    occurrence: Moment | None
    repeats: str
    rule: str
    left_out: Dates
    added: Dates
    location: Markup
    links: tuple[Markup, ...]
    organiser: Person | None
    people: tuple[Person, ...]
    unlisted: int
    answers: tuple[tuple[str, int], ...]
    description: Markup
    comment: Markup
    state: str
    tone: str
    categories: str
    revision: int
    enclosed: int
    busy: int


@dataclass(frozen=True)
class Calendar:
    """`says` is what it is for in words, `tone` whether that is "good", "bad", "open" or nothing of these.
    `name` is the calendar's own. `more` entries are not shown."""

    says: str
    tone: str
    name: str
    entries: tuple[Entry, ...]
    more: int
    notes: tuple[str, ...]


def read(data: bytes, charset: str | None) -> Calendar:
    """Any bytes that are a calendar; raises `Unshowable` for all others, and for one that is too large."""
    if len(data) > get_content_limits().calendar_bytes:
        raise UnviewableContent(
            f"This calendar is larger than the {get_content_limits().calendar_bytes / 1000:.3g} kB "
            "that are read."
        )
    text = decoded(data, charset)
    calendars = [each for each in components(text.text) if each.name == "VCALENDAR"]
    if not calendars:
        raise UnviewableContent("It is declared as a calendar, but it is none.")
    notes = [text.note] if text.note else []
    if any(each.damaged for each in calendars):
        notes.append("This calendar is damaged; its source may hold more than is shown.")
    if turns_text(text.text):
        notes.append("Characters in it change the direction of reading; they are shown as marks.")
    return _calendar(calendars, notes)


def _calendar(calendars: list[Component], notes: list[str]) -> Calendar:
    found = [each for calendar in calendars for each in calendar.inside if each.name in KINDS]
    if not found:
        notes.append("There is no event in it.")
    zones = Zones([each for calendar in calendars for each in calendar.inside if each.name == "VTIMEZONE"])
    most = get_content_limits().calendar_events
    shown = tuple(_entry(each, zones) for each in found[:most])
    says, tone = _says(calendars[0].text("METHOD").upper(), found)
    name = visible(calendars[0].text("X-WR-CALNAME")[:LINE])
    return Calendar(says, tone, name, shown, len(found) - len(shown), tuple(notes))


def _says(method: str, found: list[Component]) -> tuple[str, str]:
    """What is wanted, by whom where one person answers."""
    who = found[0].all("ATTENDEE") if found else []
    by = f" by {name}" if len(who) == 1 and (name := _called(who[0])) else ""
    if method == "REPLY":
        answer = who[0].parameter("PARTSTAT").upper() if len(who) == 1 else ""
        return REPLIES.get(answer, "Answer") + by, TONES.get(answer, "")
    if method == "COUNTER":
        return ASKS[method] + by, "open"
    if method == "CANCEL":
        return ASKS[method], "bad"
    if method == "REQUEST" and found and found[0].name != "VEVENT":
        return f"Request: {KINDS[found[0].name].lower()}", ""
    if method in ASKS:
        return ASKS[method], ""
    return (KINDS[found[0].name] if len(found) == 1 else "Calendar"), ""


def _entry(component: Component, zones: Zones) -> Entry:
    task = component.name == "VTODO"
    at = when(component, zones, end="DUE" if task else "DTEND")
    rule = _rule(component, zones)
    occurrence = component.first("RECURRENCE-ID")
    organiser = component.first("ORGANIZER")
    everybody = component.all("ATTENDEE")
    state = component.text("STATUS").upper()
    links, enclosed = _links(component)
    return Entry(
        kind=KINDS[component.name],
        summary=_line(component, "SUMMARY"),
        when=at,
        due=task and at.start is None,
        occurrence=moment(occurrence, zones) if occurrence else None,
        repeats=rule,
        rule="" if rule else _line(component, "RRULE"),
        left_out=_dates(component, "EXDATE"),
        added=_dates(component, "RDATE"),
        location=marked(component.text("LOCATION")[:LINE]),
        links=links,
        organiser=_person(organiser) if organiser else None,
        people=tuple(_person(line) for line in everybody[:PEOPLE]),
        unlisted=max(len(everybody) - PEOPLE, 0),
        answers=_answers(everybody),
        description=_description(component),
        comment=marked(component.text("COMMENT")[:TEXT]),
        state=STATES.get(state, ""),
        tone=TONES.get(state, ""),
        categories=visible(", ".join(_categories(component))[:LINE]),
        revision=_revision(component.text("SEQUENCE")),
        enclosed=enclosed,
        busy=sum(len(line.value.split(",")) for line in component.all("FREEBUSY")),
    )


def _revision(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _line(component: Component, name: str) -> str:
    return visible(" ".join(component.text(name)[:LINE].split()))


def _rule(component: Component, zones: Zones) -> str:
    """The recurrence in words, where there is one rule and it has words."""
    rules, start = component.all("RRULE"), component.first("DTSTART")
    zone = zones.zone(name) if start and (name := start.parameter("TZID")) else None
    return recurrence.words(rules[0].value, zone) if len(rules) == 1 else ""


def _dates(component: Component, name: str) -> Dates:
    named, all_of_them = days(component.all(name), DATES)
    return Dates(named, all_of_them - len(named))


def _links(component: Component) -> tuple[tuple[Markup, ...], int]:
    """Addresses of pages, and how many files lie in the calendar itself."""
    lines = component.all(*LINKS)
    enclosed = sum(line.name == "ATTACH" and _is_data(line) for line in lines)
    texts = dict.fromkeys(line.text.strip()[:2000] for line in lines if not _is_data(line))
    return tuple(marked(text) for text in list(texts)[:MOST_LINKS]), enclosed


def _is_data(line: Line) -> bool:
    return line.parameter("VALUE").upper() == "BINARY" or line.parameter("ENCODING").upper() == "BASE64"


def _categories(component: Component) -> Iterator[str]:
    for line in component.all("CATEGORIES"):
        yield from filter(None, parts(line.value[:LINE], ","))


def _description(component: Component) -> Markup:
    """Some programs write HTML into it, of which the text is shown."""
    text = component.text("DESCRIPTION")[:TEXT]
    if looks_like_html(text):
        try:
            guard(text)
            text = plain(text)
        except UnviewableContent:
            pass
    return marked(text.strip())


def _called(line: Line) -> str:
    person = _person(line)
    return person.name or person.address


def _person(line: Line) -> Person:
    address = line.text.strip()[:LINE]
    address = address[len("mailto:") :] if address.lower().startswith("mailto:") else address
    name = line.parameter("CN").strip("\"' ")[:LINE]
    roles = (line.parameter("CUTYPE").upper(), line.parameter("ROLE").upper())
    return Person(
        name="" if name.lower() == address.lower() else visible(" ".join(name.split())),
        address=visible(address),
        answer=ANSWERS.get(line.parameter("PARTSTAT").upper(), ""),
        part=next((PARTS_IN_IT[role] for role in roles if role in PARTS_IN_IT), ""),
    )


def _answers(everybody: list[Line]) -> tuple[tuple[str, int], ...]:
    """In the order of `ANSWERS`, which begins with those that are still to come: put last."""
    counts = Counter(ANSWERS.get(line.parameter("PARTSTAT").upper(), "no answer") for line in everybody)
    order = [*list(ANSWERS.values())[1:], "no answer"]
    return tuple((answer, counts[answer]) for answer in order if counts[answer])

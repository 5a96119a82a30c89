"""What a calendar file says (iCalendar, RFC 5545; what it asks for, RFC 5546): events, tasks, notes and busy
times, as a person would tell them.

Alarms are left out, and recurrences are said, never followed.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
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
from interactions.ucs.untrusted_text import parse_whole_number

COMPONENT_WORDS = {
    "VEVENT": gettext_noop("Event"),
    "VTODO": gettext_noop("Task"),
    "VJOURNAL": gettext_noop("Note"),
    "VFREEBUSY": gettext_noop("Busy times"),
}
METHOD_WORDS = {
    "REQUEST": gettext_noop("Invitation"),
    "CANCEL": gettext_noop("Cancelled"),
    "COUNTER": gettext_noop("New time proposed"),
    "DECLINECOUNTER": gettext_noop("Proposed time declined"),
    "ADD": gettext_noop("More dates added"),
    "REFRESH": gettext_noop("Latest version requested"),
}
PARTICIPATION_WORDS = {
    "NEEDS-ACTION": gettext_noop("no answer"),
    "ACCEPTED": gettext_noop("accepted"),
    "DECLINED": gettext_noop("declined"),
    "TENTATIVE": gettext_noop("tentative"),
    "DELEGATED": gettext_noop("delegated"),
    "COMPLETED": gettext_noop("completed"),
    "IN-PROCESS": gettext_noop("in progress"),
}
REPLY_WORDS = {
    "ACCEPTED": gettext_noop("Accepted"),
    "DECLINED": gettext_noop("Declined"),
    "TENTATIVE": gettext_noop("Tentatively accepted"),
    "DELEGATED": gettext_noop("Delegated"),
    "COMPLETED": gettext_noop("Completed"),
    "IN-PROCESS": gettext_noop("In progress"),
}
STATUS_TONES = {
    "ACCEPTED": "good",
    "COMPLETED": "good",
    "DECLINED": "bad",
    "CANCELLED": "bad",
    "TENTATIVE": "open",
}
ROLE_WORDS = {
    "CHAIR": gettext_noop("chair"),
    "OPT-PARTICIPANT": gettext_noop("optional"),
    "NON-PARTICIPANT": gettext_noop("for information"),
    "GROUP": gettext_noop("group"),
    "RESOURCE": gettext_noop("resource"),
    "ROOM": gettext_noop("room"),
}
STATUS_WORDS = {
    "TENTATIVE": gettext_noop("Tentative"),
    "CANCELLED": gettext_noop("Cancelled"),
    "NEEDS-ACTION": gettext_noop("To do"),
    "IN-PROCESS": gettext_noop("In progress"),
    "COMPLETED": gettext_noop("Completed"),
    "DRAFT": gettext_noop("Draft"),
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
    part: str = ""


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
    left_out: DateList
    added: DateList
    location: Markup
    links: tuple[Markup, ...]
    organiser: CalendarUser | None
    people: tuple[CalendarUser, ...]
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
class CalendarFile:
    """`says` is what it is for in words, `tone` whether that is "good", "bad", "open" or nothing of these.
    `name` is the calendar's own. `more` entries are not shown."""

    says: str
    tone: str
    name: str
    entries: tuple[CalendarEntry, ...]
    more: int
    notes: tuple[str, ...]


def parse_calendar(data: bytes, charset: str | None) -> CalendarFile:
    """Any bytes that are a calendar; raises `UnviewableContent` for all others, and for one that is too
    large."""
    if len(data) > get_content_limits().calendar_bytes:
        size = f"{get_content_limits().calendar_bytes / 1000:.3g} kB"
        raise UnviewableContent(
            _("The calendar is larger than %(size)s, so it is not shown.") % {"size": size}
        )
    text = decode_unfolded_text(data, charset)
    calendars = [each for each in iter_components(text.text) if each.name == "VCALENDAR"]
    if not calendars:
        raise UnviewableContent(_("Labelled as a calendar, but it isn’t one."))
    notes = [text.note] if text.note else []
    if any(each.damaged for each in calendars):
        notes.append(_("The calendar is damaged. Its source may contain more than is shown."))
    if has_bidi_controls(text.text):
        notes.append(_("Characters that change the reading direction are shown as marks."))
    return _build_calendar(calendars, notes)


def _build_calendar(calendars: list[ContentComponent], notes: list[str]) -> CalendarFile:
    found = [each for calendar in calendars for each in calendar.inside if each.name in COMPONENT_WORDS]
    if not found:
        notes.append(_("The calendar has no events."))
    zones = CalendarZones(
        [each for calendar in calendars for each in calendar.inside if each.name == "VTIMEZONE"]
    )
    most = get_content_limits().calendar_events
    shown = tuple(_build_calendar_entry(each, zones) for each in found[:most])
    says, tone = _format_method(calendars[0].text("METHOD").upper(), found)
    name = reveal_invisible(calendars[0].text("X-WR-CALNAME")[:MAX_LINE_CHARACTERS])
    return CalendarFile(says, tone, name, shown, len(found) - len(shown), tuple(notes))


def _format_method(method: str, found: list[ContentComponent]) -> tuple[str, str]:
    """What is wanted, by whom where one person answers."""
    who = found[0].all("ATTENDEE") if found else []
    name = _get_display_name(who[0]) if len(who) == 1 else ""
    if method == "REPLY":
        answer = who[0].parameter("PARTSTAT").upper() if len(who) == 1 else ""
        return _by(_(REPLY_WORDS[answer]) if answer in REPLY_WORDS else _("Answer"), name), STATUS_TONES.get(
            answer, ""
        )
    if method == "COUNTER":
        return _by(_(METHOD_WORDS[method]), name), "open"
    if method == "CANCEL":
        return _(METHOD_WORDS[method]), "bad"
    if method == "REQUEST" and found and found[0].name != "VEVENT":
        return _("Request: %(kind)s") % {"kind": _(COMPONENT_WORDS[found[0].name]).lower()}, ""
    if method in METHOD_WORDS:
        return _(METHOD_WORDS[method]), ""
    return (_(COMPONENT_WORDS[found[0].name]) if len(found) == 1 else _("Calendar")), ""


def _by(what: str, name: str) -> str:
    return _("%(what)s by %(name)s") % {"what": what, "name": name} if name else what


def _build_calendar_entry(component: ContentComponent, zones: CalendarZones) -> CalendarEntry:
    task = component.name == "VTODO"
    at = parse_event_period(component, zones, end="DUE" if task else "DTEND")
    rule = _format_recurrence(component, zones)
    occurrence = component.first("RECURRENCE-ID")
    organiser = component.first("ORGANIZER")
    everybody = component.all("ATTENDEE")
    state = component.text("STATUS").upper()
    links, enclosed = _collect_links(component)
    return CalendarEntry(
        kind=_(COMPONENT_WORDS[component.name]),
        summary=_format_line(component, "SUMMARY"),
        when=at,
        due=task and at.start is None,
        occurrence=parse_event_time(occurrence, zones) if occurrence else None,
        repeats=rule,
        rule="" if rule else _format_line(component, "RRULE"),
        left_out=_collect_dates(component, "EXDATE"),
        added=_collect_dates(component, "RDATE"),
        location=render_text(component.text("LOCATION")[:MAX_LINE_CHARACTERS]),
        links=links,
        organiser=_parse_calendar_user(organiser) if organiser else None,
        people=tuple(_parse_calendar_user(line) for line in everybody[:MAX_LISTED_ATTENDEES]),
        unlisted=max(len(everybody) - MAX_LISTED_ATTENDEES, 0),
        answers=_count_answers(everybody),
        description=_render_description(component),
        comment=render_text(component.text("COMMENT")[:MAX_DESCRIPTION_CHARACTERS]),
        state=_(STATUS_WORDS[state]) if state in STATUS_WORDS else "",
        tone=STATUS_TONES.get(state, ""),
        categories=reveal_invisible(", ".join(_iter_categories(component))[:MAX_LINE_CHARACTERS]),
        revision=parse_whole_number(component.text("SEQUENCE"), max_digits=5) or 0,
        enclosed=enclosed,
        busy=sum(len(line.value.split(",")) for line in component.all("FREEBUSY")),
    )


def _format_line(component: ContentComponent, name: str) -> str:
    return reveal_invisible(" ".join(component.text(name)[:MAX_LINE_CHARACTERS].split()))


def _format_recurrence(component: ContentComponent, zones: CalendarZones) -> str:
    """The recurrence in words, where there is one rule and it has words."""
    rules, start = component.all("RRULE"), component.first("DTSTART")
    zone = zones.zone(name) if start and (name := start.parameter("TZID")) else None
    return recurrence.format_recurrence_rule(rules[0].value, zone) if len(rules) == 1 else ""


def _collect_dates(component: ContentComponent, name: str) -> DateList:
    named, all_of_them = parse_event_dates(component.all(name), MAX_NAMED_DATES)
    return DateList(named, all_of_them - len(named))


def _collect_links(component: ContentComponent) -> tuple[tuple[Markup, ...], int]:
    """Addresses of pages, and how many files lie in the calendar itself."""
    lines = component.all(*LINK_PROPERTIES)
    enclosed = sum(line.name == "ATTACH" and _is_inline_data(line) for line in lines)
    texts = dict.fromkeys(line.text.strip()[:2000] for line in lines if not _is_inline_data(line))
    return tuple(render_text(text) for text in list(texts)[:MAX_LINKS]), enclosed


def _is_inline_data(line: ContentLine) -> bool:
    return line.parameter("VALUE").upper() == "BINARY" or line.parameter("ENCODING").upper() == "BASE64"


def _iter_categories(component: ContentComponent) -> Iterator[str]:
    for line in component.all("CATEGORIES"):
        yield from filter(None, split_value(line.value[:MAX_LINE_CHARACTERS], ","))


def _render_description(component: ContentComponent) -> Markup:
    """Some programs write HTML into it, of which the text is shown."""
    text = component.text("DESCRIPTION")[:MAX_DESCRIPTION_CHARACTERS]
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
    name = line.parameter("CN").strip("\"' ")[:MAX_LINE_CHARACTERS]
    roles = (line.parameter("CUTYPE").upper(), line.parameter("ROLE").upper())
    return CalendarUser(
        name="" if name.lower() == address.lower() else reveal_invisible(" ".join(name.split())),
        address=reveal_invisible(address),
        answer=_(PARTICIPATION_WORDS[answer])
        if (answer := line.parameter("PARTSTAT").upper()) in PARTICIPATION_WORDS
        else "",
        part=next((_(ROLE_WORDS[role]) for role in roles if role in ROLE_WORDS), ""),
    )


def _count_answers(everybody: list[ContentLine]) -> tuple[tuple[str, int], ...]:
    """In the order of `PARTICIPATION_WORDS`, which begins with those that are still to come: put last."""
    answers = (line.parameter("PARTSTAT").upper() for line in everybody)
    counts = Counter(answer if answer in PARTICIPATION_WORDS else "NEEDS-ACTION" for answer in answers)
    order = [*list(PARTICIPATION_WORDS)[1:], "NEEDS-ACTION"]
    return tuple((_(PARTICIPATION_WORDS[answer]), counts[answer]) for answer in order if counts[answer])

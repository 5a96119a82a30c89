"""Parses a calendar file (iCalendar, RFC 5545, with the methods of RFC 5546) into events, tasks, notes and
busy times in readable words.

Alarms are left out. Recurrence rules are described, never expanded.
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
MAX_LINE_CHARACTERS = 500  # of a line such as the summary
MAX_DESCRIPTION_CHARACTERS = 20_000
MAX_LISTED_ATTENDEES = 200  # of one event
MAX_NAMED_DATES = 6  # of the excluded, and of the added dates
MAX_LINKS = 8


@dataclass(frozen=True)
class CalendarUser:
    """An organiser or attendee; `name` or `address` may be "". `answer` ("accepted") and `role` ("optional")
    are words, "" where the file does not say."""

    name: str
    address: str
    answer: str = ""
    role: str = ""


@dataclass(frozen=True)
class DateList:
    """The first dates of a list, and how many more there are."""

    named: tuple[date, ...]
    more: int


@dataclass(frozen=True)
class CalendarEntry:
    """An event, or another component of `COMPONENT_WORDS`; texts are "" where the file does not say.

    `due` says that a task has only its due date. `occurrence` is given when the entry is one occurrence of a
    series. `repeats` is the recurrence in words, `rule` the rule as written where there are no words for it.
    `unlisted_attendees` counts those beyond `MAX_LISTED_ATTENDEES`; `answers` are (answer, number of
    attendees). `tone` is that of the status: "good", "bad", "open" or "". `revision` is the SEQUENCE,
    `enclosed_files` and `busy_periods` are counts.
    """

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
    """A calendar file. `purpose` says in words what it is for ("Invitation"), `tone` whether that is "good",
    "bad", "open" or neither (""). `name` is the calendar's own name. `more` counts the entries beyond the
    limit."""

    purpose: str
    tone: str
    name: str
    entries: tuple[CalendarEntry, ...]
    more: int
    notes: tuple[str, ...]


def parse_calendar(data: bytes, charset: str | None) -> CalendarFile:
    """Parses any bytes as a calendar. Raises `UnviewableContent` for bytes that are no calendar, and for a
    calendar that is too large or nested too deeply."""
    if len(data) > get_content_limits().calendar_bytes:
        size = f"{get_content_limits().calendar_bytes / 1000:.3g} kB"
        raise UnviewableContent(
            _("The calendar is larger than %(size)s, so it is not shown.") % {"size": size}
        )
    text = decode_unfolded_text(data, charset)
    calendars = [component for component in iter_components(text.text) if component.name == "VCALENDAR"]
    if not calendars:
        raise UnviewableContent(_("Labelled as a calendar, but it isn’t one."))
    notes = [text.note] if text.note else []
    if any(component.damaged for component in calendars):
        notes.append(_("The calendar is damaged. Its source may contain more than is shown."))
    if has_bidi_controls(text.text):
        notes.append(_("Characters that change the reading direction are shown as marks."))
    return _build_calendar(calendars, notes)


def _build_calendar(calendars: list[ContentComponent], notes: list[str]) -> CalendarFile:
    children = [component for calendar in calendars for component in calendar.children]
    components = [component for component in children if component.name in COMPONENT_WORDS]
    if not components:
        notes.append(_("The calendar has no events."))
    zones = CalendarZones([component for component in children if component.name == "VTIMEZONE"])
    max_entries = get_content_limits().calendar_events
    entries = tuple(_build_calendar_entry(component, zones) for component in components[:max_entries])
    purpose, tone = _format_method(calendars[0].get_text("METHOD").upper(), components)
    name = reveal_invisible(calendars[0].get_text("X-WR-CALNAME")[:MAX_LINE_CHARACTERS])
    return CalendarFile(purpose, tone, name, entries, len(components) - len(entries), tuple(notes))


def _format_method(method: str, components: list[ContentComponent]) -> tuple[str, str]:
    """What the file is for and its tone, by its METHOD (RFC 5546 §1.4); for an answer with the name of the
    one attendee who gives it."""
    attendees = components[0].find_lines("ATTENDEE") if components else []
    name = _get_display_name(attendees[0]) if len(attendees) == 1 else ""
    if method == "REPLY":
        answer = attendees[0].get_parameter("PARTSTAT").upper() if len(attendees) == 1 else ""
        words = _(REPLY_WORDS[answer]) if answer in REPLY_WORDS else _("Answer")
        return _format_with_name(words, name), STATUS_TONES.get(answer, "")
    if method == "COUNTER":
        return _format_with_name(_(METHOD_WORDS[method]), name), "open"
    if method == "CANCEL":
        return _(METHOD_WORDS[method]), "bad"
    if method == "REQUEST" and components and components[0].name != "VEVENT":
        return _("Request: %(kind)s") % {"kind": _(COMPONENT_WORDS[components[0].name]).lower()}, ""
    if method in METHOD_WORDS:
        return _(METHOD_WORDS[method]), ""
    return (_(COMPONENT_WORDS[components[0].name]) if len(components) == 1 else _("Calendar")), ""


def _format_with_name(words: str, name: str) -> str:
    """`Accepted by Vera`; the words alone without a name."""
    return _("%(what)s by %(name)s") % {"what": words, "name": name} if name else words


def _build_calendar_entry(component: ContentComponent, zones: CalendarZones) -> CalendarEntry:
    is_task = component.name == "VTODO"
    period = parse_event_period(component, zones, end="DUE" if is_task else "DTEND")
    recurrence_words = _format_recurrence(component, zones)
    occurrence = component.find_line("RECURRENCE-ID")
    organiser = component.find_line("ORGANIZER")
    attendees = component.find_lines("ATTENDEE")
    status = component.get_text("STATUS").upper()
    links, enclosed_files = _collect_links(component)
    return CalendarEntry(
        kind=_(COMPONENT_WORDS[component.name]),
        summary=_format_line(component, "SUMMARY"),
        when=period,
        due=is_task and period.start is None,
        occurrence=parse_event_time(occurrence, zones) if occurrence else None,
        repeats=recurrence_words,
        rule="" if recurrence_words else _format_line(component, "RRULE"),
        excluded_dates=_collect_dates(component, "EXDATE"),
        added_dates=_collect_dates(component, "RDATE"),
        location=render_text(component.get_text("LOCATION")[:MAX_LINE_CHARACTERS]),
        links=links,
        organiser=_parse_calendar_user(organiser) if organiser else None,
        attendees=tuple(_parse_calendar_user(line) for line in attendees[:MAX_LISTED_ATTENDEES]),
        unlisted_attendees=max(len(attendees) - MAX_LISTED_ATTENDEES, 0),
        answers=_count_answers(attendees),
        description=_render_description(component),
        comment=render_text(component.get_text("COMMENT")[:MAX_DESCRIPTION_CHARACTERS]),
        status=_(STATUS_WORDS[status]) if status in STATUS_WORDS else "",
        tone=STATUS_TONES.get(status, ""),
        categories=reveal_invisible(", ".join(_iter_categories(component))[:MAX_LINE_CHARACTERS]),
        revision=parse_whole_number(component.get_text("SEQUENCE"), max_digits=5) or 0,
        enclosed_files=enclosed_files,
        busy_periods=sum(len(line.value.split(",")) for line in component.find_lines("FREEBUSY")),
    )


def _format_line(component: ContentComponent, name: str) -> str:
    return reveal_invisible(" ".join(component.get_text(name)[:MAX_LINE_CHARACTERS].split()))


def _format_recurrence(component: ContentComponent, zones: CalendarZones) -> str:
    """The recurrence in words; "" without a rule, with several, or for a rule that has no plain words."""
    rules, start = component.find_lines("RRULE"), component.find_line("DTSTART")
    zone = zones.get_zone(name) if start and (name := start.get_parameter("TZID")) else None
    return recurrence.format_recurrence_rule(rules[0].value, zone) if len(rules) == 1 else ""


def _collect_dates(component: ContentComponent, name: str) -> DateList:
    named, total = parse_event_dates(component.find_lines(name), MAX_NAMED_DATES)
    return DateList(named, total - len(named))


def _collect_links(component: ContentComponent) -> tuple[tuple[Markup, ...], int]:
    """The links of a component, and the number of files that the calendar itself contains."""
    lines = component.find_lines(*LINK_PROPERTIES)
    enclosed_files = sum(line.name == "ATTACH" and _is_inline_data(line) for line in lines)
    texts = dict.fromkeys(line.text.strip()[:2000] for line in lines if not _is_inline_data(line))
    return tuple(render_text(text) for text in list(texts)[:MAX_LINKS]), enclosed_files


def _is_inline_data(line: ContentLine) -> bool:
    return (
        line.get_parameter("VALUE").upper() == "BINARY" or line.get_parameter("ENCODING").upper() == "BASE64"
    )


def _iter_categories(component: ContentComponent) -> Iterator[str]:
    for line in component.find_lines("CATEGORIES"):
        yield from filter(None, split_value(line.value[:MAX_LINE_CHARACTERS], ","))


def _render_description(component: ContentComponent) -> Markup:
    """The description; of HTML, which some programs write there, its readable text."""
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
        answer=_(PARTICIPATION_WORDS[answer])
        if (answer := line.get_parameter("PARTSTAT").upper()) in PARTICIPATION_WORDS
        else "",
        role=next((_(ROLE_WORDS[role]) for role in roles if role in ROLE_WORDS), ""),
    )


def _count_answers(attendees: list[ContentLine]) -> tuple[tuple[str, int], ...]:
    """The number of attendees by answer, in the order of `PARTICIPATION_WORDS` but with NEEDS-ACTION last."""
    answers = (line.get_parameter("PARTSTAT").upper() for line in attendees)
    counts = Counter(answer if answer in PARTICIPATION_WORDS else "NEEDS-ACTION" for answer in answers)
    order = [*list(PARTICIPATION_WORDS)[1:], "NEEDS-ACTION"]
    return tuple((_(PARTICIPATION_WORDS[answer]), counts[answer]) for answer in order if counts[answer])

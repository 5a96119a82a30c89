"""A calendar file as cards, with its source beneath."""

from dataclasses import dataclass

from markupsafe import Markup

from interactions.content.icalendar.calendar_parser import CalendarFile, parse_calendar
from interactions.content.icalendar.content_lines import decode_unfolded_text
from interactions.content.text.markup import render_text
from interactions.content.viewer import ViewerInput, ViewerResult


@dataclass(frozen=True)
class CalendarView:
    """`source` is the file as it was sent, but for folded lines, which are whole."""

    calendar: CalendarFile
    source: Markup


def build_calendar_view(material: ViewerInput) -> ViewerResult:
    """Declines what is no calendar; that is text."""
    calendar = parse_calendar(material.data, material.charset)
    source = render_text(decode_unfolded_text(material.data, material.charset).text)
    return ViewerResult(CalendarView(calendar, source), calendar.notes)

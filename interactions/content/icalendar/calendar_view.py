"""The viewer of calendar files: a card for each entry, and the source below."""

from dataclasses import dataclass

from markupsafe import Markup

from interactions.content.icalendar.calendar_parser import CalendarFile, parse_calendar
from interactions.content.icalendar.content_lines import decode_unfolded_text
from interactions.content.text.markup import render_text
from interactions.content.viewer import ViewerInput, ViewerResult


@dataclass(frozen=True)
class CalendarView:
    """A calendar, and its source as it was sent, except that folded lines are joined."""

    calendar: CalendarFile
    source: Markup


def build_calendar_view(material: ViewerInput) -> ViewerResult:
    """Shows a calendar. Raises `UnviewableContent` for bytes that are none, which the next viewer shows as
    text, and for one that is too large."""
    calendar = parse_calendar(material.data, material.charset)
    source = render_text(decode_unfolded_text(material.data, material.charset).text)
    return ViewerResult(CalendarView(calendar, source), calendar.notes)

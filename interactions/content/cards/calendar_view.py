"""A calendar file as cards, with its source beneath."""

from dataclasses import dataclass

from markupsafe import Markup

from interactions.content.cards.calendar import Calendar, read
from interactions.content.cards.content_lines import decoded
from interactions.content.text.markup import marked
from interactions.content.viewer import ViewerInput, ViewerResult


@dataclass(frozen=True)
class CalendarView:
    """`source` is the file as it was sent, but for folded lines, which are whole."""

    calendar: Calendar
    source: Markup


def view(material: ViewerInput) -> ViewerResult:
    """Declines what is no calendar; that is text."""
    calendar = read(material.data, material.charset)
    source = marked(decoded(material.data, material.charset).text)
    return ViewerResult(CalendarView(calendar, source), calendar.notes)

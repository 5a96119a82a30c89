"""What a timeline's filter leaves, as a table for paper: `/customers/{id}/print` and `/services/{id}/print`.

The query is the timeline's own. A printed list is read by people, so it ends at `MOST` rows and says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, tzinfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from interactions.access.gate import get_gate
from interactions.history.clock.days import days
from interactions.history.filtering.filters import Filter
from interactions.history.filtering.selection import Selection
from interactions.history.history import Owner
from interactions.history.media import WORDS, Family, family, kind
from interactions.history.phases import Phases, phases
from interactions.pages.exports.columns import here
from interactions.pages.exports.export import file_name, listed
from interactions.pages.headline import direction_words, handled_by, title
from interactions.pages.links import Links
from interactions.pages.timeline.page import unknown
from interactions.pages.timeline.rows import state_words
from interactions.ucs.resources import Summary

MOST = 2000  # rows: about sixty sheets


@dataclass(frozen=True)
class Line:
    """An interaction as printed; `clock` is its start where the reader is, or ""."""

    identifier: str
    clock: str
    family: Family
    medium: str
    direction: str
    kind: str
    title: str
    handler: str
    times: Phases
    state: str
    problems: int


@dataclass(frozen=True)
class Section:
    """A day, or with `None` those without a start; `total` are all of the day, printed or not."""

    date: date | None
    total: int
    lines: tuple[Line, ...]


@require_safe
def page(request: HttpRequest, owner: Owner, identifier: str) -> HttpResponse:
    """The table. An unknown owner is the page that the timeline has for one."""
    chosen = Filter.from_query(request.GET)
    history = get_gate(request).load_history(owner, identifier, with_udata=bool(chosen.udata))
    if not history.rows:
        return unknown(request, history)
    rows, statement = listed(request, history, chosen)
    context = {
        "owner": owner,
        "identifier": identifier,
        "statement": statement,
        "sections": tuple(sections(rows, statement.zone)),
        "left": max(0, len(rows) - MOST),
        "most": MOST,
        "file_name": file_name(statement.exported_at),
        "back": _back(Links(owner, identifier, chosen)),
    }
    return render(request, "paper.html", context)


def sections(rows: Selection, zone: tzinfo = UTC) -> Iterable[Section]:
    """The days of the list's first rows."""
    for day in days(rows, 0, min(len(rows), MOST), zone):
        yield Section(day.date, day.total, tuple(_line(row, zone) for row in day.rows))


def _line(row: Summary, zone: tzinfo) -> Line:
    medium, start = family(row.media_type, row.entity_type), here(row.start_date, zone)
    return Line(
        identifier=row.interaction_id,
        clock=f"{start:%H:%M}" if start else "",
        family=medium,
        medium=WORDS[medium],
        direction=direction_words(row.type),
        kind=kind(row.type, row.sub_type),
        title=title(row),
        handler=handled_by(row),
        times=phases(row),
        state=state_words(row.status),
        problems=len(row.problems),
    )


def _back(links: Links) -> str:
    query = links.filter.query()
    return f"{links.path}?{query}" if query else links.path

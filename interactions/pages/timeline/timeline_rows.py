"""The rows of a timeline as shown: every word, link and width ready, so that the template only writes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import log10
from typing import Literal, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from msgspec import Struct

from interactions.history.clock.days import DayGroup
from interactions.history.columns.phases import PhaseSeconds, measure_phases
from interactions.history.columns.record_codes import (
    MediaFamily,
    format_sub_type,
    get_direction,
    get_media_family,
    get_status,
)
from interactions.history.insights.changes_since_visit import ChangesSinceVisit
from interactions.history.insights.threads import ThreadIndex
from interactions.pages.formatting import (
    format_ambiguous_offset,
    format_clock,
    format_count,
    format_duration,
    format_iso,
    format_largest_unit,
    format_moment,
)
from interactions.pages.headline import (
    StatusTone,
    format_direction,
    format_handler,
    format_status,
    format_title,
    get_status_tone,
)
from interactions.pages.icon_markup import DIRECTION_ICON_NAMES
from interactions.pages.page_links import HistoryLinks
from interactions.ucs.resources import InteractionSummary

BAR_WIDTH_PIXELS, PART_GAP_PIXELS, MIN_PART_WIDTH_PIXELS = (
    104.0,
    1.5,
    2.0,
)  # of a bar, between its parts and of a part, in CSS pixels
MIN_BAR_WIDTH_PIXELS, DECADE_WIDTH_PIXELS = (
    8.0,
    16.6,
)  # a bar's length for no time, and for ten times as long; a week fills WIDTH
SCALE_TICKS = (60, 3600, 86400)  # seconds that are written on the scale of the bars
PhaseCssClass = Literal["w", "h", "p", "r"]
ChangeBadge = Literal["", "New", "Ended"]
THREAD_RAIL_CLASSES = {
    (False, False): "th th-s",
    (False, True): "th th-a",
    (True, True): "th",
    (True, False): "th th-z",
}


class BarRect(NamedTuple):
    """A part of a bar: `w` wait, `h` handled, `p` wrap-up, `r` what the record does not split. CSS pixels."""

    part: PhaseCssClass
    x: float
    width: float


class TimelineRow(Struct, frozen=True, gc=False):
    """`start` and `clock` are "" without a start, `offset` but for a clock that comes twice, `duration`
    without an end. `rail` is the class of the thread rail; `chip` is the thread's size on the first of its
    rows that stand together, else 0. `news` is a word, or "" for what is none; `again` says of a repeat
    contact how long after the last one it came, else "".

    A msgspec Struct, made ten times as fast as a frozen dataclass.
    """

    identifier: str
    href: str
    start: str
    clock: str
    offset: str
    family: MediaFamily
    title: str
    named: bool
    kind: str
    direction: str
    direction_icon: str
    handler: str
    bar: tuple[BarRect, ...]
    bar_words: str
    duration: str
    state: str
    tone: StatusTone
    rail: str
    chip: int
    thread_href: str
    problems: int
    news: ChangeBadge
    again: str
    again_words: str
    again_href: str


@dataclass(frozen=True)
class RowContext:
    """What rows tell of each other, and what is new of them to the reader."""

    threads: ThreadIndex
    find_former: Callable[[InteractionSummary], InteractionSummary | None] = lambda row: None
    changes: ChangesSinceVisit = field(default_factory=ChangesSinceVisit)


@dataclass(frozen=True)
class TimelineDay:
    """A day with its rows; `media` in the order of `MediaFamily`, `gap` in words or ""."""

    date: date | None
    rows: tuple[TimelineRow, ...]
    total: int
    handled: float
    media: tuple[tuple[MediaFamily, int], ...]
    continued: bool
    gap: str


def build_timeline_day(
    day: DayGroup, context: RowContext, links: HistoryLinks, *, whole: bool
) -> TimelineDay:
    """A day as shown. `whole` says that the list leaves nothing out between two rows."""
    gap = _format_gap(day.gap, whole=whole) if day.gap else ""
    threads = [row.thread_id if row.thread_id in context.threads else None for row in day.rows]
    return TimelineDay(
        date=day.date,
        rows=tuple(
            _build_timeline_row(row, *_find_thread_rail(threads, at), context, links)
            for at, row in enumerate(day.rows)
        ),
        total=day.total,
        handled=day.handled,
        media=tuple((medium, day.media[medium]) for medium in MediaFamily if day.media[medium]),
        continued=day.continued,
        gap=gap,
    )


def _format_gap(days_without: int, *, whole: bool) -> str:
    if whole:
        words = ngettext("No contact for %(num)s day", "No contact for %(num)s days", days_without)
    else:
        words = ngettext("No matches for %(num)s day", "No matches for %(num)s days", days_without)
    return words % {"num": format_count(days_without)}


def _build_timeline_row(
    row: InteractionSummary, rail: str, first: bool, context: RowContext, links: HistoryLinks
) -> TimelineRow:
    family, direction, status = (
        get_media_family(row.media_type, row.entity_type),
        get_direction(row.type),
        get_status(row.status),
    )
    times = measure_phases(row)
    former = context.find_former(row)
    again, again_words = _format_repeat(row, former) if former else ("", "")
    return TimelineRow(
        identifier=row.interaction_id,
        href=links.interaction(row.interaction_id),
        start=format_iso(row.start_date) if row.start_date else "",
        clock=format_clock(row.start_date) if row.start_date else "",
        offset=format_ambiguous_offset(row.start_date) if row.start_date else "",
        family=family,
        title=format_title(row),
        named=bool(row.subject),
        kind=format_sub_type(row.type, row.sub_type),
        direction=format_direction(row.type) or _("No direction"),
        direction_icon=DIRECTION_ICON_NAMES[direction],
        handler=format_handler(row),
        bar=build_phase_bar(times),
        bar_words=format_bar_words(times),
        duration="" if times.total is None else format_duration(times.total),
        state=format_status(row.status),
        tone=get_status_tone(status),
        rail=rail,
        chip=context.threads.sizes[row.thread_id] if first and row.thread_id else 0,
        thread_href=links.thread(row.thread_id) if first and row.thread_id else "",
        problems=len(row.problems),
        news=_get_change_badge(row.interaction_id, context.changes),
        again=again,
        again_words=again_words,
        again_href=links.interaction(former.interaction_id) if former else "",
    )


def _format_repeat(row: InteractionSummary, former: InteractionSummary) -> tuple[str, str]:
    """How long after a contact ended it was repeated, in a few words and in a sentence."""
    if row.start_date is None or former.end_date is None:
        return "", ""
    seconds = (row.start_date - former.end_date).total_seconds()
    words = _("Contacted us again %(duration)s after “%(title)s” (ended %(date)s)") % {
        "duration": format_duration(seconds),
        "title": format_title(former),
        "date": format_moment(former.end_date),
    }
    return _("Repeat contact, %(duration)s later") % {"duration": format_largest_unit(seconds)}, words


def _get_change_badge(identifier: str, known: ChangesSinceVisit) -> ChangeBadge:
    if identifier in known.began:
        return "New"
    return "Ended" if identifier in known.ended else ""


def build_phase_bar(times: PhaseSeconds) -> tuple[BarRect, ...]:
    """The bar of a row: as long as its time is on the one scale of all rows, a logarithmic one. Its parts
    share the length as they share the time. A part that is not known is not drawn; what no part covers is a
    thin line."""
    parts: list[tuple[PhaseCssClass, float | None]] = [
        ("w", times.wait),
        ("h", times.handled),
        ("p", times.wrap_up),
    ]
    known = [(part, seconds) for part, seconds in parts if seconds]
    whole = sum([seconds for _, seconds in known])
    rest = (times.total or 0.0) - whole
    if rest >= 1.0 or (not known and rest > 0):
        known.append(("r", rest))
        whole += rest
    if not known:
        return ()
    length = scale_seconds(whole) - PART_GAP_PIXELS * (len(known) - 1)
    scale = (length - MIN_PART_WIDTH_PIXELS * len(known)) / whole
    rects, x = [], 0.0
    for part, seconds in known:
        width = MIN_PART_WIDTH_PIXELS + scale * seconds
        rects.append(BarRect(part, x, width))
        x += width + PART_GAP_PIXELS
    return tuple(rects)


def scale_seconds(seconds: float) -> float:
    """Where a time lies on the scale of the bars, in CSS pixels: a minute at 38, an hour at 67, a day at 90,
    a week and all beyond at its end. It begins at 8, or short bars would have no room for their parts."""
    return min(BAR_WIDTH_PIXELS, MIN_BAR_WIDTH_PIXELS + DECADE_WIDTH_PIXELS * log10(1 + seconds))


def build_scale_ticks() -> tuple[tuple[str, float], ...]:
    """What is written on the scale of the bars, and where."""
    return tuple((format_largest_unit(seconds), round(scale_seconds(seconds), 1)) for seconds in SCALE_TICKS)


def format_bar_words(times: PhaseSeconds) -> str:
    """The bar in words, for those who point at it or can't see it."""
    said = []
    if times.wait is not None:
        said.append(_("%(duration)s wait") % {"duration": format_duration(times.wait)})
    if times.handled is not None:
        said.append(_("%(duration)s handled") % {"duration": format_duration(times.handled)})
    if times.wrap_up is not None:
        said.append(_("%(duration)s wrap-up") % {"duration": format_duration(times.wrap_up)})
    if said:
        return ", ".join(said)
    if times.total is not None:
        return _("%(duration)s from start to end") % {"duration": format_duration(times.total)}
    return _("No times recorded")


def _find_thread_rail(threads: Sequence[str | None], at: int) -> tuple[str, bool]:
    """The rail's class, and whether the row is the first of its thread's rows that stand together."""
    own = threads[at]
    if own is None:
        return "nth", False
    above = at > 0 and threads[at - 1] == own
    below = at + 1 < len(threads) and threads[at + 1] == own
    return THREAD_RAIL_CLASSES[above, below], not above

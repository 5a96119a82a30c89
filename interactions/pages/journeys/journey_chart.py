"""A journey as an SVG: every place, height, word and link ready, so that the template only writes.

Across, all is percent, so that the drawing is as wide as there is room; down, all is CSS pixels. Few bars
have a label above them and are joined in the order of time; many are drawn closer and have none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interactions.history.columns.phases import PhaseKind, measure_phases
from interactions.history.columns.record_codes import (
    DIRECTION_LABELS,
    MEDIA_LABELS,
    Direction,
    MediaFamily,
    get_direction,
)
from interactions.history.journeys.journey_layout import MIN_BAR_WIDTH_PERCENT, JourneyBar, JourneyLayout
from interactions.history.journeys.time_axis import AxisBreak, AxisTick, TimeAxis
from interactions.pages.formatting import (
    DAY,
    HOUR,
    format_clock,
    format_clock_seconds,
    format_count,
    format_day_count,
    format_interaction_count,
    format_moment,
    format_short_date,
)
from interactions.pages.headline import format_handler, format_status, format_title
from interactions.pages.page_links import HistoryLinks
from interactions.pages.timeline.timeline_rows import format_bar_words

MAX_LABELLED_BARS = 24  # bars that have labels; more would need a lane as high as a page
MIN_LABEL_PERCENT = 15.0  # percent that a label has at least
MAX_LABEL_PERCENT = 42.0  # and at most
AXIS_HEIGHT_PIXELS = 44  # pixels of the axis
LANE_PADDING_PIXELS = 10  # above and below the lines of a lane
UNLABELLED_LINE_PIXELS, LABELLED_LINE_PIXELS = 22, 46  # pixels of a line, without a label and with one
BAR_HEIGHT_PIXELS = 12  # of a bar
PHASE_CSS_CLASSES: dict[PhaseKind, str] = {"wait": "w", "handled": "h", "wrap_up": "p", "mixed": "r"}
WEEK, MONTH, YEAR = 7 * DAY, 30 * DAY, 365 * DAY  # seconds


@dataclass(frozen=True)
class ChartBarPart:
    part: str
    x: float
    width: float


@dataclass(frozen=True)
class ChartBar:
    """`y` is its top. `label_x` and `label_width` are 0 when it has none; `end`: the label is set against its
    end. `point`: how long it lasted is not known."""

    number: int
    identifier: str
    href: str
    title: str
    clock: str
    words: str
    family: MediaFamily
    x: float
    width: float
    y: int
    parts: tuple[ChartBarPart, ...]
    point: bool
    label_x: float = 0.0
    label_width: float = 0.0
    end: bool = False


@dataclass(frozen=True)
class ChartLane:
    family: MediaFamily
    name: str
    count: int
    top: int
    height: int


@dataclass(frozen=True)
class ChartMark:
    """Something on the axis: a tick, the head of a run, a break."""

    x: float
    words: str
    width: float = 0.0
    about: str = ""


@dataclass(frozen=True)
class ChartStep:
    """From one interaction to the next: along at `y` from `x` to `next_x`, then up or down to `next_y`."""

    x: float
    y: int
    next_x: float
    next_y: int


@dataclass(frozen=True)
class JourneyChart:
    """`height` is in pixels; `words` say the drawing for those who can't see it."""

    height: int
    lanes: tuple[ChartLane, ...]
    bars: tuple[ChartBar, ...]
    steps: tuple[ChartStep, ...]
    ticks: tuple[ChartMark, ...]
    heads: tuple[ChartMark, ...]
    breaks: tuple[ChartMark, ...]
    words: str


def get_label_percent(count: int) -> float:
    """What each label of so many bars needs, in percent; 0 when they have none."""
    return MIN_LABEL_PERCENT if count <= MAX_LABELLED_BARS else 0.0


def build_journey_chart(journey: JourneyLayout, links: HistoryLinks, *, joined: bool) -> JourneyChart | None:
    """The drawing; `None` when nothing has a start. `joined` draws the way from one to the next."""
    if not journey.axis:
        return None
    label = get_label_percent(len(journey.bars))
    line = LABELLED_LINE_PIXELS if label else UNLABELLED_LINE_PIXELS
    lanes, bars, top = [], [], AXIS_HEIGHT_PIXELS
    for lane in journey.lanes:
        height = lane.lines * line + 2 * LANE_PADDING_PIXELS
        lanes.append(ChartLane(lane.family, _(MEDIA_LABELS[lane.family]), len(lane.bars), top, height))
        for bar in lane.bars:
            y = top + LANE_PADDING_PIXELS + bar.line * line + (line - BAR_HEIGHT_PIXELS - 6 if label else 5)
            place = _place_label(bar, lane.bars, label) if label else (0.0, 0.0)
            bars.append(_build_chart_bar(bar, lane.family, y, place, links))
        top += height
    bars.sort(key=lambda bar: bar.number)
    return JourneyChart(
        height=top,
        lanes=tuple(lanes),
        bars=tuple(bars),
        steps=_build_chart_steps(bars) if joined and label else (),
        ticks=tuple(ChartMark(round(tick.x, 2), _format_tick(tick)) for tick in journey.axis.ticks),
        heads=tuple(
            ChartMark(round(head.x, 2), _format_axis_head(head, journey.axis)) for head in journey.axis.heads
        ),
        breaks=tuple(_build_break_mark(gap) for gap in journey.axis.breaks),
        words=_describe_chart(journey),
    )


def _build_chart_bar(
    bar: JourneyBar, medium: MediaFamily, y: int, label: tuple[float, float], links: HistoryLinks
) -> ChartBar:
    start, width = label
    return ChartBar(
        number=bar.number,
        identifier=bar.row.interaction_id,
        href=links.interaction(bar.row.interaction_id),
        title=format_title(bar.row),
        clock=format_clock(bar.row.start_date) if bar.row.start_date else "",
        words=describe_bar(bar, medium),
        family=medium,
        x=round(bar.x, 3),
        width=round(bar.width, 3),
        y=y,
        parts=tuple(
            ChartBarPart(PHASE_CSS_CLASSES[part.kind], round(part.x, 3), round(part.width, 3))
            for part in bar.parts
        ),
        point=bar.stop is None,
        label_x=round(start, 3),
        label_width=round(width, 3),
        end=bar.turned,
    )


def _place_label(bar: JourneyBar, lane: Sequence[JourneyBar], label: float) -> tuple[float, float]:
    """From where on a bar's label stands and how wide it may be: up to its neighbours in the same line."""
    near = [other.reach(label) for other in lane if other.line == bar.line and other is not bar]
    if bar.turned:
        end = max(bar.x + bar.width, bar.x + MIN_BAR_WIDTH_PERCENT)
        left = max((stop for _, stop in near if stop <= bar.reach(label)[0]), default=0.0)
        width = min(end - left - 0.6, MAX_LABEL_PERCENT)
        return end - width, width
    right = min((start for start, _ in near if start >= bar.reach(label)[1]), default=100.0)
    return bar.x, min(right - bar.x - 0.6, MAX_LABEL_PERCENT)


def describe_bar(bar: JourneyBar, medium: MediaFamily) -> str:
    """An interaction in a sentence: `2. Chat, inbound: Parcel 4471. 5 Aug 2009, 09:33, 5 s wait…. Done`."""
    row = bar.row
    way = get_direction(row.type)
    values = {"number": bar.number, "medium": _(MEDIA_LABELS[medium]), "title": format_title(row)}
    if way is Direction.OTHER:
        what = _("%(number)s. %(medium)s: %(title)s") % values
    else:
        values["direction"] = _(DIRECTION_LABELS[way]).lower()
        what = _("%(number)s. %(medium)s, %(direction)s: %(title)s") % values
    said = [
        what,
        f"{format_moment(row.start_date) if row.start_date else _('no start date')}, "
        f"{format_bar_words(measure_phases(row))}",
        format_handler(row),
        format_status(row.status),
    ]
    return ". ".join(filter(None, said))


def _build_chart_steps(bars: Sequence[ChartBar]) -> tuple[ChartStep, ...]:
    return tuple(
        ChartStep(one.x, one.y + BAR_HEIGHT_PIXELS // 2, after.x, after.y + BAR_HEIGHT_PIXELS // 2)
        for one, after in pairwise(bars)
    )


def _format_tick(tick: AxisTick) -> str:
    if tick.unit == "second":
        return format_clock_seconds(tick.at)
    if tick.unit == "minute":
        return format_clock(tick.at)
    day, month, year = format_short_date(tick.at).split()
    return {"day": f"{day} {month}", "month": month}.get(tick.unit, year)


def _format_axis_head(head: AxisTick, axis: TimeAxis) -> str:
    if head.unit == "day":
        return format_short_date(head.at)
    return "" if axis.step[0] == "year" and axis.scale else format_short_date(head.at).split()[-1]


def _build_break_mark(gap: AxisBreak) -> ChartMark:
    said = format_brief_duration(gap.seconds)
    about = _("%(duration)s with no activity, shortened") % {"duration": said}
    return ChartMark(round(gap.x, 2), said, gap.width, about)


def format_brief_duration(seconds: float) -> str:
    """A long time in its largest unit, `4 days`; 40 days are a month and not weeks."""
    if seconds >= YEAR:
        number = round(seconds / YEAR)
        return ngettext("%(num)s year", "%(num)s years", number) % {"num": format_count(number)}
    if seconds >= MONTH:
        number = round(seconds / MONTH)
        return ngettext("%(num)s month", "%(num)s months", number) % {"num": format_count(number)}
    if seconds >= WEEK:
        number = round(seconds / WEEK)
        return ngettext("%(num)s week", "%(num)s weeks", number) % {"num": format_count(number)}
    if seconds >= DAY:
        return format_day_count(round(seconds / DAY))
    number = max(round(seconds / HOUR), 1)
    return ngettext("%(num)s hour", "%(num)s hours", number) % {"num": format_count(number)}


def _describe_chart(journey: JourneyLayout) -> str:
    counted = ", ".join(f"{_(MEDIA_LABELS[lane.family])} {len(lane.bars):,}" for lane in journey.lanes)
    values = {"interactions": format_interaction_count(len(journey.bars)), "counts": counted}
    return _("%(interactions)s on a time axis, one lane per media type: %(counts)s.") % values

"""A journey as an SVG: every place, height, word and link ready, so that the template only writes.

Across, all is percent, so that the drawing is as wide as there is room; down, all is CSS pixels. Few bars
have a label above them and are joined in the order of time; many are drawn closer and have none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interactions.history.journeys.axis import Axis, Break, Tick
from interactions.history.journeys.journey import LEAST, Bar, Journey
from interactions.history.media import DIRECTION_WORDS, WORDS, Direction, Family, direction
from interactions.history.phases import Kind, phases
from interactions.pages.format import (
    DAY,
    HOUR,
    clock,
    clock_s,
    count,
    day_count,
    interaction_count,
    moment,
    short_date,
)
from interactions.pages.headline import handled_by, title
from interactions.pages.links import Links
from interactions.pages.timeline.rows import bar_words, state_words

MOST_LABELS = 24  # bars that have labels; more would need a lane as high as a page
LABEL = 15.0  # percent that a label has at least
LONGEST_LABEL = 42.0  # and at most
TOP = 44  # pixels of the axis
PAD = 10  # above and below the lines of a lane
LOW, HIGH = 22, 46  # pixels of a line, without a label and with one
THICK = 12  # of a bar
CLASSES: dict[Kind, str] = {"wait": "w", "handled": "h", "wrap_up": "p", "mixed": "r"}
WEEK, MONTH, YEAR = 7 * DAY, 30 * DAY, 365 * DAY  # seconds


@dataclass(frozen=True)
class PartShown:
    part: str
    x: float
    width: float


@dataclass(frozen=True)
class BarShown:
    """`y` is its top. `label_x` and `label_width` are 0 when it has none; `end`: the label is set against its
    end. `point`: how long it lasted is not known."""

    number: int
    identifier: str
    href: str
    title: str
    clock: str
    words: str
    family: Family
    x: float
    width: float
    y: int
    parts: tuple[PartShown, ...]
    point: bool
    label_x: float = 0.0
    label_width: float = 0.0
    end: bool = False


@dataclass(frozen=True)
class LaneShown:
    family: Family
    name: str
    count: int
    top: int
    height: int


@dataclass(frozen=True)
class Mark:
    """Something on the axis: a tick, the head of a run, a break."""

    x: float
    words: str
    width: float = 0.0
    about: str = ""


@dataclass(frozen=True)
class Step:
    """From one interaction to the next: along at `y` from `x` to `next_x`, then up or down to `next_y`."""

    x: float
    y: int
    next_x: float
    next_y: int


@dataclass(frozen=True)
class Chart:
    """`height` is in pixels; `words` say the drawing for those who can't see it."""

    height: int
    lanes: tuple[LaneShown, ...]
    bars: tuple[BarShown, ...]
    steps: tuple[Step, ...]
    ticks: tuple[Mark, ...]
    heads: tuple[Mark, ...]
    breaks: tuple[Mark, ...]
    words: str


def label_room(count: int) -> float:
    """What each label of so many bars needs, in percent; 0 when they have none."""
    return LABEL if count <= MOST_LABELS else 0.0


def chart(journey: Journey, links: Links, *, joined: bool) -> Chart | None:
    """The drawing; `None` when nothing has a start. `joined` draws the way from one to the next."""
    if not journey.axis:
        return None
    label = label_room(len(journey.bars))
    line = HIGH if label else LOW
    lanes, bars, top = [], [], TOP
    for lane in journey.lanes:
        height = lane.lines * line + 2 * PAD
        lanes.append(LaneShown(lane.family, _(WORDS[lane.family]), len(lane.bars), top, height))
        for bar in lane.bars:
            y = top + PAD + bar.line * line + (line - THICK - 6 if label else 5)
            place = _label(bar, lane.bars, label) if label else (0.0, 0.0)
            bars.append(_bar(bar, lane.family, y, place, links))
        top += height
    bars.sort(key=lambda bar: bar.number)
    return Chart(
        height=top,
        lanes=tuple(lanes),
        bars=tuple(bars),
        steps=_steps(bars) if joined and label else (),
        ticks=tuple(Mark(round(tick.x, 2), _tick(tick)) for tick in journey.axis.ticks),
        heads=tuple(Mark(round(head.x, 2), _head(head, journey.axis)) for head in journey.axis.heads),
        breaks=tuple(_break(gap) for gap in journey.axis.breaks),
        words=_words(journey),
    )


def _bar(bar: Bar, medium: Family, y: int, label: tuple[float, float], links: Links) -> BarShown:
    start, width = label
    return BarShown(
        number=bar.number,
        identifier=bar.row.interaction_id,
        href=links.interaction(bar.row.interaction_id),
        title=title(bar.row),
        clock=clock(bar.row.start_date) if bar.row.start_date else "",
        words=words(bar, medium),
        family=medium,
        x=round(bar.x, 3),
        width=round(bar.width, 3),
        y=y,
        parts=tuple(
            PartShown(CLASSES[part.kind], round(part.x, 3), round(part.width, 3)) for part in bar.parts
        ),
        point=bar.stop is None,
        label_x=round(start, 3),
        label_width=round(width, 3),
        end=bar.turned,
    )


def _label(bar: Bar, lane: Sequence[Bar], label: float) -> tuple[float, float]:
    """From where on a bar's label stands and how wide it may be: up to its neighbours in the same line."""
    near = [other.reach(label) for other in lane if other.line == bar.line and other is not bar]
    if bar.turned:
        end = max(bar.x + bar.width, bar.x + LEAST)
        left = max((stop for _, stop in near if stop <= bar.reach(label)[0]), default=0.0)
        width = min(end - left - 0.6, LONGEST_LABEL)
        return end - width, width
    right = min((start for start, _ in near if start >= bar.reach(label)[1]), default=100.0)
    return bar.x, min(right - bar.x - 0.6, LONGEST_LABEL)


def words(bar: Bar, medium: Family) -> str:
    """An interaction in a sentence: `2. Chat, inbound: Parcel 4471. 5 Aug 2009, 09:33, 5 s wait…. Done`."""
    row = bar.row
    way = direction(row.type)
    values = {"number": bar.number, "medium": _(WORDS[medium]), "title": title(row)}
    if way is Direction.OTHER:
        what = _("%(number)s. %(medium)s: %(title)s") % values
    else:
        values["direction"] = _(DIRECTION_WORDS[way]).lower()
        what = _("%(number)s. %(medium)s, %(direction)s: %(title)s") % values
    said = [
        what,
        f"{moment(row.start_date) if row.start_date else _('no start date')}, {bar_words(phases(row))}",
        handled_by(row),
        state_words(row.status),
    ]
    return ". ".join(filter(None, said))


def _steps(bars: Sequence[BarShown]) -> tuple[Step, ...]:
    return tuple(
        Step(one.x, one.y + THICK // 2, after.x, after.y + THICK // 2) for one, after in pairwise(bars)
    )


def _tick(tick: Tick) -> str:
    if tick.unit == "second":
        return clock_s(tick.at)
    if tick.unit == "minute":
        return clock(tick.at)
    day, month, year = short_date(tick.at).split()
    return {"day": f"{day} {month}", "month": month}.get(tick.unit, year)


def _head(head: Tick, axis: Axis) -> str:
    if head.unit == "day":
        return short_date(head.at)
    return "" if axis.step[0] == "year" and axis.scale else short_date(head.at).split()[-1]


def _break(gap: Break) -> Mark:
    said = brief(gap.seconds)
    about = _("%(duration)s with no activity, shortened") % {"duration": said}
    return Mark(round(gap.x, 2), said, gap.width, about)


def brief(seconds: float) -> str:
    """A long time in its largest unit, `4 days`; 40 days are a month and not weeks."""
    if seconds >= YEAR:
        number = round(seconds / YEAR)
        return ngettext("%(num)s year", "%(num)s years", number) % {"num": count(number)}
    if seconds >= MONTH:
        number = round(seconds / MONTH)
        return ngettext("%(num)s month", "%(num)s months", number) % {"num": count(number)}
    if seconds >= WEEK:
        number = round(seconds / WEEK)
        return ngettext("%(num)s week", "%(num)s weeks", number) % {"num": count(number)}
    if seconds >= DAY:
        return day_count(round(seconds / DAY))
    number = max(round(seconds / HOUR), 1)
    return ngettext("%(num)s hour", "%(num)s hours", number) % {"num": count(number)}


def _words(journey: Journey) -> str:
    counted = ", ".join(f"{_(WORDS[lane.family])} {len(lane.bars):,}" for lane in journey.lanes)
    values = {"interactions": interaction_count(len(journey.bars)), "counts": counted}
    return _("%(interactions)s on a time axis, one lane per media type: %(counts)s.") % values

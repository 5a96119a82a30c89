"""What is marked on the activity histogram: bursts of contact above it, and its long stretches without any.

Places are in percent of the histogram's width, for the drawing that they stand in is not stretched.
"""

from dataclasses import dataclass
from datetime import UTC, date, tzinfo
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interactions.history.clock.days import get_local_day
from interactions.history.columns.record_codes import Direction
from interactions.history.columns.row_columns import build_row_flags
from interactions.history.filtering.filters import HistoryFilter
from interactions.history.history_index import HistoryIndex
from interactions.history.insights.activity_counts import DAY_HOURS, ActivityCounts
from interactions.history.insights.bursts import ContactBurst
from interactions.pages.formatting import format_count, format_day_count, format_period

MAX_BURST_MARKS = 12
MIN_MARK_DISTANCE_PERCENT = 2.0  # nearer than this, two marks are one
MARK_LABEL_PERCENT = 10.0  # what a burst or a gap in words takes
MAX_CONTACT_GAPS = 4
MIN_CONTACT_GAP_DAYS = 4  # days
GAP_NUMBER_PERCENT, NARROW_GAP_NUMBER_PERCENT = (
    5.0,
    14.0,
)  # what "43 days" takes, and takes on a narrow screen


@dataclass(frozen=True)
class BurstMark:
    """`label` stands behind the mark (`side` "start") or before it ("end"), where there is room; `words` say
    all of it, and how much of it the filter leaves; `filter` asks for its period."""

    start: float
    stop: float
    label: str
    side: str
    words: str
    filter: HistoryFilter

    @property
    def end(self) -> float:
        """Where it ends with its label."""
        return self.stop + (MARK_LABEL_PERCENT if self.side == "start" else 0)


@dataclass(frozen=True)
class ContactGap:
    """`days` without any contact. A `roomy` one has room for more than their number, a `tight` one not even
    for that on a narrow screen."""

    start: float
    stop: float
    days: int

    @property
    def middle(self) -> float:
        return (self.start + self.stop) / 2

    @property
    def roomy(self) -> bool:
        return self.stop - self.start >= MARK_LABEL_PERCENT

    @property
    def tight(self) -> bool:
        return self.stop - self.start < NARROW_GAP_NUMBER_PERCENT


@dataclass
class _BurstGroup:
    """A burst with those too near to have a mark of their own; the strongest comes first."""

    bursts: list[tuple[ContactBurst, date, date]]
    start: float
    stop: float

    @property
    def strongest(self) -> ContactBurst:
        return self.bursts[0][0]


def build_burst_marks(
    index: HistoryIndex, matching: int, first: date, days: int, chosen: HistoryFilter, *, zone: tzinfo = UTC
) -> tuple[BurstMark, ...]:
    """The strongest bursts of so many days from `first`, in the order of their days. `matching` are the rows
    that the filter leaves, its period aside."""
    groups: list[_BurstGroup] = []
    for burst in sorted(index.bursts, key=lambda burst: burst.excess, reverse=True):
        start, end = get_local_day(burst.first, zone), get_local_day(burst.last, zone)
        if start is None or end is None or (end - first).days < 0 or (start - first).days >= days:
            continue
        left, right = (min(max(at / days, 0), 1) for at in ((start - first).days, (end - first).days + 1))
        own = _BurstGroup([(burst, start, end)], round(100 * left, 2), round(100 * right, 2))
        near = next((group for group in groups if _is_touching(group, own)), None)
        if near:
            near.bursts += own.bursts
        elif len(groups) < MAX_BURST_MARKS:
            groups.append(own)
    groups.sort(key=lambda group: group.start)
    return tuple(
        _build_burst_mark(groups, at, chosen, _format_filtered_count(index, matching, groups[at]))
        for at in range(len(groups))
    )


def find_contact_gaps(
    index: HistoryIndex, counted: ActivityCounts, zone: tzinfo = UTC
) -> tuple[ContactGap, ...]:
    """The longest stretches without any contact, as far as they can be seen, in the order of their days."""
    if counted.hours < DAY_HOURS:
        return ()
    scale = 100 * counted.hours / DAY_HOURS / counted.days
    filled = sorted(counted.totals)
    pairs = sorted(pairwise([-1, *filled]), key=lambda pair: pair[0] - pair[1])
    found = []
    for last, after in pairs[:MAX_CONTACT_GAPS]:
        start, stop = round((last + 1) * scale, 2), round(after * scale, 2)
        days = _count_days_between(index, counted, after, zone)
        if days >= MIN_CONTACT_GAP_DAYS and stop - start >= GAP_NUMBER_PERCENT:
            found.append(ContactGap(start, stop, days))
    return tuple(sorted(found, key=lambda gap: gap.start))


def format_burst(contacts: int, start: date, end: date) -> str:
    """`5 contacts in 2 days`; both the first and the last day count."""
    words = ngettext("%(num)s contact in %(days)s", "%(num)s contacts in %(days)s", contacts)
    return words % {"num": format_count(contacts), "days": format_day_count((end - start).days + 1)}


def _is_touching(one: _BurstGroup, other: _BurstGroup) -> bool:
    return (
        other.start - one.stop < MIN_MARK_DISTANCE_PERCENT
        and one.start - other.stop < MIN_MARK_DISTANCE_PERCENT
    )


def _format_filtered_count(index: HistoryIndex, matching: int, group: _BurstGroup) -> str:
    """`2 as filtered`: how many contacts of its strongest burst the filter leaves; "" when all of them."""
    if matching == index.all:
        return ""
    burst = group.strongest
    first, last = index.place(burst.first), index.place(burst.last)
    if first is None or last is None:
        return ""
    flags = build_row_flags(matching & index.direction.rows((Direction.INBOUND,)), len(index))
    count = flags.count(1, first, last + 1)
    return _("%(number)s as filtered") % {"number": format_count(count)} if count < burst.contacts else ""


def _build_burst_mark(groups: list[_BurstGroup], at: int, chosen: HistoryFilter, left: str) -> BurstMark:
    own = groups[at]
    burst, start, end = own.bursts[0]
    first, last = min(first for _, first, _ in own.bursts), max(last for *_, last in own.bursts)
    said = format_burst(burst.contacts, start, end)
    alone = len(own.bursts) == 1
    several = ngettext("%(num)s peak in %(days)s", "%(num)s peaks in %(days)s", len(own.bursts))
    days = format_day_count((last - first).days + 1)
    label = said if alone else several % {"num": format_count(len(own.bursts)), "days": days}
    words = [said, left, format_period(start, end)]
    if not alone:
        words[0] = _("%(peaks)s, %(period)s, the highest %(peak)s") % {
            "peaks": label,
            "period": format_period(first, last),
            "peak": said,
        }
    side = _choose_label_side(
        own, groups[at - 1].stop if at else 0, groups[at + 1].start if at + 1 < len(groups) else 100
    )
    return BurstMark(
        start=own.start,
        stop=own.stop,
        label=label if side else "",
        side=side,
        words=f"{', '.join(filter(None, words))}; {_format_usual_contacts(burst.usual)}",
        filter=chosen.changed(start=first, end=last),
    )


def _choose_label_side(own: _BurstGroup, before: float, after: float) -> str:
    """Where a label has room: behind the mark, or before it where the label before that one leaves some."""
    if after - own.stop >= MARK_LABEL_PERCENT + MIN_MARK_DISTANCE_PERCENT:
        return "start"
    return "end" if own.start - before >= 2 * MARK_LABEL_PERCENT + MIN_MARK_DISTANCE_PERCENT else ""


def _format_usual_contacts(count: float) -> str:
    if count < 0.05:
        return _("usually hardly any in 48 hours")
    number = f"{count:.1f}" if count < 10 else f"{count:,.0f}"
    return _("usually %(number)s in 48 hours") % {"number": number}


def _count_days_between(index: HistoryIndex, counted: ActivityCounts, after: int, zone: tzinfo) -> int:
    """The days without contact before the first row of a stretch; 0 before the first of all."""
    place = index.before(counted.begins(after))
    ends = [get_local_day(row, zone) for row in index.rows[max(place - 1, 0) : place + 1]]
    if len(ends) < 2 or ends[0] is None or ends[1] is None:
        return 0
    return (ends[1] - ends[0]).days - 1

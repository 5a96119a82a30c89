"""The facets beside a timeline: what can be chosen, how much it gives, what is chosen."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from interactions.history.filtering.facets import FacetCounts
from interactions.history.filtering.filters import HistoryFilter
from interactions.history.record_codes import (
    DIRECTION_LABELS,
    MEDIA_LABELS,
    STATUS_LABELS,
    ContentPresence,
    Direction,
    InteractionStatus,
)
from interactions.pages.formatting import format_period, pluralize
from interactions.pages.headline import format_handler_key
from interactions.pages.icon_markup import DIRECTION_ICON_NAMES
from interactions.pages.query.filter_query import YES_VALUE

E = TypeVar("E", bound=str)
MAX_OFFERED_HANDLERS = 8  # offered at most; the text finds the others
CONTENT_LABELS = {
    ContentPresence.PLAIN_TEXT: "Plain text",
    ContentPresence.STRUCTURED_TEXT: "Structured text",
    ContentPresence.BINARY_CONTENT: "Binary",
    ContentPresence.NONE: "No content",
}


@dataclass(frozen=True)
class FacetOption:
    """A value of a group, and the filter with it put on, or taken off when it is chosen; `count` is `None`
    where nobody asked for it yet. `said` is what its chip says, when that is not `label`."""

    value: str
    label: str
    icon: str
    count: int | None
    chosen: bool
    toggled: HistoryFilter
    chip_label: str = ""


@dataclass(frozen=True)
class FacetGroup:
    """`name` is the query's and the form's name; `more` says how many values are not offered."""

    name: str
    legend: str
    options: tuple[FacetOption, ...]
    more: int = 0


@dataclass(frozen=True)
class FilterChip:
    """Something that is chosen, and the filter without it."""

    label: str
    without: HistoryFilter


def build_facet_groups(
    counts: FacetCounts, chosen: HistoryFilter, repeat_days: int
) -> tuple[FacetGroup, ...]:
    """Media, direction, status, repeated contact, content and who handled it. What no document names (another
    direction, another status), repeated contact and no content are offered only where they occur, and of
    people those who handled most."""
    media = _iter_facet_options("media", MEDIA_LABELS, {}, counts.media, chosen)
    ways = _iter_facet_options(
        "direction", DIRECTION_LABELS, DIRECTION_ICON_NAMES, counts.direction, chosen, rare=Direction.OTHER
    )
    states = _iter_facet_options(
        "status", STATUS_LABELS, {}, counts.status, chosen, rare=InteractionStatus.UNKNOWN
    )
    kinds = _iter_facet_options(
        "content", CONTENT_LABELS, {}, counts.content, chosen, rare=ContentPresence.NONE
    )
    return (
        FacetGroup("media", "Media", tuple(media)),
        FacetGroup("direction", "Direction", tuple(ways)),
        FacetGroup("status", "Status", tuple(states)),
        FacetGroup("repeat", "Repeated contact", tuple(_iter_repeat_options(counts, chosen, repeat_days))),
        FacetGroup("content", "Content", tuple(kinds)),
        _build_handler_group(counts.handler, chosen),
        FacetGroup("udata", "Attached data", tuple(_iter_condition_options(counts.udata, chosen))),
    )


def build_filter_chips(offered: tuple[FacetGroup, ...], chosen: HistoryFilter) -> tuple[FilterChip, ...]:
    """What is chosen, in the order of the rail."""
    found = [
        FilterChip(option.chip_label or option.label, option.toggled)
        for group in offered
        for option in group.options
        if option.chosen
    ]
    if chosen.thread:
        found.append(FilterChip(f"Thread {chosen.thread}", chosen.changed(thread="")))
    if chosen.text:
        found.append(FilterChip(f"“{chosen.text}”", chosen.changed(text="")))
    if period := format_period(chosen.start, chosen.end):
        found.append(FilterChip(period[0].upper() + period[1:], chosen.changed(start=None, end=None)))
    return tuple(found)


def sort_offered_keys(counts: FacetCounts) -> tuple[tuple[str, int], ...]:
    """The keys of the attached data by the alphabet, each with its count."""
    return tuple(sorted(counts.keys.items(), key=lambda key: key[0].casefold()))


def _iter_repeat_options(counts: FacetCounts, chosen: HistoryFilter, days: int) -> Iterator[FacetOption]:
    if counts.repeats or chosen.repeat:
        words, toggled = format_repeat_days(days), chosen.changed(repeat=not chosen.repeat)
        yield FacetOption(
            value=YES_VALUE,
            label=words.capitalize(),
            icon="repeat",
            count=counts.repeat,
            chosen=chosen.repeat,
            toggled=toggled,
            chip_label=f"Repeated {words}",
        )


def format_repeat_days(days: int) -> str:
    """`within 7 days`: how soon after a contact was over another one repeats it."""
    return f"within {pluralize(days, 'day')}"


def _build_handler_group(counts: Counter[str], chosen: HistoryFilter) -> FacetGroup:
    most = [name for name, _ in counts.most_common(MAX_OFFERED_HANDLERS)]
    names = {name: format_handler_key(name) for name in (*most, *sorted(chosen.handler))}
    options = tuple(_iter_facet_options("handler", names, {}, counts, chosen))
    return FacetGroup("handler", "Handled by", options, more=len(counts.keys() - names.keys()))


def _iter_condition_options(counts: Counter[str], chosen: HistoryFilter) -> Iterator[FacetOption]:
    for own in chosen.udata:
        others = tuple(other for other in chosen.udata if other != own)
        yield FacetOption(own, own, "", counts[own], chosen=True, toggled=chosen.changed(udata=others))


def _iter_facet_options(
    name: str,
    words: Mapping[E, str],
    icons: Mapping[E, str],
    counts: Counter[E],
    chosen: HistoryFilter,
    *,
    rare: E | None = None,
) -> Iterator[FacetOption]:
    picked: frozenset[E] = getattr(chosen, name)
    for own, label in words.items():
        if own is rare and not counts[own] and own not in picked:
            continue
        toggled = chosen.changed(**{name: picked ^ {own}})
        yield FacetOption(str(own), label, icons.get(own, ""), counts[own], own in picked, toggled)

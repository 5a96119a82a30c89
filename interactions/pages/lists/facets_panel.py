"""The facets beside a timeline: what can be chosen, how much it gives, what is chosen."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from interactions.history.columns.record_codes import (
    DIRECTION_LABELS,
    MEDIA_LABELS,
    STATUS_LABELS,
    ContentPresence,
    Direction,
    InteractionStatus,
)
from interactions.history.filtering.facets import FacetCounts
from interactions.history.filtering.filters import HistoryFilter
from interactions.pages.formatting import format_count, format_period
from interactions.pages.headline import format_handler_key
from interactions.pages.icon_markup import DIRECTION_ICON_NAMES
from interactions.pages.query.filter_query import YES_VALUE

E = TypeVar("E", bound=str)
MAX_OFFERED_HANDLERS = 8  # offered at most; the text finds the others
CONTENT_LABELS = {
    ContentPresence.PLAIN_TEXT: gettext_noop("Plain text"),
    ContentPresence.STRUCTURED_TEXT: gettext_noop("Structured text"),
    ContentPresence.BINARY_CONTENT: gettext_noop("Binary"),
    ContentPresence.NONE: gettext_noop("No content"),
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
    counts: FacetCounts, history_filter: HistoryFilter, repeat_days: int
) -> tuple[FacetGroup, ...]:
    """Media, direction, status, repeated contact, content and who handled it. What no document names (another
    direction, another status), repeated contact and no content are offered only where they occur, and of
    people those who handled most."""
    media = _iter_facet_options("media", MEDIA_LABELS, {}, counts.media, history_filter)
    directions = _iter_facet_options(
        "direction",
        DIRECTION_LABELS,
        DIRECTION_ICON_NAMES,
        counts.direction,
        history_filter,
        rare=Direction.OTHER,
    )
    statuses = _iter_facet_options(
        "status", STATUS_LABELS, {}, counts.status, history_filter, rare=InteractionStatus.UNKNOWN
    )
    contents = _iter_facet_options(
        "content", CONTENT_LABELS, {}, counts.content, history_filter, rare=ContentPresence.NONE
    )
    return (
        FacetGroup("media", _("Media type"), tuple(media)),
        FacetGroup("direction", _("Direction"), tuple(directions)),
        FacetGroup("status", _("Status"), tuple(statuses)),
        FacetGroup(
            "repeat", _("Repeat contacts"), tuple(_iter_repeat_options(counts, history_filter, repeat_days))
        ),
        FacetGroup("content", _("Content"), tuple(contents)),
        _build_handler_group(counts.handler, history_filter),
        FacetGroup("udata", _("Attached data"), tuple(_iter_condition_options(counts.udata, history_filter))),
    )


def build_filter_chips(
    groups: tuple[FacetGroup, ...], history_filter: HistoryFilter
) -> tuple[FilterChip, ...]:
    """What is chosen, in the order of the rail."""
    chips = [
        FilterChip(option.chip_label or option.label, option.toggled)
        for group in groups
        for option in group.options
        if option.chosen
    ]
    if history_filter.thread:
        chips.append(
            FilterChip(_("Thread %(id)s") % {"id": history_filter.thread}, history_filter.changed(thread=""))
        )
    if history_filter.text:
        chips.append(FilterChip(f"“{history_filter.text}”", history_filter.changed(text="")))
    if period := format_period(history_filter.start, history_filter.end):
        chips.append(FilterChip(period[0].upper() + period[1:], history_filter.changed(start=None, end=None)))
    return tuple(chips)


def sort_offered_keys(counts: FacetCounts) -> tuple[tuple[str, int], ...]:
    """The keys of the attached data by the alphabet, each with its count."""
    return tuple(sorted(counts.keys.items(), key=lambda key: key[0].casefold()))


def _iter_repeat_options(counts: FacetCounts, chosen: HistoryFilter, days: int) -> Iterator[FacetOption]:
    if counts.repeats or chosen.repeat:
        words, toggled = format_repeat_days(days), chosen.changed(repeat=not chosen.repeat)
        yield FacetOption(
            value=YES_VALUE,
            label=words[:1].upper() + words[1:],
            icon="repeat",
            count=counts.repeat,
            chosen=chosen.repeat,
            toggled=toggled,
            chip_label=_("Repeat contacts – %(within)s") % {"within": words},
        )


def format_repeat_days(days: int) -> str:
    """`within 7 days`: how soon after a contact was over another one repeats it."""
    return ngettext("within %(num)s day", "within %(num)s days", days) % {"num": format_count(days)}


def _build_handler_group(counts: Counter[str], chosen: HistoryFilter) -> FacetGroup:
    busiest = [name for name, _ in counts.most_common(MAX_OFFERED_HANDLERS)]
    names = {name: format_handler_key(name) for name in (*busiest, *sorted(chosen.handler))}
    options = tuple(_iter_facet_options("handler", names, {}, counts, chosen))
    return FacetGroup("handler", _("Handled by"), options, more=len(counts.keys() - names.keys()))


def _iter_condition_options(counts: Counter[str], chosen: HistoryFilter) -> Iterator[FacetOption]:
    for condition in chosen.udata:
        others = tuple(other for other in chosen.udata if other != condition)
        yield FacetOption(
            condition, condition, "", counts[condition], chosen=True, toggled=chosen.changed(udata=others)
        )


def _iter_facet_options(
    name: str,
    words: Mapping[E, str],
    icons: Mapping[E, str],
    counts: Counter[E],
    chosen: HistoryFilter,
    *,
    rare: E | None = None,
) -> Iterator[FacetOption]:
    chosen_values: frozenset[E] = getattr(chosen, name)
    for value in words:
        if value is rare and not counts[value] and value not in chosen_values:
            continue
        toggled = chosen.changed(**{name: chosen_values ^ {value}})
        yield FacetOption(
            str(value), _(words[value]), icons.get(value, ""), counts[value], value in chosen_values, toggled
        )

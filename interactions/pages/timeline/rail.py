"""The facets beside a timeline: what can be chosen, how much it gives, what is chosen."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from interactions.history.filtering.facets import Facets
from interactions.history.filtering.filters import YES, Filter
from interactions.history.media import DIRECTION_WORDS, STATE_WORDS, WORDS, Direction, Has, State
from interactions.pages.format import count, period_words
from interactions.pages.headline import handler_words
from interactions.pages.timeline.rows import DIRECTION_ICONS

E = TypeVar("E", bound=str)
HANDLERS = 8  # offered at most; the text finds the others
CONTENTS = {
    Has.PLAIN_TEXT: gettext_noop("Plain text"),
    Has.STRUCTURED_TEXT: gettext_noop("Structured text"),
    Has.BINARY_CONTENT: gettext_noop("Binary"),
    Has.NONE: gettext_noop("No content"),
}


@dataclass(frozen=True)
class Option:
    """A value of a group, and the filter with it put on, or taken off when it is chosen; `count` is `None`
    where nobody asked for it yet. `said` is what its chip says, when that is not `label`."""

    value: str
    label: str
    icon: str
    count: int | None
    chosen: bool
    toggled: Filter
    said: str = ""


@dataclass(frozen=True)
class Group:
    """`name` is the query's and the form's name; `more` says how many values are not offered."""

    name: str
    legend: str
    options: tuple[Option, ...]
    more: int = 0


@dataclass(frozen=True)
class Chip:
    """Something that is chosen, and the filter without it."""

    label: str
    without: Filter


def groups(counts: Facets, chosen: Filter, repeat_days: int) -> tuple[Group, ...]:
    """Media, direction, status, repeated contact, content and who handled it. What no document names (another
    direction, another status), repeated contact and no content are offered only where they occur, and of
    people those who handled most."""
    media = _options("media", WORDS, {}, counts.media, chosen)
    ways = _options(
        "direction", DIRECTION_WORDS, DIRECTION_ICONS, counts.direction, chosen, rare=Direction.OTHER
    )
    states = _options("status", STATE_WORDS, {}, counts.status, chosen, rare=State.UNKNOWN)
    kinds = _options("content", CONTENTS, {}, counts.content, chosen, rare=Has.NONE)
    return (
        Group("media", _("Media type"), tuple(media)),
        Group("direction", _("Direction"), tuple(ways)),
        Group("status", _("Status"), tuple(states)),
        Group("repeat", _("Repeat contacts"), tuple(_repeats(counts, chosen, repeat_days))),
        Group("content", _("Content"), tuple(kinds)),
        _handlers(counts.handler, chosen),
        Group("udata", _("Attached data"), tuple(_conditions(counts.udata, chosen))),
    )


def chips(offered: tuple[Group, ...], chosen: Filter) -> tuple[Chip, ...]:
    """What is chosen, in the order of the rail."""
    found = [
        Chip(option.said or option.label, option.toggled)
        for group in offered
        for option in group.options
        if option.chosen
    ]
    if chosen.thread:
        found.append(Chip(_("Thread %(id)s") % {"id": chosen.thread}, chosen.changed(thread="")))
    if chosen.text:
        found.append(Chip(f"“{chosen.text}”", chosen.changed(text="")))
    if period := period_words(chosen.start, chosen.end):
        found.append(Chip(period[0].upper() + period[1:], chosen.changed(start=None, end=None)))
    return tuple(found)


def _repeats(counts: Facets, chosen: Filter, days: int) -> Iterator[Option]:
    if counts.repeats or chosen.repeat:
        words, toggled = repeat_words(days), chosen.changed(repeat=not chosen.repeat)
        yield Option(
            value=YES,
            label=words[:1].upper() + words[1:],
            icon="repeat",
            count=counts.repeat,
            chosen=chosen.repeat,
            toggled=toggled,
            said=_("Repeat contacts – %(within)s") % {"within": words},
        )


def repeat_words(days: int) -> str:
    """`within 7 days`: how soon after a contact was over another one repeats it."""
    return ngettext("within %(num)s day", "within %(num)s days", days) % {"num": count(days)}


def _handlers(counts: Counter[str], chosen: Filter) -> Group:
    most = [name for name, _ in counts.most_common(HANDLERS)]
    names = {name: handler_words(name) for name in (*most, *sorted(chosen.handler))}
    options = tuple(_options("handler", names, {}, counts, chosen))
    return Group("handler", _("Handled by"), options, more=len(counts.keys() - names.keys()))


def _conditions(counts: Counter[str], chosen: Filter) -> Iterator[Option]:
    for own in chosen.udata:
        others = tuple(other for other in chosen.udata if other != own)
        yield Option(own, own, "", counts[own], chosen=True, toggled=chosen.changed(udata=others))


def _options(
    name: str,
    words: Mapping[E, str],
    icons: Mapping[E, str],
    counts: Counter[E],
    chosen: Filter,
    *,
    rare: E | None = None,
) -> Iterator[Option]:
    picked: frozenset[E] = getattr(chosen, name)
    for own in words:
        if own is rare and not counts[own] and own not in picked:
            continue
        toggled = chosen.changed(**{name: picked ^ {own}})
        yield Option(str(own), _(words[own]), icons.get(own, ""), counts[own], own in picked, toggled)

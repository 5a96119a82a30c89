"""A filter in words, for paper and for exports, where nobody sees the facets."""

from django.utils.translation import gettext as _

from interactions.history.filtering.filters import Filter
from interactions.history.media import DIRECTION_WORDS, STATE_WORDS, WORDS
from interactions.pages.format import period_words
from interactions.pages.headline import handler_words
from interactions.pages.timeline.rail import CONTENTS, repeat_words


def filter_words(chosen: Filter, repeat_days: int) -> tuple[str, ...]:
    """The chosen filters in words, `Media type: Chat, E-mail`; () when there are none. `repeat_days` are the
    history's."""
    said = {
        _("Media type"): [_(WORDS[medium]) for medium in WORDS if medium in chosen.media],
        _("Direction"): [_(DIRECTION_WORDS[way]) for way in DIRECTION_WORDS if way in chosen.direction],
        _("Status"): [_(STATE_WORDS[state]) for state in STATE_WORDS if state in chosen.status],
        _("Repeat contacts"): [repeat_words(repeat_days) if chosen.repeat else ""],
        _("Handled by"): [handler_words(name) for name in sorted(chosen.handler)],
        _("Content"): [_(CONTENTS[kind]) for kind in CONTENTS if kind in chosen.content],
        _("Attached data"): chosen.udata,
        _("Thread"): [chosen.thread],
        _("Period"): [period_words(chosen.start, chosen.end)],
        _("Text"): [f"“{chosen.text}”" if chosen.text else ""],
    }
    return tuple(f"{name}: {', '.join(values)}" for name, values in said.items() if any(values))


def order_words(chosen: Filter) -> str:
    """`newest first` or `oldest first`."""
    return _("oldest first") if chosen.oldest_first else _("newest first")

"""A filter in words, for paper and for exports, where nobody sees the facets."""

from django.utils.translation import gettext as _

from interactions.history.columns.row_columns.record_codes import (
    DIRECTION_LABELS,
    MEDIA_LABELS,
    STATUS_LABELS,
)
from interactions.history.filtering.filters import HistoryFilter
from interactions.pages.formatting import format_period
from interactions.pages.headline import format_handler_key
from interactions.pages.timeline.facets_panel import CONTENT_LABELS, format_repeat_days


def format_filter(chosen: HistoryFilter, repeat_days: int) -> tuple[str, ...]:
    """The chosen filters in words, `Media type: Chat, E-mail`; () when there are none. `repeat_days` are the
    history's."""
    said = {
        _("Media type"): [_(MEDIA_LABELS[medium]) for medium in MEDIA_LABELS if medium in chosen.media],
        _("Direction"): [_(DIRECTION_LABELS[way]) for way in DIRECTION_LABELS if way in chosen.direction],
        _("Status"): [_(STATUS_LABELS[state]) for state in STATUS_LABELS if state in chosen.status],
        _("Repeat contacts"): [format_repeat_days(repeat_days) if chosen.repeat else ""],
        _("Handled by"): [format_handler_key(name) for name in sorted(chosen.handler)],
        _("Content"): [_(CONTENT_LABELS[kind]) for kind in CONTENT_LABELS if kind in chosen.content],
        _("Attached data"): chosen.udata,
        _("Thread"): [chosen.thread],
        _("Period"): [format_period(chosen.start, chosen.end)],
        _("Text"): [f"“{chosen.text}”" if chosen.text else ""],
    }
    return tuple(f"{name}: {', '.join(values)}" for name, values in said.items() if any(values))


def format_order(chosen: HistoryFilter) -> str:
    """`newest first` or `oldest first`."""
    return _("oldest first") if chosen.oldest_first else _("newest first")

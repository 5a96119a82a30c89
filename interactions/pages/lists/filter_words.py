"""A filter in words, for paper and for exports, where nobody sees the facets."""

from django.utils.translation import gettext as _

from interactions.history.columns.record_codes import (
    DIRECTION_LABELS,
    MEDIA_LABELS,
    STATUS_LABELS,
)
from interactions.history.filtering.filters import HistoryFilter
from interactions.pages.formatting import format_period
from interactions.pages.headline import format_handler_key
from interactions.pages.lists.facets_panel import CONTENT_LABELS, format_repeat_days


def format_filter(history_filter: HistoryFilter, repeat_days: int) -> tuple[str, ...]:
    """The chosen filters in words, `Media type: Chat, E-mail`; () when there are none. `repeat_days` are the
    history's."""
    values_by_group = {
        _("Media type"): [
            _(MEDIA_LABELS[medium]) for medium in MEDIA_LABELS if medium in history_filter.media
        ],
        _("Direction"): [
            _(DIRECTION_LABELS[way]) for way in DIRECTION_LABELS if way in history_filter.direction
        ],
        _("Status"): [_(STATUS_LABELS[state]) for state in STATUS_LABELS if state in history_filter.status],
        _("Repeat contacts"): [format_repeat_days(repeat_days) if history_filter.repeat else ""],
        _("Handled by"): [format_handler_key(name) for name in sorted(history_filter.handler)],
        _("Content"): [_(CONTENT_LABELS[kind]) for kind in CONTENT_LABELS if kind in history_filter.content],
        _("Attached data"): history_filter.udata,
        _("Thread"): [history_filter.thread],
        _("Period"): [format_period(history_filter.start, history_filter.end)],
        _("Text"): [f"“{history_filter.text}”" if history_filter.text else ""],
    }
    return tuple(f"{name}: {', '.join(values)}" for name, values in values_by_group.items() if any(values))


def format_order(history_filter: HistoryFilter) -> str:
    """`newest first` or `oldest first`."""
    return _("oldest first") if history_filter.oldest_first else _("newest first")

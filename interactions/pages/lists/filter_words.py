"""A filter in words, for paper and for exports, where nobody sees the facets."""

from interactions.history.filtering.filters import HistoryFilter
from interactions.history.record_codes import DIRECTION_LABELS, MEDIA_LABELS, STATUS_LABELS
from interactions.pages.formatting import format_period
from interactions.pages.headline import format_handler_key
from interactions.pages.lists.facets_panel import CONTENT_LABELS, format_repeat_days


def format_filter(history_filter: HistoryFilter, repeat_days: int) -> tuple[str, ...]:
    """What each group that is set asks for, `Media: Chat, E-mail`; () when nothing is left out. `repeat_days`
    are the history's."""
    values_by_group = {
        "Media": [word for medium, word in MEDIA_LABELS.items() if medium in history_filter.media],
        "Direction": [word for way, word in DIRECTION_LABELS.items() if way in history_filter.direction],
        "Status": [word for state, word in STATUS_LABELS.items() if state in history_filter.status],
        "Repeated contact": [format_repeat_days(repeat_days) if history_filter.repeat else ""],
        "Handled by": [format_handler_key(name) for name in sorted(history_filter.handler)],
        "Content": [word for kind, word in CONTENT_LABELS.items() if kind in history_filter.content],
        "Attached data": history_filter.udata,
        "Thread": [history_filter.thread],
        "Period": [format_period(history_filter.start, history_filter.end)],
        "Text": [f"“{history_filter.text}”" if history_filter.text else ""],
    }
    return tuple(f"{name}: {', '.join(values)}" for name, values in values_by_group.items() if any(values))


def format_order(history_filter: HistoryFilter) -> str:
    """`newest first` or `oldest first`."""
    return "oldest first" if history_filter.oldest_first else "newest first"

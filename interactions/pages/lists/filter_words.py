"""A filter in words, for paper and for exports, where nobody sees the facets."""

from interactions.history.filtering.filters import HistoryFilter
from interactions.history.record_codes import DIRECTION_LABELS, MEDIA_LABELS, STATUS_LABELS
from interactions.pages.formatting import format_period
from interactions.pages.headline import format_handler_key
from interactions.pages.lists.facets_panel import CONTENT_LABELS, format_repeat_days


def format_filter(chosen: HistoryFilter, repeat_days: int) -> tuple[str, ...]:
    """What each group that is set asks for, `Media: Chat, E-mail`; () when nothing is left out. `repeat_days`
    are the history's."""
    said = {
        "Media": [word for medium, word in MEDIA_LABELS.items() if medium in chosen.media],
        "Direction": [word for way, word in DIRECTION_LABELS.items() if way in chosen.direction],
        "Status": [word for state, word in STATUS_LABELS.items() if state in chosen.status],
        "Repeated contact": [format_repeat_days(repeat_days) if chosen.repeat else ""],
        "Handled by": [format_handler_key(name) for name in sorted(chosen.handler)],
        "Content": [word for kind, word in CONTENT_LABELS.items() if kind in chosen.content],
        "Attached data": chosen.udata,
        "Thread": [chosen.thread],
        "Period": [format_period(chosen.start, chosen.end)],
        "Text": [f"“{chosen.text}”" if chosen.text else ""],
    }
    return tuple(f"{name}: {', '.join(values)}" for name, values in said.items() if any(values))


def format_order(chosen: HistoryFilter) -> str:
    """`newest first` or `oldest first`."""
    return "oldest first" if chosen.oldest_first else "newest first"

"""A filter in words, for paper and for exports, where nobody sees the facets."""

from interactions.history.filtering.filters import Filter
from interactions.history.media import DIRECTION_WORDS, STATE_WORDS, WORDS
from interactions.pages.format import period_words
from interactions.pages.headline import handler_words
from interactions.pages.timeline.rail import CONTENTS, repeat_words


def filter_words(chosen: Filter, repeat_days: int) -> tuple[str, ...]:
    """What each group that is set asks for, `Media: Chat, E-mail`; () when nothing is left out. `repeat_days`
    are the history's."""
    said = {
        "Media": [word for medium, word in WORDS.items() if medium in chosen.media],
        "Direction": [word for way, word in DIRECTION_WORDS.items() if way in chosen.direction],
        "Status": [word for state, word in STATE_WORDS.items() if state in chosen.status],
        "Repeated contact": [repeat_words(repeat_days) if chosen.repeat else ""],
        "Handled by": [handler_words(name) for name in sorted(chosen.handler)],
        "Content": [word for kind, word in CONTENTS.items() if kind in chosen.content],
        "Attached data": chosen.udata,
        "Thread": [chosen.thread],
        "Period": [period_words(chosen.start, chosen.end)],
        "Text": [f"“{chosen.text}”" if chosen.text else ""],
    }
    return tuple(f"{name}: {', '.join(values)}" for name, values in said.items() if any(values))


def order_words(chosen: Filter) -> str:
    """`newest first` or `oldest first`."""
    return "oldest first" if chosen.oldest_first else "newest first"

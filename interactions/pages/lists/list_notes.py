"""What a list could not understand, of its query and of the UCS's answer."""

from collections import Counter

from interactions.history.filtering.filters import HistoryFilter
from interactions.history.filtering.udata_index import require_udata_index
from interactions.history.history import History
from interactions.pages.formatting import pluralize
from interactions.pages.query.list_query import ListQuery


def collect_notes(history: History, query: ListQuery) -> tuple[str, ...]:
    """What was not understood, of the UCS's answer and of the query."""
    return (
        *_collect_answer_notes(history),
        *_collect_udata_notes(history, query.filter),
        *_collect_query_notes(query),
    )


def _collect_answer_notes(history: History) -> tuple[str, ...]:
    """What was not understood of the UCS's answer: nothing of it is left out silently."""
    odd = history.index.odd
    notes = []
    if odd:
        verb = "holds" if odd == 1 else "hold"
        notes.append(
            f"{odd:,} of {pluralize(len(history.rows), 'interaction')} {verb} something that could not be "
            "understood. They are marked; their own pages say what it is."
        )
    for reason, count in Counter(problem.reason for problem in history.problems).items():
        notes.append(reason if count == 1 else f"{reason} ({count:,} times)")
    return tuple(notes)


def _collect_udata_notes(history: History, chosen: HistoryFilter) -> tuple[str, ...]:
    """What a filter by attached data can't know."""
    if not chosen.udata or not (count := require_udata_index(history.index.udata).skipped):
        return ()
    return (
        f"The attached data of {pluralize(count, 'interaction')} could not be looked through as a whole: it "
        "can't be read, or there is too much of it.",
    )


def _collect_query_notes(query: ListQuery) -> tuple[str, ...]:
    if not query.ignored:
        return ()
    quoted_values = ", ".join(f"“{value[:40]}”" for value in query.ignored[:5])
    return (f"Left out of the filter, because it can't be understood: {quoted_values}.",)

"""What a list could not understand, of its query and of the UCS's answer."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interactions.history.columns.udata_index import require_udata_index
from interactions.history.filtering.filters import HistoryFilter
from interactions.history.history import History
from interactions.pages.formatting import format_count
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
        words = ngettext(
            "%(num)s of %(total)s records has values we could not read. It is marked; open it for details.",
            "%(num)s of %(total)s records have values we could not read. "
            "They are marked; open them for details.",
            odd,
        )
        notes.append(words % {"num": format_count(odd), "total": format_count(len(history.rows))})
    for reason, times in Counter(problem.reason for problem in history.problems).items():
        counted = _("%(reason)s (%(times)s times)") % {"reason": reason, "times": format_count(times)}
        notes.append(reason if times == 1 else counted)
    return tuple(notes)


def _collect_udata_notes(history: History, chosen: HistoryFilter) -> tuple[str, ...]:
    """What a filter by attached data can't know."""
    if not chosen.udata or not (skipped := require_udata_index(history.index.udata).skipped):
        return ()
    words = ngettext(
        "The attached data of %(num)s interaction could not be searched completely.",
        "The attached data of %(num)s interactions could not be searched completely.",
        skipped,
    )
    return (words % {"num": format_count(skipped)},)


def _collect_query_notes(query: ListQuery) -> tuple[str, ...]:
    values = query.ignored
    if not values:
        return ()
    quoted_values = ", ".join(f"“{value[:40]}”" for value in values[:5])
    words = ngettext(
        "Ignored unknown filter value: %(values)s.", "Ignored unknown filter values: %(values)s.", len(values)
    )
    return (words % {"values": quoted_values},)

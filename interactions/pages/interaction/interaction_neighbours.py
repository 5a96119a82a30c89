"""Where an interaction stands: in the history that one came from, within its filter, and in its thread."""

from dataclasses import dataclass

from interactions.access.gate import Gate
from interactions.history.clock.timeshift import CustomerTimeshift
from interactions.history.filtering.neighbours import ListNeighbours, find_list_neighbours
from interactions.history.filtering.selection import select_matching_rows
from interactions.history.history_key import HistoryKey
from interactions.history.insights.threads import InteractionThread
from interactions.pages.page_links import HistoryLinks, ReturnLink
from interactions.pages.page_zone import ZoneChoice
from interactions.pages.query.list_query import ListQuery
from interactions.ucs.errors import UCSError
from interactions.ucs.identifier_parsing import is_identifier
from interactions.ucs.resources import InteractionSummary

MAX_THREAD_SIBLINGS = 50  # of a thread that stand beside an interaction of it; its list has all


@dataclass(frozen=True)
class ThreadSiblings:
    """A stretch of a thread, and how many of it lie before and behind."""

    rows: tuple[InteractionSummary, ...]
    before: int
    behind: int


@dataclass(frozen=True)
class InteractionNeighbours:
    """`links` are those of the history that one came from. `neighbours` and `thread` are `None` when it
    could not be read, which `error` then explains; `thread` also when the interaction is alone in its own.
    `clock` is the customer's by the newest record of the history."""

    interaction_id: str
    links: HistoryLinks
    neighbours: ListNeighbours | None = None
    thread: InteractionThread | None = None
    clock: CustomerTimeshift | None = None
    error: UCSError | None = None

    @property
    def timeline(self) -> str:
        """The list, at this interaction's row."""
        return self.links.row(self.interaction_id)

    @property
    def back(self) -> ReturnLink:
        """The page that one came from, at this interaction: the list, or another that the address names."""
        return self.links.back(self.interaction_id)

    @property
    def position(self) -> int | None:
        """Which one of its thread this is, from 1; `None` when the history does not have it there."""
        return self.thread.position(self.interaction_id) if self.thread else None

    @property
    def near(self) -> ThreadSiblings:
        """The interactions of its thread around this one."""
        rows = self.thread.rows if self.thread else ()
        at = self.position or len(rows)
        first = max(0, min(at - 1 - MAX_THREAD_SIBLINGS // 2, len(rows) - MAX_THREAD_SIBLINGS))
        shown = rows[first : first + MAX_THREAD_SIBLINGS]
        return ThreadSiblings(shown, before=first, behind=len(rows) - first - len(shown))


def load_neighbours(
    gate: Gate, row: InteractionSummary, query: ListQuery, zone: ZoneChoice
) -> InteractionNeighbours | None:
    """The surroundings by `?service=` or else by the record's customer; `None` when neither can be asked for.
    A history that can't be read is no reason not to show the interaction: the error is part of the answer."""
    key = _choose_history(row, query)
    if key is None:
        return None
    links = HistoryLinks(key, query.filter, zone.query, query.return_target)
    try:
        index = gate.load_history(key.kind, key.identifier, with_udata=bool(links.filter.udata)).index
    except UCSError as error:
        return InteractionNeighbours(row.interaction_id, links, error=error)
    return InteractionNeighbours(
        interaction_id=row.interaction_id,
        links=links,
        neighbours=find_list_neighbours(
            select_matching_rows(index, links.filter, zone.by(index.timeshift).tzinfo), row
        ),
        thread=index.threads.get(row.thread_id or ""),
        clock=index.timeshift,
    )


def _choose_history(row: InteractionSummary, query: ListQuery) -> HistoryKey | None:
    if is_identifier(query.service):
        return HistoryKey("service", query.service)
    return HistoryKey("customer", row.customer_id or "") if is_identifier(row.customer_id or "") else None

"""Where an interaction stands: in the history that one came from, within its filter, and in its thread."""

from dataclasses import dataclass

from django.http import HttpRequest

from interactions.access.gate import Gate
from interactions.history.clock.timeshift import Timeshift
from interactions.history.filtering.filters import Filter
from interactions.history.filtering.neighbours import Neighbours, neighbours
from interactions.history.filtering.selection import select
from interactions.history.history import Owner
from interactions.history.journeys.threads import Thread
from interactions.pages.links import Back, Links
from interactions.pages.way_back import WayBack
from interactions.pages.zone import zone_of
from interactions.ucs.errors import UCSError
from interactions.ucs.identifiers import is_identifier
from interactions.ucs.resources import Summary

MOST = 50  # of a thread that stand beside an interaction of it; its list has all


@dataclass(frozen=True)
class Near:
    """A stretch of a thread, and how many of it lie before and behind."""

    rows: tuple[Summary, ...]
    before: int
    behind: int


@dataclass(frozen=True)
class Surroundings:
    """`links` are those of the history that one came from. `neighbours` and `thread` are `None` when it
    could not be read, which `error` then explains; `thread` also when the interaction is alone in its own.
    `clock` is the customer's by the newest record of the history."""

    interaction_id: str
    links: Links
    neighbours: Neighbours | None = None
    thread: Thread | None = None
    clock: Timeshift | None = None
    error: UCSError | None = None

    @property
    def timeline(self) -> str:
        """The list, at this interaction's row."""
        return self.links.row(self.interaction_id)

    @property
    def back(self) -> Back:
        """The page that one came from, at this interaction: the list, or another that the address names."""
        return self.links.back(self.interaction_id)

    @property
    def position(self) -> int | None:
        """Which one of its thread this is, from 1; `None` when the history does not have it there."""
        return self.thread.position(self.interaction_id) if self.thread else None

    @property
    def near(self) -> Near:
        """The interactions of its thread around this one."""
        rows = self.thread.rows if self.thread else ()
        at = self.position or len(rows)
        first = max(0, min(at - 1 - MOST // 2, len(rows) - MOST))
        shown = rows[first : first + MOST]
        return Near(shown, before=first, behind=len(rows) - first - len(shown))


def surroundings(request: HttpRequest, door: Gate, row: Summary) -> Surroundings | None:
    """The surroundings by `?service=` or else by the record's customer; `None` when neither can be asked for.
    A history that can't be read is no reason not to show the interaction: the error is part of the answer."""
    service = request.GET.get("service", "").strip()
    owner: Owner = "service" if is_identifier(service) else "customer"
    identifier = service if owner == "service" else row.customer_id or ""
    if not is_identifier(identifier):
        return None
    zone = zone_of(request)
    links = Links(
        owner, identifier, Filter.from_query(request.GET), zone.query, WayBack.from_query(request.GET)
    )
    try:
        index = door.load_history(owner, identifier, with_udata=bool(links.filter.udata)).index
    except UCSError as error:
        return Surroundings(row.interaction_id, links, error=error)
    return Surroundings(
        interaction_id=row.interaction_id,
        links=links,
        neighbours=neighbours(select(index, links.filter, zone.by(index.timeshift).tzinfo), row),
        thread=index.threads.get(row.thread_id or ""),
        clock=index.timeshift,
    )

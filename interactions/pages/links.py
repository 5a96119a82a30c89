"""The addresses that pages hand on: from a list to its interactions and back, and back to a page of ours."""

from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import quote, quote_plus, urlencode

from django.utils.http import url_has_allowed_host_and_scheme

from interactions.history.filtering.filters import Filter
from interactions.history.history import Owner
from interactions.pages.paths import path_of
from interactions.pages.way_back import WayBack, comparison


@dataclass(frozen=True)
class Back:
    """A page that a way back leads to; `name` follows "back to the"."""

    name: str
    path: str


@dataclass(frozen=True)
class Links:
    """Those of a history under a filter. An interaction's address carries both along, so that its page knows
    its neighbours, and the way back. `zone` is what of the zone an address carries on (zone.py), ready for a
    query."""

    owner: Owner
    identifier: str
    filter: Filter
    zone: str = ""
    way: WayBack = field(default_factory=WayBack)

    @cached_property
    def path(self) -> str:
        """The timeline without a filter."""
        return path_of(self.owner, self.identifier)

    @cached_property
    def query(self) -> str:
        """What is carried along: filter, way back, zone, and the service, which no interaction's record
        names."""
        service = urlencode({"service": self.identifier}) if self.owner == "service" else ""
        return "&".join(filter(None, (service, self.filter.query(), self.way.query, self.zone)))

    def interaction(self, interaction_id: str) -> str:
        """An interaction's page."""
        path = path_of("interaction", interaction_id)
        return f"{path}?{self.query}" if self.query else path

    def thread(self, thread_id: str) -> str:
        """All of a thread, whatever else the filter asks."""
        return _address(self.path, f"thread={quote_plus(thread_id)}", self.zone)

    def journey(self, thread_id: str) -> str:
        """The journey of a thread, which knows the list of threads above it."""
        return _address(self._view("journey"), f"thread={quote_plus(thread_id)}", self.way.above, self.zone)

    def threads(self, thread_id: str) -> str:
        """The list of threads above a journey, at its thread."""
        at = f"at={quote_plus(thread_id)}"
        address = _address(self._view("threads"), self.way.among.query(), at, self.zone)
        return f"{address}#t-{quote(thread_id, safe='')}"

    def row(self, interaction_id: str) -> str:
        """The same list, at an interaction's row."""
        address = _address(self.path, self.filter.query(), urlencode({"at": interaction_id}), self.zone)
        return f"{address}#i-{interaction_id}"

    def back(self, interaction_id: str) -> Back:
        """The page that an interaction was opened from, at this interaction."""
        if self.way.via == "journey":
            address = _address(self._view("journey"), self.filter.query(), self.way.above, self.zone)
            return Back("journey", f"{address}#i-{interaction_id}")
        return compared(self.way, interaction_id, self.zone) or Back("timeline", self.row(interaction_id))

    def _view(self, name: str) -> str:
        """Another view of the same interactions."""
        return path_of(f"{self.owner}-{name}", self.identifier)


def compare(left: str, right: str, *, only: bool = False) -> str:
    """Two interactions side by side; `only` for what differs."""
    return f"{path_of('compare')}?{comparison(left, right, only=only)}"


def compared(way: WayBack, interaction_id: str, zone: str) -> Back | None:
    """The comparison that an interaction was opened from; `None` when it was not."""
    if way.via != "compare":
        return None
    return Back("comparison", f"{_address(path_of('compare'), way.comparison, zone)}#i-{interaction_id}")


def _address(path: str, *queries: str) -> str:
    query = "&".join(filter(None, queries))
    return f"{path}?{query}" if query else path


def is_ours(path: str) -> bool:
    """Whether a path that a form named leads to a page of ours, and to no other site."""
    return path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)

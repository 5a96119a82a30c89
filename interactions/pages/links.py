"""The addresses that pages hand on: from a list to its interactions and back, and back to a page of ours."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote_plus, urlencode

from django.utils.http import url_has_allowed_host_and_scheme

from interactions.history.filtering.filters import Filter
from interactions.history.history import Owner
from interactions.pages.paths import path_of


@dataclass(frozen=True)
class Links:
    """Those of a history under a filter. An interaction's address carries both along, so that its page knows
    its neighbours. `zone` is what of the zone an address carries on (zone.py), ready for a query."""

    owner: Owner
    identifier: str
    filter: Filter
    zone: str = ""

    @cached_property
    def path(self) -> str:
        """The timeline without a filter."""
        return path_of(self.owner, self.identifier)

    @cached_property
    def query(self) -> str:
        """What is carried along: filter, zone, and the service, which no interaction's record names."""
        service = urlencode({"service": self.identifier}) if self.owner == "service" else ""
        return "&".join(filter(None, (service, self.filter.query(), self.zone)))

    def interaction(self, interaction_id: str) -> str:
        """An interaction's page."""
        path = path_of("interaction", interaction_id)
        return f"{path}?{self.query}" if self.query else path

    def thread(self, thread_id: str) -> str:
        """All of a thread, whatever else the filter asks."""
        query = "&".join(filter(None, (f"thread={quote_plus(thread_id)}", self.zone)))
        return f"{self.path}?{query}"

    def journey(self, thread_id: str) -> str:
        """The journey of a thread."""
        path = path_of(f"{self.owner}-journey", self.identifier)
        query = "&".join(filter(None, (f"thread={quote_plus(thread_id)}", self.zone)))
        return f"{path}?{query}"

    def row(self, interaction_id: str) -> str:
        """The same list, at an interaction's row."""
        query = "&".join(filter(None, (self.filter.query(), urlencode({"at": interaction_id}), self.zone)))
        return f"{self.path}?{query}#i-{interaction_id}"


def compare(left: str, right: str) -> str:
    """Two interactions side by side."""
    return f"{path_of('compare')}?{urlencode({'a': left, 'b': right})}"


def is_ours(path: str) -> bool:
    """Whether a path that a form named leads to a page of ours, and to no other site."""
    return path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)

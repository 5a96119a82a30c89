"""The addresses that pages hand on: from a list to its interactions and back, and back to a page of ours."""

from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import quote, quote_plus, urlencode

from django.utils.http import url_has_allowed_host_and_scheme

from interactions.history.filtering.filters import HistoryFilter
from interactions.history.history_key import HistoryKey
from interactions.pages.paths import reverse_path
from interactions.pages.query.filter_query import format_filter_query
from interactions.pages.query.return_target import ReturnTarget, build_comparison_query


@dataclass(frozen=True)
class ReturnLink:
    """A page that a way back leads to; `name` follows "back to the"."""

    name: str
    path: str


@dataclass(frozen=True)
class HistoryLinks:
    """The addresses of a history under a filter. An interaction's address carries both along, and the return
    target, so that its page knows its neighbours and the way back. `zone` is the pair that addresses carry of
    the zone, `tz=utc`, or ""."""

    key: HistoryKey
    filter: HistoryFilter
    zone: str = ""
    return_target: ReturnTarget = field(default_factory=ReturnTarget)

    @cached_property
    def path(self) -> str:
        """The timeline without a filter."""
        return reverse_path(self.key.kind, self.key.identifier)

    @cached_property
    def filter_query(self) -> str:
        """The filter as a query; "" when it asks nothing."""
        return format_filter_query(self.filter)

    @property
    def filtered(self) -> str:
        """The timeline under the filter."""
        return _build_address(self.path, self.filter_query)

    @cached_property
    def query(self) -> str:
        """What an interaction's address carries: filter, return target, zone, and the service, which no
        interaction's record names."""
        service = urlencode({"service": self.key.identifier}) if self.key.kind == "service" else ""
        return "&".join(filter(None, (service, self.filter_query, self.return_target.query, self.zone)))

    def interaction(self, interaction_id: str) -> str:
        """An interaction's page."""
        path = reverse_path("interaction", interaction_id)
        return f"{path}?{self.query}" if self.query else path

    def thread(self, thread_id: str) -> str:
        """The list of all interactions of a thread, whatever else the filter asks."""
        return _build_address(self.path, f"thread={quote_plus(thread_id)}", self.zone)

    def journey(self, thread_id: str) -> str:
        """The journey of a thread, which knows the list of threads above it."""
        return _build_address(
            self._view("journey"), f"thread={quote_plus(thread_id)}", self.return_target.above, self.zone
        )

    def threads(self, thread_id: str) -> str:
        """The list of threads above a journey, at its thread."""
        at = f"at={quote_plus(thread_id)}"
        address = _build_address(
            self._view("threads"), format_filter_query(self.return_target.among), at, self.zone
        )
        return f"{address}#t-{quote(thread_id, safe='')}"

    def row(self, interaction_id: str) -> str:
        """The list under the filter, at an interaction's row."""
        address = _build_address(self.path, self.filter_query, urlencode({"at": interaction_id}), self.zone)
        return f"{address}#i-{interaction_id}"

    def back(self, interaction_id: str) -> ReturnLink:
        """The page that an interaction was opened from, at this interaction."""
        if self.return_target.via == "journey":
            address = _build_address(
                self._view("journey"), self.filter_query, self.return_target.above, self.zone
            )
            return ReturnLink("journey", f"{address}#i-{interaction_id}")
        return find_comparison_return_link(self.return_target, interaction_id, self.zone) or ReturnLink(
            "timeline", self.row(interaction_id)
        )

    def _view(self, name: str) -> str:
        """Another view of the same interactions."""
        return reverse_path(f"{self.key.kind}-{name}", self.key.identifier)


def build_comparison_address(left: str, right: str, *, only: bool = False) -> str:
    """Two interactions side by side; `only` for what differs."""
    return f"{reverse_path('compare')}?{build_comparison_query(left, right, only=only)}"


def find_comparison_return_link(way: ReturnTarget, interaction_id: str, zone: str) -> ReturnLink | None:
    """The comparison that an interaction was opened from; `None` when it was not."""
    if way.via != "compare":
        return None
    return ReturnLink(
        "comparison", f"{_build_address(reverse_path('compare'), way.comparison, zone)}#i-{interaction_id}"
    )


def _build_address(path: str, *queries: str) -> str:
    query = "&".join(filter(None, queries))
    return f"{path}?{query}" if query else path


def is_own_path(path: str) -> bool:
    """Whether a path that a form named leads to a page of ours, and to no other site."""
    return path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)

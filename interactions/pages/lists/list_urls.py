"""The addresses of a list's pages."""

from dataclasses import dataclass
from urllib.parse import urlencode

from interactions.history.filtering.filters import HistoryFilter
from interactions.pages.query.filter_query import format_filter_query


@dataclass(frozen=True)
class ListAddressBuilder:
    """Where a timeline's pages are. `range` is the stretch that the histogram shows; it goes with the period.
    `zone` is what of the zone an address carries on (page_zone.py), ready for a query."""

    path: str
    range: str
    zone: str = ""

    def of(self, history_filter: HistoryFilter, *, range_: str | None = None, **more: str) -> str:
        """The address of a filter, with `after` or `at` when they are given."""
        range_name = self.range if range_ is None else range_
        if range_name and (history_filter.start or history_filter.end):
            more = {"range": range_name, **more}
        query = "&".join(filter(None, (format_filter_query(history_filter), urlencode(more), self.zone)))
        return f"{self.path}?{query}" if query else self.path

    def query_of(self, history_filter: HistoryFilter) -> str:
        """What the address of another view of a filter carries; "" when nothing."""
        return "&".join(filter(None, (format_filter_query(history_filter), self.zone)))

    def under(self, name: str, history_filter: HistoryFilter) -> str:
        """The address of a list that is taken along: `export.csv`, `print`."""
        query = format_filter_query(history_filter)
        return f"{self.path}/{name}?{query}" if query else f"{self.path}/{name}"

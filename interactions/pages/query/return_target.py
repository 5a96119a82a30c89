"""What an interaction's address says of the page that it was opened from, so that the return link leads
there.

`via=journey` is the journey that the address's own filter draws; `among` is the filter of the list of threads
that the journey was opened from, as a query of its own. `via=compare` is the comparison of `a` and `b`, with
`only` as there. Without it, it is the list. A page is named by a word and made of what was understood, never
by an address, so that no link leads to another site.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal
from urllib.parse import urlencode

from django.http import QueryDict

from interactions.history.filtering.filters import HistoryFilter
from interactions.pages.query.filter_query import format_filter_query, parse_filter
from interactions.ucs.identifier_parsing import is_identifier

ONLY_DIFFERENCES = "differences"  # what `only` asks of a comparison


@dataclass(frozen=True)
class ReturnTarget:
    """The page that another one was opened from. `via` is "" for the list. `among` goes with a journey,
    `sides` and `only` with a comparison."""

    via: Literal["", "journey", "compare"] = ""
    among: HistoryFilter = field(default_factory=HistoryFilter)
    sides: tuple[str, str] = ("", "")
    only: bool = False

    @property
    def query(self) -> str:
        """What an interaction's address carries of it; "" for the list."""
        if self.via == "journey":
            return "&".join(filter(None, ("via=journey", self.above)))
        return f"via=compare&{self.comparison}" if self.via == "compare" else ""

    @cached_property
    def above(self) -> str:
        """What a journey's address carries: the filter of the threads above it; "" when that asks nothing."""
        among = format_filter_query(self.among)
        return urlencode({"among": among}) if among else ""

    @property
    def comparison(self) -> str:
        """The query of the comparison."""
        left, right = self.sides
        return build_comparison_query(left, right, only=self.only)


def parse_return_target(query: QueryDict) -> ReturnTarget:
    """The return target that an interaction's query names; the list when it can't be understood."""
    via, sides = query.get("via", ""), (query.get("a", ""), query.get("b", ""))
    if via == "journey":
        return ReturnTarget("journey", among=parse_among_filter(query))
    if via == "compare" and all(map(is_identifier, sides)):
        return ReturnTarget("compare", sides=sides, only=query.get("only") == ONLY_DIFFERENCES)
    return ReturnTarget()


def parse_among_filter(query: QueryDict) -> HistoryFilter:
    """The filter of the list of threads above a journey, by the journey's query or by that of an interaction
    opened from it."""
    among = query.get("among", "")
    return parse_filter(QueryDict(among)) if among else HistoryFilter()


def build_comparison_query(left: str, right: str, *, only: bool = False) -> str:
    """The query of two interactions side by side; `only` for what differs."""
    return urlencode({"a": left, "b": right} | ({"only": ONLY_DIFFERENCES} if only else {}))

"""Whose history it is: a customer's or a service's."""

from dataclasses import dataclass
from typing import Literal

HistoryKind = Literal["customer", "service"]


@dataclass(frozen=True)
class HistoryKey:
    """Names one history: `identifier` is the ID of a customer or of a service (docs/ucs-protocol.md §1.3)."""

    kind: HistoryKind
    identifier: str

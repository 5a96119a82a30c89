"""What differs in the attached data (udata) of two interactions.

udata is the last state of an interaction and no history of it (docs/ucs-protocol.md §4.1), so what changed
from one interaction of a thread to the next is all that the UCS can tell of how a case went on.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgspec

from interactions.ucs.resources import UdataEntry

# Who had it, where it was sent, whom it was for: what is asked first (docs/ucs-protocol.md §4.2), in this
# order.
LEADING = (
    "RTargetAgentSelected",
    "RTargetPlaceSelected",
    "RTargetObjectSelected",
    "RTargetAgentGroup",
    "RTargetRequested",
    "CustomerSegment",
    "ServiceType",
    "ServiceObjective",
)
RANK = {key: rank for rank, key in enumerate(LEADING)}


class Kind(StrEnum):
    """`LEFT` is in the first alone, `RIGHT` in the second alone."""

    SAME = "same"
    CHANGED = "changed"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True)
class Pair:
    """A key with what each of the two has under it: one value as a rule, none, or several of a key that came
    again (docs/ucs-protocol.md §4.1)."""

    key: str
    left: tuple[Any, ...]
    right: tuple[Any, ...]
    kind: Kind

    @property
    def leads(self) -> bool:
        """Whether it is the agent, the target or the segment."""
        return self.key in RANK


def pairs(left: Iterable[UdataEntry], right: Iterable[UdataEntry]) -> tuple[Pair, ...]:
    """Every key that one of them has: those of `LEADING`, then all others by the alphabet, for the order in
    which a UCS sends them means nothing (docs/ucs-protocol.md §1.3)."""
    one, other = _by_key(left), _by_key(right)
    keys = sorted({*one, *other}, key=lambda key: (RANK.get(key, len(RANK)), key.casefold(), key))
    return tuple(_pair(key, one.get(key, ()), other.get(key, ())) for key in keys)


def changes(before: Iterable[UdataEntry], after: Iterable[UdataEntry]) -> tuple[Pair, ...]:
    """Those pairs that are not the same in both."""
    return tuple(pair for pair in pairs(before, after) if pair.kind is not Kind.SAME)


def _by_key(udata: Iterable[UdataEntry]) -> dict[str, tuple[Any, ...]]:
    found: dict[str, list[Any]] = {}
    for udatum in udata:
        found.setdefault(udatum.key, []).append(udatum.value)
    return {key: tuple(values) for key, values in found.items()}


def _pair(key: str, left: tuple[Any, ...], right: tuple[Any, ...]) -> Pair:
    if not right:
        return Pair(key, left, right, Kind.LEFT)
    if not left:
        return Pair(key, left, right, Kind.RIGHT)
    return Pair(key, left, right, Kind.SAME if _same(left, right) else Kind.CHANGED)


def _same(left: tuple[Any, ...], right: tuple[Any, ...]) -> bool:
    """As JSON: 1 is neither true nor 1.0, and the order of a nested object's keys means nothing."""
    try:
        return _canonical(left) == _canonical(right)
    except RecursionError:  # nested too deeply to be compared; said to have changed, so that one looks at it
        return False


def _canonical(values: tuple[Any, ...]) -> bytes:
    return msgspec.json.encode(values, order="deterministic")

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
LEADING_KEYS = (
    "RTargetAgentSelected",
    "RTargetPlaceSelected",
    "RTargetObjectSelected",
    "RTargetAgentGroup",
    "RTargetRequested",
    "CustomerSegment",
    "ServiceType",
    "ServiceObjective",
)
LEADING_KEY_RANKS = {key: rank for rank, key in enumerate(LEADING_KEYS)}


class ChangeKind(StrEnum):
    """`LEFT` is in the first alone, `RIGHT` in the second alone."""

    SAME = "same"
    CHANGED = "changed"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True)
class ComparedKey:
    """A key with what each of the two has under it: one value as a rule, none, or several of a key that came
    again (docs/ucs-protocol.md §4.1)."""

    key: str
    left: tuple[Any, ...]
    right: tuple[Any, ...]
    kind: ChangeKind

    @property
    def leads(self) -> bool:
        """Whether it is the agent, the target or the segment."""
        return self.key in LEADING_KEY_RANKS


def compare_udata(left: Iterable[UdataEntry], right: Iterable[UdataEntry]) -> tuple[ComparedKey, ...]:
    """Every key that one of them has: those of `LEADING_KEYS`, then all others by the alphabet, for the
    order in which a UCS sends them means nothing (docs/ucs-protocol.md §1.3)."""
    one, other = _group_by_key(left), _group_by_key(right)
    keys = sorted(
        {*one, *other},
        key=lambda key: (LEADING_KEY_RANKS.get(key, len(LEADING_KEY_RANKS)), key.casefold(), key),
    )
    return tuple(_build_compared_key(key, one.get(key, ()), other.get(key, ())) for key in keys)


def find_udata_changes(before: Iterable[UdataEntry], after: Iterable[UdataEntry]) -> tuple[ComparedKey, ...]:
    """Those pairs that are not the same in both."""
    return tuple(pair for pair in compare_udata(before, after) if pair.kind is not ChangeKind.SAME)


def _group_by_key(udata: Iterable[UdataEntry]) -> dict[str, tuple[Any, ...]]:
    found: dict[str, list[Any]] = {}
    for udatum in udata:
        found.setdefault(udatum.key, []).append(udatum.value)
    return {key: tuple(values) for key, values in found.items()}


def _build_compared_key(key: str, left: tuple[Any, ...], right: tuple[Any, ...]) -> ComparedKey:
    if not right:
        return ComparedKey(key, left, right, ChangeKind.LEFT)
    if not left:
        return ComparedKey(key, left, right, ChangeKind.RIGHT)
    return ComparedKey(
        key, left, right, ChangeKind.SAME if _is_same_json(left, right) else ChangeKind.CHANGED
    )


def _is_same_json(left: tuple[Any, ...], right: tuple[Any, ...]) -> bool:
    """As JSON: 1 is neither true nor 1.0, and the order of a nested object's keys means nothing."""
    try:
        return _encode_canonically(left) == _encode_canonically(right)
    except RecursionError:  # nested too deeply to be compared; said to have changed, so that one looks at it
        return False


def _encode_canonically(values: tuple[Any, ...]) -> bytes:
    return msgspec.json.encode(values, order="deterministic")

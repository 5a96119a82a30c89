"""Bursts: when a customer turned to us far more often than they usually do.

Somebody who writes, calls and calls again within two days has something that was not solved at first. How
much is much depends on them: three contacts in two days are much for one who calls twice a year, and little
for a business with ten a day.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from interactions.history.order import UNDATED
from interactions.ucs.resources import InteractionSummary

WINDOW = timedelta(hours=48)
LEAST = 3  # contacts in a window, of somebody with hardly any else
TIMES = 2  # what is usual in a window, as often again as this, is no burst yet
SHORTEST = timedelta(days=30)  # a rate taken from less says nothing
TRIMMED = 20  # a twentieth at either end, where dates that are wrong by years would stand


@dataclass(frozen=True)
class Burst:
    """`contacts` from `first` to `last`, where `usual` are so many in 48 hours."""

    first: InteractionSummary
    last: InteractionSummary
    contacts: int
    usual: float

    @property
    def excess(self) -> float:
        """By how many contacts it is over the usual: the larger, the stronger the burst."""
        return self.contacts - self.usual * ((_start(self.last) - _start(self.first)) / WINDOW)


def bursts(contacts: Sequence[InteractionSummary]) -> tuple[Burst, ...]:
    """The bursts among contacts, which are in the order of their starts and all have one.

    Wherever 48 hours hold at least 3 contacts, and two more for each that is usual in 48 hours, there is a
    burst; such stretches that share a contact are one.
    """
    usual = usually(contacts)
    least = int(LEAST + TIMES * usual)
    found: list[tuple[int, int]] = []
    at = 0
    while (end := at + least - 1) < len(contacts):
        latest = _start(contacts[end])
        if latest - _start(contacts[at]) > WINDOW:  # nothing that begins so long before it is dense enough
            at = bisect_left(contacts, latest - WINDOW, at + 1, end, key=_start)
            continue
        begun = found.pop()[0] if found and at <= found[-1][1] else at
        found.append((begun, end))
        at += 1
    return tuple(Burst(contacts[first], contacts[last], last - first + 1, usual) for first, last in found)


def usually(contacts: Sequence[InteractionSummary]) -> float:
    """How many contacts 48 hours have on average; the outermost are left aside."""
    cut = len(contacts) // TRIMMED
    middle = contacts[cut : len(contacts) - cut]
    if not middle:
        return 0.0
    return len(middle) * (WINDOW / max(_start(middle[-1]) - _start(middle[0]), SHORTEST))


def _start(row: InteractionSummary) -> datetime:
    return row.start_date or UNDATED

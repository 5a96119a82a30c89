"""Bursts: when a customer turned to us far more often than they usually do.

Somebody who writes, calls and calls again within two days has something that was not solved at first. How
much is much depends on them: three contacts in two days are much for one who calls twice a year, and little
for a business with ten a day.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from interactions.history.columns.order import UNDATED_START
from interactions.ucs.resources import InteractionSummary

BURST_WINDOW = timedelta(hours=48)
MIN_BURST_CONTACTS = 3  # contacts in a window, of somebody with hardly any else
USUAL_CONTACTS_FACTOR = 2  # what is usual in a window, as often again as this, is no burst yet
MIN_RATE_PERIOD = timedelta(days=30)  # a rate taken from less says nothing
TRIMMED_DIVISOR = 20  # a twentieth at either end, where dates that are wrong by years would stand


@dataclass(frozen=True)
class ContactBurst:
    """`contacts` from `first` to `last`, where `usual` are so many in 48 hours."""

    first: InteractionSummary
    last: InteractionSummary
    contacts: int
    usual: float

    @property
    def excess(self) -> float:
        """By how many contacts it is over the usual: the larger, the stronger the burst."""
        return self.contacts - self.usual * (
            (_get_start_or_undated(self.last) - _get_start_or_undated(self.first)) / BURST_WINDOW
        )


def find_bursts(contacts: Sequence[InteractionSummary]) -> tuple[ContactBurst, ...]:
    """The bursts among contacts, which are in the order of their starts and all have one.

    Wherever 48 hours hold at least 3 contacts, and two more for each that is usual in 48 hours, there is a
    burst; such stretches that share a contact are one.
    """
    usual = compute_usual_contacts(contacts)
    least = int(MIN_BURST_CONTACTS + USUAL_CONTACTS_FACTOR * usual)
    found: list[tuple[int, int]] = []
    at = 0
    while (end := at + least - 1) < len(contacts):
        latest = _get_start_or_undated(contacts[end])
        if (
            latest - _get_start_or_undated(contacts[at]) > BURST_WINDOW
        ):  # nothing that begins so long before it is dense enough
            at = bisect_left(contacts, latest - BURST_WINDOW, at + 1, end, key=_get_start_or_undated)
            continue
        begun = found.pop()[0] if found and at <= found[-1][1] else at
        found.append((begun, end))
        at += 1
    return tuple(
        ContactBurst(contacts[first], contacts[last], last - first + 1, usual) for first, last in found
    )


def compute_usual_contacts(contacts: Sequence[InteractionSummary]) -> float:
    """How many contacts 48 hours have on average; the outermost are left aside."""
    cut = len(contacts) // TRIMMED_DIVISOR
    middle = contacts[cut : len(contacts) - cut]
    if not middle:
        return 0.0
    return len(middle) * (
        BURST_WINDOW
        / max(_get_start_or_undated(middle[-1]) - _get_start_or_undated(middle[0]), MIN_RATE_PERIOD)
    )


def _get_start_or_undated(row: InteractionSummary) -> datetime:
    return row.start_date or UNDATED_START

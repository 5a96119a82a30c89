"""Where a customer's clock stands, by their records' `timeshift`: minutes to add to UTC
(docs/ucs-protocol.md §2.4).

Writers do not agree on it: some count hours, some leave a nought. So it is believed only where it can be the
offset of a place, and it knows nothing of daylight saving: a record of July says what held in July.
"""

from dataclasses import dataclass
from datetime import timedelta

from interactions.history.clock.zones import Zone, fixed
from interactions.ucs.resources import InteractionSummary

CUSTOMER = "customer"  # what names this clock in an address
WEST, EAST, STEP = -12 * 60, 14 * 60, 15  # minutes; every place on earth is within these, in such steps


@dataclass(frozen=True)
class Timeshift:
    """The clock of a customer, as the record of `interaction_id` has it."""

    zone: Zone
    interaction_id: str


def timeshift(row: InteractionSummary) -> Timeshift | None:
    """What a record says; `None` when it says nothing that can be believed."""
    minutes = row.timeshift
    if minutes is None or not WEST <= minutes <= EAST or minutes % STEP:
        return None
    return Timeshift(fixed(timedelta(minutes=minutes)), row.interaction_id)

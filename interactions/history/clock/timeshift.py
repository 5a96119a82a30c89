"""Where a customer's clock stands, by their records' `timeshift`: minutes to add to UTC
(docs/ucs-protocol.md §2.4).

Writers do not agree on it: some count hours, some leave a nought. So it is believed only where it can be the
offset of a place, and it knows nothing of daylight saving: a record of July says what held in July.
"""

from dataclasses import dataclass
from datetime import timedelta

from interactions.history.clock.time_zones import TimeZone, build_fixed_zone
from interactions.ucs.resources import InteractionSummary

CUSTOMER_ZONE_VALUE = "customer"  # what names this clock in an address
MIN_TIMESHIFT_MINUTES, MAX_TIMESHIFT_MINUTES, TIMESHIFT_STEP_MINUTES = (
    -12 * 60,
    14 * 60,
    15,
)  # minutes; every place on earth is within these, in such steps


@dataclass(frozen=True)
class CustomerTimeshift:
    """The clock of a customer, as the record of `interaction_id` has it."""

    zone: TimeZone
    interaction_id: str


def find_timeshift(row: InteractionSummary) -> CustomerTimeshift | None:
    """What a record says; `None` when it says nothing that can be believed."""
    minutes = row.timeshift
    if (
        minutes is None
        or not MIN_TIMESHIFT_MINUTES <= minutes <= MAX_TIMESHIFT_MINUTES
        or minutes % TIMESHIFT_STEP_MINUTES
    ):
        return None
    return CustomerTimeshift(build_fixed_zone(timedelta(minutes=minutes)), row.interaction_id)

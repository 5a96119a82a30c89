"""Where a customer's clock stands, by their records' `timeshift`: minutes to add to UTC
(docs/ucs-protocol.md §2.4).

Writers do not agree on it: some count hours, some leave a nought. So it is believed only where it can be the
offset of a place, and it knows nothing of daylight saving: a record of July says what held in July.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from operator import attrgetter

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
    if minutes is None or not _is_believable(minutes):
        return None
    return CustomerTimeshift(build_fixed_zone(timedelta(minutes=minutes)), row.interaction_id)


def find_latest_timeshift(rows: Sequence[InteractionSummary]) -> CustomerTimeshift | None:
    """What the last of these rows says that says anything that can be believed; `None` when none does."""
    written = set(map(attrgetter("timeshift"), rows))
    if not any(minutes is not None and _is_believable(minutes) for minutes in written):
        return None
    return next((timeshift for row in reversed(rows) if (timeshift := find_timeshift(row))), None)


def _is_believable(minutes: int) -> bool:
    """Whether this can be how far a place on earth is from UTC."""
    in_range = MIN_TIMESHIFT_MINUTES <= minutes <= MAX_TIMESHIFT_MINUTES
    return in_range and minutes % TIMESHIFT_STEP_MINUTES == 0

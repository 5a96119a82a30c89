"""One customer with 10,000 interactions in four years: a mail-order house that never stops calling."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

from contactserver.loaders.stored_records import InteractionRecord
from samplecentre.identifier_factory import IdentifierFactory
from samplecentre.people import SampleCustomer
from samplecentre.sample_calendar import PLAN_END, SampleCalendar
from samplecentre.seeded_random import build_random
from samplecentre.starting_points import LARGE_CUSTOMER_ID
from samplecentre.storylines import iter_thread_records
from samplecentre.texts import load_contact_reasons
from samplecentre.thread import start_thread

LARGE_RECORD_COUNT = 10_000
LARGE_PLAN_START = datetime(2022, 11, 14, 8, 0, tzinfo=UTC)
LARGE_CUSTOMER = SampleCustomer(
    LARGE_CUSTOMER_ID,
    70,
    "Augusta",
    "Finch",
    "en",
    "Finch & Daughters Mail Order",
    "100 Warehouse Road",
    "Derby DE24 8XX",
    "+44 7700 900700",
    "augusta@finchorder.example",
    "gold",
    0,
)


def iter_large_customer_records(calendar: SampleCalendar) -> Iterator[InteractionRecord]:
    """The records as they are made, oldest first, so that nothing holds them all. They span four years,
    unlike the rest of the sample: so many in a few weeks would be no history that anybody has."""
    return islice(_iter_endless_records(calendar.shift), LARGE_RECORD_COUNT)


def _iter_endless_records(shift: timedelta) -> Iterator[InteractionRecord]:
    rng, mint = build_random(LARGE_CUSTOMER_ID), IdentifierFactory(LARGE_CUSTOMER.ordinal)
    span = int((PLAN_END - timedelta(days=20) - LARGE_PLAN_START).total_seconds())
    reasons = load_contact_reasons("en")
    made = 0
    while True:  # spread evenly and then roughened
        lag = timedelta(seconds=made * span // LARGE_RECORD_COUNT + rng.randrange(86400 * 9))
        begins = LARGE_PLAN_START + shift + lag
        thread = start_thread(LARGE_CUSTOMER, rng.choice(reasons), rng, mint, begins, shift=shift)
        shape = rng.choice(thread.reason.shapes)
        for record in iter_thread_records(thread, begins, LIGHTER_SHAPES.get(shape, shape)):
            yield record
            made += 1


LIGHTER_SHAPES = {"work_pdf": "work", "mail_photo 4h mail_out": "mail_in 4h mail_out"}

"""One customer with 10,000 interactions in four years: a mail-order house that never stops calling."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

from contactserver.loaders.stored_records import InteractionRecord
from samplecentre.contact_times import SAMPLE_END
from samplecentre.identifier_factory import IdentifierFactory
from samplecentre.people import SampleCustomer
from samplecentre.seeded_random import build_random
from samplecentre.starting_points import LARGE_CUSTOMER_ID
from samplecentre.storylines import iter_thread_records
from samplecentre.texts import load_contact_reasons
from samplecentre.thread import start_thread

LARGE_RECORD_COUNT = 10_000
LARGE_START = datetime(2022, 11, 14, 8, 0, tzinfo=UTC)
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


def iter_large_customer_records() -> Iterator[InteractionRecord]:
    """The records as they are made, oldest first, so that nothing holds them all."""
    return islice(_iter_endless_records(), LARGE_RECORD_COUNT)


def _iter_endless_records() -> Iterator[InteractionRecord]:
    rng, mint = build_random(LARGE_CUSTOMER_ID), IdentifierFactory(LARGE_CUSTOMER.ordinal)
    span = int((SAMPLE_END - timedelta(days=20) - LARGE_START).total_seconds())
    told = load_contact_reasons("en")
    made = 0
    while True:  # spread evenly and then roughened
        begins = LARGE_START + timedelta(seconds=made * span // LARGE_RECORD_COUNT + rng.randrange(86400 * 9))
        thread = start_thread(LARGE_CUSTOMER, rng.choice(told), rng, mint, begins)
        shape = rng.choice(thread.matter.shapes)
        for record in iter_thread_records(thread, begins, LIGHTER_SHAPES.get(shape, shape)):
            yield record
            made += 1


LIGHTER_SHAPES = {"work_pdf": "work", "mail_photo 4h mail_out": "mail_in 4h mail_out"}

"""Everything that is in the sample, in the order in which it is loaded."""

from collections.abc import Iterator

from contactserver.loaders.sample.contact_times import choose_moments
from contactserver.loaders.sample.identifier_factory import IdentifierFactory
from contactserver.loaders.sample.oddities import iter_odd_records
from contactserver.loaders.sample.people import SampleCustomer, load_customers
from contactserver.loaders.sample.seed_customer import iter_seed_customer_records
from contactserver.loaders.sample.seeded_random import build_random
from contactserver.loaders.sample.special_chats import iter_special_chats
from contactserver.loaders.sample.special_files import iter_special_files
from contactserver.loaders.sample.special_mails import iter_special_mails
from contactserver.loaders.sample.storylines import iter_year_records
from contactserver.loaders.stored_records import InteractionRecord

SAMPLE_RECORD_COUNT = 1022  # for the bar that shows how far a load is


def iter_sample_records() -> Iterator[InteractionRecord]:
    """The records of the documented customer, of the customers who show something, and of all the others."""
    yield from iter_seed_customer_records()
    yield from iter_special_chats()
    yield from iter_special_mails()
    yield from iter_special_files()
    yield from iter_odd_records()
    for customer in load_customers():
        yield from _iter_customer_records(customer)


def _iter_customer_records(customer: SampleCustomer) -> Iterator[InteractionRecord]:
    rng = build_random(f"tern {customer.identifier}")
    yield from iter_year_records(
        customer, rng, IdentifierFactory(customer.ordinal), choose_moments(rng, customer.matters)
    )

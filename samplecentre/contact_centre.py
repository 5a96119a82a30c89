"""Everything that is in the sample, in the order in which it is loaded."""

from collections.abc import Iterator

from contactserver.loaders.stored_records import InteractionRecord
from samplecentre.contact_times import choose_moments
from samplecentre.identifier_factory import IdentifierFactory
from samplecentre.oddities import iter_odd_records
from samplecentre.people import SampleCustomer, load_customers
from samplecentre.sample_calendar import PLAN_END, PLAN_START, SampleCalendar
from samplecentre.seed_customer import iter_seed_customer_records
from samplecentre.seeded_random import build_random
from samplecentre.special_chats import iter_special_chats
from samplecentre.special_files import iter_special_files
from samplecentre.special_mails import iter_special_mails
from samplecentre.storylines import ContactPlan, iter_planned_records

SAMPLE_RECORD_COUNT = 1022  # for the bar that shows how far a load is


def iter_sample_records(calendar: SampleCalendar) -> Iterator[InteractionRecord]:
    """The records of the documented customer, of the customers who show something, and of all the others."""
    yield from iter_seed_customer_records(calendar)
    yield from iter_special_chats(calendar)
    yield from iter_special_mails(calendar)
    yield from iter_special_files(calendar)
    yield from iter_odd_records(calendar)
    for customer in load_customers():
        yield from _iter_customer_records(customer, calendar)


def _iter_customer_records(customer: SampleCustomer, calendar: SampleCalendar) -> Iterator[InteractionRecord]:
    rng = build_random(f"tern {customer.identifier}")
    plan = ContactPlan(choose_moments(rng, customer.matters, PLAN_START, PLAN_END), PLAN_START, PLAN_END)
    yield from iter_planned_records(customer, rng, IdentifierFactory(customer.ordinal), plan, calendar)

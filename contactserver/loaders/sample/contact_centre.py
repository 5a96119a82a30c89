"""Everything that is in the sample, in the order in which it is loaded."""

from collections.abc import Iterator

from contactserver.loaders.records import Record
from contactserver.loaders.sample.cast import Customer, customers
from contactserver.loaders.sample.chance import chance
from contactserver.loaders.sample.identifiers import Mint
from contactserver.loaders.sample.oddities import oddities
from contactserver.loaders.sample.rhythm import moments
from contactserver.loaders.sample.seed_customer import seed_customer
from contactserver.loaders.sample.special_chats import special_chats
from contactserver.loaders.sample.special_files import special_files
from contactserver.loaders.sample.special_mails import special_mails
from contactserver.loaders.sample.storylines import year

COUNT = 1022  # for the bar that shows how far a load is


def contact_centre() -> Iterator[Record]:
    """The records of the documented customer, of the customers who show something, and of all the others."""
    yield from seed_customer()
    yield from special_chats()
    yield from special_mails()
    yield from special_files()
    yield from oddities()
    for customer in customers():
        yield from _life(customer)


def _life(customer: Customer) -> Iterator[Record]:
    rng = chance(f"tern {customer.identifier}")
    yield from year(customer, rng, Mint(customer.ordinal), moments(rng, customer.matters))

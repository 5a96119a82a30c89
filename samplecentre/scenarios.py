"""Customers who were invented to show something: each gathers the records of one subject, with plain IDs."""

from datetime import datetime, timedelta

from samplecentre.identifier_factory import IdentifierFactory
from samplecentre.people import SampleCustomer, get_agent
from samplecentre.seeded_random import build_random
from samplecentre.texts import build_thread_facts, get_contact_reason
from samplecentre.thread import SampleThread

CHAT_CUSTOMER = SampleCustomer(
    "00001aSHOWCHAT01",
    61,
    "Robin",
    "Castell",
    "en",
    "",
    "8 Lantern Row",
    "Whitby YO22 4XX",
    "+44 7700 900611",
    "robin.castell@example.com",
    "default",
    0,
)
MAIL_CUSTOMER = SampleCustomer(
    "00001aSHOWMAIL01",
    62,
    "Vera",
    "Lindholm",
    "en",
    "Lindholm Lamps",
    "2 Foundry Court",
    "Sheffield S1 2XX",
    "+44 7700 900622",
    "vera@lindholm.example",
    "gold",
    0,
)
FILE_CUSTOMER = SampleCustomer(
    "00001aSHOWFILE01",
    63,
    "Emil",
    "Nowak",
    "en",
    "Nowak Prints",
    "19 Printer's Alley",
    "Oxford OX1 4XX",
    "+44 7700 900633",
    "emil@nowak.example",
    "silver",
    0,
)
ODD_CUSTOMER = SampleCustomer(
    "00001aSHOWODD001",
    64,
    "Iris",
    "Quill",
    "en",
    "",
    "0 Nowhere Lane",
    "Little Snoring NR21 0XX",
    "+44 7700 900644",
    "iris.quill@example.org",
    "default",
    0,
)


def build_scenario_thread(
    customer: SampleCustomer,
    number: int,
    subject: str,
    at: datetime,
    shift: timedelta,
    *,
    about: str = "delivery",
    by: str = "1003",
) -> SampleThread:
    """A thread of its own for the customer's record of this number. `at` is `shift` after the planned
    moment."""
    rng = build_random(f"{customer.identifier} {number}")
    who = get_agent(by)
    mint = IdentifierFactory(customer.ordinal)
    mint.next += number * 100
    numbers = build_thread_facts(rng, customer, who, at)
    reason, identifier = get_contact_reason("en", about), mint(at - shift)
    return SampleThread(customer, reason, who, rng, mint, numbers, 0, subject, identifier, shift)


def format_scenario_id(kind: str, number: int) -> str:
    """The ID of a record that is worth knowing by heart: `00001aCHAT000001`."""
    return f"00001a{kind}{number:0{10 - len(kind)}d}"

"""One customer with 10,000 interactions in four years: a mail-order house that never stops calling."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

from contactserver.loaders.records import Record
from contactserver.loaders.sample.cast import Customer
from contactserver.loaders.sample.chance import chance
from contactserver.loaders.sample.identifiers import Mint
from contactserver.loaders.sample.places import LARGE
from contactserver.loaders.sample.rhythm import LAST
from contactserver.loaders.sample.storylines import play
from contactserver.loaders.sample.texts import matters
from contactserver.loaders.sample.thread import open_thread

COUNT = 10_000
FIRST = datetime(2022, 11, 14, 8, 0, tzinfo=UTC)
HOUSE = Customer(
    LARGE,
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


def large_customer() -> Iterator[Record]:
    """The records as they are made, oldest first, so that nothing holds them all."""
    return islice(_for_ever(), COUNT)


def _for_ever() -> Iterator[Record]:
    rng, mint = chance(LARGE), Mint(HOUSE.ordinal)
    span = int((LAST - timedelta(days=20) - FIRST).total_seconds())
    told = matters("en")
    made = 0
    while True:  # spread evenly and then roughened
        begins = FIRST + timedelta(seconds=made * span // COUNT + rng.randrange(86400 * 9))
        thread = open_thread(HOUSE, rng.choice(told), rng, mint, begins)
        shape = rng.choice(thread.matter.shapes)
        for record in play(thread, begins, LIGHTER.get(shape, shape)):
            yield record
            made += 1


LIGHTER = {"work_pdf": "work", "mail_photo 4h mail_out": "mail_in 4h mail_out"}

"""Where to begin: the IDs of the sample that are worth typing first, each with a word on what it shows."""

from dataclasses import dataclass
from typing import Literal

LARGE_CUSTOMER_ID = "00001aLARGE00001"


@dataclass(frozen=True)
class StartingPoint:
    """`kind` says what the ID is of."""

    identifier: str
    kind: Literal["customer", "interaction", "service"]
    shows: str


STARTING_POINTS = (
    StartingPoint(
        "00001a57JGQ00BVU",
        "customer",
        "the customer from the API documentation: three months of contacts, and parcel 4471 in 2009",
    ),
    StartingPoint(
        "00001a57JGQ00BW8", "interaction", "the interaction from the API documentation, an SMS chat"
    ),
    StartingPoint("00001aI4Y03000BG", "customer", "Holloway Ceramics: three busy months in all media types"),
    StartingPoint("00001aI7KRT000BN", "customer", "Reuter Fahrradteile: the same, in German"),
    StartingPoint("00001aKZACG000D4", "customer", "a bookshop that writes in Arabic (right to left)"),
    StartingPoint(
        "00001aSHOWCHAT01",
        "customer",
        "chats: bot, transfer, internal line, a session still running, 84 messages",
    ),
    StartingPoint(
        "00001aSHOWMAIL01",
        "customer",
        "e-mails: HTML, inline picture, attachments, invitation, forward, old charsets",
    ),
    StartingPoint(
        "00001aSHOWFILE01",
        "customer",
        "recordings, PDF, images, JSON, XML, CSV and an unknown file type",
    ),
    StartingPoint("00001aSHOWODD001", "customer", "deliberately odd records"),
    StartingPoint("00001aODD0000001", "interaction", "a record without a customer"),
    StartingPoint("4471", "service", "the case of parcel 4471: chat, callback and SMS"),
)
LARGE_STARTING_POINT = StartingPoint(LARGE_CUSTOMER_ID, "customer", "10,000 interactions in four years")

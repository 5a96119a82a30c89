"""A file of contacts as cards. Their pictures are asked for as what lies in it (`holder.py`)."""

from dataclasses import dataclass

from interactions.content.cards import contact
from interactions.content.cards.contact import Contact
from interactions.content.viewer import ContentUrls, ViewerInput, ViewerResult


@dataclass(frozen=True)
class Card:
    """`photo_url` is "" where there is no picture."""

    contact: Contact
    photo_url: str


@dataclass(frozen=True)
class ContactView:
    """`more` cards are not shown."""

    cards: tuple[Card, ...]
    more: int
    download: str


def view(material: ViewerInput) -> ViewerResult:
    """Declines what is no contact; that is text."""
    value, notes = laid_out(material.data, material.charset, material.addresses)
    return ViewerResult(value, notes, "Contacts" if len(value.cards) > 1 else None)


def laid_out(data: bytes, charset: str | None, addresses: ContentUrls) -> tuple[ContactView, tuple[str, ...]]:
    """The cards of a file that is at these addresses, and notes on it. Raises `Unshowable`."""
    read = contact.read(data, charset)
    cards = tuple(
        Card(each, addresses.inside(str(number)).raw if each.photo else "")
        for number, each in enumerate(read.cards, 1)
    )
    return ContactView(cards, read.more, addresses.download), read.notes

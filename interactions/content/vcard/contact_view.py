"""A file of contacts as cards. Their pictures are asked for as what lies in it (`holder.py`)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from interactions.content.vcard import contact_parser
from interactions.content.vcard.contact_parser import VCardContact
from interactions.content.viewer import ContentUrls, ViewerInput, ViewerResult


@dataclass(frozen=True)
class ContactCard:
    """`photo_url` is "" where there is no picture."""

    contact: VCardContact
    photo_url: str


@dataclass(frozen=True)
class ContactView:
    """`more` cards are not shown."""

    cards: tuple[ContactCard, ...]
    more: int
    download: str


def build_contact_view(material: ViewerInput) -> ViewerResult:
    """Declines what is no contact; that is text."""
    value, notes = build_contact_cards(material.data, material.charset, material.addresses)
    return ViewerResult(value, notes, _("Contacts") if len(value.cards) > 1 else None)


def build_contact_cards(
    data: bytes, charset: str | None, addresses: ContentUrls
) -> tuple[ContactView, tuple[str, ...]]:
    """The cards of a file that is at these addresses, and notes on it. Raises `UnviewableContent`."""
    read = contact_parser.parse_contacts(data, charset)
    cards = tuple(
        ContactCard(each, addresses.nested(str(number)).raw if each.photo else "")
        for number, each in enumerate(read.cards, 1)
    )
    return ContactView(cards, read.more, addresses.download), read.notes

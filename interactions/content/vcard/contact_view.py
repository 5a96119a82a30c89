"""The viewer of contacts: a card for each. Their pictures are loaded as nested contents
(`contact_container.py`)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from interactions.content.vcard import contact_parser
from interactions.content.vcard.contact_parser import VCardContact
from interactions.content.viewer import ContentUrls, ViewerInput, ViewerResult


@dataclass(frozen=True)
class ContactCard:
    """A contact, and the address of its picture or ""."""

    contact: VCardContact
    photo_url: str


@dataclass(frozen=True)
class ContactView:
    """The cards of a file; `more` counts those beyond the limit."""

    cards: tuple[ContactCard, ...]
    more: int
    download_url: str


def build_contact_view(material: ViewerInput) -> ViewerResult:
    """Shows contacts. Raises `UnviewableContent` for bytes that are none, which the next viewer shows as
    text, and for a file that is too large."""
    value, notes = build_contact_cards(material.data, material.charset, material.addresses)
    return ViewerResult(value, notes, _("Contacts") if len(value.cards) > 1 else None)


def build_contact_cards(
    data: bytes, charset: str | None, addresses: ContentUrls
) -> tuple[ContactView, tuple[str, ...]]:
    """The cards of a file at these addresses, and notes on it. Raises `UnviewableContent` for bytes that are
    no contact, and for a file that is too large."""
    contacts = contact_parser.parse_contacts(data, charset)
    cards = tuple(
        ContactCard(card, addresses.nested(str(number)).raw if card.photo else "")
        for number, card in enumerate(contacts.cards, 1)
    )
    return ContactView(cards, contacts.more, addresses.download), contacts.notes

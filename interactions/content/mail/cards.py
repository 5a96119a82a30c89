"""The invitations and contacts that a mail brings, as cards of the mail itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from interactions.content.cards import calendar, contact_view
from interactions.content.cards.calendar import Calendar
from interactions.content.cards.contact_view import ContactView
from interactions.content.errors import UnviewableContent
from interactions.content.mail.parts import Part
from interactions.content.media_types import decide_media_type
from interactions.content.signatures import SIGNATURE_BYTES
from interactions.content.viewer import ContentUrls
from interactions.ucs.resources import ContentKind

MOST = 5  # files of each kind; further ones are attachments like others


@dataclass(frozen=True)
class Cards:
    """`notes` are what is to be said of them."""

    invitations: tuple[Calendar, ...]
    contacts: tuple[ContactView, ...]
    notes: tuple[str, ...]


def cards(parts: tuple[Part, ...], addresses: ContentUrls) -> Cards:
    """Of a mail's attached parts; what can't be read stays an attachment. Never raises."""
    calendars = tuple(_calendars(parts))
    contacts = tuple(_contacts(parts, addresses))
    notes = [note for each in calendars for note in each.notes]
    notes += [note for _, said in contacts for note in said]
    return Cards(calendars, tuple(view for view, _ in contacts), tuple(notes))


def _calendars(parts: tuple[Part, ...]) -> Iterator[Calendar]:
    for part in _of("text/calendar", parts):
        try:
            yield calendar.read(part.data, part.charset)
        except UnviewableContent:
            continue


def _contacts(
    parts: tuple[Part, ...], addresses: ContentUrls
) -> Iterator[tuple[ContactView, tuple[str, ...]]]:
    for part in _of("text/vcard", parts):
        try:
            yield contact_view.laid_out(part.data, part.charset, addresses.inside(part.path))
        except UnviewableContent:
            continue


def _of(media_type: str, parts: tuple[Part, ...]) -> list[Part]:
    """The first parts of this type. Many programs send an invitation twice: as a body, and as a file."""
    first: dict[bytes, Part] = {}
    for part in parts:
        if _type(part) == media_type:
            first.setdefault(b"".join(part.data.split()), part)
    return list(first.values())[:MOST]


def _type(part: Part) -> str:
    return decide_media_type(
        ContentKind.BINARY_CONTENT, part.media_type, part.data[:SIGNATURE_BYTES], part.name
    ).media_type

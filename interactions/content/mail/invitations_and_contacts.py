"""Calendars and contacts that are attached to a mail, shown as cards in the mail."""

from collections.abc import Iterator
from dataclasses import dataclass

from interactions.content.errors import UnviewableContent
from interactions.content.icalendar import calendar_parser
from interactions.content.icalendar.calendar_parser import CalendarFile
from interactions.content.mail.mail_parser import MailPart
from interactions.content.media_types import decide_media_type
from interactions.content.signatures import SIGNATURE_BYTES
from interactions.content.vcard import contact_view
from interactions.content.vcard.contact_view import ContactView
from interactions.content.viewer import ContentUrls
from interactions.ucs.resources import ContentKind

MAX_FILES_PER_TYPE = 5  # calendars, and contacts, shown as cards; further ones stay attachments


@dataclass(frozen=True)
class InvitationsAndContacts:
    """The calendars and contacts of one message; `notes` are sentences on both."""

    invitations: tuple[CalendarFile, ...]
    contacts: tuple[ContactView, ...]
    notes: tuple[str, ...]


def parse_invitations_and_contacts(
    parts: tuple[MailPart, ...], addresses: ContentUrls
) -> InvitationsAndContacts:
    """Parses the calendars and contacts among a message's attachments. One that can't be read stays an
    attachment only. Never raises."""
    calendars = tuple(_iter_calendars(parts))
    contacts = tuple(_iter_contacts(parts, addresses))
    notes = [note for calendar in calendars for note in calendar.notes]
    notes += [note for _, contact_notes in contacts for note in contact_notes]
    return InvitationsAndContacts(calendars, tuple(view for view, _ in contacts), tuple(notes))


def _iter_calendars(parts: tuple[MailPart, ...]) -> Iterator[CalendarFile]:
    for part in _find_parts_of_type("text/calendar", parts):
        try:
            yield calendar_parser.parse_calendar(part.data, part.charset)
        except UnviewableContent:
            continue


def _iter_contacts(
    parts: tuple[MailPart, ...], addresses: ContentUrls
) -> Iterator[tuple[ContactView, tuple[str, ...]]]:
    for part in _find_parts_of_type("text/vcard", parts):
        try:
            yield contact_view.build_contact_cards(part.data, part.charset, addresses.nested(part.path))
        except UnviewableContent:
            continue


def _find_parts_of_type(media_type: str, parts: tuple[MailPart, ...]) -> list[MailPart]:
    """The first parts of this type, each content once: many programs send an invitation both as a body and
    as a file."""
    parts_by_content: dict[bytes, MailPart] = {}
    for part in parts:
        if _find_media_type(part) == media_type:
            parts_by_content.setdefault(b"".join(part.data.split()), part)
    return list(parts_by_content.values())[:MAX_FILES_PER_TYPE]


def _find_media_type(part: MailPart) -> str:
    return decide_media_type(
        ContentKind.BINARY_CONTENT, part.media_type, part.data[:SIGNATURE_BYTES], part.name
    ).media_type

"""The viewer of e-mails: participants, the body as HTML and as text, attachments, and attached messages."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from interactions.content.limits import get_content_limits
from interactions.content.mail.invitations_and_contacts import (
    InvitationsAndContacts,
    parse_invitations_and_contacts,
)
from interactions.content.mail.mail_defects import format_mail_damage
from interactions.content.mail.mail_message import MailMessage, build_mail_message
from interactions.content.mail.mail_parser import MailPart, ParsedMail, parse_mail
from interactions.content.mail.part_list import (
    ListedPart,
    MailTreeNode,
    build_mail_tree,
    build_part_list,
    list_winmail_parts,
)
from interactions.content.mail.winmail import WinmailMessage, fill_body_from_winmail, unpack_winmails
from interactions.content.viewer import ContentUrls, ViewerInput, ViewerResult


@dataclass(frozen=True)
class MessageWithAttachments:
    """The mail itself or an attached message, with its attachments, the calendars and contacts among them,
    and the address of all its parts as one zip file."""

    message: MailMessage
    attachments: tuple[ListedPart, ...]
    invitations_and_contacts: InvitationsAndContacts
    zip_url: str


@dataclass(frozen=True)
class MailView:
    """A mail, ready for its template. `attached_messages` are in the order sent; `parts` are the parts of all
    messages, `tree` is how they are nested."""

    mail: MessageWithAttachments
    attached_messages: tuple[MessageWithAttachments, ...]
    parts: tuple[ListedPart, ...]
    tree: tuple[MailTreeNode, ...]


def build_mail_view(material: ViewerInput) -> ViewerResult:
    """Shows any bytes as a mail; the notes say what is damaged, left out or guessed.

    Raises `UnviewableContent` when the parser fails, and `MemoryBudgetExhausted` when other large mails are
    being parsed.
    """
    return build_parsed_mail_view(parse_mail(material.data), material.addresses, material.data)


def build_parsed_mail_view(
    mail: ParsedMail, addresses: ContentUrls, sent: bytes | None = None
) -> ViewerResult:
    """Shows a mail that is parsed already; `sent` are its bytes, None where it was not sent as a mail."""
    max_source_size = get_content_limits().mail_source // (len(_find_attached_messages(mail)) + 1)
    messages = _build_mail_messages(mail, addresses, max_source_size, sent)
    winmails, refusals = unpack_winmails(mail, addresses, max_source_size)
    parts = build_part_list(mail, messages, addresses)
    winmail_parts = {path: list_winmail_parts(winmail) for path, winmail in winmails.items()}
    mail_itself, *attached_messages = (
        _build_message_with_attachments(message, parts, winmails, winmail_parts, addresses)
        for message in messages
    )
    all_parts = tuple(row for path, part in parts.items() for row in (part, *winmail_parts.get(path, ())))
    notes = (
        *_format_mail_notes(mail, len(attached_messages)),
        *(note for message in messages for note in message.notes),
    )
    notes = (*notes, *refusals, *(note for winmail in winmails.values() for note in winmail.notes))
    notes = (
        *notes,
        *(
            note
            for message in (mail_itself, *attached_messages)
            for note in message.invitations_and_contacts.notes
        ),
    )
    return ViewerResult(
        MailView(
            mail_itself, tuple(attached_messages), all_parts, build_mail_tree(mail, parts, winmail_parts)
        ),
        tuple(dict.fromkeys(notes)),
    )


def _build_mail_messages(
    mail: ParsedMail, addresses: ContentUrls, max_source_size: int, sent: bytes | None
) -> tuple[MailMessage, ...]:
    """The mail itself and its attached messages. `max_source_size` is for each: together they share one
    limit, so that the page keeps a bounded size."""
    attached_messages = (
        build_mail_message(
            mail,
            part.path,
            part.message.children[0],
            addresses,
            max_source_size,
            sent=None if sent is None else part.data,
        )
        for part in _find_attached_messages(mail)
    )
    return (
        build_mail_message(mail, "", mail.message, addresses, max_source_size, sent=sent),
        *attached_messages,
    )


def _find_attached_messages(mail: ParsedMail) -> list[MailPart]:
    return [part for part in mail.parts if part.is_attached_message][: get_content_limits().mails_inside]


def _build_message_with_attachments(
    message: MailMessage,
    parts: Mapping[str, ListedPart],
    winmails: Mapping[str, WinmailMessage],
    winmail_parts: Mapping[str, tuple[ListedPart, ...]],
    addresses: ContentUrls,
) -> MessageWithAttachments:
    """Adds the attachments to a message. `winmail_parts` are the attachments inside each winmail.dat, by its
    path; they are listed in its place."""
    attachments = tuple(
        listed_part
        for part in message.attachments
        for listed_part in winmail_parts.get(part.path) or (parts[part.path],)
    )
    message_addresses = addresses.nested(message.path) if message.path else addresses
    return MessageWithAttachments(
        fill_body_from_winmail(message, winmails),
        attachments,
        parse_invitations_and_contacts(message.attachments, addresses),
        message_addresses.zip_download,
    )


def _format_mail_notes(mail: ParsedMail, shown_messages: int) -> list[str]:
    notes = [note for note in (format_mail_damage(mail),) if note]
    if mail.has_more_parts:
        notes.append(_("Only the first %(number)s parts are listed.") % {"number": len(mail.parts)})
    if (attached_messages := sum(part.is_attached_message for part in mail.parts)) > shown_messages:
        notes.append(
            _("Only the first %(shown)s of %(total)s attached messages are shown here.")
            % {"shown": shown_messages, "total": attached_messages}
        )
    return notes

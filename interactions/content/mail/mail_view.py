"""An e-mail: who wrote to whom, its body as HTML and as text, what is attached, and the mails inside it."""

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
    """A mail, or a mail inside it, with what is attached to it, what of that are cards, and the address of
    all its parts as one zip file."""

    letter: MailMessage
    attached: tuple[ListedPart, ...]
    cards: InvitationsAndContacts
    everything_url: str


@dataclass(frozen=True)
class MailView:
    """`inside` are the mails within it, in their order; `parts` all parts of all of them, `tree` how they
    lie in each other."""

    mail: MessageWithAttachments
    inside: tuple[MessageWithAttachments, ...]
    parts: tuple[ListedPart, ...]
    tree: tuple[MailTreeNode, ...]


def build_mail_view(material: ViewerInput) -> ViewerResult:
    """Any bytes as a mail; the notes say what is damaged, left out or guessed."""
    return build_parsed_mail_view(parse_mail(material.data), material.addresses, material.data)


def build_parsed_mail_view(
    mail: ParsedMail, addresses: ContentUrls, sent: bytes | None = None
) -> ViewerResult:
    """A mail that is taken apart already; `sent` are its bytes where it was sent as a mail."""
    share = get_content_limits().mail_source // (len(_find_attached_messages(mail)) + 1)
    letters = _build_mail_messages(mail, addresses, share, sent)
    winmails, refusals = unpack_winmails(mail, addresses, share)
    parts = build_part_list(mail, letters, addresses)
    rows = {path: list_winmail_parts(winmail) for path, winmail in winmails.items()}
    own, *inside = (
        _build_message_with_attachments(each, parts, winmails, rows, addresses) for each in letters
    )
    every = tuple(row for path, part in parts.items() for row in (part, *rows.get(path, ())))
    notes = (*_format_mail_notes(mail, len(inside)), *(note for each in letters for note in each.notes))
    notes = (*notes, *refusals, *(note for winmail in winmails.values() for note in winmail.notes))
    notes = (*notes, *(note for each in (own, *inside) for note in each.cards.notes))
    return ViewerResult(
        MailView(own, tuple(inside), every, build_mail_tree(mail, parts, rows)), tuple(dict.fromkeys(notes))
    )


def _build_mail_messages(
    mail: ParsedMail, addresses: ContentUrls, share: int, sent: bytes | None
) -> tuple[MailMessage, ...]:
    """The mail itself and those inside it. They share what is shown of them as they were sent, so that a page
    keeps a size."""
    inside = (
        build_mail_message(
            mail, p.path, p.message.inside[0], addresses, share, sent=None if sent is None else p.data
        )
        for p in _find_attached_messages(mail)
    )
    return (build_mail_message(mail, "", mail.message, addresses, share, sent=sent), *inside)


def _find_attached_messages(mail: ParsedMail) -> list[MailPart]:
    return [part for part in mail.parts if part.contains][: get_content_limits().mails_inside]


def _build_message_with_attachments(
    own: MailMessage,
    parts: Mapping[str, ListedPart],
    winmails: Mapping[str, WinmailMessage],
    rows: Mapping[str, tuple[ListedPart, ...]],
    addresses: ContentUrls,
) -> MessageWithAttachments:
    """With what is in a winmail.dat in its place."""
    attached = tuple(row for part in own.attached for row in rows.get(part.path) or (parts[part.path],))
    there = addresses.nested(own.path) if own.path else addresses
    return MessageWithAttachments(
        fill_body_from_winmail(own, winmails),
        attached,
        parse_invitations_and_contacts(own.attached, addresses),
        there.zip_download,
    )


def _format_mail_notes(mail: ParsedMail, inside: int) -> list[str]:
    notes = [note for note in (format_mail_damage(mail),) if note]
    if mail.more:
        notes.append(_("Only the first %(number)s parts are listed.") % {"number": len(mail.parts)})
    if (held := sum(part.contains for part in mail.parts)) > inside:
        notes.append(
            _("Only the first %(shown)s of %(total)s attached messages are shown here.")
            % {"shown": inside, "total": held}
        )
    return notes

"""Unpacks the winmail.dat of a mail, in which Outlook packs body and attachments, for that mail's page."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from interactions.content.errors import UnviewableContent
from interactions.content.mail.mail_message import MailMessage, build_mail_message
from interactions.content.mail.mail_parser import MailPart, ParsedMail
from interactions.content.outlook import outlook_file, tnef
from interactions.content.viewer import ContentUrls


@dataclass(frozen=True)
class WinmailMessage:
    """A winmail.dat, unpacked. `part` is the winmail.dat itself, `mail` and `message` are its contents, with
    addresses below `addresses`. `notes` are sentences on what is missing; its own page has further
    notes."""

    part: MailPart
    mail: ParsedMail
    message: MailMessage
    addresses: ContentUrls
    notes: tuple[str, ...]


def unpack_winmails(
    mail: ParsedMail, addresses: ContentUrls, max_source_size: int
) -> tuple[dict[str, WinmailMessage], list[str]]:
    """Every winmail.dat of a mail by its path, and sentences on those that can't be unpacked.
    `max_source_size` bounds the source that is shown of each, as for `build_mail_message`."""
    winmails: dict[str, WinmailMessage] = {}
    refusals: list[str] = []
    for part in mail.parts:
        if part.media_type == outlook_file.TNEF_MEDIA_TYPE or part.data.startswith(tnef.TNEF_SIGNATURE):
            try:
                winmails[part.path] = _unpack_winmail(part, addresses.nested(part.path), max_source_size)
            except UnviewableContent as unshowable:
                refusals.append(
                    _("The winmail.dat can’t be unpacked. %(reason)s") % {"reason": unshowable.reason}
                )
    return winmails, refusals


def fill_body_from_winmail(message: MailMessage, winmails: Mapping[str, WinmailMessage]) -> MailMessage:
    """The message; if it has no body of its own, with that of its first winmail.dat."""
    if message.html or message.text:
        return message
    packed_message = next(
        (winmail.message for winmail in winmails.values() if winmail.part.message_path == message.path), None
    )
    return (
        replace(message, html=packed_message.html, text=packed_message.text, source=packed_message.source)
        if packed_message
        else message
    )


def _unpack_winmail(part: MailPart, addresses: ContentUrls, max_source_size: int) -> WinmailMessage:
    mail = outlook_file.parse_outlook_file(part.data).mail
    notes = [_("The winmail.dat is damaged. It may contain more than is shown.")] if mail.defects else []
    if mail.has_more_parts:
        notes.append(
            _("Only the first %(number)s parts of the winmail.dat are listed.") % {"number": len(mail.parts)}
        )
    return WinmailMessage(
        part,
        mail,
        build_mail_message(mail, "", mail.message, addresses, max_source_size),
        addresses,
        tuple(notes),
    )

"""What Outlook packed into the winmail.dat of a mail, for the page of that mail."""

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
    """`part` is the winmail.dat itself, `mail` and `letter` what is in it: a body and attachments, with the
    addresses that lie in `addresses`. `notes` are sentences on what is missing; what else is to be said of
    it, its own page says."""

    part: MailPart
    mail: ParsedMail
    letter: MailMessage
    addresses: ContentUrls
    notes: tuple[str, ...]


def unpack_winmails(
    mail: ParsedMail, addresses: ContentUrls, source_most: int
) -> tuple[dict[str, WinmailMessage], list[str]]:
    """By their paths, and sentences on those that can't be unpacked. `source_most` as `letter` has it."""
    found: dict[str, WinmailMessage] = {}
    refusals: list[str] = []
    for part in mail.parts:
        if part.media_type == outlook_file.TNEF_MEDIA_TYPE or part.data.startswith(tnef.TNEF_SIGNATURE):
            try:
                found[part.path] = _unpack_winmail(part, addresses.nested(part.path), source_most)
            except UnviewableContent as unshowable:
                refusals.append(
                    _("The winmail.dat can’t be unpacked. %(reason)s") % {"reason": unshowable.reason}
                )
    return found, refusals


def fill_body_from_winmail(own: MailMessage, packed: Mapping[str, WinmailMessage]) -> MailMessage:
    """The letter; where it has no text of its own, with the one that Outlook packed."""
    if own.html or own.text:
        return own
    inner = next((each.letter for each in packed.values() if each.part.letter == own.path), None)
    return replace(own, html=inner.html, text=inner.text, source=inner.source) if inner else own


def _unpack_winmail(part: MailPart, addresses: ContentUrls, source_most: int) -> WinmailMessage:
    mail = outlook_file.parse_outlook_file(part.data).mail
    notes = [_("The winmail.dat is damaged. It may contain more than is shown.")] if mail.defects else []
    if mail.more:
        notes.append(
            _("Only the first %(number)s parts of the winmail.dat are listed.") % {"number": len(mail.parts)}
        )
    return WinmailMessage(
        part,
        mail,
        build_mail_message(mail, "", mail.message, addresses, source_most),
        addresses,
        tuple(notes),
    )

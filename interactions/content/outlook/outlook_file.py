"""A winmail.dat or a .msg, by its first bytes, as a mail that is taken apart."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interactions.content.errors import UnviewableContent
from interactions.content.mail.mail_parser import ParsedMail, build_parsed_mail
from interactions.content.outlook import compound_file, msg_file, tnef
from interactions.content.outlook.mail_converter import MailConverter
from interactions.content.outlook.mapi_properties import PropertyId
from interactions.content.outlook.outlook_message import OutlookMessage

TNEF_MEDIA_TYPE = "application/ms-tnef"
MSG_MEDIA_TYPES = ("application/vnd.ms-outlook", "application/x-ole-storage")


@dataclass(frozen=True)
class OutlookMail:
    """`notes` are sentences on what could not be had of it."""

    mail: ParsedMail
    notes: tuple[str, ...]


def parse_outlook_file(data: bytes) -> OutlookMail:
    """Raises `UnviewableContent` for what is neither of the two."""
    if data.startswith(tnef.TNEF_SIGNATURE):
        message = tnef.parse_tnef(data)
    elif data.startswith(compound_file.COMPOUND_FILE_SIGNATURE):
        message = msg_file.parse_msg(data)
    else:
        raise UnviewableContent(_("This is not a winmail.dat or Outlook message."))
    rewriting = MailConverter()
    mail = build_parsed_mail(rewriting.mail(message))
    mail = replace(mail, defects=("cut off",) if rewriting.damaged else (), more=mail.more or message.more)
    return OutlookMail(
        mail, tuple(dict.fromkeys((*_format_outlook_notes(message, rewriting.empty), *rewriting.notes)))
    )


def _format_outlook_notes(message: OutlookMessage, empty: int) -> list[str]:
    notes = []
    kind = message.properties.line(PropertyId.MESSAGE_CLASS)[:80]
    if kind and not kind.upper().startswith(("IPM.NOTE", "IPM.MICROSOFT MAIL.NOTE", "REPORT.")):
        notes.append(_("Outlook item of type %(kind)s; only its message fields are shown.") % {"kind": kind})
    if empty:
        words = ngettext(
            "%(num)s attachment is a link or object stored elsewhere; only its name is known.",
            "%(num)s attachments are links or objects stored elsewhere; only their names are known.",
            empty,
        )
        notes.append(words % {"num": empty})
    return notes

"""Parses a winmail.dat or a .msg, told apart by their first bytes, as a mail."""

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
    """An Outlook message as a mail. `notes` are sentences on what could not be converted."""

    mail: ParsedMail
    notes: tuple[str, ...]


def parse_outlook_file(data: bytes) -> OutlookMail:
    """Parses either format. Raises `UnviewableContent` for data that is neither, and for a compound file
    that is no message."""
    if data.startswith(tnef.TNEF_SIGNATURE):
        message = tnef.parse_tnef(data)
    elif data.startswith(compound_file.COMPOUND_FILE_SIGNATURE):
        message = msg_file.parse_msg(data)
    else:
        raise UnviewableContent(_("This is not a winmail.dat or Outlook message."))
    converter = MailConverter()
    mail = build_parsed_mail(converter.convert(message))
    mail = replace(
        mail,
        defects=("cut off",) if converter.damaged else (),
        has_more_parts=mail.has_more_parts or message.has_more_attachments,
    )
    return OutlookMail(
        mail,
        tuple(
            dict.fromkeys((*_format_outlook_notes(message, converter.empty_attachments), *converter.notes))
        ),
    )


def _format_outlook_notes(message: OutlookMessage, empty_attachments: int) -> list[str]:
    notes = []
    kind = message.properties.get_line(PropertyId.MESSAGE_CLASS)[:80]
    if kind and not kind.upper().startswith(("IPM.NOTE", "IPM.MICROSOFT MAIL.NOTE", "REPORT.")):
        notes.append(_("Outlook item of type %(kind)s; only its message fields are shown.") % {"kind": kind})
    if empty_attachments:
        words = ngettext(
            "%(num)s attachment is a link or object stored elsewhere; only its name is known.",
            "%(num)s attachments are links or objects stored elsewhere; only their names are known.",
            empty_attachments,
        )
        notes.append(words % {"num": empty_attachments})
    return notes

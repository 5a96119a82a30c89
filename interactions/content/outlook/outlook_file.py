"""Parses a winmail.dat or a .msg, told apart by their first bytes, as a mail."""

from dataclasses import dataclass, replace

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
        raise UnviewableContent("It does not begin like a winmail.dat or an Outlook message.")
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
    message_class = message.properties.get_line(PropertyId.MESSAGE_CLASS)[:80]
    if message_class and not message_class.upper().startswith(
        ("IPM.NOTE", "IPM.MICROSOFT MAIL.NOTE", "REPORT.")
    ):
        notes.append(f"Outlook calls this {message_class}; only what a mail has is shown of it.")
    if empty_attachments:
        subject = "1 attachment is" if empty_attachments == 1 else f"{empty_attachments} attachments are"
        notes.append(f"{subject} a link or an object that lies elsewhere: its name is all there is.")
    return notes

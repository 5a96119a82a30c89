"""A winmail.dat or a .msg, by its first bytes, as a mail that is taken apart."""

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
        raise UnviewableContent("It does not begin like a winmail.dat or an Outlook message.")
    rewriting = MailConverter()
    mail = build_parsed_mail(rewriting.convert(message))
    mail = replace(
        mail,
        defects=("cut off",) if rewriting.damaged else (),
        has_more_parts=mail.has_more_parts or message.has_more_attachments,
    )
    return OutlookMail(
        mail,
        tuple(
            dict.fromkeys((*_format_outlook_notes(message, rewriting.empty_attachments), *rewriting.notes))
        ),
    )


def _format_outlook_notes(message: OutlookMessage, empty: int) -> list[str]:
    notes = []
    kind = message.properties.get_line(PropertyId.MESSAGE_CLASS)[:80]
    if kind and not kind.upper().startswith(("IPM.NOTE", "IPM.MICROSOFT MAIL.NOTE", "REPORT.")):
        notes.append(f"Outlook calls this {kind}; only what a mail has is shown of it.")
    if empty:
        what = "1 attachment is" if empty == 1 else f"{empty} attachments are"
        notes.append(f"{what} a link or an object that lies elsewhere: its name is all there is.")
    return notes

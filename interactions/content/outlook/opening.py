"""A winmail.dat or a .msg, by its first bytes, as a mail that is taken apart."""

from dataclasses import dataclass, replace

from interactions.content.errors import UnviewableContent
from interactions.content.mail.parts import Mail, taken_apart
from interactions.content.outlook import compound_file, msg, tnef
from interactions.content.outlook.as_mail import Rewriting
from interactions.content.outlook.message import Message
from interactions.content.outlook.properties import Tag

TNEF = "application/ms-tnef"
MSG = ("application/vnd.ms-outlook", "application/x-ole-storage")


@dataclass(frozen=True)
class Opened:
    """`notes` are sentences on what could not be had of it."""

    mail: Mail
    notes: tuple[str, ...]


def opened(data: bytes) -> Opened:
    """Raises `Unshowable` for what is neither of the two."""
    if data.startswith(tnef.SIGNATURE):
        message = tnef.read(data)
    elif data.startswith(compound_file.SIGNATURE):
        message = msg.read(data)
    else:
        raise UnviewableContent("It does not begin like a winmail.dat or an Outlook message.")
    rewriting = Rewriting()
    mail = taken_apart(rewriting.mail(message))
    mail = replace(mail, defects=("cut off",) if rewriting.damaged else (), more=mail.more or message.more)
    return Opened(mail, tuple(dict.fromkeys((*_notes(message, rewriting.empty), *rewriting.notes))))


def _notes(message: Message, empty: int) -> list[str]:
    notes = []
    kind = message.properties.line(Tag.MESSAGE_CLASS)[:80]
    if kind and not kind.upper().startswith(("IPM.NOTE", "IPM.MICROSOFT MAIL.NOTE", "REPORT.")):
        notes.append(f"Outlook calls this {kind}; only what a mail has is shown of it.")
    if empty:
        what = "1 attachment is" if empty == 1 else f"{empty} attachments are"
        notes.append(f"{what} a link or an object that lies elsewhere: its name is all there is.")
    return notes

"""A winmail.dat or a .msg, by its first bytes, as a mail that is taken apart."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interactions.content.errors import Unshowable
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
        raise Unshowable(_("This is not a winmail.dat or Outlook message."))
    rewriting = Rewriting()
    mail = taken_apart(rewriting.mail(message))
    mail = replace(mail, defects=("cut off",) if rewriting.damaged else (), more=mail.more or message.more)
    return Opened(mail, tuple(dict.fromkeys((*_notes(message, rewriting.empty), *rewriting.notes))))


def _notes(message: Message, empty: int) -> list[str]:
    notes = []
    kind = message.properties.line(Tag.MESSAGE_CLASS)[:80]
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

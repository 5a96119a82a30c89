"""A winmail.dat or a .msg as what holds a body and attachments."""

from django.utils.translation import gettext as _

from interactions.content.limits import limits
from interactions.content.mail.holder import MailHolder
from interactions.content.outlook.opening import opened
from interactions.content.source import Source, whole


def hold(source: Source) -> MailHolder:
    """Raises `Unshowable` for what is too large, or no message."""
    return MailHolder(
        opened(
            whole(
                source,
                limits().outlook_bytes,
                _("The Outlook message is larger than %(size)s, so it is not opened."),
            )
        ).mail
    )

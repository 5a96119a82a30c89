"""A winmail.dat or a .msg as a container of its body and attachments."""

from django.utils.translation import gettext as _

from interactions.content.limits import get_content_limits
from interactions.content.mail.mail_container import MailContainer
from interactions.content.outlook.outlook_file import parse_outlook_file
from interactions.content.source import ContentSource, read_whole_source


def open_outlook_container(source: ContentSource) -> MailContainer:
    """Parses the message. Raises `UnviewableContent` for data that is none, and for one that is too large."""
    return MailContainer(
        parse_outlook_file(
            read_whole_source(
                source,
                get_content_limits().outlook_bytes,
                _("The Outlook message is larger than %(size)s, so it is not opened."),
            )
        ).mail
    )

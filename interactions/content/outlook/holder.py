"""A winmail.dat or a .msg as what holds a body and attachments."""

from interactions.content.limits import get_content_limits
from interactions.content.mail.holder import MailHolder
from interactions.content.outlook.opening import opened
from interactions.content.source import ContentSource, read_whole_source


def hold(source: ContentSource) -> MailHolder:
    """Raises `Unshowable` for what is too large, or no message."""
    return MailHolder(
        opened(read_whole_source(source, get_content_limits().outlook_bytes, "This Outlook message")).mail
    )

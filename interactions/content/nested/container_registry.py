"""Which containers can be opened, and by what: the first entry whose types fit opens it. A new one is a new
line."""

from collections.abc import Callable
from fnmatch import fnmatchcase

from django.utils.translation import gettext as _

from interactions.content.archive import archive_formats as archive
from interactions.content.errors import UnviewableContent
from interactions.content.mail import mail_container as mail
from interactions.content.media_types import decide_media_type
from interactions.content.nested.container import ContentContainer
from interactions.content.outlook import outlook_container as outlook
from interactions.content.outlook import outlook_file
from interactions.content.signatures import SIGNATURE_BYTES
from interactions.content.source import ContentSource, open_source, read_body_bytes
from interactions.content.vcard import contact_container as contacts
from interactions.ucs.byte_ranges import build_range_header

CONTAINER_OPENERS: tuple[tuple[tuple[str, ...], Callable[[ContentSource], ContentContainer]], ...] = (
    (("message/rfc822", "message/global"), mail.open_mail_container),
    (archive.ARCHIVE_TYPES, archive.open_archive),
    ((outlook_file.TNEF_MEDIA_TYPE, *outlook_file.MSG_MEDIA_TYPES), outlook.open_outlook_container),
    (("text/vcard",), contacts.open_contact_container),
)


def open_container(source: ContentSource) -> ContentContainer:
    """Opens a content as what it is, or as what it may be shown as on request. Raises `UnviewableContent` for
    what is no container, or can't be opened, and a `UCSError` when the UCS can't give it."""
    with open_source(source, build_range_header(0, SIGNATURE_BYTES)) as content:
        head = read_body_bytes(content.body, SIGNATURE_BYTES)
    decision = decide_media_type(content.kind, content.media_type, head, content.name)
    for media_type in (decision.media_type, *decision.alternatives):
        for patterns, open_as_type in CONTAINER_OPENERS:
            if any(fnmatchcase(media_type, pattern) for pattern in patterns):
                return open_as_type(source)
    raise UnviewableContent(_("This file does not contain other files."))

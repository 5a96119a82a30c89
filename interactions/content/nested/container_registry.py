"""What can be taken apart, and by what: the first whose types fit opens it. Adding one is adding a line."""

from collections.abc import Callable
from fnmatch import fnmatchcase

from interactions.content.archive import archive_formats as archive
from interactions.content.cards import holder as contacts
from interactions.content.errors import UnviewableContent
from interactions.content.mail import holder as mail
from interactions.content.media_types import decide_media_type
from interactions.content.nested.container import ContentContainer
from interactions.content.outlook import holder as outlook
from interactions.content.outlook import opening
from interactions.content.signatures import SIGNATURE_BYTES
from interactions.content.source import ContentSource, open_source, read_body_bytes

CONTAINER_OPENERS: tuple[tuple[tuple[str, ...], Callable[[ContentSource], ContentContainer]], ...] = (
    (("message/rfc822", "message/global"), mail.hold),
    (archive.ARCHIVE_TYPES, archive.open_archive),
    ((opening.TNEF, *opening.MSG), outlook.hold),
    (("text/vcard",), contacts.hold),
)


def open_container(source: ContentSource) -> ContentContainer:
    """Opens it as what it is, or as what it may be shown as on request. Raises `Unshowable` for what holds
    nothing, or can't be taken apart."""
    with open_source(source, {"Range": f"bytes=0-{SIGNATURE_BYTES - 1}"}) as content:
        head = read_body_bytes(content.body, SIGNATURE_BYTES)
    decision = decide_media_type(content.kind, content.media_type, head, content.name)
    for media_type in (decision.media_type, *decision.alternatives):
        for patterns, hold in CONTAINER_OPENERS:
            if any(fnmatchcase(media_type, pattern) for pattern in patterns):
                return hold(source)
    raise UnviewableContent("It is nothing that holds other files.")

"""What can be taken apart, and by what: the first whose types fit opens it. Adding one is adding a line."""

from collections.abc import Callable
from fnmatch import fnmatchcase

from django.utils.translation import gettext as _

from interactions.content.archive import opening as archive
from interactions.content.cards import holder as contacts
from interactions.content.errors import Unshowable
from interactions.content.inside.holder import Holder
from interactions.content.mail import holder as mail
from interactions.content.media_types import decide
from interactions.content.outlook import holder as outlook
from interactions.content.outlook import opening
from interactions.content.signatures import HEAD
from interactions.content.source import Source, filled, opened

HOLDERS: tuple[tuple[tuple[str, ...], Callable[[Source], Holder]], ...] = (
    (("message/rfc822", "message/global"), mail.hold),
    (archive.ARCHIVES, archive.hold),
    ((opening.TNEF, *opening.MSG), outlook.hold),
    (("text/vcard",), contacts.hold),
)


def holder(source: Source) -> Holder:
    """Opens it as what it is, or as what it may be shown as on request. Raises `Unshowable` for what holds
    nothing, or can't be taken apart."""
    with opened(source, {"Range": f"bytes=0-{HEAD - 1}"}) as content:
        head = filled(content.body, HEAD)
    decision = decide(content.kind, content.media_type, head, content.name)
    for media_type in (decision.media_type, *decision.alternatives):
        for patterns, hold in HOLDERS:
            if any(fnmatchcase(media_type, pattern) for pattern in patterns):
                return hold(source)
    raise Unshowable(_("This file does not contain other files."))

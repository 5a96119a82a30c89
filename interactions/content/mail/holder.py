"""A mail as what holds its parts."""

from functools import cached_property

from django.utils.translation import gettext as _

from interactions.content.inside.held import held
from interactions.content.inside.holder import Entry
from interactions.content.limits import limits
from interactions.content.mail.images import inline_images
from interactions.content.mail.parts import Mail, parse
from interactions.content.source import Source, whole


class MailHolder:
    """The parts of a mail, as `holder.Holder` has them."""

    def __init__(self, mail: Mail) -> None:
        self.mail = mail

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(
            Entry(
                path=part.path,
                name=part.name,
                file_name=part.file_name,
                media_type=part.media_type,
                charset=part.charset,
                size=len(part.data),
                depth=part.depth,
            )
            for part in self.mail.parts
        )

    def source(self, path: str) -> Source | None:
        part = self.mail.part(path)
        return held(part.data, part.media_type, charset=part.charset, name=part.called) if part else None

    def images(self, path: str) -> dict[str, str]:
        part = self.mail.part(path)
        return inline_images(self.mail, part.letter if part else "")


def hold(source: Source) -> MailHolder:
    """Raises `Unshowable` for what is too large, or what the parser can't take."""
    return MailHolder(
        parse(
            whole(source, limits().mail_bytes, _("The message is larger than %(size)s, so it is not opened."))
        )
    )

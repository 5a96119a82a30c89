"""A mail as a container of its parts."""

from functools import cached_property

from django.utils.translation import gettext as _

from interactions.content.limits import get_content_limits
from interactions.content.mail.inline_images import build_inline_images
from interactions.content.mail.mail_parser import ParsedMail, parse_mail
from interactions.content.nested.container import ContainerEntry
from interactions.content.nested.in_memory import build_in_memory_source
from interactions.content.source import ContentSource, read_whole_source


class MailContainer:
    """The parts of a mail, as a `nested.container.ContentContainer`."""

    def __init__(self, mail: ParsedMail) -> None:
        self.mail = mail

    @cached_property
    def entries(self) -> tuple[ContainerEntry, ...]:
        return tuple(
            ContainerEntry(
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

    def source(self, path: str) -> ContentSource | None:
        part = self.mail.find_part(path)
        return (
            build_in_memory_source(part.data, part.media_type, charset=part.charset, name=part.declared_name)
            if part
            else None
        )

    def images(self, path: str) -> dict[str, str]:
        part = self.mail.find_part(path)
        return build_inline_images(self.mail, part.message_path if part else "")


def open_mail_container(source: ContentSource) -> MailContainer:
    """Parses the mail. Raises `UnviewableContent` when it is too large or the parser fails, and
    `MemoryBudgetExhausted` when other large mails are being parsed."""
    too_large = _("The message is larger than %(size)s, so it is not opened.")
    return MailContainer(parse_mail(read_whole_source(source, get_content_limits().mail_bytes, too_large)))

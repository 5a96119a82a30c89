"""A file of contacts as a container of their pictures. The path of a picture is the number of its card."""

from django.utils.translation import gettext as _

from interactions.content.file_names import clean_file_name, get_file_extension
from interactions.content.limits import get_content_limits
from interactions.content.nested.container import ContainerEntry
from interactions.content.nested.in_memory import build_in_memory_source
from interactions.content.source import ContentSource, read_whole_source
from interactions.content.vcard import contact_parser
from interactions.content.vcard.contact_parser import ContactFile


class ContactContainer:
    """The pictures of a file of contacts, as a `nested.container.ContentContainer`."""

    def __init__(self, contacts: ContactFile) -> None:
        self.photos = {
            str(number): (card.name, card.photo)
            for number, card in enumerate(contacts.cards, 1)
            if card.photo
        }

    @property
    def entries(self) -> tuple[ContainerEntry, ...]:
        return tuple(
            ContainerEntry(
                path=path,
                name=_("Picture of %(name)s") % {"name": name} if name else _("Picture"),
                file_name=clean_file_name(f"{name or 'picture'}{get_file_extension(photo.media_type)}"),
                media_type=photo.media_type,
                size=len(photo.data),
            )
            for path, (name, photo) in self.photos.items()
        )

    def source(self, path: str) -> ContentSource | None:
        name, photo = self.photos.get(path, ("", None))
        return build_in_memory_source(photo.data, photo.media_type, name=name) if photo else None

    def images(self, path: str) -> dict[str, str]:
        return {}


def open_contact_container(source: ContentSource) -> ContactContainer:
    """Parses the contacts. Raises `UnviewableContent` for bytes that are none, and for a file that is too
    large."""
    return ContactContainer(
        contact_parser.parse_contacts(
            read_whole_source(
                source,
                get_content_limits().contact_bytes,
                _("The contact file is larger than %(size)s, so it is not opened."),
            ),
            None,
        )
    )

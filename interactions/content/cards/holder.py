"""A file of contacts as what holds their pictures: each has the number of its card as its path."""

from django.utils.translation import gettext as _

from interactions.content.cards import contact
from interactions.content.cards.contact import Contacts
from interactions.content.file_names import cleaned, ending
from interactions.content.inside.held import held
from interactions.content.inside.holder import Entry
from interactions.content.limits import limits
from interactions.content.source import Source, whole


class ContactHolder:
    """The pictures, as `holder.Holder` has them."""

    def __init__(self, contacts: Contacts) -> None:
        self.photos = {
            str(n): (each.name, each.photo) for n, each in enumerate(contacts.cards, 1) if each.photo
        }

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(
            Entry(
                path=path,
                name=_("Picture of %(name)s") % {"name": name} if name else _("Picture"),
                file_name=cleaned(f"{name or 'picture'}{ending(photo.media_type)}"),
                media_type=photo.media_type,
                size=len(photo.data),
            )
            for path, (name, photo) in self.photos.items()
        )

    def source(self, path: str) -> Source | None:
        name, photo = self.photos.get(path, ("", None))
        return held(photo.data, photo.media_type, name=name) if photo else None

    def images(self, path: str) -> dict[str, str]:
        return {}


def hold(source: Source) -> ContactHolder:
    """Raises `Unshowable` for what is too large, or no contact."""
    return ContactHolder(
        contact.read(
            whole(
                source,
                limits().contact_bytes,
                _("The contact file is larger than %(size)s, so it is not opened."),
            ),
            None,
        )
    )

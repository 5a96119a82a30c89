"""An archive as what holds its files, whatever its format: what the formats' own modules make."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from interactions.content.archive.unpacking import HARMLESS, too_dense, too_large
from interactions.content.errors import Unshowable
from interactions.content.file_names import cleaned
from interactions.content.inside.holder import Entry
from interactions.content.limits import limits
from interactions.content.source import Source
from interactions.content.text.markup import visible
from interactions.ucs.resources import Body, Content, ContentKind

LONGEST = 1000  # characters of a name


@dataclass(frozen=True)
class Member:
    """One line of an archive's list. `name` is the whole path as it was packed, which is text and leads
    nowhere; `size` and `packed` are bytes, None when not known; `changed` is naive, in the time of who packed
    it. `opened` gives the bytes; None for what is no file or has a `refusal`, a sentence."""

    path: str
    name: str
    size: int | None = None
    packed: int | None = None
    changed: datetime | None = None
    folder: bool = False
    refusal: str = ""
    opened: Source | None = None

    @property
    def shown_name(self) -> str:
        """For a reader: nothing in it hides or turns text around."""
        name = self.name if len(self.name) <= LONGEST else self.name[:LONGEST] + "…"
        return visible(name).replace("\n", "␊").replace("\t", "␉")

    @property
    def file_name(self) -> str:
        return cleaned(self.name) or f"file-{self.path}.bin"


@dataclass(frozen=True)
class Archive:
    """What was read of one, as `inside.holder.Holder` has it. `format` is its name ("zip"), `counted` how
    many files it says that it has, None when it says nothing; `more` that there are more than were read,
    `notes` why its list may not be whole."""

    format: str
    members: tuple[Member, ...]
    counted: int | None = None
    more: bool = False
    notes: tuple[str, ...] = ()

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Its files, without its folders, which hold nothing of their own."""
        return tuple(
            Entry(
                path=member.path,
                name=member.shown_name,
                file_name=member.file_name,
                size=member.size,
                depth=member.name.strip("/").count("/"),
                refusal=member.refusal,
            )
            for member in self.members
            if not member.folder
        )

    def source(self, path: str) -> Source | None:
        member = next((each for each in self.members if each.path == path), None)
        if member is None or member.folder:
            return None
        if member.opened is None:
            raise Unshowable(member.refusal)
        return member.opened

    def images(self, path: str) -> dict[str, str]:
        return {}


def answer(body: Body, name: str, length: int | None = None) -> Content:
    """A whole file of an archive as a content: no archive says what kind its files are."""
    known = {} if length is None else {"Content-Length": str(length), "Accept-Ranges": "bytes"}
    return Content(
        kind=ContentKind.BINARY_CONTENT,
        status=200,
        media_type=None,
        charset=None,
        length=length,
        headers=known,
        body=body,
        name=name.rpartition("/")[2],
    )


def bounds(size: int, packed: int) -> str:
    """The refusal by the limits, from the sizes that an archive declares; "" when it is within."""
    most, ratio = limits().archive_member, limits().archive_ratio
    if size > most:
        return too_large(most)
    return too_dense(ratio) if size > max(HARMLESS, ratio * packed) else ""

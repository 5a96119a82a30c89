"""An archive as a container of its files, whatever its format: what the formats' own modules build."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from interactions.content.archive.decompression import (
    MAX_HARMLESS_BYTES,
    format_too_dense_reason,
    format_too_large_reason,
)
from interactions.content.errors import UnviewableContent
from interactions.content.file_names import clean_file_name
from interactions.content.limits import get_content_limits
from interactions.content.nested.container import ContainerEntry
from interactions.content.source import ContentSource
from interactions.content.text.markup import reveal_invisible
from interactions.ucs.resources import Content, ContentBody, ContentKind
from interactions.ucs.untrusted_text import shorten_text

MAX_MEMBER_NAME_CHARACTERS = 1000  # characters of a name


@dataclass(frozen=True)
class ArchiveMember:
    """One line of an archive's list.

    `name` is the whole path as it was packed, which is text and leads nowhere; `size` and `compressed_size`
    are bytes, None when not known; `modified_at` is naive, in the time zone of the packer. `source` gives the
    bytes; None for what is no file, or has a `refusal`, which is a sentence.
    """

    path: str
    name: str
    size: int | None = None
    compressed_size: int | None = None
    modified_at: datetime | None = None
    is_folder: bool = False
    refusal: str = ""
    source: ContentSource | None = None

    @property
    def display_name(self) -> str:
        """The name for a reader: nothing in it hides or turns text round."""
        name = shorten_text(self.name, MAX_MEMBER_NAME_CHARACTERS + 1)  # and the ellipsis
        return reveal_invisible(name).replace("\n", "␊").replace("\t", "␉")

    @property
    def file_name(self) -> str:
        """A safe name to save the file under."""
        return clean_file_name(self.name) or f"file-{self.path}.bin"


@dataclass(frozen=True)
class ArchiveContainer:
    """A `ContentContainer` of an archive's files.

    `format` is its name ("zip"), `declared_count` how many entries the archive says that it has, None when it
    says nothing; `has_more` says that there are more than were read, and `notes` why its list may not be
    complete.
    """

    format: str
    members: tuple[ArchiveMember, ...]
    declared_count: int | None = None
    has_more: bool = False
    notes: tuple[str, ...] = ()

    @cached_property
    def entries(self) -> tuple[ContainerEntry, ...]:
        """Its files, without its folders, which hold nothing of their own."""
        return tuple(
            ContainerEntry(
                path=member.path,
                name=member.display_name,
                file_name=member.file_name,
                size=member.size,
                depth=member.name.strip("/").count("/"),
                refusal=member.refusal,
            )
            for member in self.members
            if not member.is_folder
        )

    def source(self, path: str) -> ContentSource | None:
        """The bytes of a file; None for a folder and for an unknown path. Raises `UnviewableContent` with the
        file's refusal."""
        member = next((each for each in self.members if each.path == path), None)
        if member is None or member.is_folder:
            return None
        if member.source is None:
            raise UnviewableContent(member.refusal)
        return member.source

    def images(self, path: str) -> dict[str, str]:
        """Always empty: no archive says which pictures its HTML means."""
        return {}


def build_member_content(body: ContentBody, name: str, length: int | None = None) -> Content:
    """A whole file of an archive as a content; no archive says of which type its files are."""
    headers = {} if length is None else {"Content-Length": str(length), "Accept-Ranges": "bytes"}
    return Content(
        kind=ContentKind.BINARY_CONTENT,
        status=200,
        media_type=None,
        charset=None,
        length=length,
        headers=headers,
        body=body,
        name=name.rpartition("/")[2],
    )


def find_size_refusal(size: int, compressed_size: int) -> str:
    """Why a file is refused by the sizes that its archive declares, in bytes; "" when they are within the
    limits."""
    max_bytes, max_ratio = get_content_limits().archive_member, get_content_limits().archive_ratio
    if size > max_bytes:
        return format_too_large_reason(max_bytes)
    return (
        format_too_dense_reason(max_ratio)
        if size > max(MAX_HARMLESS_BYTES, max_ratio * compressed_size)
        else ""
    )

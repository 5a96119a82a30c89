"""Containers, which hold other contents: a mail its parts, an archive its files, a winmail.dat its
attachments.

A container lists its entries and gives each as a `ContentSource`. So whatever lies in it is shown, laid out
in hex, summed and saved by the same code as what the UCS itself gives.
"""

from dataclasses import dataclass
from typing import Protocol

from interactions.content.source import ContentSource

ENTRY_PATH_PATTERN = r"\d{1,6}(?:\.\d{1,6}){0,30}"  # of an entry within its holder


@dataclass(frozen=True)
class ContainerEntry:
    """One thing in a container.

    `path` is digits with dots between ("2.1"), the same whenever the same bytes are opened. `name` is what
    its sender calls it, for reading; `file_name` a safe name to save it under. `media_type` and `charset` are
    what the container says, None when it says nothing; `size` in bytes, None when it is not known; `depth`
    counts the levels above it. `refusal` is a sentence when it can't be opened ("It is encrypted.").
    """

    path: str
    name: str
    file_name: str
    media_type: str | None = None
    charset: str | None = None
    size: int | None = None
    depth: int = 0
    refusal: str = ""


class ContentContainer(Protocol):
    """Opened from a `ContentSource` by a function of the table in `container_registry.py`, which raises
    `UnviewableContent` with the reason when it can't be opened at all."""

    @property
    def entries(self) -> tuple[ContainerEntry, ...]:
        """The entries in the order sent, at most as many as the limits allow."""
        ...

    def source(self, path: str) -> ContentSource | None:
        """The bytes of one entry; None when there is no such path.

        Raises `UnviewableContent` with the entry's `refusal`; reading the bytes may raise it too, for what is
        found out only then.
        """
        ...

    def images(self, path: str) -> dict[str, str]:
        """`data:` addresses, by Content-ID, of the pictures that the HTML at `path` may name; mostly none."""
        ...

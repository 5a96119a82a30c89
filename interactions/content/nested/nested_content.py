"""From a content to what lies in it, along a path: "2.1" is a part of a mail, "2.1/3" a file of the archive
that is this part."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from interactions.content.errors import UnviewableContent
from interactions.content.limits import get_content_limits
from interactions.content.nested.container import ContainerEntry, ContentContainer
from interactions.content.nested.container_registry import open_container
from interactions.content.source import ContentSource


@dataclass(frozen=True)
class NestedContent:
    """What lies at a path, with the holders on the way to it: `way` has the entry of each level and the path
    that leads there, the last being its own."""

    source: ContentSource
    holder: ContentContainer
    way: tuple[tuple[str, ContainerEntry], ...]

    @property
    def entry(self) -> ContainerEntry:
        return self.way[-1][1]

    def images(self) -> dict[str, str]:
        """data: addresses of the pictures that this HTML may name by Content-ID."""
        return self.holder.images(self.entry.path)


def find_nested_content(source: ContentSource, path: str) -> NestedContent | None:
    """What lies in `source` at `path`; None when there is no such thing. Raises `UnviewableContent` with the
    reason when something on the way can't be opened, and a `UCSError` when the UCS can't give it."""
    steps = path.split("/")
    if len(steps) > get_content_limits().inside_depth:
        raise UnviewableContent(_("The file is nested too deeply to open."))
    way: list[tuple[str, ContainerEntry]] = []
    for n, step in enumerate(steps, 1):
        opened = open_container(source)
        entry = next((entry for entry in opened.entries if entry.path == step), None)
        inner = opened.source(step) if entry else None
        if entry is None or inner is None:
            return None
        way.append(("/".join(steps[:n]), entry))
        source = inner
    return NestedContent(source, opened, tuple(way))

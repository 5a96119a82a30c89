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
    """What lies at a path: its `source`, and the `container` that holds it. `entries_on_path` has, for each
    level, the path that leads there and its entry; the last is its own."""

    source: ContentSource
    container: ContentContainer
    entries_on_path: tuple[tuple[str, ContainerEntry], ...]

    @property
    def entry(self) -> ContainerEntry:
        return self.entries_on_path[-1][1]

    def images(self) -> dict[str, str]:
        """`data:` addresses, by Content-ID, of the pictures that this HTML may name."""
        return self.container.images(self.entry.path)


def find_nested_content(source: ContentSource, path: str) -> NestedContent | None:
    """What lies in `source` at `path`; None when there is no such thing.

    Raises `UnviewableContent` when something on the way can't be opened, and a `UCSError` when the UCS can't
    give it.
    """
    steps = path.split("/")
    if len(steps) > get_content_limits().inside_depth:
        raise UnviewableContent(_("The file is nested too deeply to open."))
    entries_on_path: list[tuple[str, ContainerEntry]] = []
    for count, step in enumerate(steps, 1):
        container = open_container(source)
        entry = next((entry for entry in container.entries if entry.path == step), None)
        inner_source = container.source(step) if entry else None
        if entry is None or inner_source is None:
            return None
        entries_on_path.append(("/".join(steps[:count]), entry))
        source = inner_source
    return NestedContent(source, container, tuple(entries_on_path))

"""From a content to what lies in it, along a path: "2.1" is a part of a mail, "2.1/3" a file of the archive
that is this part."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from interactions.content.errors import Unshowable
from interactions.content.inside.holder import Entry, Holder
from interactions.content.inside.holders import holder
from interactions.content.limits import limits
from interactions.content.source import Source


@dataclass(frozen=True)
class Found:
    """What lies at a path, with the holders on the way to it: `way` has the entry of each level and the path
    that leads there, the last being its own."""

    source: Source
    holder: Holder
    way: tuple[tuple[str, Entry], ...]

    @property
    def entry(self) -> Entry:
        return self.way[-1][1]

    def images(self) -> dict[str, str]:
        """data: addresses of the pictures that this HTML may name by Content-ID."""
        return self.holder.images(self.entry.path)


def find(source: Source, path: str) -> Found | None:
    """What lies in `source` at `path`; None when there is no such thing. Raises `Unshowable` with the reason
    when something on the way can't be opened, and a `UCSError` when the UCS can't give it."""
    steps = path.split("/")
    if len(steps) > limits().inside_depth:
        raise Unshowable(_("The file is nested too deeply to open."))
    way: list[tuple[str, Entry]] = []
    for n, step in enumerate(steps, 1):
        opened = holder(source)
        entry = next((entry for entry in opened.entries if entry.path == step), None)
        inner = opened.source(step) if entry else None
        if entry is None or inner is None:
            return None
        way.append(("/".join(steps[:n]), entry))
        source = inner
    return Found(source, opened, tuple(way))

"""The one way in: a content, open, becomes what a page shows of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext

from interactions.content.errors import Unshowable
from interactions.content.media_types import Decision, decide
from interactions.content.registry import DOWNLOAD, VIEWERS
from interactions.content.signatures import HEAD
from interactions.content.source import Source, gathered, opened
from interactions.content.viewer import Addresses, Material, View, Viewer
from interactions.ucs.resources import Content

__all__ = ["Addresses", "Shown", "show"]


@dataclass(frozen=True)
class Shown:
    """A content made ready: `template` renders `view`. `title` is a noun for a tab, `notes` are sentences
    on what the reader should know, `media_type` is as what it is shown, `size` in bytes when it is known.
    `alternatives` are types as which `page?as=…` shows it; `usual` is the one that it is shown as otherwise,
    None when this is it."""

    template: str
    title: str
    view: Any
    notes: tuple[str, ...]
    media_type: str
    size: int | None
    addresses: Addresses
    alternatives: tuple[str, ...] = ()
    usual: str | None = None


class Reading:
    """A content as far as it was read; asks for more only when a viewer needs more."""

    def __init__(self, content: Content) -> None:
        self.content, self.data, self.ended = content, b"", False

    def up_to(self, limit: int) -> tuple[bytes, bool]:
        """The first `limit` bytes, and whether there are more. Raises `Unshowable` when there is no room for
        so many."""
        if not self.ended and len(self.data) <= limit:
            self.data = gathered(self.content, limit + 1, self.data)
            self.ended = len(self.data) <= limit
        return self.data[:limit], len(self.data) > limit


def show(source: Source, addresses: Addresses, wanted: str | None = None) -> Shown:
    """The first viewer that can show it does; any bytes give a view. `wanted` is the type as which a reader
    asks for it, heard only where that is safe.

    Raises a `UCSError` when the UCS can't give it, or breaks off while it is read.
    """
    with opened(source) as content:
        return _show(source, content, Reading(content), addresses, wanted)


def _show(
    source: Source, content: Content, reading: Reading, addresses: Addresses, wanted: str | None
) -> Shown:
    head, _ = reading.up_to(HEAD)
    usual = decide(content.kind, content.media_type, head, content.name)
    decision = usual.asked_as(wanted)
    notes = [decision.note] if decision.note else []
    if not head:
        notes.append(gettext("The content is empty."))
    if decision is not usual:
        notes.append(gettext("Shown as %(type)s, as this link asks.") % {"type": decision.media_type})
    for viewer in _fitting(decision.media_type):
        try:
            material = _material(source, content, decision, addresses, reading=reading, limit=viewer.most)
            made = _shown(viewer, _view(viewer, material), material, notes)
            break
        except Unshowable as unshowable:
            notes += [unshowable.reason] if unshowable.reason else []
    else:
        viewer = DOWNLOAD
        material = _material(source, content, decision, addresses, reading=reading, limit=viewer.most)
        made = _shown(viewer, viewer.view(material), material, notes)
    others = tuple(other for other in decision.alternatives if next(_fitting(other), viewer) is not viewer)
    return replace(made, alternatives=others, usual=None if decision is usual else usual.media_type)


def _fitting(media_type: str) -> Iterator[Viewer]:
    return (viewer for viewer in VIEWERS if viewer.takes(media_type))


def _view(viewer: Viewer, material: Material) -> View:
    if material.cut and not viewer.partly:
        size = f"{viewer.most / 1_000_000:.3g} MB"
        raise Unshowable(
            gettext("The content is larger than %(size)s, so it is not shown as %(view)s.")
            % {
                "size": size,
                "view": gettext(viewer.title),
            }
        )
    return viewer.view(material)


def _material(
    source: Source,
    content: Content,
    decision: Decision,
    addresses: Addresses,
    *,
    reading: Reading,
    limit: int,
) -> Material:
    data, cut = reading.up_to(limit)
    return Material(
        kind=content.kind,
        media_type=decision.media_type,
        declared=content.media_type,
        guessed=decision.guessed,
        charset=content.charset,
        data=data,
        cut=cut,
        size=len(data) if content.length is None and not cut else content.length,
        addresses=addresses,
        source=source,
        name=content.name,
    )


def _shown(viewer: Viewer, view: View, material: Material, notes: list[str]) -> Shown:
    return Shown(
        template=viewer.template,
        title=view.title or gettext(viewer.title),
        view=view.value,
        notes=tuple(dict.fromkeys((*notes, *view.notes))),
        media_type=material.media_type,
        size=material.size,
        addresses=material.addresses,
    )

"""The one way in: a content, open, becomes what a page shows of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext

from interactions.content.errors import UnviewableContent
from interactions.content.media_types import MediaTypeDecision, decide_media_type
from interactions.content.registry import DOWNLOAD_VIEWER, VIEWERS
from interactions.content.signatures import SIGNATURE_BYTES
from interactions.content.source import ContentSource, open_source, read_within_budget
from interactions.content.viewer import ContentUrls, ContentViewer, ViewerInput, ViewerResult
from interactions.ucs.resources import Content

__all__ = ["ContentUrls", "ContentView", "build_content_view"]


@dataclass(frozen=True)
class ContentView:
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
    addresses: ContentUrls
    alternatives: tuple[str, ...] = ()
    usual: str | None = None


class ContentReader:
    """A content as far as it was read; asks for more only when a viewer needs more."""

    def __init__(self, content: Content) -> None:
        self.content, self.data, self.ended = content, b"", False

    def up_to(self, limit: int) -> tuple[bytes, bool]:
        """The first `limit` bytes, and whether there are more. Raises `UnviewableContent` when there is no
        room for so many."""
        if not self.ended and len(self.data) <= limit:
            self.data = read_within_budget(self.content, limit + 1, self.data)
            self.ended = len(self.data) <= limit
        return self.data[:limit], len(self.data) > limit


def build_content_view(
    source: ContentSource, addresses: ContentUrls, wanted: str | None = None
) -> ContentView:
    """The first viewer that can show it does; any bytes give a view. `wanted` is the type as which a reader
    asks for it, heard only where that is safe.

    Raises a `UCSError` when the UCS can't give it, or breaks off while it is read.
    """
    with open_source(source) as content:
        return _try_viewers(source, content, ContentReader(content), addresses, wanted)


def _try_viewers(
    source: ContentSource,
    content: Content,
    reading: ContentReader,
    addresses: ContentUrls,
    wanted: str | None,
) -> ContentView:
    head, _ = reading.up_to(SIGNATURE_BYTES)
    usual = decide_media_type(content.kind, content.media_type, head, content.name)
    decision = usual.asked_as(wanted)
    notes = [decision.note] if decision.note else []
    if not head:
        notes.append(gettext("The content is empty."))
    if decision is not usual:
        notes.append(gettext("Shown as %(type)s, as this link asks.") % {"type": decision.media_type})
    for viewer in _iter_viewers(decision.media_type):
        try:
            material = _build_viewer_input(
                source, content, decision, addresses, reading=reading, limit=viewer.most
            )
            made = _assemble_content_view(viewer, _run_viewer(viewer, material), material, notes)
            break
        except UnviewableContent as unshowable:
            notes += [unshowable.reason] if unshowable.reason else []
    else:
        viewer = DOWNLOAD_VIEWER
        material = _build_viewer_input(
            source, content, decision, addresses, reading=reading, limit=viewer.most
        )
        made = _assemble_content_view(viewer, viewer.view(material), material, notes)
    others = tuple(
        other for other in decision.alternatives if next(_iter_viewers(other), viewer) is not viewer
    )
    return replace(made, alternatives=others, usual=None if decision is usual else usual.media_type)


def _iter_viewers(media_type: str) -> Iterator[ContentViewer]:
    return (viewer for viewer in VIEWERS if viewer.takes(media_type))


def _run_viewer(viewer: ContentViewer, material: ViewerInput) -> ViewerResult:
    if material.cut and not viewer.partly:
        size = f"{viewer.most / 1_000_000:.3g} MB"
        raise UnviewableContent(
            gettext("The content is larger than %(size)s, so it is not shown as %(view)s.")
            % {
                "size": size,
                "view": gettext(viewer.title),
            }
        )
    return viewer.view(material)


def _build_viewer_input(
    source: ContentSource,
    content: Content,
    decision: MediaTypeDecision,
    addresses: ContentUrls,
    *,
    reading: ContentReader,
    limit: int,
) -> ViewerInput:
    data, cut = reading.up_to(limit)
    return ViewerInput(
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


def _assemble_content_view(
    viewer: ContentViewer, view: ViewerResult, material: ViewerInput, notes: list[str]
) -> ContentView:
    return ContentView(
        template=viewer.template,
        title=view.title or gettext(viewer.title),
        view=view.value,
        notes=tuple(dict.fromkeys((*notes, *view.notes))),
        media_type=material.media_type,
        size=material.size,
        addresses=material.addresses,
    )

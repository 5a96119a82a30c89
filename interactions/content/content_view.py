"""From an open content to what a page shows of it: the one entry to all viewers."""

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
    """A content ready to be shown: `template` renders `view`.

    `title` is a noun for a tab, `notes` are sentences for the reader, `media_type` is the type as which it is
    shown, `size` in bytes when it is known. `alternatives` are other types as which `page?as=…` shows it;
    `usual_media_type` is the type as which it is shown without such a request, None when this is it.
    """

    template: str
    title: str
    view: Any
    notes: tuple[str, ...]
    media_type: str
    size: int | None
    addresses: ContentUrls
    alternatives: tuple[str, ...] = ()
    usual_media_type: str | None = None


class ContentReader:
    """A content as far as it has been read; reads on only when a viewer needs more."""

    def __init__(self, content: Content) -> None:
        self.content, self.data, self.is_at_end = content, b"", False

    def read_up_to(self, limit: int) -> tuple[bytes, bool]:
        """The first `limit` bytes, and whether there are more. Raises `UnviewableContent` when the memory
        budget has no room for so many."""
        if not self.is_at_end and len(self.data) <= limit:
            self.data = read_within_budget(self.content, limit + 1, self.data)
            self.is_at_end = len(self.data) <= limit
        return self.data[:limit], len(self.data) > limit


def build_content_view(
    source: ContentSource, addresses: ContentUrls, requested_type: str | None = None
) -> ContentView:
    """What the first viewer that can show the content makes of it; any bytes give a view. `requested_type` is
    the media type as which a reader asks for it, honoured only where that is safe.

    Raises a `UCSError` when the UCS can't give the content, or breaks off while it is read.
    """
    with open_source(source) as content:
        return _try_viewers(source, content, ContentReader(content), addresses, requested_type)


def _try_viewers(
    source: ContentSource,
    content: Content,
    reader: ContentReader,
    addresses: ContentUrls,
    requested_type: str | None,
) -> ContentView:
    head, _ = reader.read_up_to(SIGNATURE_BYTES)
    usual_decision = decide_media_type(content.kind, content.media_type, head, content.name)
    decision = usual_decision.choose_alternative(requested_type)
    notes = [decision.note] if decision.note else []
    if not head:
        notes.append(gettext("The content is empty."))
    if decision is not usual_decision:
        notes.append(gettext("Shown as %(type)s, as this link asks.") % {"type": decision.media_type})
    for viewer in _iter_viewers(decision.media_type):
        try:
            viewer_input = _build_viewer_input(
                source, content, decision, addresses, reader=reader, limit=viewer.max_bytes
            )
            content_view = _assemble_content_view(
                viewer, _run_viewer(viewer, viewer_input), viewer_input, notes
            )
            break
        except UnviewableContent as error:
            notes += [error.reason] if error.reason else []
    else:
        viewer = DOWNLOAD_VIEWER
        viewer_input = _build_viewer_input(
            source, content, decision, addresses, reader=reader, limit=viewer.max_bytes
        )
        content_view = _assemble_content_view(viewer, viewer.build_view(viewer_input), viewer_input, notes)
    alternatives = tuple(
        media_type
        for media_type in decision.alternatives
        if next(_iter_viewers(media_type), viewer) is not viewer
    )
    return replace(
        content_view,
        alternatives=alternatives,
        usual_media_type=None if decision is usual_decision else usual_decision.media_type,
    )


def _iter_viewers(media_type: str) -> Iterator[ContentViewer]:
    return (viewer for viewer in VIEWERS if viewer.accepts(media_type))


def _run_viewer(viewer: ContentViewer, viewer_input: ViewerInput) -> ViewerResult:
    if viewer_input.is_truncated and not viewer.shows_beginning:
        size = f"{viewer.max_bytes / 1_000_000:.3g} MB"
        raise UnviewableContent(
            gettext("The content is larger than %(size)s, so it is not shown as %(view)s.")
            % {
                "size": size,
                "view": gettext(viewer.title),
            }
        )
    return viewer.build_view(viewer_input)


def _build_viewer_input(
    source: ContentSource,
    content: Content,
    decision: MediaTypeDecision,
    addresses: ContentUrls,
    *,
    reader: ContentReader,
    limit: int,
) -> ViewerInput:
    data, is_truncated = reader.read_up_to(limit)
    return ViewerInput(
        kind=content.kind,
        media_type=decision.media_type,
        declared=content.media_type,
        detected=decision.detected,
        charset=content.charset,
        data=data,
        is_truncated=is_truncated,
        size=len(data) if content.length is None and not is_truncated else content.length,
        addresses=addresses,
        source=source,
        name=content.name,
    )


def _assemble_content_view(
    viewer: ContentViewer, result: ViewerResult, viewer_input: ViewerInput, notes: list[str]
) -> ContentView:
    return ContentView(
        template=viewer.template,
        title=result.title or gettext(viewer.title),
        view=result.value,
        notes=tuple(dict.fromkeys((*notes, *result.notes))),
        media_type=viewer_input.media_type,
        size=viewer_input.size,
        addresses=viewer_input.addresses,
    )

"""The three contents of an interaction as tabs, and the one that is open. A content that can't be had is an
error in its tab and nowhere else."""

from dataclasses import dataclass

from django.http import HttpRequest

from interactions.content.content_view import ContentUrls, ContentView, build_content_view
from interactions.content.media.moments import second
from interactions.history.media import ENTITY_TYPES, Family, family
from interactions.pages.contents.content import addresses
from interactions.pages.contents.sources import content_source
from interactions.pages.errors import Failure, describe
from interactions.pages.paths import path_of
from interactions.ucs.errors import UCSError
from interactions.ucs.resources import ContentKind, Interaction

ORDER = (ContentKind.STRUCTURED_TEXT, ContentKind.PLAIN_TEXT, ContentKind.BINARY_CONTENT)


@dataclass(frozen=True)
class Tab:
    """One content. `present`: the record says that it is there. `path` is its page."""

    kind: ContentKind
    title: str
    present: bool
    open: bool
    path: str


@dataclass(frozen=True)
class Panel:
    """The open content: `shown`, or the `failure` that stands in its place, or neither when the record has no
    such content."""

    kind: ContentKind
    title: str
    addresses: ContentUrls
    shown: ContentView | None = None
    failure: Failure | None = None


def opening(interaction: Interaction) -> ContentKind | None:
    """The content that a page opens when its address names none: what people read first."""
    return next((kind for kind in ORDER if kind in interaction.contents), None)


def panel(request: HttpRequest, interaction: Interaction, kind: ContentKind) -> Panel:
    """The content of this kind, fetched if the record says that it is there."""
    identifier = interaction.summary.interaction_id
    where = addresses(identifier, kind, second(request.GET.get("t")))
    title = _title(interaction, kind)
    if kind not in interaction.contents:
        return Panel(kind, title, where)
    try:
        shown = build_content_view(content_source(request, identifier, kind), where, request.GET.get("as"))
    except UCSError as error:
        return Panel(kind, title, where, failure=describe(request, error))
    return Panel(kind, shown.title, where, shown=shown)


def tabs(interaction: Interaction, panel: Panel | None, query: str) -> tuple[Tab, ...]:
    """All three, in the order of their keys; `query` is carried along."""
    return tuple(
        Tab(
            kind=kind,
            title=panel.title if panel and panel.kind is kind else _title(interaction, kind),
            present=kind in interaction.contents,
            open=bool(panel and panel.kind is kind),
            path=path_of("interaction-content", interaction.summary.interaction_id, kind) + query,
        )
        for kind in ORDER
    )


def _title(interaction: Interaction, kind: ContentKind) -> str:
    """A content's name before it is opened: by what the record says it is."""
    row = interaction.summary
    if kind is ContentKind.PLAIN_TEXT:
        return "Plain text"
    if kind is ContentKind.BINARY_CONTENT:
        return "E-mail" if family(row.media_type, row.entity_type) is Family.EMAIL else "Binary"
    mime = (interaction.structured_text_mime or "").partition(";")[0].strip().lower()
    if mime.endswith("xml") and ENTITY_TYPES.get(interaction.summary.entity_type) is Family.CHAT:
        return "Transcript"
    return {"text/html": "HTML", "text/xml": "XML", "application/xml": "XML", "application/json": "JSON"}.get(
        mime, "Structured text"
    )

"""The three contents of an interaction as tabs, and the one that is open. A content that can't be had is an
error in its tab and nowhere else."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from interactions.access.gate import get_gate
from interactions.content.content_ref import ContentRef
from interactions.content.content_view import ContentUrls, ContentView, build_content_view
from interactions.content.media.playback_position import parse_playback_position
from interactions.history.columns.record_codes import FAMILIES_BY_ENTITY_TYPE, MediaFamily, get_media_family
from interactions.pages.contents.content_urls import build_content_urls
from interactions.pages.errors import FailureNotice, describe_error
from interactions.pages.paths import reverse_path
from interactions.ucs.errors import UCSError
from interactions.ucs.resources import ContentKind, Interaction

CONTENT_TAB_ORDER = (ContentKind.STRUCTURED_TEXT, ContentKind.PLAIN_TEXT, ContentKind.BINARY_CONTENT)


@dataclass(frozen=True)
class ContentTab:
    """One content. `present`: the record says that it is there. `path` is its page."""

    kind: ContentKind
    title: str
    present: bool
    open: bool
    path: str


@dataclass(frozen=True)
class ContentPanel:
    """The open content: `shown`, or the `failure` that stands in its place, or neither when the record has no
    such content."""

    kind: ContentKind
    title: str
    addresses: ContentUrls
    shown: ContentView | None = None
    failure: FailureNotice | None = None


def find_default_content(interaction: Interaction) -> ContentKind | None:
    """The content that a page opens when its address names none: what people read first."""
    return next((kind for kind in CONTENT_TAB_ORDER if kind in interaction.contents), None)


def load_content_panel(request: HttpRequest, interaction: Interaction, kind: ContentKind) -> ContentPanel:
    """The content of this kind, fetched if the record says that it is there."""
    ref = ContentRef(interaction.summary.interaction_id, kind)
    title = _get_content_title(interaction, kind)
    urls = build_content_urls(ref, parse_playback_position(request.GET.get("t")))
    if kind not in interaction.contents:
        return ContentPanel(kind, title, urls)
    try:
        shown = build_content_view(get_gate(request).open_content(ref), urls, request.GET.get("as"))
    except UCSError as error:
        return ContentPanel(kind, title, urls, failure=describe_error(request, error))
    return ContentPanel(kind, shown.title, urls, shown=shown)


def build_content_tabs(
    interaction: Interaction, panel: ContentPanel | None, query: str
) -> tuple[ContentTab, ...]:
    """All three, in the order of their keys; `query` is carried along."""
    return tuple(
        ContentTab(
            kind=kind,
            title=panel.title if panel and panel.kind is kind else _get_content_title(interaction, kind),
            present=kind in interaction.contents,
            open=bool(panel and panel.kind is kind),
            path=reverse_path("interaction-content", interaction.summary.interaction_id, kind) + query,
        )
        for kind in CONTENT_TAB_ORDER
    )


def _get_content_title(interaction: Interaction, kind: ContentKind) -> str:
    """A content's name before it is opened: by what the record says it is."""
    row = interaction.summary
    if kind is ContentKind.PLAIN_TEXT:
        return _("Plain text")
    if kind is ContentKind.BINARY_CONTENT:
        return (
            _("E-mail")
            if get_media_family(row.media_type, row.entity_type) is MediaFamily.EMAIL
            else _("Binary")
        )
    mime = (interaction.structured_text_mime or "").partition(";")[0].strip().lower()
    if (
        mime.endswith("xml")
        and FAMILIES_BY_ENTITY_TYPE.get(interaction.summary.entity_type) is MediaFamily.CHAT
    ):
        return _("Transcript")
    return {"text/html": "HTML", "text/xml": "XML", "application/xml": "XML", "application/json": "JSON"}.get(
        mime, _("Structured text")
    )

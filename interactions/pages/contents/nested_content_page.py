"""What lies in a content, on a page of its own: a part of a mail, a file of an archive, what lies in those.
`/interactions/{id}/{kind}/parts/2.1`; its path is that of `interactions/content/nested/nested_content.py`."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from interactions.access.gate import get_gate
from interactions.content.content_ref import ContentRef
from interactions.content.content_view import build_content_view
from interactions.content.errors import UnviewableContent
from interactions.content.media.playback_position import parse_playback_position
from interactions.content.nested.container import ContainerEntry
from interactions.content.nested.nested_content import NestedContent
from interactions.pages.contents.content_sources import get_nested_content
from interactions.pages.contents.content_urls import build_content_urls


@dataclass(frozen=True)
class NestedContentLink:
    """A way to somewhere near: its title and its page."""

    title: str
    path: str


@require_safe
def nested_content_detail(request: HttpRequest, ref: ContentRef) -> HttpResponse:
    """The page. What can't be opened is a sentence in its place, with the way back."""
    nested = get_nested_content(get_gate(request), ref)
    urls = build_content_urls(ref, parse_playback_position(request.GET.get("t")))
    shown, refusal = None, ""
    try:
        shown = build_content_view(nested.source, urls, request.GET.get("as"))
    except UnviewableContent as unviewable:
        refusal = unviewable.reason
    previous, following = _find_sibling_links(nested, ref)
    context = {
        "identifier": ref.interaction_id,
        "kind": ref.kind,
        "content": build_content_urls(ref.outermost),
        "name": get_entry_title(nested.entry),
        "way": [
            NestedContentLink(get_entry_title(entry), build_content_urls(ref.outermost.enter(path)).page)
            for path, entry in nested.entries_on_path
        ],
        "previous": previous,
        "next": following,
        "shown": shown,
        "refusal": refusal,
        "addresses": urls,
    }
    return render(request, "inside.html", context)


def get_entry_title(entry: ContainerEntry) -> str:
    """The entry's own name, or its place in what holds it."""
    return entry.name or _("Part %(number)s") % {"number": entry.path}


def _find_sibling_links(
    nested: NestedContent, ref: ContentRef
) -> tuple[NestedContentLink | None, NestedContentLink | None]:
    """The entries before and after this one that can be opened, in the order of what holds them."""
    entries = [entry for entry in nested.container.entries if not entry.refusal]
    at = next(n for n, entry in enumerate(entries) if entry.path == nested.entry.path)

    def link(entry: ContainerEntry) -> NestedContentLink:
        return NestedContentLink(
            get_entry_title(entry), build_content_urls(ref.container.enter(entry.path)).page
        )

    before = link(entries[at - 1]) if at else None
    return before, link(entries[at + 1]) if at + 1 < len(entries) else None

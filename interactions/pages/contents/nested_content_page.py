"""What lies in a content, on a page of its own: a part of a mail, a file of an archive, what lies in those.
`/interactions/{id}/{kind}/parts/2.1`; its path is that of `interactions/content/nested/nested_content.py`."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from interactions.content.content_view import build_content_view
from interactions.content.errors import UnviewableContent
from interactions.content.media.playback_position import parse_playback_position
from interactions.content.nested.container import ContainerEntry
from interactions.content.nested.nested_content import NestedContent
from interactions.pages.contents.content_sources import get_nested_content
from interactions.pages.contents.content_views import build_content_addresses
from interactions.ucs.resources import ContentKind


@dataclass(frozen=True)
class NestedContentLink:
    """A way to somewhere near: its title and its page."""

    title: str
    path: str


@require_safe
def nested_content_detail(
    request: HttpRequest, identifier: str, kind: ContentKind, inside: str
) -> HttpResponse:
    """The page. What can't be opened is a sentence in its place, with the way back."""
    there = get_nested_content(request, identifier, kind, inside)
    where = build_content_addresses(
        identifier, kind, parse_playback_position(request.GET.get("t")), inside=inside
    )
    shown, refusal = None, ""
    try:
        shown = build_content_view(there.source, where, request.GET.get("as"))
    except UnviewableContent as unshowable:
        refusal = unshowable.reason
    previous, following = _find_sibling_links(there, identifier, kind, inside)
    context = {
        "identifier": identifier,
        "kind": kind,
        "content": build_content_addresses(identifier, kind),
        "name": get_entry_title(there.entry),
        "way": [
            NestedContentLink(
                get_entry_title(entry), build_content_addresses(identifier, kind, inside=path).page
            )
            for path, entry in there.entries_on_path
        ],
        "previous": previous,
        "next": following,
        "shown": shown,
        "refusal": refusal,
        "addresses": where,
    }
    return render(request, "inside.html", context)


def get_entry_title(entry: ContainerEntry) -> str:
    return entry.name or _("Part %(number)s") % {"number": entry.path}


def _find_sibling_links(
    there: NestedContent, identifier: str, kind: ContentKind, inside: str
) -> tuple[NestedContentLink | None, NestedContentLink | None]:
    """The entries before and after this one that can be opened, in the order of what holds them."""
    entries = [entry for entry in there.container.entries if not entry.refusal]
    at = next(n for n, entry in enumerate(entries) if entry.path == there.entry.path)
    holder = inside.rpartition("/")[0]

    def step(entry: ContainerEntry) -> NestedContentLink:
        path = f"{holder}/{entry.path}" if holder else entry.path
        return NestedContentLink(
            get_entry_title(entry), build_content_addresses(identifier, kind, inside=path).page
        )

    before = step(entries[at - 1]) if at else None
    return before, step(entries[at + 1]) if at + 1 < len(entries) else None

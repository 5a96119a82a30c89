"""From an address to the bytes it names: a content of an interaction, or what lies in one."""

from collections.abc import Mapping

from django.http import Http404, HttpRequest

from interactions.access.gate import get_gate
from interactions.content.errors import UnviewableContent
from interactions.content.nested import nested_content
from interactions.content.source import ContentSource
from interactions.ucs.resources import Content, ContentKind


def build_upstream_source(
    request: HttpRequest, identifier: str, kind: ContentKind, method: str = "GET"
) -> ContentSource:
    """A content as the UCS gives it to this reader."""
    door = get_gate(request)

    def ask(headers: Mapping[str, str]) -> Content:
        return door.open_content(identifier, kind, method=method, headers=headers).value

    return ask


def get_content_source(
    request: HttpRequest, identifier: str, kind: ContentKind, inside: str = ""
) -> ContentSource:
    """The content, or what lies in it at the path `inside`."""
    return (
        get_nested_content(request, identifier, kind, inside).source
        if inside
        else build_upstream_source(request, identifier, kind)
    )


def get_nested_content(
    request: HttpRequest, identifier: str, kind: ContentKind, inside: str
) -> nested_content.NestedContent:
    """What lies in the content at this path. `Http404` when nothing does, or it can't be opened."""
    try:
        there = nested_content.find_nested_content(
            get_gate(request).load_content_source(identifier, kind), inside
        )
    except UnviewableContent as unshowable:
        raise Http404(unshowable.reason) from unshowable
    if there is None:
        raise Http404("There is nothing at this place inside the content.")
    return there


def get_reusable_source(
    request: HttpRequest, identifier: str, kind: ContentKind, inside: str = ""
) -> ContentSource:
    """The same, to be asked for several times while what lies in it is read."""
    if inside:
        return get_nested_content(request, identifier, kind, inside).source
    return get_gate(request).load_content_source(identifier, kind)

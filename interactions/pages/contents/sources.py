"""From an address to the bytes it names: a content of an interaction, or what lies in one."""

from collections.abc import Mapping

from django.http import Http404, HttpRequest

from interactions.access.gate import get_gate
from interactions.content.errors import Unshowable
from interactions.content.inside import opening
from interactions.content.source import Source
from interactions.ucs.resources import Content, ContentKind


def content_source(request: HttpRequest, identifier: str, kind: ContentKind, method: str = "GET") -> Source:
    """A content as the UCS gives it to this reader."""
    door = get_gate(request)

    def ask(headers: Mapping[str, str]) -> Content:
        return door.open_content(identifier, kind, method=method, headers=headers).value

    return ask


def source(request: HttpRequest, identifier: str, kind: ContentKind, inside: str = "") -> Source:
    """The content, or what lies in it at the path `inside`."""
    return (
        found(request, identifier, kind, inside).source
        if inside
        else content_source(request, identifier, kind)
    )


def found(request: HttpRequest, identifier: str, kind: ContentKind, inside: str) -> opening.Found:
    """What lies in the content at this path. `Http404` when nothing does, or it can't be opened."""
    try:
        there = opening.find(get_gate(request).load_content_source(identifier, kind), inside)
    except Unshowable as unshowable:
        raise Http404(unshowable.reason) from unshowable
    if there is None:
        raise Http404("There is nothing at this place inside the content.")
    return there


def holding(request: HttpRequest, identifier: str, kind: ContentKind, inside: str = "") -> Source:
    """The same, to be asked for several times while what lies in it is read."""
    if inside:
        return found(request, identifier, kind, inside).source
    return get_gate(request).load_content_source(identifier, kind)

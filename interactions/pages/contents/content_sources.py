"""From the name of a content to the bytes it names. What can't be opened, or is not there, is a 404."""

from django.http import Http404

from interactions.access.gate import Gate
from interactions.content.content_ref import ContentRef
from interactions.content.errors import UnviewableContent
from interactions.content.nested.nested_content import NestedContent
from interactions.content.source import ContentSource


def open_content_source(gate: Gate, ref: ContentRef) -> ContentSource:
    """The content, opened anew each time that it is read. Raises `Http404` when it lies in another one and
    can't be opened there."""
    return get_nested_content(gate, ref).source if ref.path else gate.open_content(ref)


def load_reusable_source(gate: Gate, ref: ContentRef) -> ContentSource:
    """The content, to be read several times while what lies in it is shown: from the cache where it is small
    enough. Raises `Http404` when it lies in another one and can't be opened there, a `UCSError` when the UCS
    can't give it, and `UnviewableContent` when there is no memory for it now."""
    return get_nested_content(gate, ref).source if ref.path else gate.load_content_source(ref)


def get_nested_content(gate: Gate, ref: ContentRef) -> NestedContent:
    """What lies in a content, at the ref's path. Raises `Http404` when nothing does, or when it can't be
    opened, and a `UCSError` when the UCS can't give the outermost content."""
    try:
        nested = gate.find_nested_content(ref)
    except UnviewableContent as unviewable:
        raise Http404(unviewable.reason) from unviewable
    if nested is None:
        raise Http404("Nothing at this path inside the content")
    return nested

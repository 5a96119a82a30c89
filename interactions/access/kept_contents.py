"""Contents that hold others, kept for a moment as they came: a page of a mail asks for its frame, its
pictures and its parts one by one, and each would otherwise bring the whole mail again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from interactions.access.kept import Kept
from interactions.content.limits import get_content_limits
from interactions.content.nested.in_memory import build_in_memory_source
from interactions.content.source import ContentSource, read_within_budget
from interactions.ucs.resources import Content, ContentKind

Ask = Callable[[Mapping[str, str]], Content]
LEAST = 1024  # bytes that an entry weighs at least, or there could be any number of empty ones


@dataclass(frozen=True)
class Copy:
    """All of a content; `source` is None for one that is too large to be held."""

    source: ContentSource | None
    size: int


def holding(identifier: str, kind: ContentKind, ask: Ask) -> ContentSource:
    """The content, from here when it is small enough to be held, else from the UCS by `ask` each time.
    Raises a `UCSError` when the UCS can't give it, `UnviewableContent` when there is no room for it now."""
    copy = copies.get((identifier, kind), lambda: _copy(ask))
    return copy.source or ask


def _copy(ask: Ask) -> Copy:
    content, most = ask({}), get_content_limits().held_bytes
    try:
        if (content.length or 0) > most:
            return Copy(None, 0)
        data = read_within_budget(content, most + 1)
    finally:
        content.body.close()
    if len(data) > most:
        return Copy(None, 0)
    return Copy(_as_it_came(content, data), len(data))


def _as_it_came(content: Content, data: bytes) -> ContentSource:
    """The bytes under the names that the UCS gave them."""
    inner = build_in_memory_source(data, content.media_type, charset=content.charset, name=content.name)
    return lambda headers: replace(inner(headers), kind=content.kind)


copies: Kept[tuple[str, ContentKind], Copy] = Kept(
    weigh=lambda copy: max(copy.size, LEAST), most=lambda: get_content_limits().kept_bytes
)

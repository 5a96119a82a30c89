"""Cached contents that hold others, as they came: a page of a mail asks for its frame, its pictures and its
parts one by one, and each would otherwise load the whole mail again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from interactions.access.cache.cache_key import CacheKey
from interactions.access.cache.single_flight import SingleFlightCache
from interactions.content.limits import get_content_limits
from interactions.content.nested.in_memory import build_in_memory_source
from interactions.content.source import ContentSource, read_within_budget
from interactions.ucs.resources import Content, ContentKind

OpenContent = Callable[[Mapping[str, str]], Content]
TTL_SECONDS = 60.0
MIN_CONTENT_BYTES = 1024  # that a content counts as at least, or there could be any number of empty ones


@dataclass(frozen=True)
class CachedContent:
    """All of a content; `source` is None for one that is too large to be held."""

    source: ContentSource | None
    size: int


def load_content_source(key: CacheKey[ContentKind], open_content: OpenContent) -> ContentSource:
    """The content, from memory when it is small enough to be held, else from the UCS by `open_content` each
    time. Raises a `UCSError` when the UCS can't give it, `UnviewableContent` when there is no memory for it
    now."""
    cached = content_cache.get_or_load(key, lambda: _read_content(open_content))
    return cached.source or open_content


def _read_content(open_content: OpenContent) -> CachedContent:
    content, max_bytes = open_content({}), get_content_limits().held_bytes
    try:
        if (content.length or 0) > max_bytes:
            return CachedContent(None, 0)
        data = read_within_budget(content, max_bytes + 1)
    finally:
        content.body.close()
    if len(data) > max_bytes:
        return CachedContent(None, 0)
    return CachedContent(_build_source(content, data), len(data))


def _build_source(content: Content, data: bytes) -> ContentSource:
    """The bytes under the names that the UCS gave them."""
    source = build_in_memory_source(data, content.media_type, charset=content.charset, name=content.name)
    return lambda headers: replace(source(headers), kind=content.kind)


content_cache: SingleFlightCache[CacheKey[ContentKind], CachedContent] = SingleFlightCache(
    max_bytes=lambda: get_content_limits().kept_bytes,
    ttl=lambda: TTL_SECONDS,
    size_of=lambda content: max(content.size, MIN_CONTENT_BYTES),
)

"""A nested JSON value as something that a template can lay out without going too deep or too wide."""

from dataclasses import dataclass
from typing import Any

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

MAX_TREE_LEVELS = 8  # levels; what lies deeper is shown as JSON
MAX_LEVEL_ENTRIES = 200  # entries of one level


TOO_DEEP_TEXT = gettext_noop("(too deeply nested to show; see the JSON)")


def format_json(value: Any, *, indent: int = -1) -> str:
    """JSON text, in one line without spaces or with each level indented by `indent` spaces."""
    try:
        encoded = msgspec.json.encode(value)
        return (msgspec.json.format(encoded, indent=indent) if indent >= 0 else encoded).decode()
    except RecursionError:
        return _(TOO_DEEP_TEXT)


@dataclass(frozen=True)
class JsonNode:
    """One level: the entries of an object by their keys, or of an array by their numbers from 0. An entry is
    text or a level of its own. `more` counts entries that were left out."""

    entries: tuple[tuple[str, "str | JsonNode"], ...]
    more: int = 0


def build_json_tree(value: dict[str, Any] | list[Any], depth: int = 1) -> JsonNode:
    """The levels of a JSON object or array."""
    pairs = list(value.items()) if isinstance(value, dict) else list(enumerate(value))
    entries = tuple((str(label), _build_tree_entry(item, depth)) for label, item in pairs[:MAX_LEVEL_ENTRIES])
    return JsonNode(entries, more=max(0, len(pairs) - MAX_LEVEL_ENTRIES))


def _build_tree_entry(item: Any, depth: int) -> str | JsonNode:
    if isinstance(item, dict | list) and item and depth < MAX_TREE_LEVELS:
        return build_json_tree(item, depth + 1)
    return item if isinstance(item, str) else format_json(item)

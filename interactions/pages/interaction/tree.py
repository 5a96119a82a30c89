"""A nested JSON value as something that a template can lay out without going too deep or too wide."""

from dataclasses import dataclass
from typing import Any

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

DEEPEST = 8  # levels; what lies deeper is shown as JSON
WIDEST = 200  # entries of one level


TOO_DEEP = gettext_noop("(too deeply nested to show; see the JSON)")


def as_json(value: Any, *, indent: int = -1) -> str:
    """JSON text, in one line without spaces or with each level indented by `indent` spaces."""
    try:
        encoded = msgspec.json.encode(value)
        return (msgspec.json.format(encoded, indent=indent) if indent >= 0 else encoded).decode()
    except RecursionError:
        return _(TOO_DEEP)


@dataclass(frozen=True)
class Node:
    """One level: the entries of an object by their keys, or of an array by their numbers from 0. An entry is
    text or a level of its own. `more` counts entries that were left out."""

    entries: tuple[tuple[str, "str | Node"], ...]
    more: int = 0


def tree(value: dict[str, Any] | list[Any], depth: int = 1) -> Node:
    """The levels of a JSON object or array."""
    pairs = list(value.items()) if isinstance(value, dict) else list(enumerate(value))
    entries = tuple((str(label), _entry(item, depth)) for label, item in pairs[:WIDEST])
    return Node(entries, more=max(0, len(pairs) - WIDEST))


def _entry(item: Any, depth: int) -> str | Node:
    if isinstance(item, dict | list) and item and depth < DEEPEST:
        return tree(item, depth + 1)
    return item if isinstance(item, str) else as_json(item)

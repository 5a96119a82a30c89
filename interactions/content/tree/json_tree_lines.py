"""JSON as the lines of a tree: in the order in which it was written, keys that come twice both, numbers as
written (1e400 and a number of five thousand digits stay what they were)."""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interactions.content.errors import UnviewableContent
from interactions.content.limits import get_content_limits
from interactions.content.tree.tree_lines import LinePiece, TreeLine

MAX_ONE_LINE_CHARACTERS = 72  # characters of an array or object that stands in one line
INVISIBLE_CHARACTER_PATTERN = re.compile(
    "[\ud800-\udfff\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)


class _JsonObject(list[tuple[str, Any]]):
    """An object, as its pairs in order."""


class _JsonNumber(str):
    """A number, NaN or Infinity as written."""

    __slots__ = ()


def parse_json_tree(text: str) -> tuple[TreeLine, ...]:
    """The lines of a JSON text. Raises `UnviewableContent` for what is no JSON, and for more than the limits
    allow."""
    try:
        value = json.loads(
            text,
            object_pairs_hook=_JsonObject,
            parse_int=_JsonNumber,
            parse_float=_JsonNumber,
            parse_constant=_JsonNumber,
        )
    except (ValueError, RecursionError) as error:
        raise UnviewableContent(_("The JSON is damaged.")) from error
    return tuple(_iter_json_lines(value))


def _iter_json_lines(root: Any) -> Iterator[TreeLine]:
    """Raises `UnviewableContent` as soon as it is too much, before a long array is taken apart."""
    stack: list[tuple[int, str | None, Any, str]] = [(0, None, root, "")]
    line_count, limits = 1, get_content_limits()
    while stack:
        depth, key, value, comma = stack.pop()
        if isinstance(value, TreeLine):
            yield value
            continue
        start: tuple[LinePiece, ...] = () if key is None else (("key", f"{_quote_json_string(key)}: "),)
        end: tuple[LinePiece, ...] = (("tag", comma),) if comma else ()
        if (pieces := _format_in_one_line(value)) is not None:
            yield TreeLine(depth, (*start, *pieces, *end))
            continue
        line_count += len(value) + 1
        if line_count > limits.tree_lines:
            raise UnviewableContent(
                _("The JSON has more than %(number)s lines, so it is shown as text.")
                % {"number": f"{limits.tree_lines:,}"}
            )
        if depth == limits.tree_depth:
            raise UnviewableContent(
                _("The JSON has more than %(number)s levels, so it is shown as text.")
                % {"number": limits.tree_depth}
            )
        opening, closing = "{}" if isinstance(value, _JsonObject) else "[]"
        yield TreeLine(depth, (*start, ("tag", opening)), "begin", _format_item_count(value))
        stack.append((depth, None, TreeLine(depth, (("tag", closing), *end), "end"), ""))
        last_index = len(value) - 1
        for index, (name, item) in reversed(list(enumerate(_iter_named_items(value)))):
            stack.append((depth + 1, name, item, "," if index < last_index else ""))


def _format_in_one_line(value: Any) -> tuple[LinePiece, ...] | None:
    """The pieces of a plain value, or of an array or object of few plain values; None for what needs more
    lines."""
    if not isinstance(value, list):
        return (("value", _format_scalar(value)),)
    if len(value) > MAX_ONE_LINE_CHARACTERS // 3 or any(
        isinstance(item, list) and item for _, item in _iter_named_items(value)
    ):
        return None
    opening, closing = "{}" if isinstance(value, _JsonObject) else "[]"
    pieces: list[LinePiece] = [("tag", opening)]
    for index, (name, item) in enumerate(_iter_named_items(value)):
        pieces += [("tag", ", ")] if index else []
        pieces += [("key", f"{_quote_json_string(name)}: ")] if name is not None else []
        pieces.append(("value", _format_scalar(item)))
    pieces.append(("tag", closing))
    return (
        tuple(pieces)
        if not value or sum(len(text) for _, text in pieces) <= MAX_ONE_LINE_CHARACTERS
        else None
    )


def _iter_named_items(value: list[Any]) -> Iterator[tuple[str | None, Any]]:
    return iter(value) if isinstance(value, _JsonObject) else ((None, item) for item in value)


def _format_item_count(value: list[Any]) -> str:
    if isinstance(value, _JsonObject):
        words = ngettext("%(num)s key", "%(num)s keys", len(value))
    else:
        words = ngettext("%(num)s item", "%(num)s items", len(value))
    return words % {"num": f"{len(value):,}"}


def _format_scalar(value: Any) -> str:
    if isinstance(value, _JsonNumber):
        return str(value)
    if isinstance(value, str):
        return _quote_json_string(value)
    if isinstance(value, list):
        return "{}" if isinstance(value, _JsonObject) else "[]"
    return {None: "null", True: "true", False: "false"}[value]


def _quote_json_string(text: str) -> str:
    """A string as JSON writes it, but with its letters readable; lone surrogates, controls and characters
    that hide or turn text round are escaped."""
    quoted = json.dumps(text, ensure_ascii=False)
    return INVISIBLE_CHARACTER_PATTERN.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)

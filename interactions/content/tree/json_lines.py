"""JSON as the lines of a tree: in the order in which it was written, keys that come twice both, numbers as
written (1e400 and a number of five thousand digits stay what they were)."""

import json
import re
from collections.abc import Iterator
from typing import Any

from interactions.content.errors import UnviewableContent
from interactions.content.limits import get_content_limits
from interactions.content.tree.lines import Line, Piece

WIDE = 72  # characters of an array or object that stands in one line
INVISIBLE = re.compile("[\ud800-\udfff\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class _Pairs(list[tuple[str, Any]]):
    """An object, as pairs in its order."""


class _Number(str):
    """A number, NaN or Infinity as written."""

    __slots__ = ()


def read(text: str) -> tuple[Line, ...]:
    """Raises `Unshowable` with the reason."""
    try:
        value = json.loads(
            text,
            object_pairs_hook=_Pairs,
            parse_int=_Number,
            parse_float=_Number,
            parse_constant=_Number,
        )
    except (ValueError, RecursionError) as error:
        raise UnviewableContent("Its JSON is damaged.") from error
    return tuple(_lines(value))


def _lines(root: Any) -> Iterator[Line]:
    """Raises `Unshowable` as soon as it is too much, before a long array is taken apart."""
    stack: list[tuple[int, str | None, Any, str]] = [(0, None, root, "")]
    lines, most = 1, get_content_limits()
    while stack:
        depth, key, value, comma = stack.pop()
        if isinstance(value, Line):
            yield value
            continue
        start: tuple[Piece, ...] = () if key is None else (("key", f"{_quoted(key)}: "),)
        end: tuple[Piece, ...] = (("tag", comma),) if comma else ()
        if (pieces := _in_one_line(value)) is not None:
            yield Line(depth, (*start, *pieces, *end))
            continue
        lines += len(value) + 1
        if lines > most.tree_lines:
            raise UnviewableContent(
                f"Its JSON has more than the {most.tree_lines:,} lines up to which it is laid out."
            )
        if depth == most.tree_depth:
            raise UnviewableContent(
                f"Its JSON has more than the {most.tree_depth} levels up to which it is laid out."
            )
        opening, closing = "{}" if isinstance(value, _Pairs) else "[]"
        yield Line(depth, (*start, ("tag", opening)), "begin", _inside(value))
        stack.append((depth, None, Line(depth, (("tag", closing), *end), "end"), ""))
        last = len(value) - 1
        for place, (name, item) in reversed(list(enumerate(_named(value)))):
            stack.append((depth + 1, name, item, "," if place < last else ""))


def _in_one_line(value: Any) -> tuple[Piece, ...] | None:
    """A plain value; an array or object of few plain values; None for what needs more."""
    if not isinstance(value, list):
        return (("value", _scalar(value)),)
    if len(value) > WIDE // 3 or any(isinstance(item, list) and item for _, item in _named(value)):
        return None
    opening, closing = "{}" if isinstance(value, _Pairs) else "[]"
    pieces: list[Piece] = [("tag", opening)]
    for place, (name, item) in enumerate(_named(value)):
        pieces += [("tag", ", ")] if place else []
        pieces += [("key", f"{_quoted(name)}: ")] if name is not None else []
        pieces.append(("value", _scalar(item)))
    pieces.append(("tag", closing))
    return tuple(pieces) if not value or sum(len(text) for _, text in pieces) <= WIDE else None


def _named(value: list[Any]) -> Iterator[tuple[str | None, Any]]:
    return iter(value) if isinstance(value, _Pairs) else ((None, item) for item in value)


def _inside(value: list[Any]) -> str:
    word = "key" if isinstance(value, _Pairs) else "item"
    return f"{len(value):,} {word}{'' if len(value) == 1 else 's'}"


def _scalar(value: Any) -> str:
    if isinstance(value, _Number):
        return str(value)
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, list):
        return "{}" if isinstance(value, _Pairs) else "[]"
    return {None: "null", True: "true", False: "false"}[value]


def _quoted(text: str) -> str:
    """A string as JSON writes it, but with its letters readable; lone surrogates, controls and
    characters that turn text round or hide in it are escaped."""
    quoted = json.dumps(text, ensure_ascii=False)
    return INVISIBLE.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)

"""XML that is no transcript, and JSON, laid out as a tree that folds. Escaped by the template like any text:
a highlighter takes seconds for hostile input and makes ten times as much of it (docs/content-study.md §2)."""

from collections.abc import Iterator

from interactions.content.limits import get_content_limits
from interactions.content.text import charsets
from interactions.content.text.markup import visible
from interactions.content.tree import json_lines, xml_tree
from interactions.content.tree.lines import Line, Piece, Tree
from interactions.content.tree.xml_tree import Element, Words
from interactions.content.viewer import ViewerInput, ViewerResult

AT_A_GLANCE = 300  # lines that are all open to begin with
FIRST = 2  # levels that are open in a longer one
MARKS = {"comment": ("<!-- ", " -->"), "instruction": ("<?", "?>")}


def xml(material: ViewerInput) -> ViewerResult:
    """Elements as lines, with what stands between them."""
    root, note = xml_tree.read(material.data, material.charset)
    return ViewerResult(_tree(tuple(_lines(root))), (note,) if note else (), "XML")


def json_tree(material: ViewerInput) -> ViewerResult:
    """Objects and arrays as lines; numbers as written, doubled keys both."""
    decoded = charsets.decode(material.data, material.charset)
    return ViewerResult(_tree(json_lines.read(decoded.text)), (decoded.note,) if decoded.note else (), "JSON")


def _tree(lines: tuple[Line, ...]) -> Tree:
    return Tree(lines, get_content_limits().tree_depth if len(lines) <= AT_A_GLANCE else FIRST)


def _lines(root: Element) -> Iterator[Line]:
    stack: list[tuple[int, Element | Words | Line]] = [(0, node) for node in reversed(root.inside)]
    while stack:
        depth, node = stack.pop()
        if isinstance(node, Line):
            yield node
        elif isinstance(node, Words):
            yield Line(depth, (_words(node),))
        elif not node.inside:
            yield Line(depth, (*_start(node), ("tag", "/>")))
        elif len(node.inside) == 1 and isinstance(node.inside[0], Words):
            yield Line(depth, (*_start(node), ("tag", ">"), _words(node.inside[0]), _end(node)))
        else:
            inside = f"{len(node.inside):,} inside"
            yield Line(depth, (*_start(node), ("tag", ">")), "begin", inside)
            stack.append((depth, Line(depth, (_end(node),), "end")))
            stack += [(depth + 1, child) for child in reversed(node.inside)]


def _start(element: Element) -> Iterator[Piece]:
    yield "tag", f"<{visible(element.name)}"
    for key, value in element.attributes:
        yield "key", f" {visible(key)}="
        yield "value", f'"{visible(value)}"'


def _end(element: Element) -> Piece:
    return "tag", f"</{visible(element.name)}>"


def _words(words: Words) -> Piece:
    if words.what == "text":
        return "text", visible(words.text)
    before, after = MARKS[words.what]
    return "note", f"{before}{visible(words.text)}{after}"

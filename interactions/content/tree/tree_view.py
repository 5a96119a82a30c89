"""XML that is no transcript, and JSON, laid out as a tree that folds. Escaped by the template like any text:
a highlighter takes seconds for hostile input and makes ten times as much of it (docs/content-study.md §2)."""

from collections.abc import Iterator

from django.utils.translation import ngettext

from interactions.content.limits import get_content_limits
from interactions.content.text import charsets
from interactions.content.text.markup import reveal_invisible
from interactions.content.tree import json_tree_lines, xml_tree
from interactions.content.tree.tree_lines import ContentTree, LinePiece, TreeLine
from interactions.content.tree.xml_tree import XmlElement, XmlTextNode
from interactions.content.viewer import ViewerInput, ViewerResult

MAX_UNFOLDED_LINES = 300  # lines that are all open to begin with
UNFOLDED_LEVELS = 2  # levels that are open in a longer one
NODE_DELIMITERS = {"comment": ("<!-- ", " -->"), "instruction": ("<?", "?>")}


def build_xml_view(material: ViewerInput) -> ViewerResult:
    """Elements as lines, with what stands between them."""
    root, note = xml_tree.parse_xml_tree(material.data, material.charset)
    return ViewerResult(_build_content_tree(tuple(_iter_xml_lines(root))), (note,) if note else (), "XML")


def build_json_view(material: ViewerInput) -> ViewerResult:
    """Objects and arrays as lines; numbers as written, doubled keys both."""
    decoded = charsets.decode_text(material.data, material.charset)
    return ViewerResult(
        _build_content_tree(json_tree_lines.parse_json_tree(decoded.text)),
        (decoded.note,) if decoded.note else (),
        "JSON",
    )


def _build_content_tree(lines: tuple[TreeLine, ...]) -> ContentTree:
    return ContentTree(
        lines, get_content_limits().tree_depth if len(lines) <= MAX_UNFOLDED_LINES else UNFOLDED_LEVELS
    )


def _iter_xml_lines(root: XmlElement) -> Iterator[TreeLine]:
    stack: list[tuple[int, XmlElement | XmlTextNode | TreeLine]] = [
        (0, node) for node in reversed(root.inside)
    ]
    while stack:
        depth, node = stack.pop()
        if isinstance(node, TreeLine):
            yield node
        elif isinstance(node, XmlTextNode):
            yield TreeLine(depth, (_build_text_piece(node),))
        elif not node.inside:
            yield TreeLine(depth, (*_iter_start_tag(node), ("tag", "/>")))
        elif len(node.inside) == 1 and isinstance(node.inside[0], XmlTextNode):
            yield TreeLine(
                depth,
                (
                    *_iter_start_tag(node),
                    ("tag", ">"),
                    _build_text_piece(node.inside[0]),
                    _build_end_tag(node),
                ),
            )
        else:
            inside = ngettext("%(num)s item", "%(num)s items", len(node.inside)) % {
                "num": f"{len(node.inside):,}"
            }
            yield TreeLine(depth, (*_iter_start_tag(node), ("tag", ">")), "begin", inside)
            stack.append((depth, TreeLine(depth, (_build_end_tag(node),), "end")))
            stack += [(depth + 1, child) for child in reversed(node.inside)]


def _iter_start_tag(element: XmlElement) -> Iterator[LinePiece]:
    yield "tag", f"<{reveal_invisible(element.name)}"
    for key, value in element.attributes:
        yield "key", f" {reveal_invisible(key)}="
        yield "value", f'"{reveal_invisible(value)}"'


def _build_end_tag(element: XmlElement) -> LinePiece:
    return "tag", f"</{reveal_invisible(element.name)}>"


def _build_text_piece(words: XmlTextNode) -> LinePiece:
    if words.what == "text":
        return "text", reveal_invisible(words.text)
    before, after = NODE_DELIMITERS[words.what]
    return "note", f"{before}{reveal_invisible(words.text)}{after}"

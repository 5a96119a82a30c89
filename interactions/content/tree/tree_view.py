"""XML that is no transcript, and JSON, laid out as a tree that folds. Escaped by the template like any text:
a highlighter takes seconds for hostile input and makes ten times as much of it (docs/content-study.md §2)."""

from collections.abc import Iterator

from django.utils.translation import ngettext

from interactions.content.limits import get_content_limits
from interactions.content.text.markup import reveal_invisible
from interactions.content.tree import json_tree_lines, xml_tree
from interactions.content.tree.tree_lines import ContentTree, LinePiece, TreeLine
from interactions.content.tree.xml_tree import XmlElement, XmlTextNode
from interactions.content.viewer import ViewerInput, ViewerResult
from mime import charsets

MAX_UNFOLDED_LINES = 300  # lines that are all open to begin with
UNFOLDED_LEVELS = 2  # levels that are open in a longer one
NODE_DELIMITERS = {"comment": ("<!-- ", " -->"), "instruction": ("<?", "?>")}


def build_xml_view(viewer_input: ViewerInput) -> ViewerResult:
    """Elements as lines, with what stands between them. Raises `UnviewableContent` for damaged or too large
    XML."""
    root, note = xml_tree.parse_xml_tree(viewer_input.data, viewer_input.charset)
    return ViewerResult(_build_content_tree(tuple(_iter_xml_lines(root))), (note,) if note else (), "XML")


def build_json_view(viewer_input: ViewerInput) -> ViewerResult:
    """Objects and arrays as lines; numbers as written, repeated keys both. Raises `UnviewableContent` for
    damaged or too large JSON."""
    decoded = charsets.decode_text(viewer_input.data, viewer_input.charset)
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
        (0, node) for node in reversed(root.children)
    ]
    while stack:
        depth, node = stack.pop()
        if isinstance(node, TreeLine):
            yield node
        elif isinstance(node, XmlTextNode):
            yield TreeLine(depth, (_build_text_piece(node),))
        elif not node.children:
            yield TreeLine(depth, (*_iter_start_tag(node), ("tag", "/>")))
        elif len(node.children) == 1 and isinstance(node.children[0], XmlTextNode):
            yield TreeLine(
                depth,
                (
                    *_iter_start_tag(node),
                    ("tag", ">"),
                    _build_text_piece(node.children[0]),
                    _build_end_tag(node),
                ),
            )
        else:
            size_words = ngettext("%(num)s item", "%(num)s items", len(node.children)) % {
                "num": f"{len(node.children):,}"
            }
            yield TreeLine(depth, (*_iter_start_tag(node), ("tag", ">")), "begin", size_words)
            stack.append((depth, TreeLine(depth, (_build_end_tag(node),), "end")))
            stack += [(depth + 1, child) for child in reversed(node.children)]


def _iter_start_tag(element: XmlElement) -> Iterator[LinePiece]:
    yield "tag", f"<{reveal_invisible(element.name)}"
    for key, value in element.attributes:
        yield "key", f" {reveal_invisible(key)}="
        yield "value", f'"{reveal_invisible(value)}"'


def _build_end_tag(element: XmlElement) -> LinePiece:
    return "tag", f"</{reveal_invisible(element.name)}>"


def _build_text_piece(node: XmlTextNode) -> LinePiece:
    if node.kind == "text":
        return "text", reveal_invisible(node.text)
    before, after = NODE_DELIMITERS[node.kind]
    return "note", f"{before}{reveal_invisible(node.text)}{after}"

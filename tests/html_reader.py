"""Reads HTML for tests: its elements, where they stand, and what they say, by the standard library."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID_TAGS = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)


@dataclass(frozen=True, eq=False)
class HtmlElement:
    """An element as it was written. `attributes` are in their order, each as often as it was written; the
    value of one without `=` is None. `parent` is None for a document, whose tag is ""."""

    tag: str
    attributes: tuple[tuple[str, str | None], ...] = ()
    parent: HtmlElement | None = field(default=None, repr=False)
    children: list[HtmlElement | str] = field(default_factory=list, repr=False)

    @property
    def text(self) -> str:
        """The text of the element and of all that stands in it, as it was written."""
        return "".join(text for _, text in self.iter_texts())

    @property
    def spaced_text(self) -> str:
        """The same text with a blank for every tag, and one blank for any white space."""
        return " ".join(" ".join(text for _, text in self.iter_texts()).split())

    def get_attribute(self, name: str) -> str | None:
        """The value of the first attribute of that name, as in a browser; None without one."""
        return next((value for each, value in self.attributes if each == name), None)

    def has_class(self, css_class: str) -> bool:
        """Whether the class is one of those in the element's class attribute."""
        return css_class in (self.get_attribute("class") or "").split()

    def iter_ancestors(self) -> Iterator[HtmlElement]:
        """The elements in which this one stands, the innermost first, the document last."""
        ancestor = self.parent
        while ancestor is not None:
            yield ancestor
            ancestor = ancestor.parent

    def iter_elements(self) -> Iterator[HtmlElement]:
        """The elements that stand in this one, at any depth, in their order in the document."""
        return (node for _, node in self._iter_nodes() if isinstance(node, HtmlElement))

    def iter_texts(self) -> Iterator[tuple[HtmlElement, str]]:
        """The texts in this element, at any depth, in their order, each with the element right around it."""
        return ((parent, node) for parent, node in self._iter_nodes() if isinstance(node, str))

    def _iter_nodes(self) -> Iterator[tuple[HtmlElement, HtmlElement | str]]:
        """Without recursion: hostile HTML is deeper than Python's stack."""
        nodes = [(self, child) for child in reversed(self.children)]
        while nodes:
            parent, node = nodes.pop()
            yield parent, node
            if isinstance(node, HtmlElement):
                nodes += [(node, child) for child in reversed(node.children)]


class HtmlTreeBuilder(HTMLParser):
    """Builds the tree of a whole text of HTML. An end tag closes the innermost open element of its name and
    what is open in it. `unbalanced` are the tags of elements that have no end tag of their own, and of end
    tags that close nothing (as `<br/>` does)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.document = HtmlElement("")
        self.unbalanced: list[str] = []
        self._open = [self.document]
        self.feed(html)
        self.close()
        self.unbalanced += [element.tag for element in self._open[1:]]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        parent = self._open[-1]
        element = HtmlElement(tag, tuple(attrs), parent)
        parent.children.append(element)
        if tag not in VOID_TAGS:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if all(element.tag != tag for element in self._open):
            self.unbalanced.append(tag)
            return
        while (closed := self._open.pop()).tag != tag:
            self.unbalanced.append(closed.tag)

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def parse_html(html: str) -> HtmlElement:
    """The document: an element without a tag that holds all of the HTML."""
    return HtmlTreeBuilder(html).document


def find_elements(html: str, tag: str | None = None, css_class: str | None = None) -> list[HtmlElement]:
    """The elements in their order in the HTML: all of them, or those with that tag and that class."""
    return [
        element
        for element in parse_html(html).iter_elements()
        if tag in (None, element.tag) and (css_class is None or element.has_class(css_class))
    ]


def find_unbalanced_tags(html: str) -> list[str]:
    """The tags of elements that nothing closes, and of end tags that close nothing."""
    return HtmlTreeBuilder(html).unbalanced


def extract_text(html: str) -> str:
    """The text of the HTML without its tags, as it was written."""
    return parse_html(html).text


def extract_spaced_text(html: str) -> str:
    """The text of the HTML with a blank for every tag, and one blank for any white space."""
    return parse_html(html).spaced_text

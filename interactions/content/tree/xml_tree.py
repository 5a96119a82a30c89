"""XML as it stands, for a tree that folds: names with their prefixes, attributes and namespaces in order,
comments, instructions and text between the elements. Strict like `xml_reading`: no DTD, no entities, caps."""

from dataclasses import dataclass, field
from xml.sax import SAXException
from xml.sax.handler import ContentHandler, LexicalHandler, property_lexical_handler
from xml.sax.xmlreader import AttributesImpl

from defusedxml.expatreader import DefusedExpatParser

from interactions.content.tree.xml_parser import XmlLimitCounter, parse_with_repair


@dataclass
class XmlElement:
    """`inside` is in document order: elements, and text, comments and instructions as `XmlTextNode`."""

    name: str
    attributes: tuple[tuple[str, str], ...] = ()
    inside: list["XmlElement | XmlTextNode"] = field(default_factory=list)


@dataclass
class XmlTextNode:
    """Text, a comment or a processing instruction; `text` without its marks, ends trimmed."""

    what: str
    text: str


def parse_xml_tree(data: bytes, charset: str | None) -> tuple[XmlElement, str | None]:
    """An element without a name around all that stands in the document, and a note when it had to be mended.
    Raises `UnviewableContent` with the reason."""
    return parse_with_repair(_parse_strict_tree, data, charset)


class _XmlTreeBuilder(ContentHandler, LexicalHandler):
    """Builds the tree and stops at the caps. A CDATA section is the text that it is."""

    def __init__(self) -> None:
        super().__init__()
        self.root = XmlElement("")
        self.open = [self.root]
        self.caps = XmlLimitCounter()
        self.text: list[str] = []

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        self.caps.begin(len(attrs))
        element = XmlElement(name, tuple(attrs.items()))
        self._add(element)
        self.open.append(element)

    def endElement(self, name: str) -> None:
        self.caps.end()
        self._end_text()
        self.open.pop()

    def characters(self, content: str) -> None:
        self.text.append(content)

    def comment(self, content: str) -> None:
        self.caps.count()
        self._add(XmlTextNode("comment", content.strip()))

    def processingInstruction(self, target: str, data: str) -> None:
        self.caps.count()
        self._add(XmlTextNode("instruction", f"{target} {data}".strip()))

    def _add(self, node: XmlElement | XmlTextNode) -> None:
        self._end_text()
        self.open[-1].inside.append(node)

    def _end_text(self) -> None:
        if text := "".join(self.text).strip():
            self.open[-1].inside.append(XmlTextNode("text", text))
        self.text.clear()


def _parse_strict_tree(source: bytes | str) -> XmlElement:
    parser, builder = DefusedExpatParser(forbid_dtd=True), _XmlTreeBuilder()
    parser.setContentHandler(builder)
    parser.setProperty(property_lexical_handler, builder)
    try:
        parser.feed(source)
        parser.close()
    except SAXException as error:
        raise ValueError("not well-formed") from error
    return builder.root

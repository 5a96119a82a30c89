"""XML as it stands, for a tree that folds: names with their prefixes, attributes and namespaces in order,
comments, instructions and text between the elements. Strict like `xml_parser.py`: no DTD, no entities,
limits."""

from dataclasses import dataclass, field
from xml.sax import SAXException
from xml.sax.handler import ContentHandler, LexicalHandler, property_lexical_handler
from xml.sax.xmlreader import AttributesImpl

from defusedxml.expatreader import DefusedExpatParser

from interactions.content.tree.xml_parser import XmlLimitCounter, parse_with_repair


@dataclass
class XmlElement:
    """`children` are in document order: elements, and text, comments and instructions as `XmlTextNode`."""

    name: str
    attributes: tuple[tuple[str, str], ...] = ()
    children: list["XmlElement | XmlTextNode"] = field(default_factory=list)


@dataclass
class XmlTextNode:
    """Text, a comment or a processing instruction, by `kind`; `text` is without its delimiters and
    trimmed."""

    kind: str
    text: str


def parse_xml_tree(data: bytes, charset: str | None) -> tuple[XmlElement, str | None]:
    """A nameless element around everything in the document, and a note when the text had to be repaired.
    Raises `UnviewableContent` for damaged or too large XML."""
    return parse_with_repair(_parse_strict_tree, data, charset)


class _XmlTreeBuilder(ContentHandler, LexicalHandler):
    """Builds the tree and raises `UnviewableContent` at the limits. A CDATA section becomes text."""

    def __init__(self) -> None:
        super().__init__()
        self.root = XmlElement("")
        self.open_elements = [self.root]
        self.counter = XmlLimitCounter()
        self.text_pieces: list[str] = []

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        self.counter.begin_element(len(attrs))
        element = XmlElement(name, tuple(attrs.items()))
        self._append_node(element)
        self.open_elements.append(element)

    def endElement(self, name: str) -> None:
        self.counter.end_element()
        self._flush_text()
        self.open_elements.pop()

    def characters(self, content: str) -> None:
        self.text_pieces.append(content)

    def comment(self, content: str) -> None:
        self.counter.count_node()
        self._append_node(XmlTextNode("comment", content.strip()))

    def processingInstruction(self, target: str, data: str) -> None:
        self.counter.count_node()
        self._append_node(XmlTextNode("instruction", f"{target} {data}".strip()))

    def _append_node(self, node: XmlElement | XmlTextNode) -> None:
        self._flush_text()
        self.open_elements[-1].children.append(node)

    def _flush_text(self) -> None:
        if text := "".join(self.text_pieces).strip():
            self.open_elements[-1].children.append(XmlTextNode("text", text))
        self.text_pieces.clear()


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

"""XML as it stands, for a tree that folds: names with their prefixes, attributes and namespaces in order,
comments, instructions and text between the elements. Strict like `xml_reading`: no DTD, no entities, caps."""

from dataclasses import dataclass, field
from xml.sax import SAXException
from xml.sax.handler import ContentHandler, LexicalHandler, property_lexical_handler
from xml.sax.xmlreader import AttributesImpl

from defusedxml.expatreader import DefusedExpatParser

from interactions.content.tree.xml_reading import Caps, tolerant


@dataclass
class Element:
    """`inside` is in document order: elements, and text, comments and instructions as `Words`."""

    name: str
    attributes: tuple[tuple[str, str], ...] = ()
    inside: list["Element | Words"] = field(default_factory=list)


@dataclass
class Words:
    """Text, a comment or a processing instruction; `text` without its marks, ends trimmed."""

    what: str
    text: str


def read(data: bytes, charset: str | None) -> tuple[Element, str | None]:
    """An element without a name around all that stands in the document, and a note when it had to be mended.
    Raises `Unshowable` with the reason."""
    return tolerant(_parse, data, charset)


class _Builder(ContentHandler, LexicalHandler):
    """Builds the tree and stops at the caps. A CDATA section is the text that it is."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Element("")
        self.open = [self.root]
        self.caps = Caps()
        self.text: list[str] = []

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        self.caps.begin(len(attrs))
        element = Element(name, tuple(attrs.items()))
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
        self._add(Words("comment", content.strip()))

    def processingInstruction(self, target: str, data: str) -> None:
        self.caps.count()
        self._add(Words("instruction", f"{target} {data}".strip()))

    def _add(self, node: Element | Words) -> None:
        self._end_text()
        self.open[-1].inside.append(node)

    def _end_text(self) -> None:
        if text := "".join(self.text).strip():
            self.open[-1].inside.append(Words("text", text))
        self.text.clear()


def _parse(source: bytes | str) -> Element:
    parser, builder = DefusedExpatParser(forbid_dtd=True), _Builder()
    parser.setContentHandler(builder)
    parser.setProperty(property_lexical_handler, builder)
    try:
        parser.feed(source)
        parser.close()
    except SAXException as error:
        raise ValueError("not well-formed") from error
    return builder.root

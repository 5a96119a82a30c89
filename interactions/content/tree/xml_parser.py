"""XML of strangers: parsed strictly, without DTDs and entities, within limits, and with one repair that a
note tells of.

Real systems write bare `&`, control characters and wrong encodings (docs/content-study.md §3.4). A parser
that recovers by itself drops characters ("Q & A" becomes "Q  A"); the repair here keeps each.
"""

import re
from collections.abc import Callable
from html import escape
from html.entities import html5
from typing import TypeVar
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from interactions.content.errors import UnviewableContent
from interactions.content.limits import get_content_limits
from mime import charsets

T = TypeVar("T")
REPAIR_NOTE = gettext_noop(
    "The XML is not well-formed. It was repaired to show it; the download is unchanged."
)
XML_DECLARATION_PATTERN = re.compile(r"\s*<\?xml\s[^>]*\?>")
XML_ENCODING_PATTERN = re.compile(rb"<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})")
FORBIDDEN_CHARACTER_PATTERN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
BARE_AMPERSAND_PATTERN = re.compile(r"&(?!(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|\w{2,32});)")
REFERENCE_PATTERN = re.compile(r"&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w{2,32}));")
XML_ENTITY_NAMES = {"amp", "lt", "gt", "quot", "apos"}


class XmlLimitCounter:
    """Counts levels, elements and attributes while XML is parsed."""

    def __init__(self) -> None:
        self.limits, self.depth, self.node_count, self.attribute_count = get_content_limits(), 0, 0, 0

    def begin_element(self, count: int) -> None:
        """Counts an element with `count` attributes. Raises `UnviewableContent` when that is too much."""
        self.depth += 1
        self.attribute_count += count
        if self.depth > self.limits.tree_depth:
            raise UnviewableContent(
                _("The XML has more than %(number)s levels, so it is shown as text.")
                % {"number": self.limits.tree_depth}
            )
        if self.attribute_count > self.limits.tree_attributes:
            raise UnviewableContent(
                _("The XML has more than %(number)s attributes, so it is shown as text.")
                % {"number": f"{self.limits.tree_attributes:,}"}
            )
        self.count_node()

    def count_node(self) -> None:
        """Counts an element, or what stands between elements. Raises `UnviewableContent` when that is too
        much."""
        self.node_count += 1
        if self.node_count > self.limits.tree_elements:
            raise UnviewableContent(
                _("The XML has more than %(number)s elements, so it is shown as text.")
                % {"number": f"{self.limits.tree_elements:,}"}
            )

    def end_element(self) -> None:
        """Counts the end of an element."""
        self.depth -= 1


class LimitedTreeBuilder(TreeBuilder):
    """A tree builder that raises `UnviewableContent` at the limits."""

    def __init__(self) -> None:
        super().__init__()
        self.counter = XmlLimitCounter()

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self.counter.begin_element(len(attrs))
        return super().start(tag, attrs)

    def end(self, tag: str) -> Element:
        self.counter.end_element()
        return super().end(tag)


def parse_xml(data: bytes, charset: str | None) -> tuple[Element, str | None]:
    """The root, and a note when the text had to be repaired. Raises `UnviewableContent` for damaged or too
    large XML."""
    return parse_with_repair(_parse_strict_xml, data, charset)


def parse_with_repair(
    parse: Callable[[bytes | str], T], data: bytes, charset: str | None
) -> tuple[T, str | None]:
    """What a strict `parse` makes of the bytes; where it refuses them with a `ValueError` or a `ParseError`,
    what it makes of the repaired text, and a note. Raises `UnviewableContent` when it refuses that too."""
    try:
        return parse(data), None
    except (ParseError, ValueError, LookupError) as error:
        if isinstance(error, DefusedXmlException):
            raise UnviewableContent(_("The XML contains a DTD or entities, which are ignored.")) from error
    declared = XML_ENCODING_PATTERN.match(data)
    text = charsets.decode_text(data, charset or (declared[1].decode("ascii") if declared else None)).text
    try:
        return parse(repair_xml(text)), _(REPAIR_NOTE)
    except (ParseError, ValueError) as error:
        raise UnviewableContent(_("The XML is damaged.")) from error


def repair_xml(text: str) -> str:
    """The text with everything replaced that no XML may hold, so that a strict parser accepts it."""
    text = XML_DECLARATION_PATTERN.sub("", text.removeprefix("\ufeff"), count=1).strip()
    return REFERENCE_PATTERN.sub(
        _repair_reference,
        BARE_AMPERSAND_PATTERN.sub("&amp;", FORBIDDEN_CHARACTER_PATTERN.sub("\ufffd", text)),
    )


def get_local_name(element: Element) -> str:
    """The tag without its namespace; comments and instructions are dropped by the parser."""
    return str(element.tag).rpartition("}")[2]


def _parse_strict_xml(source: bytes | str) -> Element:
    parser = DefusedXMLParser(target=LimitedTreeBuilder(), forbid_dtd=True)
    parser.feed(source)
    root: Element = parser.close()
    return root


def _repair_reference(match: re.Match[str]) -> str:
    """A reference that XML allows: HTML's names become their characters, unknown names plain text."""
    decimal, hexadecimal, name = match.groups()
    if name:
        return match[0] if name in XML_ENTITY_NAMES else escape(html5.get(f"{name};", f"&{name};"))
    code_point = int(decimal) if decimal else int(hexadecimal, 16)
    is_allowed = (
        code_point <= 0x10FFFF
        and (code_point >= 0x20 or code_point in {9, 10, 13})
        and not FORBIDDEN_CHARACTER_PATTERN.match(chr(code_point))
    )
    return match[0] if is_allowed else "\ufffd"

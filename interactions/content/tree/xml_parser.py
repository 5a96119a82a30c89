"""XML of strangers: strict, without DTDs and entities, within caps, and with one repair that is labelled.

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
from interactions.content.text import charsets

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
    """What is counted while XML is read. Raises `UnviewableContent` as soon as it is too much."""

    def __init__(self) -> None:
        self.most, self.depth, self.nodes, self.attributes = get_content_limits(), 0, 0, 0

    def begin(self, attributes: int) -> None:
        """An element, with so many attributes."""
        self.depth += 1
        self.attributes += attributes
        if self.depth > self.most.tree_depth:
            raise UnviewableContent(
                _("The XML has more than %(number)s levels, so it is shown as text.")
                % {"number": self.most.tree_depth}
            )
        if self.attributes > self.most.tree_attributes:
            most = f"{self.most.tree_attributes:,}"
            raise UnviewableContent(
                _("The XML has more than %(number)s attributes, so it is shown as text.") % {"number": most}
            )
        self.count()

    def count(self) -> None:
        """An element, or what stands between elements."""
        self.nodes += 1
        if self.nodes > self.most.tree_elements:
            most = f"{self.most.tree_elements:,}"
            raise UnviewableContent(
                _("The XML has more than %(number)s elements, so it is shown as text.") % {"number": most}
            )

    def end(self) -> None:
        """An element's end."""
        self.depth -= 1


class LimitedTreeBuilder(TreeBuilder):
    """A tree that stops growing at the caps."""

    def __init__(self) -> None:
        super().__init__()
        self.caps = XmlLimitCounter()

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self.caps.begin(len(attrs))
        return super().start(tag, attrs)

    def end(self, tag: str) -> Element:
        self.caps.end()
        return super().end(tag)


def parse_xml(data: bytes, charset: str | None) -> tuple[Element, str | None]:
    """The root, and a note when it had to be mended. Raises `UnviewableContent` with the reason."""
    return parse_with_repair(_parse_strict_xml, data, charset)


def parse_with_repair(
    parse: Callable[[bytes | str], T], data: bytes, charset: str | None
) -> tuple[T, str | None]:
    """What a strict `parse` makes of it, of the mended text where it refuses the bytes with a `ValueError` or
    a `ParseError`; and a note in that case. Raises `UnviewableContent` with the reason."""
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
    """The same text with what no XML may hold replaced, so that a strict parser takes it."""
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


def _repair_reference(found: re.Match[str]) -> str:
    """A reference as it may stand: HTML's names become their characters, unknown ones text."""
    decimal, hexadecimal, named = found.groups()
    if named:
        return found[0] if named in XML_ENTITY_NAMES else escape(html5.get(f"{named};", f"&{named};"))
    code = int(decimal) if decimal else int(hexadecimal, 16)
    fits = (
        code <= 0x10FFFF
        and (code >= 0x20 or code in {9, 10, 13})
        and not FORBIDDEN_CHARACTER_PATTERN.match(chr(code))
    )
    return found[0] if fits else "\ufffd"

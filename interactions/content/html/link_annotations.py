"""Shows for each link in sanitised HTML where it leads: next to its words if they name another site, else on
hover and focus. One pass over what nh3 wrote, in which every tag is complete and every value quoted.

The warning stands inside the link, directly after the site that its words name: after the link, the sender's
spaces and margins could push it away.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape, unescape

from django.utils.translation import gettext as _

from interactions.content.html.complexity_guard import FORMATTING_TAGS
from interactions.content.html.link_targets import (
    MAX_LINK_TEXT_CHARACTERS,
    LinkTarget,
    find_misleading_address,
    parse_link_target,
)

SANITISED_TAG_PATTERN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>')
SANITISED_ATTRIBUTE_PATTERN = re.compile(r' ([a-z-]+)="([^"]*)"')
INLINE_TAGS = FORMATTING_TAGS | {
    "span",
    "bdi",
    "ins",
    "del",
    "sub",
    "sup",
    "wbr",
    "mark",
    "abbr",
    "kbd",
    "cite",
}
# Styles of the elements that this module adds, for the document's head. `all` resets the sender's styles.
ADDED_ELEMENT_STYLE = (
    "all:initial;direction:ltr;unicode-bidi:isolate;overflow-wrap:anywhere;border-radius:4px;"
)
LINK_STYLES = (
    f".goes-to{{{ADDED_ELEMENT_STYLE}display:inline-block;position:relative;z-index:1;"
    "margin:0 4px;padding:0 5px;"
    "border:1px solid #b3261e;background:#fdf0ef;color:#8c1d18;font:600 12px/18px system-ui,sans-serif;"
    "cursor:pointer}"
    "a[data-host]:focus-visible{outline:2px solid #4a4fcf;outline-offset:2px}"
    "@media screen{a[data-host]:hover::after,a[data-host]:focus-visible::after{"
    f"{ADDED_ELEMENT_STYLE}content:'\\2192\\a0' attr(data-host);display:block;position:absolute;z-index:2;"
    "margin-top:2px;padding:1px 7px;background:#171a21;color:#fff;"
    "font:12px/18px system-ui,sans-serif;pointer-events:none}}"
)


@dataclass
class OpenLink:
    """A link whose end was not reached yet: its target, its words so far, and where in the document each
    piece of the words stands."""

    target: LinkTarget | None
    words: str = ""
    word_starts: list[int] = field(default_factory=list)  # where each piece begins in `words`
    document_spans: list[tuple[int, int]] = field(default_factory=list)  # start and end in the document

    def add_words(self, text: str, start: int, end: int) -> None:
        if text and len(self.words) < MAX_LINK_TEXT_CHARACTERS:
            self.word_starts.append(len(self.words))
            self.document_spans.append((start, end))
            self.words += text

    def find_document_position(self, length: int) -> int:
        """The position in the document that follows the first `length` characters of the words."""
        piece = bisect_right(self.word_starts, length - 1) - 1
        start, end = self.document_spans[piece]
        return min(start + length - self.word_starts[piece], end)


def annotate_links(html: str) -> str:
    """Sanitised HTML whose links show where they lead. A link that leads nowhere loses its address."""
    pieces, position = [], 0
    for start, end, replacement in sorted(_iter_link_changes(html)):
        pieces += [html[position:start], replacement]
        position = end
    return "".join((*pieces, html[position:]))


def _iter_link_changes(html: str) -> Iterator[tuple[int, int, str]]:
    """The changes to the HTML as (start, end, replacement), in no particular order."""
    open_links: list[OpenLink] = []
    position = 0
    for tag_match in SANITISED_TAG_PATTERN.finditer(html):
        if open_links:
            open_links[-1].add_words(html[position : tag_match.start()], position, tag_match.start())
        position = tag_match.end()
        slash, tag, attributes = tag_match.groups()
        if tag == "a":
            if slash:
                yield from _iter_warning_changes(open_links.pop())
            else:
                open_links.append(OpenLink(_find_link_target(attributes)))
                yield tag_match.start(), tag_match.end(), _render_link_tag(attributes, open_links[-1].target)
        elif open_links and tag == "img":
            open_links[-1].add_words(f" {_get_attribute_value(attributes, 'alt')} ", position, position)
        elif open_links and tag not in INLINE_TAGS:
            open_links[-1].add_words(" ", position, position)


def _find_link_target(attributes: str) -> LinkTarget | None:
    return parse_link_target(unescape(_get_attribute_value(attributes, "href")))


def _get_attribute_value(attributes: str, name: str) -> str:
    return next((value for key, value in SANITISED_ATTRIBUTE_PATTERN.findall(attributes) if key == name), "")


def _render_link_tag(attributes: str, target: LinkTarget | None) -> str:
    other_attributes = "".join(
        f' {key}="{value}"' for key, value in SANITISED_ATTRIBUTE_PATTERN.findall(attributes) if key != "href"
    )
    if not target:
        return f"<a{other_attributes}>"
    href, title, label = map(escape, (target.address, target.title, target.label))
    return f'<a href="{href}" title="{title}" data-host="{label}"{other_attributes}>'


def _iter_warning_changes(link: OpenLink) -> Iterator[tuple[int, int, str]]:
    claim_end = find_misleading_address(link.words, link.target) if link.target else None
    if link.target and claim_end:
        position = link.find_document_position(claim_end)
        warning = escape(_("goes to %(host)s") % {"host": link.target.label})
        yield position, position, f'<span class="goes-to">{warning}</span>'

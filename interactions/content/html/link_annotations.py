"""Says of each link in cleaned HTML where it leads: beside its words where they name another site, else when
it is pointed at or has the focus. One pass over what nh3 wrote: every tag is whole, every value quoted.

The warning stands inside the link, directly behind the name that its words give: behind the link, spaces and
margins of the sender could push it away.
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
# The styles of what is added here, for the head of the document. `all` undoes what the sender's styles give.
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
    """One that is open: its words so far, and where in the document each piece of them stands."""

    goal: LinkTarget | None
    words: str = ""
    starts: list[int] = field(default_factory=list)  # of a piece in the words
    places: list[tuple[int, int]] = field(default_factory=list)  # of a piece in the document, its end

    def add(self, text: str, start: int, end: int) -> None:
        if text and len(self.words) < MAX_LINK_TEXT_CHARACTERS:
            self.starts.append(len(self.words))
            self.places.append((start, end))
            self.words += text

    def place(self, at: int) -> int:
        """Where in the document the words before `at` end."""
        piece = bisect_right(self.starts, at - 1) - 1
        start, end = self.places[piece]
        return min(start + at - self.starts[piece], end)


def annotate_links(html: str) -> str:
    """Cleaned HTML whose links say where they lead; those that lead nowhere are words only."""
    made, at = [], 0
    for start, end, text in sorted(_iter_link_changes(html)):
        made += [html[at:start], text]
        at = end
    return "".join((*made, html[at:]))


def _iter_link_changes(html: str) -> Iterator[tuple[int, int, str]]:
    opened: list[OpenLink] = []
    at = 0
    for found in SANITISED_TAG_PATTERN.finditer(html):
        if opened:
            opened[-1].add(html[at : found.start()], at, found.start())
        at = found.end()
        end, tag, attributes = found.groups()
        if tag == "a":
            if end:
                yield from _iter_warning_changes(opened.pop())
            else:
                opened.append(OpenLink(_find_link_target(attributes)))
                yield found.start(), found.end(), _render_link_tag(attributes, opened[-1].goal)
        elif opened and tag == "img":
            opened[-1].add(f" {_get_attribute_value(attributes, 'alt')} ", at, at)
        elif opened and tag not in INLINE_TAGS:
            opened[-1].add(" ", at, at)


def _find_link_target(attributes: str) -> LinkTarget | None:
    return parse_link_target(unescape(_get_attribute_value(attributes, "href")))


def _get_attribute_value(attributes: str, name: str) -> str:
    return next((value for key, value in SANITISED_ATTRIBUTE_PATTERN.findall(attributes) if key == name), "")


def _render_link_tag(attributes: str, goal: LinkTarget | None) -> str:
    kept = "".join(
        f' {key}="{value}"' for key, value in SANITISED_ATTRIBUTE_PATTERN.findall(attributes) if key != "href"
    )
    if not goal:
        return f"<a{kept}>"
    href, title, shown = map(escape, (goal.address, goal.title, goal.shown))
    return f'<a href="{href}" title="{title}" data-host="{shown}"{kept}>'


def _iter_warning_changes(link: OpenLink) -> Iterator[tuple[int, int, str]]:
    at = find_misleading_address(link.words, link.goal) if link.goal else None
    if link.goal and at:
        place = link.place(at)
        yield (
            place,
            place,
            f'<span class="goes-to">{escape(_("goes to %(host)s") % {"host": link.goal.shown})}</span>',
        )

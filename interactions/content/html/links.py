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

from interactions.content.html.guard import FORMATTING
from interactions.content.html.targets import SAID, Target, denied, target

TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>')
ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
WITHIN_WORDS = FORMATTING | {"span", "bdi", "ins", "del", "sub", "sup", "wbr", "mark", "abbr", "kbd", "cite"}
# The styles of what is added here, for the head of the document. `all` undoes what the sender's styles give.
OURS = "all:initial;direction:ltr;unicode-bidi:isolate;overflow-wrap:anywhere;border-radius:4px;"
STYLES = (
    f".goes-to{{{OURS}display:inline-block;position:relative;z-index:1;margin:0 4px;padding:0 5px;"
    "border:1px solid #b3261e;background:#fdf0ef;color:#8c1d18;font:600 12px/18px system-ui,sans-serif;"
    "cursor:pointer}"
    "a[data-host]:focus-visible{outline:2px solid #4a4fcf;outline-offset:2px}"
    "@media screen{a[data-host]:hover::after,a[data-host]:focus-visible::after{"
    f"{OURS}content:'\\2192\\a0' attr(data-host);display:block;position:absolute;z-index:2;"
    "margin-top:2px;padding:1px 7px;background:#171a21;color:#fff;"
    "font:12px/18px system-ui,sans-serif;pointer-events:none}}"
)


@dataclass
class Link:
    """One that is open: its words so far, and where in the document each piece of them stands."""

    goal: Target | None
    words: str = ""
    starts: list[int] = field(default_factory=list)  # of a piece in the words
    places: list[tuple[int, int]] = field(default_factory=list)  # of a piece in the document, its end

    def add(self, text: str, start: int, end: int) -> None:
        if text and len(self.words) < SAID:
            self.starts.append(len(self.words))
            self.places.append((start, end))
            self.words += text

    def place(self, at: int) -> int:
        """Where in the document the words before `at` end."""
        piece = bisect_right(self.starts, at - 1) - 1
        start, end = self.places[piece]
        return min(start + at - self.starts[piece], end)


def with_targets(html: str) -> str:
    """Cleaned HTML whose links say where they lead; those that lead nowhere are words only."""
    made, at = [], 0
    for start, end, text in sorted(_changes(html)):
        made += [html[at:start], text]
        at = end
    return "".join((*made, html[at:]))


def _changes(html: str) -> Iterator[tuple[int, int, str]]:
    opened: list[Link] = []
    at = 0
    for found in TAG.finditer(html):
        if opened:
            opened[-1].add(html[at : found.start()], at, found.start())
        at = found.end()
        end, tag, attributes = found.groups()
        if tag == "a":
            if end:
                yield from _warning(opened.pop())
            else:
                opened.append(Link(_goal(attributes)))
                yield found.start(), found.end(), _opening(attributes, opened[-1].goal)
        elif opened and tag == "img":
            opened[-1].add(f" {_value(attributes, 'alt')} ", at, at)
        elif opened and tag not in WITHIN_WORDS:
            opened[-1].add(" ", at, at)


def _goal(attributes: str) -> Target | None:
    return target(unescape(_value(attributes, "href")))


def _value(attributes: str, name: str) -> str:
    return next((value for key, value in ATTRIBUTE.findall(attributes) if key == name), "")


def _opening(attributes: str, goal: Target | None) -> str:
    kept = "".join(f' {key}="{value}"' for key, value in ATTRIBUTE.findall(attributes) if key != "href")
    if not goal:
        return f"<a{kept}>"
    href, title, shown = map(escape, (goal.address, goal.title, goal.shown))
    return f'<a href="{href}" title="{title}" data-host="{shown}"{kept}>'


def _warning(link: Link) -> Iterator[tuple[int, int, str]]:
    at = denied(link.words, link.goal) if link.goal else None
    if link.goal and at:
        place = link.place(at)
        yield (
            place,
            place,
            f'<span class="goes-to">{escape(_("goes to %(host)s") % {"host": link.goal.shown})}</span>',
        )

"""Quotes and signatures at the end of an HTML mail, folded by <details>, which needs no script.

Programs mark them by classes and names that do not outlive the cleaning, so the cleaning keeps a constant in
their place, and this takes it out again. What is put in stands in cleaned HTML, is made of constants and
numbers, and only around whole elements: no place in that HTML could read a tag of it as anything else.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interactions.content.text.quoting import FORWARD, FROM, ORIGINAL, QUOTE, SIGNATURE, begins_quote

QUOTE_WORDS = 12  # and more are worth a fold
MARKS = {"quote": (QUOTE, QUOTE_WORDS), "signature": (SIGNATURE, 4)}
HEAD_PIECES = 60  # between tags, in which the head of a quote is looked for
TAG = re.compile(r"(<[^<>]*>)")  # an attribute of cleaned HTML has no bare angle brackets
NAME = re.compile(r"</?([a-z0-9]+)")
MARK = re.compile(r' (?:class|id|type)="(quote|signature)"')
QUOTES = re.compile(
    r"(?:^|\s)(?:gmail_quote|yahoo_quoted\w*|protonmail_quote|tutanota_quote|moz-forward-container|"
    r"zmail_extra|OLK_SRC_BODY_SECTION|isReplyContent|mail-editor-reference-message-container)(?:\s|$)"
)
SIGNATURES = re.compile(
    r"(?:^|\s)(?:moz-signature|gmail_signature|protonmail_signature_block|ymail_android_signature|"
    r"ms-outlook-mobile-signature|AppleMailSignature|Signature)(?:\s|$)"
)
CITED = re.compile(r' style="[^"]*border-left', re.I)  # the bar that some programs draw and say no more
WORD = re.compile(r"\w+")
VOID = {"br", "col", "hr", "img", "wbr"}
LINES = {"br", "div", "p", "tr", "li", "table", "hr", "blockquote"}
AROUND = {"", "div", "td", "th", "blockquote", "center", "section", "article", "main", "li", "span", "font"}
OPEN, CLOSE = '<details data-fold=""><summary>{}</summary>', "</details>"
STYLES = (
    "details[data-fold]>summary{width:max-content;margin:8px 0;padding:2px 10px;border:1px solid;"
    "border-radius:4px;font:12px/20px system-ui,sans-serif;cursor:pointer}"
    "@media print{details[data-fold]::details-content{content-visibility:visible;display:block}}"
)


@dataclass
class Element:
    """Its pieces from `start` up to `end`; `before` and `after` count the words up to them, `cited` those up
    to the end of the last cited block that it holds: what follows is an answer."""

    tag: str
    mark: str
    start: int
    before: int
    parent: "Element | None"
    end: int = -1
    after: int = -1
    cited: int = -1

    @property
    def is_answered(self) -> bool:
        return self.tag != "blockquote" and -1 < self.cited < self.after

    def close(self, end: int, words: int) -> "Element | None":
        """Ends here; gives what holds it."""
        self.end, self.after = end, words
        cited = words if self.tag == "blockquote" else self.cited
        if self.parent:
            self.parent.cited = max(self.parent.cited, cited)
        return self.parent


@dataclass(frozen=True)
class Fold:
    """The pieces from `start` up to `end`, and the words before and in them."""

    start: int
    end: int
    before: int
    after: int
    title: str


def fold(cleaned: str) -> str:
    """What `clean` gave with these `mark`s: without them, and with its quotes folded."""
    page = _Page(TAG.split(cleaned))
    opens = {each.start: each for each in page.folds()}
    closes = {each.end for each in opens.values()}
    made = []
    for number, piece in enumerate(page.pieces):
        made += [CLOSE] if number in closes else []
        if each := opens.get(number):
            made.append(OPEN.format(_summary(each)))
        made.append(MARK.sub("", piece) if number % 2 else piece)
    return "".join(made) + (CLOSE if len(page.pieces) in closes else "")


def mark(tag: str, attribute: str, value: str) -> str | None:
    """What the cleaning keeps of a class, a name or a type: a constant."""
    if attribute == "type":
        return "quote" if tag == "blockquote" and value.strip().lower() == "cite" else None
    return "quote" if QUOTES.search(value) else "signature" if SIGNATURES.search(value) else None


class _Page:
    """Cleaned HTML in pieces: text at even places, a tag at odd ones."""

    def __init__(self, pieces: list[str]) -> None:
        self.pieces = pieces
        self.root = Element("", "", 0, 0, None, len(pieces))
        self.elements: list[Element] = []
        self.heads: list[tuple[int, Element, int]] = []
        self.root.after = self._read()

    def folds(self) -> list[Fold]:
        """From the last to the first. None when nothing would be left to be read."""
        chosen: list[Fold] = []
        edge = self.root.after
        for each in sorted(self._possible(), key=lambda each: (-each.end, each.start)):
            if each.after == edge and each.before < edge and (not chosen or each.end <= chosen[-1].start):
                chosen.append(each)
                edge = each.before
        return chosen if edge else []

    def _read(self) -> int:
        """Notes the elements that say what they are, and where a quote's head may stand; counts the words."""
        words, inside = 0, self.root
        for number, piece in enumerate(self.pieces):
            if number % 2 == 0:
                text = unescape(piece)
                if FROM.match(text) or FORWARD.fullmatch(text) or ORIGINAL.fullmatch(text):
                    self.heads.append((number, inside, words))
                words += len(WORD.findall(text))
            elif piece.startswith("</"):
                inside = inside.close(number + 1, words) or self.root
            elif (tag := _tag(piece)) not in VOID:
                inside = Element(tag, _said(tag, piece), number, words, inside)
                self.elements += [inside] if inside.mark else []
            elif tag == "img" and ' src="' in piece:
                words += 1
        return words

    def _possible(self) -> Iterator[Fold]:
        for element in self.elements:
            title, least = MARKS[element.mark]
            parent, words = element.parent or self.root, element.after - element.before
            if parent.tag in AROUND and words >= least and not element.is_answered:
                yield Fold(element.start, element.end, element.before, element.after, title)
        yield from self._below_a_head()

    def _below_a_head(self) -> Iterator[Fold]:
        """What stands below the first head of a quote, to the end of what the head stands in."""
        for number, element, before in self.heads:
            title = begins_quote(self._lines(number), 0)
            if title:
                yield from _to_the_end(number, element, before, title)
                return

    def _lines(self, number: int) -> list[str]:
        """The text from a piece on, some lines of it."""
        made = ""
        for piece in range(number, min(number + HEAD_PIECES, len(self.pieces))):
            if piece % 2 == 0:
                made += " ".join(unescape(self.pieces[piece]).split("\n"))
            elif _tag(self.pieces[piece]) in LINES:
                made += "\n"
        return [line for line in made.split("\n") if line.strip()] or [""]


def _to_the_end(start: int, inside: Element, before: int, title: str) -> Iterator[Fold]:
    """From a piece to the end of what it stands in, or of what that begins."""
    while inside.parent and inside.before == before:
        start, inside = inside.start, inside.parent
    end = inside.end - 1 if inside.parent else inside.end
    if inside.tag in AROUND and inside.after - before >= QUOTE_WORDS:
        yield Fold(start, end, before, inside.after, title)


def _summary(fold: Fold) -> str:
    number = fold.after - fold.before
    words = ngettext("%(title)s, %(num)s word", "%(title)s, %(num)s words", number)
    return words % {"title": _(fold.title), "num": f"{number:,}"}


def _tag(piece: str) -> str:
    found = NAME.match(piece)
    return found[1] if found else ""


def _said(tag: str, piece: str) -> str:
    found = MARK.search(piece)
    if found:
        return found[1]
    return "quote" if tag == "blockquote" and CITED.search(piece) else ""

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

from interactions.content.text.text_quotes import (
    FORWARDED_MESSAGE_PATTERN,
    FROM_LINE_PATTERN,
    ORIGINAL_MESSAGE_PATTERN,
    QUOTE_TITLE,
    SIGNATURE_TITLE,
    find_quote_title,
)

MIN_QUOTE_WORDS = 12  # and more are worth a fold
MARKER_FOLDS = {"quote": (QUOTE_TITLE, MIN_QUOTE_WORDS), "signature": (SIGNATURE_TITLE, 4)}
MAX_QUOTE_HEADER_PIECES = 60  # between tags, in which the head of a quote is looked for
TAG_SPLIT_PATTERN = re.compile(r"(<[^<>]*>)")  # an attribute of cleaned HTML has no bare angle brackets
TAG_NAME_PATTERN = re.compile(r"</?([a-z0-9]+)")
MARKER_PATTERN = re.compile(r' (?:class|id|type)="(quote|signature)"')
QUOTE_CLASS_PATTERN = re.compile(
    r"(?:^|\s)(?:gmail_quote|yahoo_quoted\w*|protonmail_quote|tutanota_quote|moz-forward-container|"
    r"zmail_extra|OLK_SRC_BODY_SECTION|isReplyContent|mail-editor-reference-message-container)(?:\s|$)"
)
SIGNATURE_CLASS_PATTERN = re.compile(
    r"(?:^|\s)(?:moz-signature|gmail_signature|protonmail_signature_block|ymail_android_signature|"
    r"ms-outlook-mobile-signature|AppleMailSignature|Signature)(?:\s|$)"
)
CITED_BORDER_PATTERN = re.compile(
    r' style="[^"]*border-left', re.I
)  # the bar that some programs draw and say no more
WORD_PATTERN = re.compile(r"\w+")
SANITISED_VOID_TAGS = {"br", "col", "hr", "img", "wbr"}
LINE_BREAKING_TAGS = {"br", "div", "p", "tr", "li", "table", "hr", "blockquote"}
WRAPPER_TAGS = {
    "",
    "div",
    "td",
    "th",
    "blockquote",
    "center",
    "section",
    "article",
    "main",
    "li",
    "span",
    "font",
}
FOLD_START_HTML, FOLD_END_HTML = '<details data-fold=""><summary>{}</summary>', "</details>"
FOLD_STYLES = (
    "details[data-fold]>summary{width:max-content;margin:8px 0;padding:2px 10px;border:1px solid;"
    "border-radius:4px;font:12px/20px system-ui,sans-serif;cursor:pointer}"
    "@media print{details[data-fold]::details-content{content-visibility:visible;display:block}}"
)


@dataclass
class MarkedElement:
    """Its pieces from `start` up to `end`; `before` and `after` count the words up to them, `cited` those up
    to the end of the last cited block that it holds: what follows is an answer."""

    tag: str
    mark: str
    start: int
    before: int
    parent: "MarkedElement | None"
    end: int = -1
    after: int = -1
    cited: int = -1

    @property
    def is_answered(self) -> bool:
        return self.tag != "blockquote" and -1 < self.cited < self.after

    def close(self, end: int, words: int) -> "MarkedElement | None":
        """Ends here; gives what holds it."""
        self.end, self.after = end, words
        cited = words if self.tag == "blockquote" else self.cited
        if self.parent:
            self.parent.cited = max(self.parent.cited, cited)
        return self.parent


@dataclass(frozen=True)
class QuoteFold:
    """The pieces from `start` up to `end`, and the words before and in them."""

    start: int
    end: int
    before: int
    after: int
    title: str


def fold_quotes(cleaned: str) -> str:
    """What `clean` gave with these `mark`s: without them, and with its quotes folded."""
    page = _SanitisedPage(TAG_SPLIT_PATTERN.split(cleaned))
    opens = {each.start: each for each in page.folds()}
    closes = {each.end for each in opens.values()}
    made = []
    for number, piece in enumerate(page.pieces):
        made += [FOLD_END_HTML] if number in closes else []
        if each := opens.get(number):
            made.append(FOLD_START_HTML.format(_summary(each)))
        made.append(MARKER_PATTERN.sub("", piece) if number % 2 else piece)
    return "".join(made) + (FOLD_END_HTML if len(page.pieces) in closes else "")


def find_quote_marker(tag: str, attribute: str, value: str) -> str | None:
    """What the cleaning keeps of a class, a name or a type: a constant."""
    if attribute == "type":
        return "quote" if tag == "blockquote" and value.strip().lower() == "cite" else None
    return (
        "quote"
        if QUOTE_CLASS_PATTERN.search(value)
        else "signature"
        if SIGNATURE_CLASS_PATTERN.search(value)
        else None
    )


class _SanitisedPage:
    """Cleaned HTML in pieces: text at even places, a tag at odd ones."""

    def __init__(self, pieces: list[str]) -> None:
        self.pieces = pieces
        self.root = MarkedElement("", "", 0, 0, None, len(pieces))
        self.elements: list[MarkedElement] = []
        self.heads: list[tuple[int, MarkedElement, int]] = []
        self.root.after = self._read()

    def folds(self) -> list[QuoteFold]:
        """From the last to the first. None when nothing would be left to be read."""
        chosen: list[QuoteFold] = []
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
                if (
                    FROM_LINE_PATTERN.match(text)
                    or FORWARDED_MESSAGE_PATTERN.fullmatch(text)
                    or ORIGINAL_MESSAGE_PATTERN.fullmatch(text)
                ):
                    self.heads.append((number, inside, words))
                words += len(WORD_PATTERN.findall(text))
            elif piece.startswith("</"):
                inside = inside.close(number + 1, words) or self.root
            elif (tag := _get_tag_name(piece)) not in SANITISED_VOID_TAGS:
                inside = MarkedElement(tag, _find_element_marker(tag, piece), number, words, inside)
                self.elements += [inside] if inside.mark else []
            elif tag == "img" and ' src="' in piece:
                words += 1
        return words

    def _possible(self) -> Iterator[QuoteFold]:
        for element in self.elements:
            title, least = MARKER_FOLDS[element.mark]
            parent, words = element.parent or self.root, element.after - element.before
            if parent.tag in WRAPPER_TAGS and words >= least and not element.is_answered:
                yield QuoteFold(element.start, element.end, element.before, element.after, title)
        yield from self._below_a_head()

    def _below_a_head(self) -> Iterator[QuoteFold]:
        """What stands below the first head of a quote, to the end of what the head stands in."""
        for number, element, before in self.heads:
            title = find_quote_title(self._lines(number), 0)
            if title:
                yield from _iter_fold_to_end(number, element, before, title)
                return

    def _lines(self, number: int) -> list[str]:
        """The text from a piece on, some lines of it."""
        made = ""
        for piece in range(number, min(number + MAX_QUOTE_HEADER_PIECES, len(self.pieces))):
            if piece % 2 == 0:
                made += " ".join(unescape(self.pieces[piece]).split("\n"))
            elif _get_tag_name(self.pieces[piece]) in LINE_BREAKING_TAGS:
                made += "\n"
        return [line for line in made.split("\n") if line.strip()] or [""]


def _iter_fold_to_end(start: int, inside: MarkedElement, before: int, title: str) -> Iterator[QuoteFold]:
    """From a piece to the end of what it stands in, or of what that begins."""
    while inside.parent and inside.before == before:
        start, inside = inside.start, inside.parent
    end = inside.end - 1 if inside.parent else inside.end
    if inside.tag in WRAPPER_TAGS and inside.after - before >= MIN_QUOTE_WORDS:
        yield QuoteFold(start, end, before, inside.after, title)


def _summary(fold: QuoteFold) -> str:
    number = fold.after - fold.before
    words = ngettext("%(title)s, %(num)s word", "%(title)s, %(num)s words", number)
    return words % {"title": _(fold.title), "num": f"{number:,}"}


def _get_tag_name(piece: str) -> str:
    found = TAG_NAME_PATTERN.match(piece)
    return found[1] if found else ""


def _find_element_marker(tag: str, piece: str) -> str:
    found = MARKER_PATTERN.search(piece)
    if found:
        return found[1]
    return "quote" if tag == "blockquote" and CITED_BORDER_PATTERN.search(piece) else ""

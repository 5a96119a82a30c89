"""Folds the quotes and signatures at the end of an HTML mail into <details>, which needs no script.

Mail programs mark them by classes and ids, which the sanitiser removes; for this module it keeps a constant
in their place (`find_quote_marker`), and `fold_quotes` removes the constants again. The tags that are
inserted consist of constants and numbers and stand around whole elements of sanitised HTML, so that they
can't be read as anything else.
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

MIN_QUOTE_WORDS = 12  # shorter quotes stay open
MARKER_FOLDS = {"quote": (QUOTE_TITLE, MIN_QUOTE_WORDS), "signature": (SIGNATURE_TITLE, 4)}
MAX_QUOTE_HEADER_PIECES = 60  # texts and tags that are searched for the header of a quote
TAG_SPLIT_PATTERN = re.compile(r"(<[^<>]*>)")  # attributes of sanitised HTML have no bare angle brackets
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
# Some programs mark a quote only by the line at its left.
CITED_BORDER_PATTERN = re.compile(r' style="[^"]*border-left', re.I)
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
    """An element of the page: its pieces from index `start` up to `end`, which is -1 while it is open.

    `words_before` and `words_to_end` count the words of the page up to its start and up to its end.
    `words_to_last_quote` counts those up to the end of the last quote inside it, -1 without one: words after
    that are an answer below the quote.
    """

    tag: str
    marker: str
    start: int
    words_before: int
    parent: "MarkedElement | None"
    end: int = -1
    words_to_end: int = -1
    words_to_last_quote: int = -1

    @property
    def is_answered(self) -> bool:
        return self.tag != "blockquote" and -1 < self.words_to_last_quote < self.words_to_end

    def close(self, end: int, words: int) -> "MarkedElement | None":
        """Ends the element at piece `end`, after `words` words of the page, and returns its parent."""
        self.end, self.words_to_end = end, words
        words_to_last_quote = words if self.tag == "blockquote" else self.words_to_last_quote
        if self.parent:
            self.parent.words_to_last_quote = max(self.parent.words_to_last_quote, words_to_last_quote)
        return self.parent


@dataclass(frozen=True)
class QuoteFold:
    """A fold around the pieces from index `start` up to `end`. `words_before` and `words_to_end` count the
    words of the page up to its start and up to its end."""

    start: int
    end: int
    words_before: int
    words_to_end: int
    title: str


def fold_quotes(sanitised_html: str) -> str:
    """Folds the quotes in HTML from `sanitise_html(…, find_marker=find_quote_marker)`, and removes the
    markers."""
    page = _SanitisedPage(TAG_SPLIT_PATTERN.split(sanitised_html))
    fold_by_start = {fold.start: fold for fold in page.choose_folds()}
    fold_ends = {fold.end for fold in fold_by_start.values()}
    pieces = []
    for index, piece in enumerate(page.pieces):
        pieces += [FOLD_END_HTML] if index in fold_ends else []
        if fold := fold_by_start.get(index):
            pieces.append(FOLD_START_HTML.format(_format_fold_summary(fold)))
        pieces.append(MARKER_PATTERN.sub("", piece) if index % 2 else piece)
    return "".join(pieces) + (FOLD_END_HTML if len(page.pieces) in fold_ends else "")


def find_quote_marker(tag: str, attribute: str, value: str) -> str | None:
    """The constant that the sanitiser keeps in place of a class, an id or a type: "quote", "signature" or
    None. The `MarkerFinder` for `sanitise_html`."""
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
    """Sanitised HTML in pieces, with a text at each even index and a tag at each odd one, and its elements.

    `elements` are those with a marker. `quote_headers` are the pieces in which the header of a quote may
    begin: the index, the element around it, and the words before it.
    """

    def __init__(self, pieces: list[str]) -> None:
        self.pieces = pieces
        self.root = MarkedElement("", "", 0, 0, None, len(pieces))
        self.elements: list[MarkedElement] = []
        self.quote_headers: list[tuple[int, MarkedElement, int]] = []
        self.root.words_to_end = self._collect_elements()

    def choose_folds(self) -> list[QuoteFold]:
        """The folds at the end of the page, from the last to the first; none when nothing would stay open."""
        folds: list[QuoteFold] = []
        words_left = self.root.words_to_end
        for fold in sorted(self._iter_possible_folds(), key=lambda fold: (-fold.end, fold.start)):
            if (
                fold.words_to_end == words_left
                and fold.words_before < words_left
                and (not folds or fold.end <= folds[-1].start)
            ):
                folds.append(fold)
                words_left = fold.words_before
        return folds if words_left else []

    def _collect_elements(self) -> int:
        """Collects the marked elements and the possible quote headers; returns the number of words."""
        words, element = 0, self.root
        for index, piece in enumerate(self.pieces):
            if index % 2 == 0:
                text = unescape(piece)
                if (
                    FROM_LINE_PATTERN.match(text)
                    or FORWARDED_MESSAGE_PATTERN.fullmatch(text)
                    or ORIGINAL_MESSAGE_PATTERN.fullmatch(text)
                ):
                    self.quote_headers.append((index, element, words))
                words += len(WORD_PATTERN.findall(text))
            elif piece.startswith("</"):
                element = element.close(index + 1, words) or self.root
            elif (tag := _get_tag_name(piece)) not in SANITISED_VOID_TAGS:
                element = MarkedElement(tag, _find_element_marker(tag, piece), index, words, element)
                self.elements += [element] if element.marker else []
            elif tag == "img" and ' src="' in piece:
                words += 1
        return words

    def _iter_possible_folds(self) -> Iterator[QuoteFold]:
        for element in self.elements:
            title, min_words = MARKER_FOLDS[element.marker]
            parent, words = element.parent or self.root, element.words_to_end - element.words_before
            if parent.tag in WRAPPER_TAGS and words >= min_words and not element.is_answered:
                yield QuoteFold(element.start, element.end, element.words_before, element.words_to_end, title)
        yield from self._iter_folds_below_header()

    def _iter_folds_below_header(self) -> Iterator[QuoteFold]:
        """A fold from the first header of a quote to the end of the element around that header."""
        for index, element, words_before in self.quote_headers:
            title = find_quote_title(self._collect_lines(index), 0)
            if title:
                yield from _iter_fold_to_end(index, element, words_before, title)
                return

    def _collect_lines(self, start: int) -> list[str]:
        """The lines of text from a piece on, of `MAX_QUOTE_HEADER_PIECES` pieces at most."""
        text = ""
        for index in range(start, min(start + MAX_QUOTE_HEADER_PIECES, len(self.pieces))):
            if index % 2 == 0:
                text += " ".join(unescape(self.pieces[index]).split("\n"))
            elif _get_tag_name(self.pieces[index]) in LINE_BREAKING_TAGS:
                text += "\n"
        return [line for line in text.split("\n") if line.strip()] or [""]


def _iter_fold_to_end(
    start: int, element: MarkedElement, words_before: int, title: str
) -> Iterator[QuoteFold]:
    """A fold from a piece to the end of the element around it. An element that begins with that piece, with
    no words before it, is folded as a whole."""
    while element.parent and element.words_before == words_before:
        start, element = element.start, element.parent
    end = element.end - 1 if element.parent else element.end
    if element.tag in WRAPPER_TAGS and element.words_to_end - words_before >= MIN_QUOTE_WORDS:
        yield QuoteFold(start, end, words_before, element.words_to_end, title)


def _format_fold_summary(fold: QuoteFold) -> str:
    number = fold.words_to_end - fold.words_before
    words = ngettext("%(title)s, %(num)s word", "%(title)s, %(num)s words", number)
    return words % {"title": _(fold.title), "num": f"{number:,}"}


def _get_tag_name(piece: str) -> str:
    match = TAG_NAME_PATTERN.match(piece)
    return match[1] if match else ""


def _find_element_marker(tag: str, piece: str) -> str:
    match = MARKER_PATTERN.search(piece)
    if match:
        return match[1]
    return "quote" if tag == "blockquote" and CITED_BORDER_PATTERN.search(piece) else ""

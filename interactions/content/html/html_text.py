"""The readable text of HTML, for places where HTML is not allowed. One pass, linear in the length, for any
input. The result is plain text, to be escaped like any other."""

import re
from collections.abc import Iterator
from html import escape, unescape

from interactions.content.html.link_targets import parse_link_target

HTML_TAG_PATTERN = re.compile(r"<!--|<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>|<[!?][^<>]*>")
HTML_MARKUP_PATTERN = re.compile(r"<(?:/?[a-zA-Z][^<>]*>|!--)|&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|\w{2,8});")
HREF_PATTERN = re.compile(r"\bhref\s*=\s*[\"']?\s*(https?://[^\s\"'<>]{1,2000})", re.I)
UNREADABLE_TAGS = {"script", "style", "title", "template", "svg", "math", "iframe", "noembed", "xmp"}
CLOSING_TAG_PATTERNS = {tag: re.compile(f"</{tag}", re.I) for tag in UNREADABLE_TAGS}
BLOCK_TAGS = {"br", "p", "div", "li", "tr", "table", "ul", "ol", "blockquote", "hr", "pre", "section"}
BLOCK_TAGS |= {"h1", "h2", "h3", "h4", "h5", "h6", "article", "header", "footer", "dt", "dd"}
HORIZONTAL_SPACE_PATTERN = re.compile(r"[^\S\n]+")
BLANK_LINES_PATTERN = re.compile(r"\n{3,}")


def has_html_markup(text: str) -> bool:
    return HTML_MARKUP_PATTERN.search(text) is not None


def extract_html_text(html: str, *, addresses: bool = True) -> str:
    """The text without tags, scripts and styles, with a line end at the end of each block. With `addresses`,
    a link's http(s) address follows its words, as browsers read it (`link_targets.py`)."""
    text = unescape("".join(_iter_text_pieces(html, addresses)))
    lines = [HORIZONTAL_SPACE_PATTERN.sub(" ", line).strip() for line in text.split("\n")]
    return BLANK_LINES_PATTERN.sub("\n\n", "\n".join(lines)).strip()


def _iter_text_pieces(html: str, addresses: bool) -> Iterator[str]:
    position, address = 0, ""
    while match := HTML_TAG_PATTERN.search(html, position):
        yield html[position : match.start()]
        is_end_tag, tag = bool(match[1]), (match[2] or "").lower()
        position = _skip_unread_content(html, match, tag, is_end_tag)
        if tag == "a":
            if is_end_tag and address:
                yield f" ({address})"
            link = HREF_PATTERN.search(match[3]) if addresses and not is_end_tag else None
            target = parse_link_target(unescape(link[1])) if link else None
            address = escape(target.address) if target else ""
        elif tag in BLOCK_TAGS:
            yield "\n"
        elif tag in {"td", "th"}:
            yield " "
    yield html[position:]


def _skip_unread_content(html: str, match: re.Match[str], tag: str, is_end_tag: bool) -> int:
    """The position to read on from: after the tag, or after the whole comment or script that it begins."""
    if match[0] == "<!--":
        close = html.find("-->", match.end())
        return len(html) if close < 0 else close + 3
    if tag in UNREADABLE_TAGS and not is_end_tag and not match[3].endswith("/"):
        close_tag = CLOSING_TAG_PATTERNS[tag].search(html, match.end())
        return close_tag.start() if close_tag else len(html)
    return match.end()

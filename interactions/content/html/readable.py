"""The readable text of HTML, for places where no HTML may stand. One pass, linear in the length, for any
input; what comes out is text and is escaped like any other."""

import re
from collections.abc import Iterator
from html import escape, unescape

from interactions.content.html.targets import target

TAG = re.compile(r"<!--|<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>|<[!?][^<>]*>")
MARKUP = re.compile(r"<(?:/?[a-zA-Z][^<>]*>|!--)|&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|\w{2,8});")
HREF = re.compile(r"\bhref\s*=\s*[\"']?\s*(https?://[^\s\"'<>]{1,2000})", re.I)
UNREAD = {"script", "style", "title", "template", "svg", "math", "iframe", "noembed", "xmp"}
CLOSING = {tag: re.compile(f"</{tag}", re.I) for tag in UNREAD}
LINES = {"br", "p", "div", "li", "tr", "table", "ul", "ol", "blockquote", "hr", "pre", "section"}
LINES |= {"h1", "h2", "h3", "h4", "h5", "h6", "article", "header", "footer", "dt", "dd"}
SPACE = re.compile(r"[^\S\n]+")
BLANK = re.compile(r"\n{3,}")


def looks_like_html(text: str) -> bool:
    return MARKUP.search(text) is not None


def plain(html: str, *, addresses: bool = True) -> str:
    """The text without tags, scripts and styles; the ends of blocks are ends of lines. With `addresses`, a
    link's http(s) address stands behind its words, as browsers read it (`targets.py`)."""
    text = unescape("".join(_pieces(html, addresses)))
    lines = [SPACE.sub(" ", line).strip() for line in text.split("\n")]
    return BLANK.sub("\n\n", "\n".join(lines)).strip()


def _pieces(html: str, addresses: bool) -> Iterator[str]:
    at, address = 0, ""
    while found := TAG.search(html, at):
        yield html[at : found.start()]
        end, tag = bool(found[1]), (found[2] or "").lower()
        at = _behind(html, found, tag, end)
        if tag == "a":
            if end and address:
                yield f" ({address})"
            link = HREF.search(found[3]) if addresses and not end else None
            goal = target(unescape(link[1])) if link else None
            address = escape(goal.address) if goal else ""
        elif tag in LINES:
            yield "\n"
        elif tag in {"td", "th"}:
            yield " "
    yield html[at:]


def _behind(html: str, found: re.Match[str], tag: str, end: bool) -> int:
    """Where reading goes on: behind the tag, or behind all of what is never read."""
    if found[0] == "<!--":
        close = html.find("-->", found.end())
        return len(html) if close < 0 else close + 3
    if tag in UNREAD and not end and not found[3].endswith("/"):
        close_tag = CLOSING[tag].search(html, found.end())
        return close_tag.start() if close_tag else len(html)
    return found.end()

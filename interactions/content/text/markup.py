"""Text that strangers wrote, as HTML: the only place of the viewer that makes markup of its own.

It is safe because every character of the text passes `escape`, and the tags around are constants: a link's
address is an escaped http(s) URL, a mark's title a name from Unicode's own table.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from html import unescape
from itertools import islice

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

MAX_RENDERED_PIECES = (
    5000  # links and marks in one text; behind them it is only made visible, so that a page keeps a size
)
BIDI_CONTROLS = "\u202a-\u202e\u2066-\u2069"
CONTROL_CHARACTERS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
SURROGATE_CHARACTERS = "\ud800-\udfff"
RENDERED_PIECE_PATTERN = re.compile(
    rf"(?P<link>https?://[^\s<>\"'`{BIDI_CONTROLS}{CONTROL_CHARACTERS}{SURROGATE_CHARACTERS}]{{1,2000}})|(?P<mark>[{BIDI_CONTROLS}{CONTROL_CHARACTERS}{SURROGATE_CHARACTERS}])",
    re.I,
)
RENDERED_TAG_PATTERN = re.compile(
    "(<[^<>]*>)"
)  # of the HTML that is made here: no attribute holds a bare angle bracket
BRACKET_PAIRS = {")": "(", "]": "[", "}": "{"}


def render_text(text: str) -> Markup:
    """The text as HTML: escaped, with links to http(s) addresses, and with characters visible that hide or
    turn text round. Line ends become `\\n`."""
    return Markup("").join(_iter_rendered_pieces(text.replace("\r\n", "\n").replace("\r", "\n")))


def reveal_invisible(text: str) -> str:
    """Plain text with the characters visible that hide or turn text round, for a single line such as a
    subject."""
    return RENDERED_PIECE_PATTERN.sub(
        lambda match: match[0] if match["link"] else _get_symbol(match[0]), text
    )


def has_bidi_controls(text: str) -> bool:
    """Whether the text holds characters that change the direction of reading."""
    return re.search(f"[{BIDI_CONTROLS}]", text) is not None


def extract_markup_text(html: str) -> str:
    """The text of HTML that was made here, as a reader sees it."""
    return "".join(unescape(piece) for piece in RENDERED_TAG_PATTERN.split(html)[::2])


def highlight_spans(html: Markup, find_spans: Callable[[str], list[tuple[int, int]]]) -> Markup:
    """HTML of this module with <mark> around the spans that `find_spans` finds in its text, across tags where
    need be."""
    spans = find_spans(extract_markup_text(html))
    if not spans:
        return html
    highlighted, text_position = Markup(""), 0
    for number, piece in enumerate(RENDERED_TAG_PATTERN.split(html)):
        if number % 2:
            highlighted += Markup(piece)  # noqa: S704 - a tag of ours, as it came
            continue
        text = unescape(piece)
        highlighted += _highlight_text(
            text, [(start - text_position, end - text_position) for start, end in spans]
        )
        text_position += len(text)
    return highlighted


def _highlight_text(text: str, spans: list[tuple[int, int]]) -> Markup:
    highlighted, position = Markup(""), 0
    for start, end in spans:
        first, last = max(start, 0), min(end, len(text))
        if first < last:
            highlighted += escape(text[position:first]) + Markup("<mark>{}</mark>").format(text[first:last])
            position = last
    return highlighted + escape(text[position:])


def _iter_rendered_pieces(text: str) -> Iterator[Markup]:
    position = 0
    for match in islice(RENDERED_PIECE_PATTERN.finditer(text), MAX_RENDERED_PIECES):
        yield escape(text[position : match.start()])
        yield _render_link(match[0]) if match["link"] else _render_mark(match[0])
        position = match.end()
    yield escape(reveal_invisible(text[position:]))


def _render_link(url: str) -> Markup:
    url, rest = _split_trailing_punctuation(url)
    link = Markup('<a href="{0}" target="_blank" rel="noreferrer noopener nofollow">{0}</a>')
    return link.format(url) + rest


def _split_trailing_punctuation(url: str) -> tuple[str, str]:
    """The address without the punctuation of the sentence that it stands in."""
    stop = len(url)
    while stop and (
        url[stop - 1] in ".,;:!?*"
        or (url[stop - 1] in BRACKET_PAIRS and BRACKET_PAIRS[url[stop - 1]] not in url[:stop])
    ):
        stop -= 1
    return url[:stop], url[stop:]


def _render_mark(character: str) -> Markup:
    name = unicodedata.name(character, "") or _("control character")
    mark = Markup('<span class="mark" title="U+{:04X} {}">{}</span>')
    return mark.format(ord(character), name.lower(), _get_symbol(character))


def _get_symbol(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)  # Unicode's pictures of the control characters
    return "\u2421" if code == 0x7F else "\ufffd" if 0xD800 <= code <= 0xDFFF else f"[U+{code:04X}]"

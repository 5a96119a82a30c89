"""HTML: a frame in the page, and the document that stands in the frame. HTML itself never enters the page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from interactions.content.html import quotes
from interactions.content.html.clean import clean, colour
from interactions.content.html.guard import guard
from interactions.content.html.links import STYLES, with_targets
from interactions.content.html.readable import plain
from interactions.content.html.receipt import Receipt, receipt
from interactions.content.text import charsets
from interactions.content.text.markup import marked
from interactions.content.text.plain_text import PlainText
from interactions.content.viewer import ViewerInput, ViewerResult

META = re.compile(rb"<meta[^<>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.I)
BODY = re.compile(r"<body\b([^<>]{0,4000})>", re.I)
BODY_COLOUR = (
    ("background-color", re.compile(r"\bbgcolor\s*=\s*[\"']?\s*([^\s\"'>]{1,30})", re.I)),
    ("background-color", re.compile(r"background(?:-color)?\s*:\s*([^;\"'>]{1,40})", re.I)),
    ("color", re.compile(r"\btext\s*=\s*[\"']?\s*([^\s\"'>]{1,30})", re.I)),
    ("color", re.compile(r"(?<![\w-])color\s*:\s*([^;\"'>]{1,40})", re.I)),
)
HEAD = (
    '<!doctype html><html lang=""><head><meta charset="utf-8"><title>Content sent by a customer</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><style>'
    ":root{color-scheme:light;background:#fff;color:#171a21;font:14px/1.5 system-ui,sans-serif}"
    "body{display:flow-root;margin:0;padding:16px 16px 32px;overflow-wrap:anywhere}"
    "img{max-width:100%;height:auto}table{max-width:100%}pre{white-space:pre-wrap}"
    "body[style] a:not([style]){color:inherit}"  # the blue of links is for white only
    f"{STYLES}{quotes.STYLES}</style></head>"
)


@dataclass(frozen=True)
class Frame:
    """Where the cleaned document is, and what was kept out of it."""

    url: str
    receipt: Receipt


def view(material: ViewerInput) -> ViewerResult:
    """A frame and its receipt. Refuses what is too large or too deep for a parser."""
    decoded = decode(material.data, material.charset)
    notes = (decoded.note,) if decoded.note else ()
    return ViewerResult(Frame(material.addresses.frame, receipt(decoded.text)), notes)


def as_text(material: ViewerInput) -> ViewerResult:
    """The readable text of HTML that is not laid out."""
    decoded = decode(material.data, material.charset, cut=material.cut)
    notes = (decoded.note,) if decoded.note else ()
    return ViewerResult(PlainText(marked(plain(decoded.text)), decoded.charset), notes)


def document(
    data: bytes, charset: str | None, images: Mapping[str, str] | None = None, missing: str = ""
) -> str:
    """The document for the frame, from HTML as it was sent. `missing` is a sentence on what could not be put
    into it. Raises `Unshowable` as `view` does."""
    html = decode(data, charset).text
    guard(html)
    said = f"<p><em>{marked(missing)}</em></p>" if missing else ""
    body = with_targets(quotes.fold(clean(html, images, marks=quotes.mark)))
    return f"{HEAD}<body{_colours(html)}>{said}{body}</body></html>"


def message(text: str) -> str:
    """A document for the frame that says why there is none."""
    return f"{HEAD}<body><p>{marked(text)}</p></body></html>"


def decode(data: bytes, charset: str | None, *, cut: bool = False) -> charsets.Text:
    """HTML as characters: by `charset`, or else by the one that it names itself near its beginning."""
    found = META.search(data[:4096])
    own = found[1].decode("ascii") if found else None
    return charsets.decode(data, charset or own, cut=cut)


def _colours(html: str) -> str:
    """The body's own colours, which go with its tag: without them white text on black becomes invisible."""
    body = BODY.search(html)
    if not body:
        return ""
    styles: dict[str, str] = {}
    for style, pattern in BODY_COLOUR:
        found = pattern.search(body[1])
        if found and (value := colour(found[1])):
            styles.setdefault(style, value)
    if "background-color" in styles:
        styles.setdefault("color", "#171a21")
    return f' style="{";".join(f"{style}:{value}" for style, value in styles.items())}"' if styles else ""

"""HTML: a frame in the page, and the document that stands in the frame. HTML itself never enters the page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from interactions.content.html import quote_folding
from interactions.content.html.blocked_content import BlockedContentReport, build_blocked_content_report
from interactions.content.html.complexity_guard import check_html_complexity
from interactions.content.html.html_text import extract_html_text
from interactions.content.html.link_annotations import LINK_STYLES, annotate_links
from interactions.content.html.sanitiser import find_safe_colour, sanitise_html
from interactions.content.text import charsets
from interactions.content.text.markup import render_text
from interactions.content.text.plain_text_view import PlainTextView
from interactions.content.viewer import ViewerInput, ViewerResult

META_CHARSET_PATTERN = re.compile(rb"<meta[^<>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.I)
BODY_TAG_PATTERN = re.compile(r"<body\b([^<>]{0,4000})>", re.I)
BODY_COLOUR_PATTERNS = (
    ("background-color", re.compile(r"\bbgcolor\s*=\s*[\"']?\s*([^\s\"'>]{1,30})", re.I)),
    ("background-color", re.compile(r"background(?:-color)?\s*:\s*([^;\"'>]{1,40})", re.I)),
    ("color", re.compile(r"\btext\s*=\s*[\"']?\s*([^\s\"'>]{1,30})", re.I)),
    ("color", re.compile(r"(?<![\w-])color\s*:\s*([^;\"'>]{1,40})", re.I)),
)
DOCUMENT_HEAD = (
    '<!doctype html><html lang=""><head><meta charset="utf-8"><title>HTML</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><style>'
    ":root{color-scheme:light;background:#fff;color:#171a21;font:14px/1.5 system-ui,sans-serif}"
    "body{display:flow-root;margin:0;padding:16px 16px 32px;overflow-wrap:anywhere}"
    "img{max-width:100%;height:auto}table{max-width:100%}pre{white-space:pre-wrap}"
    "body[style] a:not([style]){color:inherit}"  # the blue of links is for white only
    f"{LINK_STYLES}{quote_folding.FOLD_STYLES}</style></head>"
)


@dataclass(frozen=True)
class HtmlFrame:
    """Where the cleaned document is, and what was kept out of it."""

    url: str
    receipt: BlockedContentReport


def build_html_view(material: ViewerInput) -> ViewerResult:
    """A frame and its receipt. Refuses what is too large or too deep for a parser."""
    decoded = decode_html(material.data, material.charset)
    notes = (decoded.note,) if decoded.note else ()
    return ViewerResult(
        HtmlFrame(material.addresses.frame, build_blocked_content_report(decoded.text)), notes
    )


def build_html_text_view(material: ViewerInput) -> ViewerResult:
    """The readable text of HTML that is not laid out."""
    decoded = decode_html(material.data, material.charset, cut=material.is_truncated)
    notes = (decoded.note,) if decoded.note else ()
    return ViewerResult(PlainTextView(render_text(extract_html_text(decoded.text)), decoded.charset), notes)


def render_frame_document(
    data: bytes, charset: str | None, images: Mapping[str, str] | None = None, missing: str = ""
) -> str:
    """The document for the frame, from HTML as it was sent. `missing` is a sentence on what could not be put
    into it. Raises `UnviewableContent` as `build_html_view` does."""
    html = decode_html(data, charset).text
    check_html_complexity(html)
    said = f"<p><em>{render_text(missing)}</em></p>" if missing else ""
    body = annotate_links(
        quote_folding.fold_quotes(sanitise_html(html, images, marks=quote_folding.find_quote_marker))
    )
    return f"{DOCUMENT_HEAD}<body{_format_body_colours(html)}>{said}{body}</body></html>"


def render_message_document(text: str) -> str:
    """A document for the frame that says why there is none."""
    return f"{DOCUMENT_HEAD}<body><p>{render_text(text)}</p></body></html>"


def decode_html(data: bytes, charset: str | None, *, cut: bool = False) -> charsets.DecodedText:
    """HTML as characters: by `charset`, or else by the one that it names itself near its beginning."""
    found = META_CHARSET_PATTERN.search(data[:4096])
    own = found[1].decode("ascii") if found else None
    return charsets.decode_text(data, charset or own, is_truncated=cut)


def _format_body_colours(html: str) -> str:
    """The body's own colours, which go with its tag: without them white text on black becomes invisible."""
    body = BODY_TAG_PATTERN.search(html)
    if not body:
        return ""
    styles: dict[str, str] = {}
    for style, pattern in BODY_COLOUR_PATTERNS:
        found = pattern.search(body[1])
        if found and (value := find_safe_colour(found[1])):
            styles.setdefault(style, value)
    if "background-color" in styles:
        styles.setdefault("color", "#171a21")
    return f' style="{";".join(f"{style}:{value}" for style, value in styles.items())}"' if styles else ""

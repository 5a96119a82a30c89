"""The viewer of HTML: a frame in the page, and the document for the frame. HTML itself never enters the
page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from interactions.content.html import quote_folding
from interactions.content.html.blocked_content import BlockedContentReport, build_blocked_content_report
from interactions.content.html.complexity_guard import check_html_complexity
from interactions.content.html.html_text import extract_html_text
from interactions.content.html.link_annotations import LINK_STYLES, annotate_links
from interactions.content.html.sanitiser import find_safe_colour, sanitise_html
from interactions.content.text.markup import render_text
from interactions.content.text.plain_text_view import PlainTextView
from interactions.content.viewer import ViewerInput, ViewerResult
from mime import charsets

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
    "body[style] a:not([style]){color:inherit}"  # blue links are readable on white only
    f"{LINK_STYLES}{quote_folding.FOLD_STYLES}</style></head>"
)


@dataclass(frozen=True)
class HtmlFrame:
    """The address of the sanitised document, and the report of what was kept out of it."""

    url: str
    blocked_content: BlockedContentReport


def build_html_view(material: ViewerInput) -> ViewerResult:
    """Shows HTML in a frame. Raises `UnviewableContent` when it is too long or too complex for a parser."""
    decoded = decode_html(material.data, material.charset)
    notes = (decoded.note,) if decoded.note else ()
    return ViewerResult(
        HtmlFrame(material.addresses.frame, build_blocked_content_report(decoded.text)), notes
    )


def build_html_text_view(material: ViewerInput) -> ViewerResult:
    """Shows the readable text of HTML, for HTML that can't be shown in a frame."""
    decoded = decode_html(material.data, material.charset, cut=material.is_truncated)
    notes = (decoded.note,) if decoded.note else ()
    return ViewerResult(PlainTextView(render_text(extract_html_text(decoded.text)), decoded.charset), notes)


def render_frame_document(
    data: bytes, charset: str | None, images: Mapping[str, str] | None = None, missing: str = ""
) -> str:
    """The document for the frame, from HTML as it was sent.

    `images` are data: URLs by Content-ID. `missing` is a sentence, shown first, on what could not be put into
    the document. Raises `UnviewableContent` when the HTML is too long or too complex for a parser.
    """
    html = decode_html(data, charset).text
    check_html_complexity(html)
    notice = f"<p><em>{render_text(missing)}</em></p>" if missing else ""
    body = annotate_links(
        quote_folding.fold_quotes(sanitise_html(html, images, find_marker=quote_folding.find_quote_marker))
    )
    return f"{DOCUMENT_HEAD}<body{_format_body_colours(html)}>{notice}{body}</body></html>"


def render_message_document(text: str) -> str:
    """A document for the frame with a sentence in place of the content."""
    return f"{DOCUMENT_HEAD}<body><p>{render_text(text)}</p></body></html>"


def decode_html(data: bytes, charset: str | None, *, cut: bool = False) -> charsets.DecodedText:
    """Decodes HTML by `charset`, or else by the charset that it names itself in its first 4096 bytes. `cut`
    says that `data` may end inside a character."""
    match = META_CHARSET_PATTERN.search(data[:4096])
    named_charset = match[1].decode("ascii") if match else None
    return charsets.decode_text(data, charset or named_charset, is_truncated=cut)


def _format_body_colours(html: str) -> str:
    """A style attribute with the colours of the body tag, which the sanitiser drops, or "". Without them,
    white text on black would become invisible."""
    body_tag = BODY_TAG_PATTERN.search(html)
    if not body_tag:
        return ""
    styles: dict[str, str] = {}
    for property_name, pattern in BODY_COLOUR_PATTERNS:
        match = pattern.search(body_tag[1])
        if match and (value := find_safe_colour(match[1])):
            styles.setdefault(property_name, value)
    if "background-color" in styles:
        styles.setdefault("color", "#171a21")
    if not styles:
        return ""
    declarations = ";".join(f"{property_name}:{value}" for property_name, value in styles.items())
    return f' style="{declarations}"'

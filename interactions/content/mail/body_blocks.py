"""A mail's body as blocks: texts, with their quotes in blocks of their own, HTML frames and pictures."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from django.utils.translation import gettext as _
from markupsafe import Markup

from interactions.content.errors import UnviewableContent
from interactions.content.html import html_view
from interactions.content.html.blocked_content import BlockedContentReport, build_blocked_content_report
from interactions.content.html.html_text import extract_html_text
from interactions.content.limits import get_content_limits
from interactions.content.mail import enriched_text
from interactions.content.mail.body_parts import ENRICHED_TEXT_TYPES
from interactions.content.mail.mail_parser import MailPart
from interactions.content.media.image_view import is_drawable
from interactions.content.signatures import detect_binary_type
from interactions.content.text.markup import render_text
from interactions.content.text.text_quotes import split_quotes
from interactions.content.viewer import ContentUrls
from mime import charsets

EMPTY_MARKUP = render_text("")
CID_PATTERN = re.compile(r"\bcid:([^\s\"'<>)]{1,300})", re.I)


@dataclass(frozen=True)
class BodyBlock:
    """One piece of a body: a text, an HTML frame or a picture.

    A text that is folded has a `fold_title` ("Quoted text"); `line_count` counts its lines. A frame has its
    address and the report of what was blocked in it, a picture its address and its `name`.
    """

    text: Markup = EMPTY_MARKUP
    fold_title: str = ""
    line_count: int = 0
    frame_url: str = ""
    blocked_content: BlockedContentReport | None = None
    picture_url: str = ""
    name: str = ""


def is_displayable_picture(part: MailPart) -> bool:
    """Whether the bytes are a picture, of a size that a browser should decode, whatever the header says."""
    return (detect_binary_type(part.data[:64]) or "").startswith("image/") and is_drawable(part.data)


def decode_part_text(part: MailPart) -> charsets.DecodedText:
    """The text of a part, decoded; HTML stays HTML."""
    decode = html_view.decode_html if part.media_type == "text/html" else charsets.decode_text
    return decode(part.data, part.charset)


class BodyBlockBuilder:
    """Builds the blocks of one message, and collects `notes` on them, `shown_paths` (the paths of the parts
    that the blocks show) and `refused_parts`, which are listed with the attachments."""

    def __init__(self, addresses: ContentUrls) -> None:
        self.addresses = addresses
        self.notes: list[str] = []
        self.shown_paths: set[str] = set()
        self.refused_parts: list[MailPart] = []
        self.referenced_content_ids: set[str] = set()

    def add_note(self, text: str | None) -> None:
        self.notes += [text] if text else []

    def is_shown_in_html(self, part: MailPart) -> bool:
        """Whether HTML built so far shows this picture by its `cid:` address."""
        return part.content_id in self.referenced_content_ids and is_displayable_picture(part)

    def iter_blocks(self, parts: tuple[MailPart, ...], *, as_html: bool) -> Iterator[BodyBlock]:
        """The blocks of a body. HTML parts become frames if `as_html`, else their text."""
        max_parts, pictures = get_content_limits().mail_blocks, 0
        for part in parts[:max_parts]:
            if not part.media_type.startswith("image/"):
                yield from self._iter_part_blocks(part, as_html=as_html)
            elif is_displayable_picture(part) and pictures < get_content_limits().mail_pictures:
                pictures += 1
                self.shown_paths.add(part.path)
                yield BodyBlock(picture_url=self.addresses.nested(part.path).raw, name=part.file_name)
            else:
                self._add_refused_part(part)
        for part in parts[max_parts:]:
            self._add_refused_part(part)
            self.add_note(
                _("The text has more than %(number)s parts; the rest are listed as attachments.")
                % {"number": max_parts}
            )

    def _add_refused_part(self, part: MailPart) -> None:
        self.refused_parts += [part] if part not in self.refused_parts else []

    def _iter_part_blocks(self, part: MailPart, *, as_html: bool) -> Iterator[BodyBlock]:
        frame = self._build_frame_block(part) if as_html and part.media_type == "text/html" else None
        blocks = [frame] if frame else list(self._iter_text_blocks(part))
        self.shown_paths |= {part.path} if blocks else set()
        yield from blocks

    def _build_frame_block(self, part: MailPart) -> BodyBlock | None:
        decoded = decode_part_text(part)
        try:
            blocked_content = build_blocked_content_report(decoded.text)
        except UnviewableContent as unshowable:
            self.add_note(unshowable.reason)
            return None
        self.add_note(decoded.note)
        self.referenced_content_ids |= {
            content_id
            for address in CID_PATTERN.findall(decoded.text)
            for content_id in (address, unquote(address))
        }
        return BodyBlock(frame_url=self.addresses.nested(part.path).frame, blocked_content=blocked_content)

    def _iter_text_blocks(self, part: MailPart) -> Iterator[BodyBlock]:
        decoded, max_characters = decode_part_text(part), get_content_limits().mail_text
        self.add_note(decoded.note)
        text = decoded.text[:max_characters]
        if len(text) < len(decoded.text):
            self.add_note(
                _("Only the first %(shown)s of %(total)s characters are shown.")
                % {"shown": f"{max_characters:,}", "total": f"{len(decoded.text):,}"}
            )
        if part.media_type == "text/html":
            text = extract_html_text(text)
        elif part.media_type in ENRICHED_TEXT_TYPES:
            text = enriched_text.extract_enriched_text(text, part.media_type)
        for piece in split_quotes(text.replace("\r\n", "\n").replace("\r", "\n")):
            if piece.text.strip():
                yield BodyBlock(
                    text=render_text(piece.text.strip("\n")),
                    fold_title=_(piece.folded) if piece.folded else "",
                    line_count=piece.lines,
                )

"""A body as blocks: texts with their quotes apart, frames of HTML, pictures."""

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
from interactions.content.text import charsets
from interactions.content.text.markup import render_text
from interactions.content.text.text_quotes import split_quotes
from interactions.content.viewer import ContentUrls

EMPTY_MARKUP = render_text("")
CID_PATTERN = re.compile(r"\bcid:([^\s\"'<>)]{1,300})", re.I)


@dataclass(frozen=True)
class BodyBlock:
    """A piece of a body: a text, or the address of a frame with the receipt of what was kept out of it, or
    of a picture with its `name`. `folded` says what a text is that is folded ("Quoted text"), `lines` how
    many it has."""

    text: Markup = EMPTY_MARKUP
    folded: str = ""
    lines: int = 0
    frame_url: str = ""
    receipt: BlockedContentReport | None = None
    picture_url: str = ""
    name: str = ""


def is_displayable_picture(part: MailPart) -> bool:
    """A real one of a size that a browser should decode, whatever its header calls it."""
    return (detect_binary_type(part.data[:64]) or "").startswith("image/") and is_drawable(part.data)


def decode_part_text(part: MailPart) -> charsets.DecodedText:
    """A part's text in characters, HTML as it was sent."""
    decode = html_view.decode_html if part.media_type == "text/html" else charsets.decode_text
    return decode(part.data, part.charset)


class BodyBlockBuilder:
    """Makes blocks of one mail's parts and keeps what is to be said of them: `notes`, the paths of what is
    `shown`, and what was `refused`, to be listed with the attachments."""

    def __init__(self, addresses: ContentUrls) -> None:
        self.addresses = addresses
        self.notes: list[str] = []
        self.shown: set[str] = set()
        self.refused: list[MailPart] = []
        self.cids: set[str] = set()

    def note(self, text: str | None) -> None:
        self.notes += [text] if text else []

    def stands_inside(self, part: MailPart) -> bool:
        """Whether the HTML shows it in its place."""
        return part.cid in self.cids and is_displayable_picture(part)

    def blocks(self, parts: tuple[MailPart, ...], *, as_html: bool) -> Iterator[BodyBlock]:
        most, pictures = get_content_limits().mail_blocks, 0
        for part in parts[:most]:
            if not part.media_type.startswith("image/"):
                yield from self._words(part, as_html=as_html)
            elif is_displayable_picture(part) and pictures < get_content_limits().mail_pictures:
                pictures += 1
                self.shown.add(part.path)
                yield BodyBlock(picture_url=self.addresses.nested(part.path).raw, name=part.file_name)
            else:
                self._refuse(part)
        for part in parts[most:]:
            self._refuse(part)
            self.note(
                _("The text has more than %(number)s parts; the rest are listed as attachments.")
                % {"number": most}
            )

    def _refuse(self, part: MailPart) -> None:
        self.refused += [part] if part not in self.refused else []

    def _words(self, part: MailPart, *, as_html: bool) -> Iterator[BodyBlock]:
        frame = self._frame(part) if as_html and part.media_type == "text/html" else None
        made = [frame] if frame else list(self._text(part))
        self.shown |= {part.path} if made else set()
        yield from made

    def _frame(self, part: MailPart) -> BodyBlock | None:
        decoded = decode_part_text(part)
        try:
            kept_out = build_blocked_content_report(decoded.text)
        except UnviewableContent as unshowable:
            self.note(unshowable.reason)
            return None
        self.note(decoded.note)
        self.cids |= {name for found in CID_PATTERN.findall(decoded.text) for name in (found, unquote(found))}
        return BodyBlock(frame_url=self.addresses.nested(part.path).frame, receipt=kept_out)

    def _text(self, part: MailPart) -> Iterator[BodyBlock]:
        decoded, most = decode_part_text(part), get_content_limits().mail_text
        self.note(decoded.note)
        text = decoded.text[:most]
        if len(text) < len(decoded.text):
            self.note(
                _("Only the first %(shown)s of %(total)s characters are shown.")
                % {"shown": f"{most:,}", "total": f"{len(decoded.text):,}"}
            )
        if part.media_type == "text/html":
            text = extract_html_text(text)
        elif part.media_type in ENRICHED_TEXT_TYPES:
            text = enriched_text.extract_enriched_text(text, part.media_type)
        for piece in split_quotes(text.replace("\r\n", "\n").replace("\r", "\n")):
            if piece.text.strip():
                yield BodyBlock(
                    text=render_text(piece.text.strip("\n")),
                    folded=_(piece.folded) if piece.folded else "",
                    lines=piece.lines,
                )

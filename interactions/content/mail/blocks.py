"""A body as blocks: texts with their quotes apart, frames of HTML, pictures."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from markupsafe import Markup

from interactions.content.errors import UnviewableContent
from interactions.content.html import html_view
from interactions.content.html.readable import plain
from interactions.content.html.receipt import Receipt, receipt
from interactions.content.limits import get_content_limits
from interactions.content.mail import enriched_text
from interactions.content.mail.bodies import ENRICHED
from interactions.content.mail.parts import Part
from interactions.content.media.image_view import is_drawable
from interactions.content.signatures import detect_binary_type
from interactions.content.text import charsets
from interactions.content.text.markup import marked
from interactions.content.text.quoting import pieces
from interactions.content.viewer import ContentUrls

EMPTY = marked("")
CID = re.compile(r"\bcid:([^\s\"'<>)]{1,300})", re.I)


@dataclass(frozen=True)
class Block:
    """A piece of a body: a text, or the address of a frame with the receipt of what was kept out of it, or
    of a picture with its `name`. `folded` says what a text is that is folded ("Quoted text"), `lines` how
    many it has."""

    text: Markup = EMPTY
    folded: str = ""
    lines: int = 0
    frame_url: str = ""
    receipt: Receipt | None = None
    picture_url: str = ""
    name: str = ""


def is_picture(part: Part) -> bool:
    """A real one of a size that a browser should decode, whatever its header calls it."""
    return (detect_binary_type(part.data[:64]) or "").startswith("image/") and is_drawable(part.data)


def text_of(part: Part) -> charsets.Text:
    """A part's text in characters, HTML as it was sent."""
    decode = html_view.decode if part.media_type == "text/html" else charsets.decode
    return decode(part.data, part.charset)


class Blocks:
    """Makes blocks of one mail's parts and keeps what is to be said of them: `notes`, the paths of what is
    `shown`, and what was `refused`, to be listed with the attachments."""

    def __init__(self, addresses: ContentUrls) -> None:
        self.addresses = addresses
        self.notes: list[str] = []
        self.shown: set[str] = set()
        self.refused: list[Part] = []
        self.cids: set[str] = set()

    def note(self, text: str | None) -> None:
        self.notes += [text] if text else []

    def stands_inside(self, part: Part) -> bool:
        """Whether the HTML shows it in its place."""
        return part.cid in self.cids and is_picture(part)

    def blocks(self, parts: tuple[Part, ...], *, as_html: bool) -> Iterator[Block]:
        most, pictures = get_content_limits().mail_blocks, 0
        for part in parts[:most]:
            if not part.media_type.startswith("image/"):
                yield from self._words(part, as_html=as_html)
            elif is_picture(part) and pictures < get_content_limits().mail_pictures:
                pictures += 1
                self.shown.add(part.path)
                yield Block(picture_url=self.addresses.inside(part.path).raw, name=part.file_name)
            else:
                self._refuse(part)
        for part in parts[most:]:
            self._refuse(part)
            self.note(f"Its text is in more than {most} parts; the others are with the attachments.")

    def _refuse(self, part: Part) -> None:
        self.refused += [part] if part not in self.refused else []

    def _words(self, part: Part, *, as_html: bool) -> Iterator[Block]:
        frame = self._frame(part) if as_html and part.media_type == "text/html" else None
        made = [frame] if frame else list(self._text(part))
        self.shown |= {part.path} if made else set()
        yield from made

    def _frame(self, part: Part) -> Block | None:
        decoded = text_of(part)
        try:
            kept_out = receipt(decoded.text)
        except UnviewableContent as unshowable:
            self.note(unshowable.reason)
            return None
        self.note(decoded.note)
        self.cids |= {name for found in CID.findall(decoded.text) for name in (found, unquote(found))}
        return Block(frame_url=self.addresses.inside(part.path).frame, receipt=kept_out)

    def _text(self, part: Part) -> Iterator[Block]:
        decoded, most = text_of(part), get_content_limits().mail_text
        self.note(decoded.note)
        text = decoded.text[:most]
        if len(text) < len(decoded.text):
            self.note(f"Of a text of {len(decoded.text):,} characters the first {most:,} are shown.")
        if part.media_type == "text/html":
            text = plain(text)
        elif part.media_type in ENRICHED:
            text = enriched_text.plain(text, part.media_type)
        for piece in pieces(text.replace("\r\n", "\n").replace("\r", "\n")):
            if piece.text.strip():
                yield Block(text=marked(piece.text.strip("\n")), folded=piece.folded, lines=piece.lines)

"""Plain text, and the source of whatever could not be laid out."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from markupsafe import Markup

from interactions.content.errors import UnviewableContent
from interactions.content.text import charsets
from interactions.content.text.markup import has_bidi_controls, render_text
from interactions.content.viewer import ViewerInput, ViewerResult

MARKUP_TYPE_PATTERN = re.compile(r"html|xml|json|message/")


@dataclass(frozen=True)
class PlainTextView:
    """`html` is escaped, with links; `charset` the one it was read with."""

    html: Markup
    charset: str


def build_plain_text_view(material: ViewerInput) -> ViewerResult:
    """Text in whatever charset. Refuses bytes that are text in none."""
    decoded = charsets.decode_text(material.data, material.charset, cut=material.cut)
    if is_binary_noise(decoded.text):
        raise UnviewableContent(_("Labelled as text, but it isn’t text."))
    notes = [decoded.note] if decoded.note else []
    if has_bidi_controls(decoded.text):
        notes.append(_("Characters that change the reading direction are shown as marks."))
    if material.cut:
        notes.append(
            _("Only the first %(size)s are shown. Download the file to see all.")
            % {"size": f"{len(material.data) / 1_000_000:.3g} MB"}
        )
    title = _("Source") if MARKUP_TYPE_PATTERN.search(material.media_type) else _("Text")
    return ViewerResult(PlainTextView(render_text(decoded.text), decoded.charset), tuple(notes), title)


def is_binary_noise(text: str) -> bool:
    """More than a tenth of control characters in the beginning: an image or a program, not text."""
    start = text[:4096]
    controls = sum(1 for character in start if character < " " and character not in "\t\n\r\f\x1b")
    return controls > 16 and controls > len(start) / 10

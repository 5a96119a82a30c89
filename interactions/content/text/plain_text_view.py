"""Plain text, and the source of whatever could not be laid out."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from markupsafe import Markup

from interactions.content.errors import UnviewableContent
from interactions.content.text.markup import has_bidi_controls, render_text
from interactions.content.viewer import ViewerInput, ViewerResult
from mime import charsets

MARKUP_TYPE_PATTERN = re.compile(r"html|xml|json|message/")


@dataclass(frozen=True)
class PlainTextView:
    """`html` is escaped, with links; `charset` the one it was read with."""

    html: Markup
    charset: str


def build_plain_text_view(viewer_input: ViewerInput) -> ViewerResult:
    """Text in any charset. Raises `UnviewableContent` for bytes that are text in none."""
    decoded = charsets.decode_text(
        viewer_input.data, viewer_input.charset, is_truncated=viewer_input.is_truncated
    )
    if is_binary_noise(decoded.text):
        raise UnviewableContent(_("Labelled as text, but it isn’t text."))
    notes = [decoded.note] if decoded.note else []
    if has_bidi_controls(decoded.text):
        notes.append(_("Characters that change the reading direction are shown as marks."))
    if viewer_input.is_truncated:
        notes.append(
            _("Only the first %(size)s are shown. Download the file to see all.")
            % {"size": f"{len(viewer_input.data) / 1_000_000:.3g} MB"}
        )
    title = _("Source") if MARKUP_TYPE_PATTERN.search(viewer_input.media_type) else _("Text")
    return ViewerResult(PlainTextView(render_text(decoded.text), decoded.charset), tuple(notes), title)


def is_binary_noise(text: str) -> bool:
    """Whether more than a tenth of the beginning are control characters: an image or a program, not text."""
    beginning = text[:4096]
    control_count = sum(1 for character in beginning if character < " " and character not in "\t\n\r\f\x1b")
    return control_count > 16 and control_count > len(beginning) / 10

"""Plain text, and the source of whatever could not be laid out."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from markupsafe import Markup

from interactions.content.errors import Unshowable
from interactions.content.text import charsets
from interactions.content.text.markup import marked, turns_text
from interactions.content.viewer import Material, View

MARKUP = re.compile(r"html|xml|json|message/")


@dataclass(frozen=True)
class PlainText:
    """`html` is escaped, with links; `charset` the one it was read with."""

    html: Markup
    charset: str


def view(material: Material) -> View:
    """Text in whatever charset. Refuses bytes that are text in none."""
    decoded = charsets.decode(material.data, material.charset, cut=material.cut)
    if is_noise(decoded.text):
        raise Unshowable(_("Labelled as text, but it isn’t text."))
    notes = [decoded.note] if decoded.note else []
    if turns_text(decoded.text):
        notes.append(_("Characters that change the reading direction are shown as marks."))
    if material.cut:
        notes.append(
            _("Only the first %(size)s are shown. Download the file to see all.")
            % {"size": f"{len(material.data) / 1_000_000:.3g} MB"}
        )
    title = _("Source") if MARKUP.search(material.media_type) else _("Text")
    return View(PlainText(marked(decoded.text), decoded.charset), tuple(notes), title)


def is_noise(text: str) -> bool:
    """More than a tenth of control characters in the beginning: an image or a program, not text."""
    start = text[:4096]
    controls = sum(1 for character in start if character < " " and character not in "\t\n\r\f\x1b")
    return controls > 16 and controls > len(start) / 10

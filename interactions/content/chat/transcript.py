"""A chat transcript as a log."""

from dataclasses import replace

from django.utils.translation import gettext as _

from interactions.content.chat.find import Transcript
from interactions.content.chat.log import Log, log
from interactions.content.chat.reading import Reader
from interactions.content.errors import Unshowable
from interactions.content.limits import limits
from interactions.content.tree import xml_reading
from interactions.content.viewer import Material, View

NAMES = 5


def view(material: Material) -> View:
    """Declines XML that is no transcript; the next viewer lays that out as a tree."""
    if b"chatTranscript" not in material.data.replace(b"\0", b"")[:4096]:
        raise Unshowable
    root, note = xml_reading.read(material.data, material.charset)
    if xml_reading.name(root) != "chatTranscript":
        raise Unshowable
    made = log(Reader().read(root))
    notes = [note] if note else []
    most, total = limits().chat_lines, len(made.lines)
    if total > most:
        notes.append(
            _("Only the first %(shown)s of %(total)s lines are shown. Download the transcript to see all.")
            % {"shown": f"{most:,}", "total": f"{total:,}"}
        )
    if made.present:
        names = ", ".join(made.present[:NAMES])
        if made.present[NAMES:]:
            names = _("%(names)s and others") % {"names": names}
        notes.append(_("The transcript has no end. Still in the session: %(names)s.") % {"names": names})
    return View(Transcript(_beginning(made, most)), tuple(notes))


def _beginning(made: Log, most: int) -> Log:
    """The first lines, and of the jumps those that lead to one of them."""
    lines = made.lines[:most]
    anchors = {line.anchor for line in lines}
    return replace(made, lines=lines, jumps=tuple(jump for jump in made.jumps if jump.anchor in anchors))

"""A chat transcript as a log."""

from dataclasses import replace

from interactions.content.chat.find import Transcript
from interactions.content.chat.log import Log, log
from interactions.content.chat.reading import Reader
from interactions.content.errors import UnviewableContent
from interactions.content.limits import get_content_limits
from interactions.content.tree import xml_reading
from interactions.content.viewer import ViewerInput, ViewerResult

NAMES = 5


def view(material: ViewerInput) -> ViewerResult:
    """Declines XML that is no transcript; the next viewer lays that out as a tree."""
    if b"chatTranscript" not in material.data.replace(b"\0", b"")[:4096]:
        raise UnviewableContent
    root, note = xml_reading.read(material.data, material.charset)
    if xml_reading.name(root) != "chatTranscript":
        raise UnviewableContent
    made = log(Reader().read(root))
    notes = [note] if note else []
    most, total = get_content_limits().chat_lines, len(made.lines)
    if total > most:
        notes.append(f"Only the first {most:,} of its {total:,} lines are shown; download it for all.")
    if made.present:
        names = ", ".join(made.present[:NAMES]) + (" and others" if made.present[NAMES:] else "")
        notes.append(f"The session has no end in this transcript: {names} never left.")
    return ViewerResult(Transcript(_beginning(made, most)), tuple(notes))


def _beginning(made: Log, most: int) -> Log:
    """The first lines, and of the jumps those that lead to one of them."""
    lines = made.lines[:most]
    anchors = {line.anchor for line in lines}
    return replace(made, lines=lines, jumps=tuple(jump for jump in made.jumps if jump.anchor in anchors))

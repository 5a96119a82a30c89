"""A chat transcript as a log."""

from dataclasses import replace

from django.utils.translation import gettext as _

from interactions.content.chat.session_parser import SessionParser
from interactions.content.chat.transcript_log import TranscriptLog, build_transcript_log
from interactions.content.chat.transcript_search import SearchableTranscript
from interactions.content.errors import UnviewableContent
from interactions.content.limits import get_content_limits
from interactions.content.tree import xml_parser
from interactions.content.viewer import ViewerInput, ViewerResult

MAX_NAMED_PARTIES = 5


def build_transcript_view(material: ViewerInput) -> ViewerResult:
    """Declines XML that is no transcript; the next viewer lays that out as a tree."""
    if b"chatTranscript" not in material.data.replace(b"\0", b"")[:4096]:
        raise UnviewableContent
    root, note = xml_parser.parse_xml(material.data, material.charset)
    if xml_parser.get_local_name(root) != "chatTranscript":
        raise UnviewableContent
    made = build_transcript_log(SessionParser().read(root))
    notes = [note] if note else []
    most, total = get_content_limits().chat_lines, len(made.lines)
    if total > most:
        notes.append(
            _("Only the first %(shown)s of %(total)s lines are shown. Download the transcript to see all.")
            % {"shown": f"{most:,}", "total": f"{total:,}"}
        )
    if made.present:
        names = ", ".join(made.present[:MAX_NAMED_PARTIES])
        if made.present[MAX_NAMED_PARTIES:]:
            names = _("%(names)s and others") % {"names": names}
        notes.append(_("The transcript has no end. Still in the session: %(names)s.") % {"names": names})
    return ViewerResult(SearchableTranscript(_cut_transcript_log(made, most)), tuple(notes))


def _cut_transcript_log(made: TranscriptLog, most: int) -> TranscriptLog:
    """The first lines, and of the jumps those that lead to one of them."""
    lines = made.lines[:most]
    anchors = {line.anchor for line in lines}
    return replace(made, lines=lines, jumps=tuple(jump for jump in made.jumps if jump.anchor in anchors))

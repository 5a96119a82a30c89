"""A chat transcript as a log."""

from dataclasses import replace

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
    made = build_transcript_log(SessionParser().parse_session(root))
    notes = [note] if note else []
    most, total = get_content_limits().chat_lines, len(made.lines)
    if total > most:
        notes.append(f"Only the first {most:,} of its {total:,} lines are shown; download it for all.")
    if made.present_names:
        names = ", ".join(made.present_names[:MAX_NAMED_PARTIES]) + (
            " and others" if made.present_names[MAX_NAMED_PARTIES:] else ""
        )
        notes.append(f"The session has no end in this transcript: {names} never left.")
    return ViewerResult(SearchableTranscript(_cut_transcript_log(made, most)), tuple(notes))


def _cut_transcript_log(made: TranscriptLog, most: int) -> TranscriptLog:
    """The first lines, and of the jumps those that lead to one of them."""
    lines = made.lines[:most]
    anchors = {line.anchor for line in lines}
    return replace(made, lines=lines, jumps=tuple(jump for jump in made.jumps if jump.anchor in anchors))

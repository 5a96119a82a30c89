"""The viewer of chat transcripts: a log."""

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
    """Shows a transcript as a log. Raises `UnviewableContent` for other XML, which the next viewer shows as a
    tree, and for what is no XML."""
    if b"chatTranscript" not in material.data.replace(b"\0", b"")[:4096]:
        raise UnviewableContent
    root, note = xml_parser.parse_xml(material.data, material.charset)
    if xml_parser.get_local_name(root) != "chatTranscript":
        raise UnviewableContent
    log = build_transcript_log(SessionParser().parse_session(root))
    notes = [note] if note else []
    max_lines, total = get_content_limits().chat_lines, len(log.lines)
    if total > max_lines:
        notes.append(
            _("Only the first %(shown)s of %(total)s lines are shown. Download the transcript to see all.")
            % {"shown": f"{max_lines:,}", "total": f"{total:,}"}
        )
    if log.present_names:
        names = ", ".join(log.present_names[:MAX_NAMED_PARTIES])
        if log.present_names[MAX_NAMED_PARTIES:]:
            names = _("%(names)s and others") % {"names": names}
        notes.append(_("The transcript has no end. Still in the session: %(names)s.") % {"names": names})
    return ViewerResult(SearchableTranscript(_cut_transcript_log(log, max_lines)), tuple(notes))


def _cut_transcript_log(log: TranscriptLog, max_lines: int) -> TranscriptLog:
    """The log with its first `max_lines` lines, and the jumps to these."""
    lines = log.lines[:max_lines]
    anchors = {line.anchor for line in lines}
    return replace(log, lines=lines, jumps=tuple(jump for jump in log.jumps if jump.anchor in anchors))

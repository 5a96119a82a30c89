"""A chat session as the lines of a log. Each party is named once per turn, replies are timed, repeated
notices are folded, and long silences have lines of their own."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from markupsafe import Markup

from interactions.content.chat.entry_words import (
    EventIcon,
    extract_readable_text,
    find_duplicate_notices,
    format_entry_tags,
    format_event,
    is_read_as_message,
)
from interactions.content.chat.jump_links import (
    JumpLink,
    SilenceGap,
    build_jump_links,
    compute_median_reply,
    find_silence_gaps,
)
from interactions.content.chat.parties import ChatParty, NamedValue
from interactions.content.chat.session_parser import ChatSession, SessionEntry
from interactions.content.text.markup import render_text

MIN_SILENCE_SECONDS = 60  # from which on a silence gets a line of its own
PRESENT_ROLES = {"customer", "agent", "supervisor"}


@dataclass(frozen=True)
class MessageLine:
    """A message, or a notice that people read as one.

    `anchor` is m1, m2, … for messages, counted in document order, and n1, n2, … for notices. `at` is None
    where the time can't be told, `seconds` counts from the session's start. `starts_turn` says that the party
    is not that of the line before; only then `delay` may be given, in seconds since the message before.
    `html_version` is the text of notices that repeat the message as HTML, or "".
    """

    anchor: str
    at: datetime | None
    seconds: int | None
    party: ChatParty
    html: Markup
    internal: bool
    starts_turn: bool
    delay: int | None = None
    tags: tuple[str, ...] = ()
    html_version: str = ""
    fields: tuple[NamedValue, ...] = ()
    kind: Literal["said"] = "said"


@dataclass(frozen=True)
class EventLine:
    """A join, a leave, an alert or data for programs. `anchor` is e1, e2, …; `text` and `html` are shown,
    `fields` and `data` are folded."""

    anchor: str
    at: datetime | None
    seconds: int | None
    icon: EventIcon
    text: str
    internal: bool = False
    html: str = ""
    fields: tuple[NamedValue, ...] = ()
    data: str = ""
    kind: Literal["happened"] = "happened"


@dataclass(frozen=True)
class SilenceLine:
    """A time of `seconds` after the line before in which nobody wrote. `anchor` is s1, s2, …"""

    anchor: str
    seconds: int
    kind: Literal["silence"] = "silence"


TranscriptLine = MessageLine | EventLine | SilenceLine


@dataclass(frozen=True)
class TranscriptLog:
    """A transcript for its template. `median_reply` is in seconds until an agent (no bot) replied, None
    without a reply; `present_names` are the people who never left."""

    lines: tuple[TranscriptLine, ...]
    message_count: int
    jumps: tuple[JumpLink, ...]
    median_reply: float | None
    present_names: tuple[str, ...]


def build_transcript_log(session: ChatSession) -> TranscriptLog:
    """The log of a session. Lines have absolute times if the session says when it began."""
    message_by_notice = find_duplicate_notices(session.entries)
    html_versions: dict[int, list[str]] = {}
    for notice, message in message_by_notice.items():
        html_versions.setdefault(message, []).append(extract_readable_text(session.entries[notice]))
    shown = [(index, e) for index, e in enumerate(session.entries) if index not in message_by_notice]
    entries = tuple(entry for _, entry in shown)
    builder = _TranscriptLineBuilder(session.start)
    for index, entry in shown:
        builder.add_entry(entry, "\n\n".join(html_versions.get(index, ())))
    silences = builder.insert_silences(find_silence_gaps(entries))
    return TranscriptLog(
        lines=tuple(builder.lines),
        message_count=builder.anchor_counts["m"],
        jumps=build_jump_links(entries, builder.anchors, silences),
        median_reply=compute_median_reply(entries),
        present_names=tuple(party.label for party in session.present_parties if party.role in PRESENT_ROLES),
    )


class _TranscriptLineBuilder:
    """Builds a line for each entry in turn, and remembers who spoke last. `anchors` are those of the entries,
    in their order."""

    def __init__(self, start: datetime | None) -> None:
        self.start = start
        self.lines: list[TranscriptLine] = []
        self.anchors: list[str] = []
        self.anchor_counts = {"m": 0, "n": 0, "e": 0}
        self.speaker: ChatParty | None = None
        self.last_message_seconds: int | None = None

    def add_entry(self, entry: SessionEntry, html_version: str) -> None:
        is_message = is_read_as_message(entry)
        anchor = self._create_anchor("m" if entry.kind == "message" else "n" if is_message else "e")
        self.anchors.append(anchor)
        self.lines.append(
            self._build_message_line(anchor, entry, html_version)
            if is_message
            else self._build_event_line(anchor, entry)
        )
        self.speaker = entry.party if is_message else None

    def insert_silences(self, gaps: tuple[SilenceGap, ...]) -> tuple[SilenceGap, ...]:
        """Inserts a line for each long silence, and returns all gaps with their anchors: that of the new
        line, or for a short gap that of the line that ended it."""
        anchored_gaps: list[SilenceGap] = []
        silence_lines: dict[int, SilenceLine] = {}
        for gap in gaps:
            is_long = gap.seconds >= MIN_SILENCE_SECONDS
            anchor = f"s{len(silence_lines) + 1}" if is_long else self.anchors[gap.end_index]
            anchored_gaps.append(replace(gap, anchor=anchor))
            if is_long:
                silence_lines[gap.start_index] = SilenceLine(anchor, gap.seconds)
        self.lines = [
            item
            for index, line in enumerate(self.lines)
            for item in (line, silence_lines.get(index))
            if item is not None
        ]
        return tuple(anchored_gaps)

    def _create_anchor(self, prefix: str) -> str:
        self.anchor_counts[prefix] += 1
        return f"{prefix}{self.anchor_counts[prefix]}"

    def _build_message_line(self, anchor: str, entry: SessionEntry, html_version: str) -> MessageLine:
        starts_turn, delay = entry.party != self.speaker, None
        if entry.kind == "message" and entry.seconds is not None:
            delay = (
                entry.seconds - self.last_message_seconds
                if starts_turn and self.last_message_seconds is not None
                else None
            )
            self.last_message_seconds = entry.seconds
        return MessageLine(
            anchor=anchor,
            at=self._compute_time(entry),
            seconds=entry.seconds,
            party=entry.party,
            html=render_text(extract_readable_text(entry)),
            internal=entry.internal,
            starts_turn=starts_turn,
            delay=delay if delay is not None and delay >= 0 else None,
            tags=format_entry_tags(entry),
            html_version=render_text(html_version) if html_version else "",
            fields=entry.fields,
        )

    def _build_event_line(self, anchor: str, entry: SessionEntry) -> EventLine:
        icon, text, html, data = format_event(entry, first=not self.lines)
        return EventLine(
            anchor=anchor,
            at=self._compute_time(entry),
            seconds=entry.seconds,
            icon=icon,
            text=text,
            internal=entry.internal,
            html=html,
            fields=entry.fields,
            data=data,
        )

    def _compute_time(self, entry: SessionEntry) -> datetime | None:
        if self.start is None or entry.seconds is None:
            return None
        return self.start + timedelta(seconds=entry.seconds)

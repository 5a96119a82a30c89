"""A chat session as the lines of a log: each party named once per turn, replies timed, noise folded, long
silences said."""

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

MIN_SILENCE_SECONDS = 60  # seconds without a word that get a row of their own
PRESENT_ROLES = {"customer", "agent", "supervisor"}


@dataclass(frozen=True)
class MessageLine:
    """A message, or a notice that is read like one. `anchor` is m1, m2, … for messages, counted in document
    order whatever is folded, and n1, n2, … for notices. `seconds` since the start; `delay` in seconds since
    the message before, given where the party changes. `again` is the same as it was also sent as HTML."""

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
    """A join, a leave, an alert or machine data. `anchor` is e1, e2, … `fields` and `data` are folded."""

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
    """Nobody wrote for so many `seconds`, from the line before. `anchor` is s1, s2, …"""

    anchor: str
    seconds: int
    kind: Literal["silence"] = "silence"


TranscriptLine = MessageLine | EventLine | SilenceLine


@dataclass(frozen=True)
class TranscriptLog:
    """`messages` counts them; `median_reply` is in seconds until an agent (no bot) wrote; `present` names the
    people who never left."""

    lines: tuple[TranscriptLine, ...]
    message_count: int
    jumps: tuple[JumpLink, ...]
    median_reply: float | None
    present_names: tuple[str, ...]


def build_transcript_log(session: ChatSession) -> TranscriptLog:
    """The session as lines. Times are absolute where the session says when it began."""
    folded = find_duplicate_notices(session.entries)
    again: dict[int, list[str]] = {}
    for notice, message in folded.items():
        again.setdefault(message, []).append(extract_readable_text(session.entries[notice]))
    entries = tuple(entry for at, entry in enumerate(session.entries) if at not in folded)
    kept = (at for at in range(len(session.entries)) if at not in folded)
    lines = _TranscriptLineBuilder(session.start)
    for entry, at in zip(entries, kept, strict=True):
        lines.add_entry(entry, "\n\n".join(again.get(at, ())))
    quiet = lines.insert_silences(find_silence_gaps(entries))
    return TranscriptLog(
        lines=tuple(lines.lines),
        message_count=lines.anchor_counts["m"],
        jumps=build_jump_links(entries, lines.anchors, quiet),
        median_reply=compute_median_reply(entries),
        present_names=tuple(party.label for party in session.present_parties if party.role in PRESENT_ROLES),
    )


class _TranscriptLineBuilder:
    """Makes a line of each entry, one after the other, and knows who spoke last. `anchors` are in the order
    of the entries."""

    def __init__(self, start: datetime | None) -> None:
        self.start = start
        self.lines: list[TranscriptLine] = []
        self.anchors: list[str] = []
        self.anchor_counts = {"m": 0, "n": 0, "e": 0}
        self.speaker: ChatParty | None = None
        self.last_message_seconds: int | None = None

    def add_entry(self, entry: SessionEntry, again: str) -> None:
        said = is_read_as_message(entry)
        anchor = self._create_anchor("m" if entry.kind == "message" else "n" if said else "e")
        self.anchors.append(anchor)
        self.lines.append(
            self._build_message_line(anchor, entry, again) if said else self._build_event_line(anchor, entry)
        )
        self.speaker = entry.party if said else None

    def insert_silences(self, found: tuple[SilenceGap, ...]) -> tuple[SilenceGap, ...]:
        """Puts a row after the line after which nobody wrote for long; gives the gaps with their anchors."""
        named: list[SilenceGap] = []
        rows: dict[int, SilenceLine] = {}
        for gap in found:
            long = gap.seconds >= MIN_SILENCE_SECONDS
            anchor = f"s{len(rows) + 1}" if long else self.anchors[gap.end_index]
            named.append(replace(gap, anchor=anchor))
            if long:
                rows[gap.start_index] = SilenceLine(anchor, gap.seconds)
        self.lines = [
            each for at, line in enumerate(self.lines) for each in (line, rows.get(at)) if each is not None
        ]
        return tuple(named)

    def _create_anchor(self, letter: str) -> str:
        self.anchor_counts[letter] += 1
        return f"{letter}{self.anchor_counts[letter]}"

    def _build_message_line(self, anchor: str, entry: SessionEntry, again: str) -> MessageLine:
        turn, delay = entry.party != self.speaker, None
        if entry.kind == "message" and entry.seconds is not None:
            delay = (
                entry.seconds - self.last_message_seconds
                if turn and self.last_message_seconds is not None
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
            starts_turn=turn,
            delay=delay if delay is not None and delay >= 0 else None,
            tags=format_entry_tags(entry),
            html_version=render_text(again) if again else "",
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

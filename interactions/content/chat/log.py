"""A chat session as the lines of a log: each party named once per turn, replies timed, noise folded, long
silences said."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from markupsafe import Markup

from interactions.content.chat.marks import Gap, Jump, gaps, jumps, median_reply
from interactions.content.chat.parties import Pair, Party
from interactions.content.chat.reading import Entry, Session
from interactions.content.chat.words import Icon, doubled, event, readable, reads_like_a_message, tags
from interactions.content.text.markup import marked

LONG = 60  # seconds without a word that get a row of their own
PRESENT = {"customer", "agent", "supervisor"}


@dataclass(frozen=True)
class Said:
    """A message, or a notice that is read like one. `anchor` is m1, m2, … for messages, counted in document
    order whatever is folded, and n1, n2, … for notices. `seconds` since the start; `delay` in seconds since
    the message before, given where the party changes. `again` is the same as it was also sent as HTML."""

    anchor: str
    at: datetime | None
    seconds: int | None
    party: Party
    html: Markup
    internal: bool
    turn: bool
    delay: int | None = None
    tags: tuple[str, ...] = ()
    again: str = ""
    fields: tuple[Pair, ...] = ()
    what: Literal["said"] = "said"


@dataclass(frozen=True)
class Happened:
    """A join, a leave, an alert or machine data. `anchor` is e1, e2, … `fields` and `data` are folded."""

    anchor: str
    at: datetime | None
    seconds: int | None
    icon: Icon
    text: str
    internal: bool = False
    html: str = ""
    fields: tuple[Pair, ...] = ()
    data: str = ""
    what: Literal["happened"] = "happened"


@dataclass(frozen=True)
class Silence:
    """Nobody wrote for so many `seconds`, from the line before. `anchor` is s1, s2, …"""

    anchor: str
    seconds: int
    what: Literal["silence"] = "silence"


Line = Said | Happened | Silence


@dataclass(frozen=True)
class Log:
    """`messages` counts them; `median_reply` is in seconds until an agent (no bot) wrote; `present` names the
    people who never left."""

    lines: tuple[Line, ...]
    messages: int
    jumps: tuple[Jump, ...]
    median_reply: float | None
    present: tuple[str, ...]


def log(session: Session) -> Log:
    """The session as lines. Times are absolute where the session says when it began."""
    folded = doubled(session.entries)
    again: dict[int, list[str]] = {}
    for notice, message in folded.items():
        again.setdefault(message, []).append(readable(session.entries[notice]))
    entries = tuple(entry for at, entry in enumerate(session.entries) if at not in folded)
    kept = (at for at in range(len(session.entries)) if at not in folded)
    lines = _Lines(session.start)
    for entry, at in zip(entries, kept, strict=True):
        lines.add(entry, "\n\n".join(again.get(at, ())))
    quiet = lines.silences(gaps(entries))
    return Log(
        lines=tuple(lines.lines),
        messages=lines.counts["m"],
        jumps=jumps(entries, lines.anchors, quiet),
        median_reply=median_reply(entries),
        present=tuple(party.label for party in session.present if party.role in PRESENT),
    )


class _Lines:
    """Makes a line of each entry, one after the other, and knows who spoke last. `anchors` are in the order
    of the entries."""

    def __init__(self, start: datetime | None) -> None:
        self.start = start
        self.lines: list[Line] = []
        self.anchors: list[str] = []
        self.counts = {"m": 0, "n": 0, "e": 0}
        self.speaker: Party | None = None
        self.last: int | None = None

    def add(self, entry: Entry, again: str) -> None:
        said = reads_like_a_message(entry)
        anchor = self._anchor("m" if entry.what == "message" else "n" if said else "e")
        self.anchors.append(anchor)
        self.lines.append(self._said(anchor, entry, again) if said else self._happened(anchor, entry))
        self.speaker = entry.party if said else None

    def silences(self, found: tuple[Gap, ...]) -> tuple[Gap, ...]:
        """Puts a row after the line after which nobody wrote for long; gives the gaps with their anchors."""
        named: list[Gap] = []
        rows: dict[int, Silence] = {}
        for gap in found:
            long = gap.seconds >= LONG
            anchor = f"s{len(rows) + 1}" if long else self.anchors[gap.until]
            named.append(replace(gap, anchor=anchor))
            if long:
                rows[gap.since] = Silence(anchor, gap.seconds)
        self.lines = [
            each for at, line in enumerate(self.lines) for each in (line, rows.get(at)) if each is not None
        ]
        return tuple(named)

    def _anchor(self, letter: str) -> str:
        self.counts[letter] += 1
        return f"{letter}{self.counts[letter]}"

    def _said(self, anchor: str, entry: Entry, again: str) -> Said:
        turn, delay = entry.party != self.speaker, None
        if entry.what == "message" and entry.seconds is not None:
            delay = entry.seconds - self.last if turn and self.last is not None else None
            self.last = entry.seconds
        return Said(
            anchor=anchor,
            at=self._at(entry),
            seconds=entry.seconds,
            party=entry.party,
            html=marked(readable(entry)),
            internal=entry.internal,
            turn=turn,
            delay=delay if delay is not None and delay >= 0 else None,
            tags=tags(entry),
            again=marked(again) if again else "",
            fields=entry.fields,
        )

    def _happened(self, anchor: str, entry: Entry) -> Happened:
        icon, text, html, data = event(entry, first=not self.lines)
        return Happened(
            anchor=anchor,
            at=self._at(entry),
            seconds=entry.seconds,
            icon=icon,
            text=text,
            internal=entry.internal,
            html=html,
            fields=entry.fields,
            data=data,
        )

    def _at(self, entry: Entry) -> datetime | None:
        if self.start is None or entry.seconds is None:
            return None
        return self.start + timedelta(seconds=entry.seconds)

"""What an entry of a chat is called in a log: the words for joins, leaves and notices, and which entries only
say another one again."""

import re
from typing import Literal

from interactions.content.chat.reading import Entry
from interactions.content.html.readable import looks_like_html, plain
from interactions.content.text.markup import marked, visible

Icon = Literal["log-in", "log-out", "link", "triangle-alert", "binary", "bot"]
DOUBLED_WITHIN = 2  # seconds between a bot's line and the same line as HTML
NEAR = (-1, 1, -2, 2, -3, 3)  # how many lines may stand between the two, all of the same party
MACHINE = re.compile(r"\s*(?:-?\d+|[\w.-]{1,64}=\S*|\{.*\}|\[.*\])?\s*", re.S)
URL = re.compile(r"\s*https?://\S+\s*", re.I)
# docs/ucs-protocol.md §3.2, codes of `reason`: who left by themselves, and who was removed (`askerId` is
# another's).
LEFT = {
    "1": "left; the session was to end without an agent",
    "2": "left and ended the session",
    "3": "left: the connection was lost",
    "4": "was removed",
}
REMOVED = {
    "1": "; the session was to end without an agent",
    "2": ", which ended the session",
    "3": ": the connection was lost",
    "4": "",
}
NOTICES: dict[str, tuple[Icon, str]] = {
    "IDLE_CONTROL_ALERT": ("triangle-alert", "Warned of no activity"),
    "IDLE_CONTROL_CLOSE": ("triangle-alert", "Ended for no activity"),
}


def reads_like_a_message(entry: Entry) -> bool:
    """A message, or a notice that people read as one: no alert, and no data for programs."""
    if entry.what == "notice":
        return entry.tag not in NOTICES and not MACHINE.fullmatch(entry.text[:4000])
    return entry.what == "message"


def readable(entry: Entry) -> str:
    """What a notice says is often HTML; its text, with the addresses of its links."""
    if entry.what == "notice" and looks_like_html(entry.text):
        return plain(entry.text)
    return entry.text


def tags(entry: Entry) -> tuple[str, ...]:
    """The small words behind a line."""
    words = ["internal"] if entry.internal else []
    if entry.what == "notice":
        link = URL.fullmatch(entry.text) or "URL" in entry.tag.upper()
        words.append("pushed link" if link else _plain_kind(entry.tag) or "notice")
    elif entry.tag:
        words.append(_plain_kind(entry.tag))
    return tuple(words)


def event(entry: Entry, *, first: bool) -> tuple[Icon, str, str, str]:
    """The icon, the words, what is to be read beside them, and what is folded. `first` begins the session."""
    who = _isolated(entry.party.label)
    if entry.what == "join":
        words = "came back" if entry.again else "started the session" if first else "joined"
        return ("bot" if entry.party.role == "bot" else "log-in"), f"{who} {words}", "", ""
    if entry.what == "leave":
        return "log-out", _leaving(entry), "", ""
    if entry.what == "other":
        kind = f"an entry of a kind that is not known ({visible(entry.tag)})"
        words = f"{who}: {kind}" if entry.tag else "Text that stands outside of every message"
        return "binary", words, "", visible(entry.text)
    if entry.tag in NOTICES:
        icon, words = NOTICES[entry.tag]
        return icon, f"{words}{':' if entry.text else ''}", marked(entry.text), ""
    words = _plain_kind(entry.tag) or "data for programs"
    return "binary", f"{who}: {words}", "", visible(entry.text)


def doubled(entries: tuple[Entry, ...]) -> dict[int, int]:
    """Places of notices that only say a neighbouring message again, as HTML, with the message's place."""
    folded: dict[int, int] = {}
    for at, entry in enumerate(entries):
        if entry.what != "notice":
            continue
        for step in NEAR:
            near = at + step
            if 0 <= near < len(entries) and _same_party(entries, at, near) and _again(entry, entries[near]):
                folded[at] = near
                break
    return folded


def _same_party(entries: tuple[Entry, ...], one: int, other: int) -> bool:
    between = range(min(one, other), max(one, other) + 1)
    return all(entries[at].party == entries[one].party for at in between)


def _again(notice: Entry, message: Entry) -> bool:
    apart = abs((notice.seconds or 0) - (message.seconds or 0))
    alike = message.what == "message" and bool(message.text) and apart <= DOUBLED_WITHIN
    return alike and _words(notice.text) == _words(message.text)


def _words(text: str) -> list[str]:
    return (plain(text, addresses=False) if looks_like_html(text) else text).split()


def _plain_kind(kind: str) -> str:
    return visible(kind.lower().replace("_", " "))[:40]


def _leaving(entry: Entry) -> str:
    who, reason, code = _isolated(entry.party.label), visible(entry.text), entry.code
    known = REMOVED if entry.asker else LEFT
    if entry.asker:
        words = f"was removed by {_isolated(entry.asker.label)}{REMOVED.get(code, '')}"
    else:
        words = LEFT.get(code, "left")
    if code in known or reason == "left":
        return f"{who} {words}"
    told = reason or (f"reason {visible(code)[:40]}" if code else "")
    return f"{who} {words} ({told})" if told else f"{who} {words}"


def _isolated(label: str) -> str:
    """A name that does not turn the words around it, in whatever direction it is written."""
    return label if label.isascii() else f"\u2068{label}\u2069"

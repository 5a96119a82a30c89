"""What an entry of a chat is called in a log: the words for joins, leaves and notices, and which entries only
say another one again."""

import re
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from interactions.content.chat.session_parser import SessionEntry
from interactions.content.html.html_text import extract_html_text, has_html_markup
from interactions.content.text.markup import render_text, reveal_invisible

EventIcon = Literal["log-in", "log-out", "link", "triangle-alert", "binary", "bot"]
DUPLICATE_WINDOW_SECONDS = 2  # seconds between a bot's line and the same line as HTML
NEIGHBOUR_STEPS = (-1, 1, -2, 2, -3, 3)  # how many lines may stand between the two, all of the same party
MACHINE_DATA_PATTERN = re.compile(r"\s*(?:-?\d+|[\w.-]{1,64}=\S*|\{.*\}|\[.*\])?\s*", re.S)
URL_LINE_PATTERN = re.compile(r"\s*https?://\S+\s*", re.I)
# docs/ucs-protocol.md §3.2, codes of `reason`: who left by themselves, and who was removed (`askerId` is
# another's).
LEAVE_WORDS = {
    "1": gettext_noop("%(who)s left; the session ends when no agent is in it"),
    "2": gettext_noop("%(who)s left and ended the session"),
    "3": gettext_noop("%(who)s lost the connection"),
    "4": gettext_noop("%(who)s was removed"),
}
REMOVAL_WORDS = {
    "1": gettext_noop("%(who)s was removed by %(by)s; the session ends when no agent is in it"),
    "2": gettext_noop("%(who)s was removed by %(by)s, which ended the session"),
    "3": gettext_noop("%(who)s was removed by %(by)s: connection lost"),
    "4": gettext_noop("%(who)s was removed by %(by)s"),
}
ALERT_NOTICES: dict[str, tuple[EventIcon, str]] = {
    "IDLE_CONTROL_ALERT": ("triangle-alert", gettext_noop("Inactivity warning")),
    "IDLE_CONTROL_CLOSE": ("triangle-alert", gettext_noop("Ended due to inactivity")),
}


def is_read_as_message(entry: SessionEntry) -> bool:
    """A message, or a notice that people read as one: no alert, and no data for programs."""
    if entry.what == "notice":
        return entry.tag not in ALERT_NOTICES and not MACHINE_DATA_PATTERN.fullmatch(entry.text[:4000])
    return entry.what == "message"


def extract_readable_text(entry: SessionEntry) -> str:
    """What a notice says is often HTML; its text, with the addresses of its links."""
    if entry.what == "notice" and has_html_markup(entry.text):
        return extract_html_text(entry.text)
    return entry.text


def format_entry_tags(entry: SessionEntry) -> tuple[str, ...]:
    """The small words behind a line."""
    words = [_("internal")] if entry.internal else []
    if entry.what == "notice":
        link = URL_LINE_PATTERN.fullmatch(entry.text) or "URL" in entry.tag.upper()
        words.append(_("link sent") if link else _format_kind(entry.tag) or _("notice"))
    elif entry.tag:
        words.append(_format_kind(entry.tag))
    return tuple(words)


def format_event(entry: SessionEntry, *, first: bool) -> tuple[EventIcon, str, str, str]:
    """The icon, the words, what is to be read beside them, and what is folded. `first` begins the session."""
    who = _isolate_direction(entry.party.label)
    if entry.what == "join":
        came = _("%(who)s started the session") if first else _("%(who)s joined")
        words = _("%(who)s rejoined") if entry.again else came
        return ("bot" if entry.party.role == "bot" else "log-in"), words % {"who": who}, "", ""
    if entry.what == "leave":
        return "log-out", _format_leave(entry), "", ""
    if entry.what == "other":
        unknown = _("%(who)s: unknown entry (%(kind)s)") % {"who": who, "kind": reveal_invisible(entry.tag)}
        words = unknown if entry.tag else _("Text outside of messages")
        return "binary", words, "", reveal_invisible(entry.text)
    if entry.tag in ALERT_NOTICES:
        icon, words = ALERT_NOTICES[entry.tag]
        return icon, f"{_(words)}{':' if entry.text else ''}", render_text(entry.text), ""
    words = _format_kind(entry.tag) or _("technical data")
    return "binary", f"{who}: {words}", "", reveal_invisible(entry.text)


def find_duplicate_notices(entries: tuple[SessionEntry, ...]) -> dict[int, int]:
    """Places of notices that only say a neighbouring message again, as HTML, with the message's place."""
    folded: dict[int, int] = {}
    for at, entry in enumerate(entries):
        if entry.what != "notice":
            continue
        for step in NEIGHBOUR_STEPS:
            near = at + step
            if (
                0 <= near < len(entries)
                and _is_same_party(entries, at, near)
                and _is_same_message(entry, entries[near])
            ):
                folded[at] = near
                break
    return folded


def _is_same_party(entries: tuple[SessionEntry, ...], one: int, other: int) -> bool:
    between = range(min(one, other), max(one, other) + 1)
    return all(entries[at].party == entries[one].party for at in between)


def _is_same_message(notice: SessionEntry, message: SessionEntry) -> bool:
    apart = abs((notice.seconds or 0) - (message.seconds or 0))
    alike = message.what == "message" and bool(message.text) and apart <= DUPLICATE_WINDOW_SECONDS
    return alike and _split_words(notice.text) == _split_words(message.text)


def _split_words(text: str) -> list[str]:
    return (extract_html_text(text, addresses=False) if has_html_markup(text) else text).split()


def _format_kind(kind: str) -> str:
    return reveal_invisible(kind.lower().replace("_", " "))[:40]


def _format_leave(entry: SessionEntry) -> str:
    who, reason, code = _isolate_direction(entry.party.label), reveal_invisible(entry.text), entry.code
    known = REMOVAL_WORDS if entry.asker else LEAVE_WORDS
    values = {"who": who, "by": _isolate_direction(entry.asker.label) if entry.asker else ""}
    if code in known:
        return _(known[code]) % values
    words = _("%(who)s was removed by %(by)s") if entry.asker else _("%(who)s left")
    if reason == "left" or not (reason or code):
        return words % values
    told = reason or _("reason %(code)s") % {"code": reveal_invisible(code)[:40]}
    return f"{words % values} ({told})"


def _isolate_direction(label: str) -> str:
    """A name that does not turn the words around it, in whatever direction it is written."""
    return label if label.isascii() else f"\u2068{label}\u2069"

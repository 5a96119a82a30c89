"""The words for a chat's joins, leaves and notices in the log, and which notices only repeat a message."""

import re
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from interactions.content.chat.session_parser import SessionEntry
from interactions.content.html.html_text import extract_html_text, has_html_markup
from interactions.content.text.markup import render_text, reveal_invisible

EventIcon = Literal["log-in", "log-out", "link", "triangle-alert", "binary", "bot"]
DUPLICATE_WINDOW_SECONDS = 2  # between a bot's message and the notice with the same text as HTML
# Entries next to a notice that are compared with it, nearest first; all between must be of the same party.
NEIGHBOUR_STEPS = (-1, 1, -2, 2, -3, 3)
MACHINE_DATA_PATTERN = re.compile(r"\s*(?:-?\d+|[\w.-]{1,64}=\S*|\{.*\}|\[.*\])?\s*", re.S)
URL_LINE_PATTERN = re.compile(r"\s*https?://\S+\s*", re.I)
# docs/ucs-protocol.md §3.2, codes of `reason`: for a party that left, and for one that another party removed
# (`askerId` differs from `userId`).
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
    """Whether the entry is a message, or a notice that people read as one: no alert, and no data for
    programs."""
    if entry.kind == "notice":
        return entry.tag not in ALERT_NOTICES and not MACHINE_DATA_PATTERN.fullmatch(entry.text[:4000])
    return entry.kind == "message"


def extract_readable_text(entry: SessionEntry) -> str:
    """The entry's text. Notices often contain HTML; theirs is the readable text, with the addresses of its
    links."""
    if entry.kind == "notice" and has_html_markup(entry.text):
        return extract_html_text(entry.text)
    return entry.text


def format_entry_tags(entry: SessionEntry) -> tuple[str, ...]:
    """The tags after a line: "internal", "link sent", or an unusual type."""
    words = [_("internal")] if entry.internal else []
    if entry.kind == "notice":
        link = URL_LINE_PATTERN.fullmatch(entry.text) or "URL" in entry.tag.upper()
        words.append(_("link sent") if link else _format_kind(entry.tag) or _("notice"))
    elif entry.tag:
        words.append(_format_kind(entry.tag))
    return tuple(words)


def format_event(entry: SessionEntry, *, first: bool) -> tuple[EventIcon, str, str, str]:
    """An event's icon, its words, a text to show after them, and a text to fold; both texts may be "".

    `first` says that the entry begins the session.
    """
    name = _isolate_direction(entry.party.label)
    if entry.kind == "join":
        joined = _("%(who)s started the session") if first else _("%(who)s joined")
        words = _("%(who)s rejoined") if entry.is_return else joined
        return ("bot" if entry.party.role == "bot" else "log-in"), words % {"who": name}, "", ""
    if entry.kind == "leave":
        return "log-out", _format_leave(entry), "", ""
    if entry.kind == "other":
        unknown = _("%(who)s: unknown entry (%(kind)s)") % {"who": name, "kind": reveal_invisible(entry.tag)}
        words = unknown if entry.tag else _("Text outside of messages")
        return "binary", words, "", reveal_invisible(entry.text)
    if entry.tag in ALERT_NOTICES:
        icon, words = ALERT_NOTICES[entry.tag]
        return icon, f"{_(words)}{':' if entry.text else ''}", render_text(entry.text), ""
    words = _format_kind(entry.tag) or _("technical data")
    return "binary", f"{name}: {words}", "", reveal_invisible(entry.text)


def find_duplicate_notices(entries: tuple[SessionEntry, ...]) -> dict[int, int]:
    """The notices that only repeat a neighbouring message, as HTML: the index of each such notice, with the
    index of the message."""
    message_by_notice: dict[int, int] = {}
    for index, entry in enumerate(entries):
        if entry.kind != "notice":
            continue
        for step in NEIGHBOUR_STEPS:
            neighbour = index + step
            if (
                0 <= neighbour < len(entries)
                and _is_same_party(entries, index, neighbour)
                and _is_same_message(entry, entries[neighbour])
            ):
                message_by_notice[index] = neighbour
                break
    return message_by_notice


def _is_same_party(entries: tuple[SessionEntry, ...], first: int, second: int) -> bool:
    between = range(min(first, second), max(first, second) + 1)
    return all(entries[index].party == entries[first].party for index in between)


def _is_same_message(notice: SessionEntry, message: SessionEntry) -> bool:
    seconds_apart = abs((notice.seconds or 0) - (message.seconds or 0))
    is_comparable = (
        message.kind == "message" and bool(message.text) and seconds_apart <= DUPLICATE_WINDOW_SECONDS
    )
    return is_comparable and _split_words(notice.text) == _split_words(message.text)


def _split_words(text: str) -> list[str]:
    return (extract_html_text(text, addresses=False) if has_html_markup(text) else text).split()


def _format_kind(kind: str) -> str:
    return reveal_invisible(kind.lower().replace("_", " "))[:40]


def _format_leave(entry: SessionEntry) -> str:
    name, reason, code = _isolate_direction(entry.party.label), reveal_invisible(entry.text), entry.code
    known_codes = REMOVAL_WORDS if entry.asker else LEAVE_WORDS
    values = {"who": name, "by": _isolate_direction(entry.asker.label) if entry.asker else ""}
    if code in known_codes:
        return _(known_codes[code]) % values
    words = _("%(who)s was removed by %(by)s") if entry.asker else _("%(who)s left")
    if reason == "left" or not (reason or code):
        return words % values
    explanation = reason or _("reason %(code)s") % {"code": reveal_invisible(code)[:40]}
    return f"{words % values} ({explanation})"


def _isolate_direction(label: str) -> str:
    """The name, isolated so that one written from right to left does not reorder the words around it."""
    return label if label.isascii() else f"\u2068{label}\u2069"

"""Parses a chat transcript (docs/ucs-protocol.md §3.2) into its joins, messages, notices and leaves, in
document order.

Nothing is dropped: an entry that the schema does not name, or text between the entries, becomes an entry of
the kind "other". Each of the schema's traps that docs/ucs-protocol.md §3.2 lists has a test.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from xml.etree.ElementTree import Element

from interactions.content.chat.parties import ChatParty, NamedValue, PartyRegistry, PartyRole
from interactions.content.text.markup import reveal_invisible
from interactions.content.tree.xml_parser import get_local_name
from interactions.ucs.untrusted_text import parse_whole_number

EntryKind = Literal["join", "message", "notice", "leave", "other"]
USER_TYPE_ROLES: dict[str, PartyRole] = {
    "CLIENT": "customer",
    "AGENT": "agent",
    "SUPERVISOR": "supervisor",
    "EXTERNAL": "system",
}
BOT_STYLE_KEYS = {"GCTI_Chat_PartyStyle", "GCTI_SYSTEM/party-info/style"}
DATA_ELEMENTS = {"userData", "eventAttributes"}
TYPE_ATTRIBUTES = ("noticeType", "treatAs", "msgType")
ORDINARY_TYPES = {"", "NORMAL", "TEXT", "USER_CUSTOM"}


@dataclass(frozen=True)
class SessionEntry:
    """One entry of the transcript.

    `seconds` since the session's start, None where the number can't be read. `internal` says that not
    everybody saw it. `tag`, as written, is the type of a notice, the unusual `treatAs` or `msgType` of a
    message, or the element's name of an "other". Of a leave, `code` is the reason code and `asker` the party
    that caused it, None for the party itself. `is_return` says that the party joining had been here before.
    `fields` are the attributes of `userInfo` and the user data.
    """

    kind: EntryKind
    party: ChatParty
    seconds: int | None
    internal: bool = False
    text: str = ""
    tag: str = ""
    code: str = ""
    asker: ChatParty | None = None
    is_return: bool = False
    fields: tuple[NamedValue, ...] = ()


@dataclass(frozen=True)
class ChatSession:
    """A session. `start` is aware, None where it can't be read; `present_parties` joined and did not
    leave."""

    start: datetime | None
    entries: tuple[SessionEntry, ...]
    present_parties: tuple[ChatParty, ...]


class SessionParser:
    """Walks the entries of one transcript, once."""

    def __init__(self) -> None:
        self.parties = PartyRegistry()

    def parse_session(self, root: Element) -> ChatSession:
        """The session in a `chatTranscript` element."""
        entries = tuple(self._iter_entries(root))
        return ChatSession(_parse_start_time(root.get("startAt")), entries, self.parties.present_parties)

    def _iter_entries(self, root: Element) -> Iterator[SessionEntry]:
        if stray := (root.text or "").strip():
            yield self._build_stray_text_entry(stray)
        for element in root:
            yield self._parse_entry(element)
            if stray := (element.tail or "").strip():
                yield self._build_stray_text_entry(stray)

    def _parse_entry(self, element: Element) -> SessionEntry:
        tag = get_local_name(element)
        if tag == "newParty":
            return self._parse_join(element)
        if tag == "partyLeft":
            return self._parse_leave(element)
        what: EntryKind = "message" if tag == "message" else "notice" if tag == "notice" else "other"
        return SessionEntry(
            kind=what,
            party=self.parties.get_party(element.get("userId") or ""),
            seconds=_parse_time_shift(element.get("timeShift")),
            internal=_is_internal(element),
            text=_extract_entry_text(element),
            tag=tag if what == "other" else _find_unusual_type(element),
            fields=tuple(_iter_user_data(element)),
        )

    def _parse_join(self, element: Element) -> SessionEntry:
        info = next((e for e in element if get_local_name(e) == "userInfo"), Element("userInfo"))
        user_info = [
            (key, reveal_invisible(value.strip()))
            for key, value in info.items()
            if key != "userNick" and value.strip()
        ]
        fields = [*user_info, *_iter_user_data(element)]
        role = _find_party_role(info, fields)
        nick = reveal_invisible((info.get("userNick") or "").strip())
        party, is_return = self.parties.join(element.get("userId") or "", role, nick, fields)
        return SessionEntry(
            kind="join",
            party=party,
            seconds=_parse_time_shift(element.get("timeShift")),
            internal=_is_internal(element),
            is_return=is_return,
            fields=tuple(fields),
        )

    def _parse_leave(self, element: Element) -> SessionEntry:
        user_id, asker_id = element.get("userId") or "", element.get("askerId") or ""
        reason = next((e for e in element if get_local_name(e) == "reason"), Element("reason"))
        return SessionEntry(
            kind="leave",
            party=self.parties.leave(user_id),
            seconds=_parse_time_shift(element.get("timeShift")),
            internal=_is_internal(element),
            text=" ".join("".join(reason.itertext()).split()),
            code=(reason.get("code") or "").strip(),
            asker=self.parties.get_party(asker_id) if asker_id and asker_id != user_id else None,
            fields=tuple(_iter_user_data(element)),
        )

    def _build_stray_text_entry(self, text: str) -> SessionEntry:
        return SessionEntry("other", self.parties.get_party(""), None, text=text)


def _extract_entry_text(element: Element) -> str:
    """All text of an entry, in order: text after `msgText` is part of it, user data is not."""
    pieces = [element.text or ""]
    for child in element:
        pieces += [] if get_local_name(child) in DATA_ELEMENTS else child.itertext()
        pieces.append(child.tail or "")
    return "\n".join(piece for piece in (part.strip() for part in pieces) if piece)


def _find_unusual_type(element: Element) -> str:
    """The first type of a message or notice that is not in `ORDINARY_TYPES`, as written; "" if there is
    none."""
    types = (body.get(key, "").strip() for body in element for key in TYPE_ATTRIBUTES)
    return next((name for name in types if name.upper() not in ORDINARY_TYPES), "")


def _find_party_role(info: Element, data: list[NamedValue]) -> PartyRole:
    if any(key in BOT_STYLE_KEYS and value.upper() == "BOT" for key, value in data):
        return "bot"
    return USER_TYPE_ROLES.get((info.get("userType") or "").upper(), "unknown")


def _iter_user_data(element: Element) -> Iterator[NamedValue]:
    for child in element:
        if get_local_name(child) in DATA_ELEMENTS:
            yield from _flatten_items(child)


def _flatten_items(element: Element, path: str = "") -> list[NamedValue]:
    """`item` elements as keys and values; the key of an item inside a list is a path such as `a/b`."""
    pairs: list[NamedValue] = []
    for item in element:
        key = path + (item.get("key") or get_local_name(item))
        pairs += (
            _flatten_items(item, f"{key}/")
            if len(item)
            else [(reveal_invisible(key), reveal_invisible((item.text or "").strip()))]
        )
    return pairs


def _is_internal(element: Element) -> bool:
    """Whether not everybody saw the entry: its visibility is not ALL (docs/ucs-protocol.md §3.2)."""
    return (element.get("visibility") or "ALL").upper() != "ALL"


def _parse_time_shift(text: str | None) -> int | None:
    """Seconds since the session began, None where they are missing or no number."""
    return parse_whole_number((text or "").strip(), max_digits=9, signed=True)


def _parse_start_time(text: str | None) -> datetime | None:
    """An aware time, in UTC also where the Z is missing; None when it can't be read. Years at the ends of the
    calendar are refused, because adding a `timeShift` could overflow."""
    try:
        moment = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment if 1900 < moment.year < 9000 else None

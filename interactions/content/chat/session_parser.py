"""What a chat transcript says (docs/ucs-protocol.md §3.2): who came, wrote, was told and left, in document
order.

Nothing is dropped: an entry that the schema does not name becomes an `other`, text between the entries too.
The traps of the schema are those that docs/ucs-protocol.md §3.2 lists; each is a test.
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
    """One entry. `seconds` since the session's start, None where the number can't be read. `tag` is the
    notice's type, a message's unusual `treatAs` or `msgType`, or an unknown entry's name, as written; `code`
    a leaving's reason code and `asker` who caused it; `again` says that who joins had been here before;
    `fields` are what is told of somebody and the data that came along."""

    what: EntryKind
    party: ChatParty
    seconds: int | None
    internal: bool = False
    text: str = ""
    tag: str = ""
    code: str = ""
    asker: ChatParty | None = None
    again: bool = False
    fields: tuple[NamedValue, ...] = ()


@dataclass(frozen=True)
class ChatSession:
    """`start` is aware, None where it can't be read; `present` are those of whom no leaving is told."""

    start: datetime | None
    entries: tuple[SessionEntry, ...]
    present: tuple[ChatParty, ...]


class SessionParser:
    """Walks the entries once."""

    def __init__(self) -> None:
        self.parties = PartyRegistry()

    def read(self, root: Element) -> ChatSession:
        entries = tuple(self._entries(root))
        return ChatSession(_parse_start_time(root.get("startAt")), entries, self.parties.present)

    def _entries(self, root: Element) -> Iterator[SessionEntry]:
        if stray := (root.text or "").strip():
            yield self._stray(stray)
        for element in root:
            yield self._entry(element)
            if stray := (element.tail or "").strip():
                yield self._stray(stray)

    def _entry(self, element: Element) -> SessionEntry:
        tag = get_local_name(element)
        if tag == "newParty":
            return self._join(element)
        if tag == "partyLeft":
            return self._leave(element)
        what: EntryKind = "message" if tag == "message" else "notice" if tag == "notice" else "other"
        return SessionEntry(
            what=what,
            party=self.parties.of(element.get("userId") or ""),
            seconds=_parse_time_shift(element.get("timeShift")),
            internal=_is_internal(element),
            text=_extract_entry_text(element),
            tag=tag if what == "other" else _find_unusual_type(element),
            fields=tuple(_iter_user_data(element)),
        )

    def _join(self, element: Element) -> SessionEntry:
        info = next((e for e in element if get_local_name(e) == "userInfo"), Element("userInfo"))
        told = [
            (key, reveal_invisible(value.strip()))
            for key, value in info.items()
            if key != "userNick" and value.strip()
        ]
        fields = [*told, *_iter_user_data(element)]
        role = _find_party_role(info, fields)
        nick = reveal_invisible((info.get("userNick") or "").strip())
        party, again = self.parties.join(element.get("userId") or "", role, nick, fields)
        return SessionEntry(
            what="join",
            party=party,
            seconds=_parse_time_shift(element.get("timeShift")),
            internal=_is_internal(element),
            again=again,
            fields=tuple(fields),
        )

    def _leave(self, element: Element) -> SessionEntry:
        user, asker = element.get("userId") or "", element.get("askerId") or ""
        reason = next((e for e in element if get_local_name(e) == "reason"), Element("reason"))
        return SessionEntry(
            what="leave",
            party=self.parties.leave(user),
            seconds=_parse_time_shift(element.get("timeShift")),
            internal=_is_internal(element),
            text=" ".join("".join(reason.itertext()).split()),
            code=(reason.get("code") or "").strip(),
            asker=self.parties.of(asker) if asker and asker != user else None,
            fields=tuple(_iter_user_data(element)),
        )

    def _stray(self, text: str) -> SessionEntry:
        return SessionEntry("other", self.parties.of(""), None, text=text)


def _extract_entry_text(element: Element) -> str:
    """All that was written, in order: a text after `msgText` is part of it, data for programs is not."""
    pieces = [element.text or ""]
    for inner in element:
        pieces += [] if get_local_name(inner) in DATA_ELEMENTS else inner.itertext()
        pieces.append(inner.tail or "")
    return "\n".join(piece for piece in (part.strip() for part in pieces) if piece)


def _find_unusual_type(element: Element) -> str:
    """What a message or notice says of itself beyond the ordinary."""
    said = (body.get(key, "").strip() for body in element for key in TYPE_ATTRIBUTES)
    return next((kind for kind in said if kind.upper() not in ORDINARY_TYPES), "")


def _find_party_role(info: Element, data: list[NamedValue]) -> PartyRole:
    if any(key in BOT_STYLE_KEYS and value.upper() == "BOT" for key, value in data):
        return "bot"
    return USER_TYPE_ROLES.get((info.get("userType") or "").upper(), "unknown")


def _iter_user_data(element: Element) -> Iterator[NamedValue]:
    for inner in element:
        if get_local_name(inner) in DATA_ELEMENTS:
            yield from _flatten_items(inner)


def _flatten_items(element: Element, path: str = "") -> list[NamedValue]:
    """`item` elements as keys and values; lists inside lists give keys such as `a/b`."""
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
    """Only ALL was ever seen; whatever else it says, not everybody saw it (docs/ucs-protocol.md §3.2)."""
    return (element.get("visibility") or "ALL").upper() != "ALL"


def _parse_time_shift(text: str | None) -> int | None:
    """Seconds since the session began, None where they are missing or no number."""
    return parse_whole_number((text or "").strip(), max_digits=9, signed=True)


def _parse_start_time(text: str | None) -> datetime | None:
    """UTC, also where the Z is missing. Years that leave no room for a timeShift are no dates."""
    try:
        moment = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment if 1900 < moment.year < 9000 else None

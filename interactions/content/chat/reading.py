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

from interactions.content.chat.parties import Pair, Parties, Party, Role
from interactions.content.text.markup import visible
from interactions.content.tree.xml_reading import name

What = Literal["join", "message", "notice", "leave", "other"]
ROLES: dict[str, Role] = {
    "CLIENT": "customer",
    "AGENT": "agent",
    "SUPERVISOR": "supervisor",
    "EXTERNAL": "system",
}
BOT_STYLES = {"GCTI_Chat_PartyStyle", "GCTI_SYSTEM/party-info/style"}
DATA = {"userData", "eventAttributes"}
KINDS = ("noticeType", "treatAs", "msgType")
ORDINARY = {"", "NORMAL", "TEXT", "USER_CUSTOM"}


@dataclass(frozen=True)
class Entry:
    """One entry. `seconds` since the session's start, None where the number can't be read. `tag` is the
    notice's type, a message's unusual `treatAs` or `msgType`, or an unknown entry's name, as written; `code`
    a leaving's reason code and `asker` who caused it; `again` says that who joins had been here before;
    `fields` are what is told of somebody and the data that came along."""

    what: What
    party: Party
    seconds: int | None
    internal: bool = False
    text: str = ""
    tag: str = ""
    code: str = ""
    asker: Party | None = None
    again: bool = False
    fields: tuple[Pair, ...] = ()


@dataclass(frozen=True)
class Session:
    """`start` is aware, None where it can't be read; `present` are those of whom no leaving is told."""

    start: datetime | None
    entries: tuple[Entry, ...]
    present: tuple[Party, ...]


class Reader:
    """Walks the entries once."""

    def __init__(self) -> None:
        self.parties = Parties()

    def read(self, root: Element) -> Session:
        entries = tuple(self._entries(root))
        return Session(_moment(root.get("startAt")), entries, self.parties.present)

    def _entries(self, root: Element) -> Iterator[Entry]:
        if stray := (root.text or "").strip():
            yield self._stray(stray)
        for element in root:
            yield self._entry(element)
            if stray := (element.tail or "").strip():
                yield self._stray(stray)

    def _entry(self, element: Element) -> Entry:
        tag = name(element)
        if tag == "newParty":
            return self._join(element)
        if tag == "partyLeft":
            return self._leave(element)
        what: What = "message" if tag == "message" else "notice" if tag == "notice" else "other"
        return Entry(
            what=what,
            party=self.parties.of(element.get("userId") or ""),
            seconds=_whole(element.get("timeShift")),
            internal=_internal(element),
            text=_text(element),
            tag=tag if what == "other" else _kind(element),
            fields=tuple(_data(element)),
        )

    def _join(self, element: Element) -> Entry:
        info = next((e for e in element if name(e) == "userInfo"), Element("userInfo"))
        told = [
            (key, visible(value.strip()))
            for key, value in info.items()
            if key != "userNick" and value.strip()
        ]
        fields = [*told, *_data(element)]
        role = _role(info, fields)
        nick = visible((info.get("userNick") or "").strip())
        party, again = self.parties.join(element.get("userId") or "", role, nick, fields)
        return Entry(
            what="join",
            party=party,
            seconds=_whole(element.get("timeShift")),
            internal=_internal(element),
            again=again,
            fields=tuple(fields),
        )

    def _leave(self, element: Element) -> Entry:
        user, asker = element.get("userId") or "", element.get("askerId") or ""
        reason = next((e for e in element if name(e) == "reason"), Element("reason"))
        return Entry(
            what="leave",
            party=self.parties.leave(user),
            seconds=_whole(element.get("timeShift")),
            internal=_internal(element),
            text=" ".join("".join(reason.itertext()).split()),
            code=(reason.get("code") or "").strip(),
            asker=self.parties.of(asker) if asker and asker != user else None,
            fields=tuple(_data(element)),
        )

    def _stray(self, text: str) -> Entry:
        return Entry("other", self.parties.of(""), None, text=text)


def _text(element: Element) -> str:
    """All that was written, in order: a text after `msgText` is part of it, data for programs is not."""
    pieces = [element.text or ""]
    for inner in element:
        pieces += [] if name(inner) in DATA else inner.itertext()
        pieces.append(inner.tail or "")
    return "\n".join(piece for piece in (part.strip() for part in pieces) if piece)


def _kind(element: Element) -> str:
    """What a message or notice says of itself beyond the ordinary."""
    said = (body.get(key, "").strip() for body in element for key in KINDS)
    return next((kind for kind in said if kind.upper() not in ORDINARY), "")


def _role(info: Element, data: list[Pair]) -> Role:
    if any(key in BOT_STYLES and value.upper() == "BOT" for key, value in data):
        return "bot"
    return ROLES.get((info.get("userType") or "").upper(), "unknown")


def _data(element: Element) -> Iterator[Pair]:
    for inner in element:
        if name(inner) in DATA:
            yield from _items(inner)


def _items(element: Element, path: str = "") -> list[Pair]:
    """`item` elements as keys and values; lists inside lists give keys such as `a/b`."""
    pairs: list[Pair] = []
    for item in element:
        key = path + (item.get("key") or name(item))
        pairs += (
            _items(item, f"{key}/") if len(item) else [(visible(key), visible((item.text or "").strip()))]
        )
    return pairs


def _internal(element: Element) -> bool:
    """Only ALL was ever seen; whatever else it says, not everybody saw it (docs/ucs-protocol.md §3.2)."""
    return (element.get("visibility") or "ALL").upper() != "ALL"


def _whole(text: str | None) -> int | None:
    stripped = (text or "").strip()
    return int(stripped) if stripped.removeprefix("-").isdecimal() and len(stripped) < 10 else None


def _moment(text: str | None) -> datetime | None:
    """UTC, also where the Z is missing. Years that leave no room for a timeShift are no dates."""
    try:
        moment = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment if 1900 < moment.year < 9000 else None

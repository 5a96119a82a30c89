"""Who is who in a chat session: the same person under a new `userId` is one party
(docs/ucs-protocol.md §3.2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

PartyRole = Literal["customer", "agent", "supervisor", "bot", "system", "unknown"]
ROLE_NAMES: dict[PartyRole, str] = {
    "customer": "Customer",
    "agent": "Agent",
    "supervisor": "Supervisor",
    "bot": "Bot",
    "system": "System",
    "unknown": "Unknown party",
}
# What names one person and no other, the surest first: in `userInfo`, and in the data that came along.
IDENTIFYING_KEYS = ("personId", "GWS_USERID", "ContactId", "EmailAddress", "PhoneNumber")
# Whose name is enough to know them again once they had left. Two agents may share theirs.
NICK_IDENTIFIED_ROLES = {"customer", "bot", "system"}

NamedValue = tuple[str, str]


@dataclass(frozen=True)
class ChatParty:
    """One person or program. `label` is unique in its session; `nick` and `person_id` are as sent."""

    label: str
    role: PartyRole
    nick: str = ""
    person_id: str = ""


class PartyRegistry:
    """Keeps who is who and who is there. Every look-up is by key: a hostile transcript may have ten thousand
    parties."""

    def __init__(self) -> None:
        self._by_user_id: dict[str, ChatParty] = {}
        self._present_by_user_id: dict[str, ChatParty] = {}
        self._by_identifier: dict[tuple[PartyRole, str, str], ChatParty] = {}
        self._identifiers: dict[ChatParty, dict[str, str]] = {}
        self._departed: dict[tuple[PartyRole, str], ChatParty] = {}
        self._labels: dict[str, int] = {}

    @property
    def present_parties(self) -> tuple[ChatParty, ...]:
        """Those of whom no leaving is told, each once."""
        return tuple(dict.fromkeys(self._present_by_user_id.values()))

    def join(
        self, user: str, role: PartyRole, nick: str, data: Iterable[NamedValue]
    ) -> tuple[ChatParty, bool]:
        """Who joined under this `userId`, and whether they had been here before."""
        marks = {key: value for key, value in data if key in IDENTIFYING_KEYS and value}
        known = self._find_known_party(role, nick, marks)
        party = known or self._create_party(role, nick, marks.get("personId", ""))
        for key, value in marks.items():
            self._by_identifier.setdefault((role, key, value), party)
        self._identifiers[party] = marks | self._identifiers.get(party, {})
        self._by_user_id[user] = self._present_by_user_id[user] = party
        return party, known is not None

    def leave(self, user: str) -> ChatParty:
        party = self._present_by_user_id.pop(user, None)
        if party and party.nick and party.role in NICK_IDENTIFIED_ROLES:
            self._departed[party.role, party.nick] = party
        return party or self.get_party(user)

    def get_party(self, user: str) -> ChatParty:
        """Whose `userId` it is; one who never joined is an unknown party."""
        if user not in self._by_user_id:
            self._by_user_id[user] = self._create_party("unknown", "", "")
        return self._by_user_id[user]

    def _find_known_party(self, role: PartyRole, nick: str, marks: dict[str, str]) -> ChatParty | None:
        """By what names one person, else by the name of somebody who had left and is not told apart by it."""
        for key in IDENTIFYING_KEYS:
            if key in marks and (party := self._by_identifier.get((role, key, marks[key]))):
                return party
        party = self._departed.get((role, nick)) if nick and role in NICK_IDENTIFIED_ROLES else None
        if party is None or any(
            marks.get(key, value) != value for key, value in self._identifiers[party].items()
        ):
            return None
        return self._departed.pop((role, nick))

    def _create_party(self, role: PartyRole, nick: str, person: str) -> ChatParty:
        return ChatParty(
            self._create_label(nick or f"{ROLE_NAMES[role]} {person}".rstrip()), role, nick, person
        )

    def _create_label(self, plain: str) -> str:
        label, number = plain, self._labels.get(plain, 1)
        while label in self._labels:
            number += 1
            label = f"{plain} ({number})"
        self._labels[plain] = number
        self._labels.setdefault(label, 1)
        return label

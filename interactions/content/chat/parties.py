"""Identifies the parties of a chat session: the same person under a new `userId` is one party
(docs/ucs-protocol.md §3.2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

PartyRole = Literal["customer", "agent", "supervisor", "bot", "system", "unknown"]
ROLE_NAMES: dict[PartyRole, str] = {
    "customer": gettext_noop("Customer"),
    "agent": gettext_noop("Agent"),
    "supervisor": gettext_noop("Supervisor"),
    "bot": gettext_noop("Bot"),
    "system": gettext_noop("System"),
    "unknown": gettext_noop("Unknown participant"),
}
# Keys in `userInfo` and in the user data whose values identify one person, the most reliable first.
IDENTIFYING_KEYS = ("personId", "GWS_USERID", "ContactId", "EmailAddress", "PhoneNumber")
# Roles in which a party that comes back is recognised by its nick alone. Two agents may share a nick.
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
    """Maps user IDs to parties, and knows who is present. All look-ups are by key, because a hostile
    transcript may have ten thousand parties."""

    def __init__(self) -> None:
        self._by_user_id: dict[str, ChatParty] = {}
        self._present_by_user_id: dict[str, ChatParty] = {}
        self._by_identifier: dict[tuple[PartyRole, str, str], ChatParty] = {}
        self._identifiers: dict[ChatParty, dict[str, str]] = {}
        self._departed: dict[tuple[PartyRole, str], ChatParty] = {}
        self._labels: dict[str, int] = {}

    @property
    def present_parties(self) -> tuple[ChatParty, ...]:
        """The parties that joined and did not leave, each once."""
        return tuple(dict.fromkeys(self._present_by_user_id.values()))

    def join(
        self, user_id: str, role: PartyRole, nick: str, data: Iterable[NamedValue]
    ) -> tuple[ChatParty, bool]:
        """Records that somebody joined under the user ID `user_id`. Returns their party, and whether it had
        been in the session before."""
        identifiers = {key: value for key, value in data if key in IDENTIFYING_KEYS and value}
        known_party = self._find_known_party(role, nick, identifiers)
        party = known_party or self._create_party(role, nick, identifiers.get("personId", ""))
        for key, value in identifiers.items():
            self._by_identifier.setdefault((role, key, value), party)
        self._identifiers[party] = identifiers | self._identifiers.get(party, {})
        self._by_user_id[user_id] = self._present_by_user_id[user_id] = party
        return party, known_party is not None

    def leave(self, user_id: str) -> ChatParty:
        """Records that the party with this user ID left, and returns it."""
        party = self._present_by_user_id.pop(user_id, None)
        if party and party.nick and party.role in NICK_IDENTIFIED_ROLES:
            self._departed[party.role, party.nick] = party
        return party or self.get_party(user_id)

    def get_party(self, user_id: str) -> ChatParty:
        """The party with this user ID; a new unknown party for an ID that never joined."""
        if user_id not in self._by_user_id:
            self._by_user_id[user_id] = self._create_party("unknown", "", "")
        return self._by_user_id[user_id]

    def _find_known_party(self, role: PartyRole, nick: str, identifiers: dict[str, str]) -> ChatParty | None:
        """The party with one of these identifiers, else the one that left with this nick and has no
        identifier that differs; None if this is a new person."""
        for key in IDENTIFYING_KEYS:
            if key in identifiers and (party := self._by_identifier.get((role, key, identifiers[key]))):
                return party
        party = self._departed.get((role, nick)) if nick and role in NICK_IDENTIFIED_ROLES else None
        if party is None or any(
            identifiers.get(key, value) != value for key, value in self._identifiers[party].items()
        ):
            return None
        return self._departed.pop((role, nick))

    def _create_party(self, role: PartyRole, nick: str, person_id: str) -> ChatParty:
        label = self._create_label(nick or f"{_(ROLE_NAMES[role])} {person_id}".rstrip())
        return ChatParty(label, role, nick, person_id)

    def _create_label(self, name: str) -> str:
        """The name itself, or with a number ("Noa (2)") where another party already has it."""
        label, number = name, self._labels.get(name, 1)
        while label in self._labels:
            number += 1
            label = f"{name} ({number})"
        self._labels[name] = number
        self._labels.setdefault(label, 1)
        return label

"""Who is who in a chat session: the same person under a new `userId` is one party
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
        self._by_user: dict[str, ChatParty] = {}
        self._present: dict[str, ChatParty] = {}
        self._by_mark: dict[tuple[PartyRole, str, str], ChatParty] = {}
        self._marks: dict[ChatParty, dict[str, str]] = {}
        self._gone: dict[tuple[PartyRole, str], ChatParty] = {}
        self._labels: dict[str, int] = {}

    @property
    def present(self) -> tuple[ChatParty, ...]:
        """Those of whom no leaving is told, each once."""
        return tuple(dict.fromkeys(self._present.values()))

    def join(
        self, user: str, role: PartyRole, nick: str, data: Iterable[NamedValue]
    ) -> tuple[ChatParty, bool]:
        """Who joined under this `userId`, and whether they had been here before."""
        marks = {key: value for key, value in data if key in IDENTIFYING_KEYS and value}
        known = self._known(role, nick, marks)
        party = known or self._new(role, nick, marks.get("personId", ""))
        for key, value in marks.items():
            self._by_mark.setdefault((role, key, value), party)
        self._marks[party] = marks | self._marks.get(party, {})
        self._by_user[user] = self._present[user] = party
        return party, known is not None

    def leave(self, user: str) -> ChatParty:
        party = self._present.pop(user, None)
        if party and party.nick and party.role in NICK_IDENTIFIED_ROLES:
            self._gone[party.role, party.nick] = party
        return party or self.of(user)

    def of(self, user: str) -> ChatParty:
        """Whose `userId` it is; one who never joined is an unknown party."""
        if user not in self._by_user:
            self._by_user[user] = self._new("unknown", "", "")
        return self._by_user[user]

    def _known(self, role: PartyRole, nick: str, marks: dict[str, str]) -> ChatParty | None:
        """By what names one person, else by the name of somebody who had left and is not told apart by it."""
        for key in IDENTIFYING_KEYS:
            if key in marks and (party := self._by_mark.get((role, key, marks[key]))):
                return party
        party = self._gone.get((role, nick)) if nick and role in NICK_IDENTIFIED_ROLES else None
        if party is None or any(marks.get(key, value) != value for key, value in self._marks[party].items()):
            return None
        return self._gone.pop((role, nick))

    def _new(self, role: PartyRole, nick: str, person: str) -> ChatParty:
        return ChatParty(self._label(nick or f"{_(ROLE_NAMES[role])} {person}".rstrip()), role, nick, person)

    def _label(self, plain: str) -> str:
        label, number = plain, self._labels.get(plain, 1)
        while label in self._labels:
            number += 1
            label = f"{plain} ({number})"
        self._labels[plain] = number
        self._labels.setdefault(label, 1)
        return label

"""Which mails belong together: threads from Message-ID, References and In-Reply-To.

The answer depends on which mails there are and on nothing else: not on their order, not on whether they
were loaded in one go or in two.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

MESSAGE_ID_PATTERN = re.compile(r"<\s*([^<>\s]{1,500})\s*>")
# "Message from Jane <jane@example.com> of Monday <id@example.com>": an address is no Message-ID.
SENDER_PHRASE_PATTERN = re.compile(r"\bfrom\b[^<>]{0,200}<[^<>]*>", re.IGNORECASE)
MAX_REFERENCES = 200  # references of one mail; the oldest and the latest count


@dataclass(frozen=True)
class MailLinks:
    """What one mail says of its place. `earlier` are the Message-IDs that it answers, oldest first."""

    interaction_id: str
    message_id: str | None
    earlier: tuple[str, ...]

    @classmethod
    def of(cls, interaction_id: str, headers: Mapping[str, Any]) -> "MailLinks":
        """From decoded headers by name, in any spelling; the value of a repeated one is a list."""
        headers = {name.lower(): value for name, value in headers.items()}
        own = _parse_message_ids(headers.get("message-id"))
        message_id = own[0] if own else None
        answered = _parse_message_ids(headers.get("in-reply-to"))
        earlier = [
            name for name in _parse_message_ids(headers.get("references")) if name not in answered
        ] + answered
        earlier = [name for name in dict.fromkeys(earlier) if name != message_id]
        return cls(interaction_id, message_id, tuple(earlier[:1] + earlier[1:][1 - MAX_REFERENCES :]))


class MailConversations:
    """The threads of a set of mails. Add all of them, then ask."""

    def __init__(self, mails: Iterable[MailLinks]) -> None:
        self.mails = {mail.interaction_id: mail for mail in mails}
        self.above: dict[str, str] = {}  # a forest: equal top, same conversation
        self.answers: set[str] = set()  # names that come after another one
        self.by_message_id: dict[str, str] = {}
        for mail in self.mails.values():
            self._add(mail)
        self.first = self._first_names()

    def find_root(self, interaction_id: str) -> str:
        """The name that stands for a mail's thread: its first Message-ID, loaded or not."""
        return self.first[self._top(_get_mail_name(self.mails[interaction_id]))]

    def find_parent_id(self, interaction_id: str) -> str | None:
        """The nearest earlier mail of the thread that is there."""
        for name in reversed(self.mails[interaction_id].earlier):
            parent = self.by_message_id.get(name)
            if parent and parent != interaction_id:
                return parent
        return None

    def _add(self, mail: MailLinks) -> None:
        if mail.message_id:  # two mails may bear one; the choice must not depend on the order
            known = self.by_message_id.get(mail.message_id, mail.interaction_id)
            self.by_message_id[mail.message_id] = min(known, mail.interaction_id)
        chain = (*mail.earlier, _get_mail_name(mail))
        self._top(chain[0])
        for earlier, later in pairwise(chain):
            self.answers.add(later)
            self.above[self._top(later)] = self._top(earlier)

    def _top(self, name: str) -> str:
        """The top of the tree that a name stands in; on the way each name is moved up by one."""
        self.above.setdefault(name, name)
        while self.above[name] != name:
            self.above[name] = self.above[self.above[name]]
            name = self.above[name]
        return name

    def _first_names(self) -> dict[str, str]:
        """For each tree the name that answers none; of several, and when all answer each other, the least."""
        best: dict[str, tuple[bool, str]] = {}
        for name in list(self.above):
            top = self._top(name)
            best[top] = min(best.get(top, (True, name)), (name in self.answers, name))
        return {top: name for top, (_, name) in best.items()}


def _get_mail_name(mail: MailLinks) -> str:
    """Without a Message-ID it is known by itself alone."""
    return mail.message_id or f"interaction {mail.interaction_id}"


def _parse_message_ids(value: Any) -> list[str]:
    texts = [text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]
    return [
        name for text in texts for name in MESSAGE_ID_PATTERN.findall(SENDER_PHRASE_PATTERN.sub("", text))
    ]

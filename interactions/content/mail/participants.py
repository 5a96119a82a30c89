"""Who a mail's headers name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from interactions.content.text.markup import reveal_invisible

PARTICIPANT_HEADERS = ("From", "Sender", "Reply-To", "To", "Cc", "Bcc")
FROM_DUPLICATE_HEADERS = {"Sender", "Reply-To"}
ADDRESS_LIST_PATTERN = re.compile(r'(?:"(?:\\.|[^"\\])*"?|[^",])+')
ANGLE_ADDRESS_PATTERN = re.compile(r"<\s*([^<>\s]{1,320})\s*>\s*$")


@dataclass(frozen=True)
class MailParticipant:
    """As the header has it; one of the two may be empty."""

    name: str
    address: str


def iter_participants(headers: list[tuple[str, str]]) -> Iterator[tuple[str, tuple[MailParticipant, ...]]]:
    """Who is named in which header; senders that are who wrote it are not named again."""
    named: dict[str, tuple[MailParticipant, ...]] = {}
    for name in PARTICIPANT_HEADERS:
        values = [value for key, value in headers if key.lower() == name.lower()]
        named[name] = tuple(
            _parse_participant(text)
            for value in values
            for text in ADDRESS_LIST_PATTERN.findall(value)
            if text.strip()
        )
    wrote = {person.address.lower() for person in named["From"]}
    for name, persons in named.items():
        again = name in FROM_DUPLICATE_HEADERS and {person.address.lower() for person in persons} <= wrote
        if persons and not again:
            yield name, persons


def _parse_participant(text: str) -> MailParticipant:
    """`"Noa" <noa@example.com>` in two; what is written in another way stays in one."""
    found = ANGLE_ADDRESS_PATTERN.search(text)
    name = reveal_invisible(text[: found.start()] if found else text).strip()
    if len(name) > 1 and name[0] == name[-1] == '"':
        name = re.sub(r"\\(.)", r"\1", name[1:-1])
    if found or "@" not in name or " " in name:
        return MailParticipant(name, reveal_invisible(found[1]) if found else "")
    return MailParticipant("", name)

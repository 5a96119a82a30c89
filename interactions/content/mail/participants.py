"""The senders and recipients that a mail's headers name."""

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
    """A person as the header names them; one of the two fields may be empty."""

    name: str
    address: str


def iter_participants(headers: list[tuple[str, str]]) -> Iterator[tuple[str, tuple[MailParticipant, ...]]]:
    """The header names with their participants, in the order of `PARTICIPANT_HEADERS`. Sender and Reply-To
    are left out where they repeat From."""
    participants_by_header: dict[str, tuple[MailParticipant, ...]] = {}
    for name in PARTICIPANT_HEADERS:
        values = [value for key, value in headers if key.lower() == name.lower()]
        participants_by_header[name] = tuple(
            _parse_participant(text)
            for value in values
            for text in ADDRESS_LIST_PATTERN.findall(value)
            if text.strip()
        )
    authors = {person.address.lower() for person in participants_by_header["From"]}
    for name, persons in participants_by_header.items():
        repeats_from = (
            name in FROM_DUPLICATE_HEADERS and {person.address.lower() for person in persons} <= authors
        )
        if persons and not repeats_from:
            yield name, persons


def _parse_participant(text: str) -> MailParticipant:
    """`"Noa" <noa@example.com>` as a name and an address; a text of another form becomes one of the two."""
    match = ANGLE_ADDRESS_PATTERN.search(text)
    name = reveal_invisible(text[: match.start()] if match else text).strip()
    if len(name) > 1 and name[0] == name[-1] == '"':
        name = re.sub(r"\\(.)", r"\1", name[1:-1])
    if match or "@" not in name or " " in name:
        return MailParticipant(name, reveal_invisible(match[1]) if match else "")
    return MailParticipant("", name)

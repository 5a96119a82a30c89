"""Who a mail's headers name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from interactions.content.text.markup import visible

PEOPLE = ("From", "Sender", "Reply-To", "To", "Cc", "Bcc")
SAME_AS_FROM = {"Sender", "Reply-To"}
LISTED = re.compile(r'(?:"(?:\\.|[^"\\])*"?|[^",])+')
ADDRESS = re.compile(r"<\s*([^<>\s]{1,320})\s*>\s*$")


@dataclass(frozen=True)
class Person:
    """As the header has it; one of the two may be empty."""

    name: str
    address: str


def people(headers: list[tuple[str, str]]) -> Iterator[tuple[str, tuple[Person, ...]]]:
    """Who is named in which header; senders that are who wrote it are not named again."""
    named: dict[str, tuple[Person, ...]] = {}
    for name in PEOPLE:
        values = [value for key, value in headers if key.lower() == name.lower()]
        named[name] = tuple(
            _person(text) for value in values for text in LISTED.findall(value) if text.strip()
        )
    wrote = {person.address.lower() for person in named["From"]}
    for name, persons in named.items():
        again = name in SAME_AS_FROM and {person.address.lower() for person in persons} <= wrote
        if persons and not again:
            yield name, persons


def _person(text: str) -> Person:
    """`"Noa" <noa@example.com>` in two; what is written in another way stays in one."""
    found = ADDRESS.search(text)
    name = visible(text[: found.start()] if found else text).strip()
    if len(name) > 1 and name[0] == name[-1] == '"':
        name = re.sub(r"\\(.)", r"\1", name[1:-1])
    if found or "@" not in name or " " in name:
        return Person(name, visible(found[1]) if found else "")
    return Person("", name)

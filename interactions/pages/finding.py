"""Which of the things that a text may mean the UCS knows."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.utils.encoding import iri_to_uri

from interactions.access.gate import Gate
from interactions.history.history import Owner as HistoryOwner
from interactions.history.media import Family, family
from interactions.pages.headline import title
from interactions.pages.paths import path_of
from interactions.ucs.errors import UCSNotFound
from interactions.ucs.identifiers import Clue, Owner

FRAGMENT = re.compile(r"[\w.:~%-]{1,300}")


@dataclass(frozen=True)
class Found:
    """A customer, service or interaction that is there. `subject` and `family` are of an
    interaction, `count` of the others; `at` is its start, or their last contact."""

    kind: Owner
    identifier: str
    path: str
    subject: str | None = None
    family: Family | None = None
    count: int = 0
    at: datetime | None = None


def find(door: Gate, clues: Iterable[Clue]) -> tuple[Found, ...]:
    """Asks for each clue what it can be the ID of: one question where the text tells, else three."""
    return tuple(found for clue in clues for found in _kinds(door, clue))


def _kinds(door: Gate, clue: Clue) -> Iterator[Found]:
    if clue.owner in (None, "interaction"):
        yield from _interaction(door, clue)
    if clue.owner in (None, "customer"):
        yield from _history(door, "customer", clue.identifier)
    if clue.owner in (None, "service"):
        yield from _history(door, "service", clue.identifier)


def _interaction(door: Gate, clue: Clue) -> Iterator[Found]:
    try:
        row = door.load_interaction(clue.identifier).value.summary
    except UCSNotFound:
        return
    page = path_of("interaction", clue.identifier)
    content = clue.content and path_of("interaction-content", clue.identifier, clue.content)
    yield Found(
        kind="interaction",
        identifier=clue.identifier,
        path=content or page,
        subject=row.subject and title(row),
        family=family(row.media_type, row.entity_type),
        at=row.start_date,
    )


def _history(door: Gate, owner: HistoryOwner, identifier: str) -> Iterator[Found]:
    rows = door.load_history(owner, identifier).rows
    if rows:
        last = max((row.start_date for row in rows if row.start_date), default=None)
        path = path_of(owner, identifier)
        yield Found(kind=owner, identifier=identifier, path=path, count=len(rows), at=last)


def permalink_tail(text: str, found: Found) -> str:
    """What a pasted permalink says beyond the ID: its filters, and the message or key that it marks."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    if any(map(str.isspace, text)) or f"/{found.kind}s/{found.identifier}" not in parts.path:
        return ""
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if FRAGMENT.fullmatch(parts.fragment) else ""
    return iri_to_uri(query + fragment)

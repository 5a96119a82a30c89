"""Which of the things that a text may mean the UCS knows."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.utils.encoding import iri_to_uri

from interactions.access.gate import Gate
from interactions.history.columns.record_codes import MediaFamily, get_media_family
from interactions.history.history_key import HistoryKind as HistoryOwner
from interactions.pages.headline import format_title
from interactions.pages.paths import reverse_path
from interactions.ucs.errors import UCSNotFound
from interactions.ucs.identifier_parsing import FoundIdentifier, IdentifierKind

FRAGMENT_PATTERN = re.compile(r"[\w.:~%-]{1,300}")


@dataclass(frozen=True)
class SearchResult:
    """A customer, service or interaction that is there. `subject` and `family` are of an
    interaction, `count` of the others; `at` is its start, or their last contact."""

    kind: IdentifierKind
    identifier: str
    path: str
    subject: str | None = None
    family: MediaFamily | None = None
    count: int = 0
    at: datetime | None = None


def load_search_results(gate: Gate, identifiers: Iterable[FoundIdentifier]) -> tuple[SearchResult, ...]:
    """Asks for each clue what it can be the ID of: one question where the text tells, else three."""
    return tuple(found for clue in identifiers for found in _load_results(gate, clue))


def _load_results(door: Gate, clue: FoundIdentifier) -> Iterator[SearchResult]:
    if clue.kind in (None, "interaction"):
        yield from _load_interaction_result(door, clue)
    if clue.kind in (None, "customer"):
        yield from _load_history_result(door, "customer", clue.identifier)
    if clue.kind in (None, "service"):
        yield from _load_history_result(door, "service", clue.identifier)


def _load_interaction_result(door: Gate, clue: FoundIdentifier) -> Iterator[SearchResult]:
    try:
        row = door.load_interaction(clue.identifier).value.summary
    except UCSNotFound:
        return
    page = reverse_path("interaction", clue.identifier)
    content = clue.content and reverse_path("interaction-content", clue.identifier, clue.content)
    yield SearchResult(
        kind="interaction",
        identifier=clue.identifier,
        path=content or page,
        subject=row.subject and format_title(row),
        family=get_media_family(row.media_type, row.entity_type),
        at=row.start_date,
    )


def _load_history_result(door: Gate, owner: HistoryOwner, identifier: str) -> Iterator[SearchResult]:
    rows = door.load_history(owner, identifier).rows
    if rows:
        last = max((row.start_date for row in rows if row.start_date), default=None)
        path = reverse_path(owner, identifier)
        yield SearchResult(kind=owner, identifier=identifier, path=path, count=len(rows), at=last)


def parse_permalink_tail(text: str, found: SearchResult) -> str:
    """What a pasted permalink says beyond the ID: its filters, and the message or key that it marks."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    if any(map(str.isspace, text)) or f"/{found.kind}s/{found.identifier}" not in parts.path:
        return ""
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if FRAGMENT_PATTERN.fullmatch(parts.fragment) else ""
    return iri_to_uri(query + fragment)
